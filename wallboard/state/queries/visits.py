"""Today's appointments of one visit, the worst first, then by their time."""

import msgspec

from wallboard.domain.order_row import Order
from wallboard.rules.connecting import OneVisit, VisitState, one_visit
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

RANK: dict[VisitState, int] = {
    VisitState.FAILED: 0,
    VisitState.UNDER_WAY: 1,
    VisitState.AHEAD: 2,
    VisitState.UNAGREED: 3,
    VisitState.DONE: 4,
}


class Visits(msgspec.Struct, frozen=True):
    """rows: those that are shown. done, late, failed: of total; late: over, and nobody said why."""

    rows: tuple[tuple[Order, OneVisit], ...]
    total: int
    done: int
    late: int
    failed: int


def visits(tables: Tables, trays: Trays, begin: float, end: float, now: float, n: int) -> Visits:
    """Appointments that begin from ``begin`` to ``end`` (epoch s), and earlier ones left open.

    Costs the appointments of open and lately closed connections.
    """
    found: list[tuple[int, float, str, Order, OneVisit]] = []
    for at, key, _ in trays.tray(Tray.VISIT).within(float("-inf"), end):
        order = tables.orders[key]
        visit = one_visit(order, now)
        over = visit.state is VisitState.DONE or bool(visit.because) or not order.open
        if at >= begin or not over:
            found.append((RANK[visit.state], at, key, order, visit))
    told = [visit for *_, visit in found]
    failed = [visit for visit in told if visit.state is VisitState.FAILED]
    late = sum(not visit.because for visit in failed)
    return Visits(
        tuple((order, visit) for *_, order, visit in sorted(found, key=_rank)[:n]),
        len(told),
        sum(visit.state is VisitState.DONE for visit in told),
        late,
        len(failed) - late,
    )


def _rank(row: tuple[int, float, str, Order, OneVisit]) -> tuple[int, float, str]:
    return row[:3]
