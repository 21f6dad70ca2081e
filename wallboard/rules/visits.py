"""One visit (一次妥): the four ticks of an appointment, and how it stands (d.118-120). Instants epoch s."""

from enum import StrEnum

from wallboard.domain.connections import ConnectionTicks
from wallboard.domain.rows import Order

TICKS = ("survey", "documents", "meter", "contract")
"""Survey, documents, meter and connection, contract: each of them, or the visit was not enough."""


class VisitState(StrEnum):
    """The worst first."""

    FAILED = "failed"  # something was missing, and it is said what
    OVERDUE = "overdue"  # its window is over, and not everything is ticked
    RUNNING = "running"  # its window is open
    AHEAD = "ahead"
    MET = "met"  # everything ticked, or done


def ticked(order: Order) -> tuple[bool, ...]:
    """Whether each of ``TICKS`` is ticked."""
    ticks = order.ticks or ConnectionTicks()
    return tuple(bool(getattr(ticks, name)) for name in TICKS)


def visit_state(order: Order, now: float) -> VisitState | None:
    """How an appointment stands; None where none was agreed."""
    project = order.project
    if project is None or project.window_to is None:
        return None
    if order.ticks is not None and order.ticks.failed_because:
        return VisitState.FAILED
    if all(ticked(order)) or not order.open or project.energised_at is not None:
        return VisitState.MET
    if now > project.window_to:
        return VisitState.OVERDUE
    begins = project.window_to if project.window_from is None else project.window_from
    return VisitState.RUNNING if now >= begins else VisitState.AHEAD
