"""A list of rows that follows the changes holds what sorting all anew gives, whatever came between looks."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.state.boards.test_boards import logs, pictures
from wallboard.state.boards import Boards
from wallboard.state.boards.ranked import Ranked
from wallboard.state.boards.row_list import RowList, RowQuestion
from wallboard.state.store import Store
from wallboard.state.tables import Tables


def outage_with_order(tables: Tables, key: str) -> Any:
    return tables.outages[key], tables.orders.get(f"restore/{key}")


QUESTIONS = (
    RowQuestion(
        "outage",
        outage_with_order,
        lambda line: line[0].open,
        lambda line: (-(line[0].customers_out or 0), line[1].holder if line[1] is not None else ""),
        lambda change, tables: [key.removeprefix("restore/") for key in change.of("order")],
    ),
    RowQuestion(
        "crew",
        lambda tables, key: tables.crews[key],
        lambda crew: crew.status is not None,
        lambda crew: (crew.status.value,),
    ),
)


def anew(store: Store, question: RowQuestion) -> list[str]:
    tables = store.tables
    lines = {key: question.line(tables, key) for key in tables.rows(question.noun)}
    kept = [key for key, line in lines.items() if question.keep(line)]
    return sorted(kept, key=lambda key: (*question.rank(lines[key]), key))


@pictures
@given(st.data())
def test_that_a_list_holds_what_sorting_anew_gives(data: st.DataObject) -> None:
    store = Store()
    boards = Boards(store)
    asked = list(QUESTIONS)
    lists = [RowList(question) for question in asked]
    for fact in data.draw(logs()):
        store.apply([fact])
        step = data.draw(st.sampled_from(("apply", "look", "look", "snapshot", "ask")))
        if step == "apply":
            continue
        if step == "snapshot":
            store.load(store.snapshot(), store.head)
        if step == "ask":
            lists[0].ask(asked[0])
        for question, rows in zip(asked, lists, strict=True):
            assert list(boards.rows(rows)) == anew(store, question)
            assert all(rows.index(key) == place for place, key in enumerate(rows))
    shown = [list(boards.rows(rows)) for rows in lists]
    looked = [rows.looked for rows in lists]
    assert [list(boards.rows(rows)) for rows in lists] == shown
    assert [rows.looked for rows in lists] == looked, "nothing changed: nothing is looked at"


def test_that_ids_of_one_rank_stand_by_id_and_the_whole_turns_round() -> None:
    ids = Ranked()
    for key, rank in (("c", 1), ("a", 1), ("b", 0)):
        ids.put(key, (rank, key))
    assert list(ids) == ["b", "a", "c"] and ids[1:] == ["a", "c"] and ids[-1] == "c"
    ids.backward = True
    assert list(ids) == ["c", "a", "b"] and ids.index("b") == 2
    ids.put("a", None)
    assert list(ids) == ["c", "b"] and "a" not in ids
