"""Cell by hour: who was out when, worst first, and what nobody watched stays open."""

from tests.state.queries.hours import HOUR, START, extent, told
from wallboard.state.queries.matrix import matrix
from wallboard.state.store import Store


def store_of(*facts: object) -> Store:
    store = Store()
    store.apply(facts)  # type: ignore[arg-type]
    return store


def test_that_hours_of_the_hub_and_what_was_watched_stand_side_by_side() -> None:
    store = store_of(
        told(START - 2 * HOUR, {"A": {"t": 70}, "B": {"": 500}}),
        extent("a/1", "A", "t", 40, START + 60, 1),
        extent("a/1", "A", "t", 90, START + 1200, 2),
        extent("a/1", "A", "t", 10, START + 2400, 3),
    )
    table = matrix(store.tables, START + 2460, step=HOUR, columns=4, rows=9)
    assert [c.known for c in table.columns] == [False, True, False, True]
    slots = {line.place: line.slots for line in table.lines}
    assert slots == {("B", ""): (None, 500, None, 0), ("A", "t"): (None, 70, None, 90)}
    assert [line.place for line in table.lines] == [("B", ""), ("A", "t")]


def test_that_an_hour_watched_in_part_is_a_least_number_but_the_running_one_is_not() -> None:
    store = store_of(
        told(START - HOUR, {"A": {"t": 70}}, minutes=20), extent("a/1", "A", "t", 40, START + 60)
    )
    columns = matrix(store.tables, START + 90, step=HOUR, columns=2, rows=9).columns
    assert [(c.known, c.at_least) for c in columns] == [(True, True), (True, False)]


def test_that_what_the_hub_watched_whole_stands_above_what_a_late_wall_saw() -> None:
    store = store_of(extent("a/1", "A", "t", 40, START + 3000), extent("a/1", "A", "t", 50, START + 3700, 2))
    store.apply([told(START, {"A": {"t": 900}}, minutes=60)])
    table = matrix(store.tables, START + 3800, step=HOUR, columns=2, rows=9)
    assert table.lines[0].slots == (900, 50)


def test_that_what_stands_holds_into_a_new_hour_but_not_for_ever() -> None:
    store = store_of(extent("a/1", "A", "t", 40, START + 3500))
    soon = matrix(store.tables, START + 3700, step=HOUR, columns=1, rows=9)
    assert soon.lines[0].slots == (40,)
    late = matrix(store.tables, START + 3500 + 2 * HOUR, step=HOUR, columns=1, rows=9)
    assert (late.columns[0].known, late.lines) == (False, ())


def test_that_columns_of_minutes_come_from_what_was_watched() -> None:
    store = store_of(extent("a/1", "A", "t", 40, START), extent("a/1", "A", "t", 0, START + 1300, 2))
    table = matrix(store.tables, START + 1320, step=600.0, columns=3, rows=9)
    assert table.lines[0].slots == (40, 40, 40)
    later = matrix(store.tables, START + 1900, step=600.0, columns=1, rows=9)
    assert later.lines == ()


def test_that_the_rest_is_counted() -> None:
    store = store_of(*(extent(f"a/{i}", "A", f"t{i}", i + 1, START, i + 1) for i in range(8)))
    table = matrix(store.tables, START, step=HOUR, columns=1, rows=3)
    assert [line.place[1] for line in table.lines] == ["t7", "t6", "t5"]
    assert table.places == 8
