"""Where the cells' people spend their hours: by day, in kinds of task, and not what nobody was out for."""

from tests.feeds.sim.test_cell_work import CELLS, lived
from wallboard.domain.connections import CellWork
from wallboard.domain.terms import CellTask

OWNED = {f"roster/{name}" for name, owned in CELLS.items() if owned}


def total(cells: dict[str, CellWork], task: CellTask) -> float:
    return sum(work.hours.get(task, 0.0) for work in cells.values())


def test_that_every_kind_of_task_has_its_hours_and_nobody_works_round_the_clock() -> None:
    first, later = lived("day", 8.0)
    for task in CellTask:
        assert total(later, task) > total(first, task)
    assert max(sum(work.hours.values()) for work in later.values()) < 20.0
    assert total(later, CellTask.METER_READING) > total(later, CellTask.PUBLICITY)


def test_that_a_cell_without_owners_spends_nothing_and_has_waited_longest_for_a_visit() -> None:
    first, later = lived("day", 8.0)
    for key, work in later.items():
        if key not in OWNED:
            assert not work.hours and work.visited == first[key].visited
    waits = {key: float(work.last_visit_at or 0.0) for key, work in later.items()}
    assert min(waits, key=lambda key: waits[key]) not in OWNED


def test_that_the_hours_are_of_one_day_and_visits_add_up() -> None:
    first, noon = lived("day", 6.0)
    _, next_noon = lived("day", 30.0)
    assert total(next_noon, CellTask.VISITS) < 1.5 * total(noon, CellTask.VISITS)
    assert all((next_noon[key].visited or 0.0) >= (first[key].visited or 0.0) for key in first)
    assert sum(work.publicity or 0 for work in next_noon.values()) > sum(
        work.publicity or 0 for work in first.values()
    )


def test_that_nobody_is_out_while_a_response_level_stands() -> None:
    first, last = lived("typhoon", 12.0)
    assert [work.visited for work in first.values()] == [work.visited for work in last.values()]
