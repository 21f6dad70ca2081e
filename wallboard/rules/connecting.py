"""Connections: the four ticks of one visit (一次妥, d.118-120), the blocking department (一站妥, d.122).

Both are derived from what was ticked and from who has open tasks since when; nobody types them. Pure.
"""

from enum import StrEnum

import msgspec

from wallboard.domain.connections import ConnectionTicks, DepartmentTask
from wallboard.domain.order_row import Order
from wallboard.domain.terms import OrderStage

TICKS: tuple[str, ...] = ("survey", "documents", "meter", "contract")
"""查勘、收资、装表接电、合同签订, in the order of a visit."""

DEPARTMENTS: tuple[str, ...] = ("marketing", "capital_works", "production", "materials")
"""营销、基建、生产、物资 (d.122)."""

DAY_S = 86_400.0

VISITED = frozenset({OrderStage.DONE, OrderStage.VERIFIED, OrderStage.ARCHIVED})


class VisitState(StrEnum):
    """How a visit stands."""

    UNAGREED = "unagreed"  # no window was agreed
    AHEAD = "ahead"
    UNDER_WAY = "under_way"  # within its window, or somebody is there
    DONE = "done"  # all four ticks at one visit
    FAILED = "failed"  # over, and a tick is missing


class OneVisit(msgspec.Struct, frozen=True):
    """One visit. missing: ticks that it lacks; because: in the words of who was there, "" untold.

    Of one that is ahead or under way it is why the one before failed.
    """

    state: VisitState
    missing: tuple[str, ...] = ()
    because: str = ""


class Part(msgspec.Struct, frozen=True):
    """One department's part of a connection. open_tasks: still to do; days: since then, begun ones too."""

    department: str
    open_tasks: int = 0
    since: float | None = None
    days: int = 0
    words: str = ""


def one_visit(order: Order, now: float) -> OneVisit:
    """How the one visit of a connection at low voltage stands at ``now`` (epoch s).

    After one that failed another window may be agreed: what was said before it begins is none of it.
    """
    ticks = order.ticks if order.ticks is not None else ConnectionTicks()
    missing = tuple(name for name in TICKS if not getattr(ticks, name))
    if not missing:
        return OneVisit(VisitState.DONE)
    project = order.project
    begins = project.window_from if project is not None else None
    ends = project.window_to if project is not None else None
    there = order.stage is OrderStage.ON_SITE
    said = ticks.failed_because
    before = order.open and begins is not None and _said_before(order, begins, now)
    if (said and not before) or order.stage in VISITED or (ends is not None and now > ends and not there):
        return OneVisit(VisitState.FAILED, missing, "" if before else said)
    if there or (begins is not None and ends is not None and begins <= now <= ends):
        return OneVisit(VisitState.UNDER_WAY, missing, said)
    return OneVisit(VisitState.AHEAD if ends is not None else VisitState.UNAGREED, missing, said)


def _said_before(order: Order, begins: float, now: float) -> bool:
    """Whether what its ticks say was said before the visit that is agreed now."""
    return now < begins or (order.ticked_at is not None and order.ticked_at < begins)


def departments_of(order: Order, now: float) -> list[Part]:
    """The four departments in their order, then any other that the source names."""
    said: dict[str, DepartmentTask] = {each.department: each for each in order.departments}
    names = [*DEPARTMENTS, *(name for name in sorted(said) if name not in DEPARTMENTS)]
    return [_part(name, said.get(name), now) for name in names]


def blocking(order: Order, now: float) -> Part | None:
    """The department that holds an open connection up: open tasks since longest; None where none has any."""
    if not order.open:
        return None
    busy = [part for part in departments_of(order, now) if part.open_tasks]
    return min(
        busy, key=lambda part: (now if part.since is None else part.since, part.department), default=None
    )


def _part(name: str, task: DepartmentTask | None, now: float) -> Part:
    if task is None:
        return Part(name)
    days = 0
    if task.open_tasks and task.since is not None and now > task.since:
        days = int((now - task.since) // DAY_S) + 1
    return Part(name, task.open_tasks, task.since, days, task.words)
