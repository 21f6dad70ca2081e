"""What judges people is at a desk only: no page for a wall has it, and without a desk it shows nobody."""

from tests import tree
from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import facts_of, said
from tests.widgets.mission.said import owners, work
from wallboard.config.screen import load_screen
from widgets.panels.scoreboard import ScoreboardOptions, ScoreList


def test_that_no_page_for_a_wall_has_a_scoreboard() -> None:
    found = 0
    for path in (tree.ROOT / "resources" / "screens").glob("*.toml"):
        screen = load_screen(path.stem)
        judging = [entry for entry in screen.panel if entry.kind == "scoreboard"]
        found += len(judging)
        assert not (judging and screen.wall), path.stem
    assert found == 2


def test_that_without_a_desk_nobody_is_named(make_session: MakeSession) -> None:
    facts = facts_of((owners(), work(patrols_overdue=2)), 0)
    panel = ScoreList(make_session(facts), ScoreboardOptions())
    panel.resize(900, 700)
    panel.on_theme()
    words = [word for cell in panel.cells(0.0) for word in said(cell.face)]
    assert words == ["网格排行", "仅在值班工作台显示"]
