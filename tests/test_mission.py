"""The mission's table (docs/mission.md): each item once, and all that its row names is there.

A row is either *played* (a panel of a shipped screen, the query behind it, and the play that changes it),
*pointing* (context: to the items or the test that hold it), *later* with its reason, or an empty slot.
"""

import re
from importlib import import_module

from tests import tree
from tests.widgets.mission.play import Play
from wallboard.config.screen import load_screen
from wallboard.domain.life_cycle import MOVES
from widgets.panels import panel_specs

PAGE = tree.ROOT / "docs" / "mission.md"
ITEMS, MOST_LATER = 137, 25
EMPTY = {70, 90}
UNDEFINED, LATER = "not defined by the source", "later: "
REASONS = {"judgement", "told", "planned work", "vans", "ranking", "replay"}
PLAYED = re.compile(r"`test_mission_(\w+)\.py\[(\d+)\]`")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
QUOTED = re.compile(r"`([^`]+)`")


def rows() -> dict[int, list[str]]:
    """The cells behind the number of each row."""
    found: dict[int, list[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| *\d+ *\|", line):
            number, *cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert int(number) not in found, f"{number} stands twice"
            assert len(cells) == 4, line
            found[int(number)] = cells
    return found


def plays() -> dict[tuple[str, int], Play]:
    """Every play by its file's ending and its number."""
    found: dict[tuple[str, int], Play] = {}
    for path in sorted((tree.ROOT / "tests" / "widgets" / "mission").glob("test_mission_*.py")):
        ending = path.stem.removeprefix("test_mission_")
        for play in import_module(f"tests.widgets.mission.{path.stem}").PLAYS:
            assert (ending, play.number) not in found, f"item {play.number} is played twice"
            found[ending, play.number] = play
    return found


def test_that_every_item_stands_once_and_few_are_for_later() -> None:
    table = rows()
    assert list(table) == list(range(1, ITEMS + 1))
    assert {n for n, cells in table.items() if cells[3] == UNDEFINED} == EMPTY
    later = [(n, cells[3]) for n, cells in table.items() if cells[3].startswith(LATER)]
    assert len(later) <= MOST_LATER
    assert not [one for one in later if one[1].removeprefix(LATER).split(",")[0] not in REASONS]


def test_that_a_row_that_is_not_for_later_names_its_test_or_the_items_that_hold_it() -> None:
    bare = [
        n
        for n, (_, where, query, test) in rows().items()
        if not (test == UNDEFINED or test.startswith(LATER))
        and not (PLAYED.search(test) and QUOTED.search(where) and QUOTED.search(query))
        and not NAMED.search(test)
        and not points(where)
    ]
    assert not bare


def points(where: str) -> set[int]:
    """The items to which a row of context points."""
    return {int(n) for n in re.findall(r"\d+", where)} if where.startswith("see ") else set()


def test_that_context_points_to_items_that_are_shown() -> None:
    table = rows()
    for n, (_, where, *_) in table.items():
        for other in points(where) & table.keys():
            assert PLAYED.search(table[other][3]) or NAMED.search(table[other][3]), (n, other)


def test_that_a_played_row_names_what_its_play_looks_at() -> None:
    known = plays()
    named = {n: PLAYED.findall(cells[3]) for n, cells in rows().items()}
    for n, tests in named.items():
        for ending, number in tests:
            play = known[ending, int(number)]
            where = QUOTED.findall(rows()[n][1])
            assert play.kind in where and play.screen in where, (n, play.kind, play.screen)
            assert {act.verb for act in play.acts} <= set(where) | {"accept"}, n
    played = {(ending, int(number)) for tests in named.values() for ending, number in tests}
    assert known.keys() <= played, "a play that no row names"


def test_that_every_panel_page_verb_query_and_test_of_the_table_exists() -> None:
    kinds = panel_specs().keys() | MOVES.keys()
    screens = {path.stem for path in (tree.ROOT / "resources" / "screens").glob("*.toml")}
    shown = {(name, entry.kind) for name in screens for entry in load_screen(name).panel}
    tests = {
        (tree.name(path), node.name.removeprefix("test_that_"))
        for path in tree.tests()
        for node in tree.functions(path)
    }
    for n, (_, where, query, test) in rows().items():
        words = set(QUOTED.findall(where))
        assert words <= kinds | screens, (n, words - kinds - screens)
        for kind in words & panel_specs().keys():
            assert any((name, kind) in shown for name in words & screens), (n, kind)
        for name in QUOTED.findall(query):
            assert defined(name), (n, name)
        assert set(NAMED.findall(test)) <= tests, (n, test)


def defined(dotted: str) -> bool:
    """Whether ``state.queries.measures.measure`` is a name in that module of ours."""
    module, _, name = f"wallboard.{dotted}".rpartition(".")
    return hasattr(import_module(module), name)
