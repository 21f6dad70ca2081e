"""Planned work on the map: what runs, what is about to, and what should have been over."""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from wallboard.domain.rows import Plan
from wallboard.rules.planned import BEGUN, OVER
from wallboard.state.tables import Tables

AHEAD_S = 12 * 3600.0
"""Work is announced so long before its window opens."""


class WorkState(StrEnum):
    """waiting: its window opens later, or nobody said that it began; late: its window is over, it is not."""

    WAITING = "waiting"
    RUNNING = "running"
    LATE = "late"


class Work(msgspec.Struct, frozen=True):
    """One piece of planned work. over: s past the end of its window, 0 unless late."""

    plan: Plan
    state: WorkState
    over: float = 0.0


def works(tables: Tables, now: float) -> Iterator[Work]:
    """Work whose window is open or opens within 12 h, and work that is late; by id."""
    for _, plan in sorted(tables.plans.items()):
        state = _state(plan, now)
        if state is not None:
            yield Work(plan, state, now - plan.window_to if state is WorkState.LATE else 0.0)


def _state(plan: Plan, now: float) -> WorkState | None:
    if plan.state in OVER:
        return None
    begun = plan.state in BEGUN
    if now > plan.window_to:
        return WorkState.LATE if begun else None
    if begun:
        return WorkState.RUNNING
    return WorkState.WAITING if plan.window_from - AHEAD_S <= now else None
