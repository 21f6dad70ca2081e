"""Planned work as the map shows it: open, near, or past its window and not over."""

import pytest

from wallboard.domain.facts import Fact
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.state.queries.works import AHEAD_S, WorkState, works
from wallboard.state.store import Store

NOW, HOUR = 1_795_420_800.0, 3600.0


def shown(begins: float, ends: float, state: str | None) -> list[tuple[WorkState, float]]:
    """begins, ends: hours from now."""
    window = PlanWork(title="x", window_from=NOW + begins * HOUR, window_to=NOW + ends * HOUR)
    store = Store()
    store.apply([Fact(window, "p/1", NOW, "oms", "1", NOW)])
    if state is not None:
        store.apply([Fact(PlanCourse(state=state), "p/1", NOW, "oms", "2", NOW)])
    return [(work.state, work.over) for work in works(store.tables, NOW)]


@pytest.mark.parametrize(
    ("begins", "ends", "state", "expected"),
    [
        (-1, 2, "running", WorkState.RUNNING),
        (-1, 2, None, WorkState.WAITING),
        (3, 5, None, WorkState.WAITING),
        (AHEAD_S / HOUR + 1, AHEAD_S / HOUR + 2, None, None),
        (-4, -1, "running", WorkState.LATE),
        (-4, -1, "late", WorkState.LATE),
        (-4, 1, "late", WorkState.RUNNING),
        (-4, -1, None, None),
        (-4, -1, "returned", None),
        (-1, 2, "cancelled", None),
    ],
)
def test_that_work_is_shown_as_it_stands(
    begins: float, ends: float, state: str | None, expected: WorkState | None
) -> None:
    over = -ends * HOUR if expected is WorkState.LATE else 0.0
    assert shown(begins, ends, state) == ([] if expected is None else [(expected, over)])
