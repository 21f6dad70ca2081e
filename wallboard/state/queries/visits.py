"""Today's appointments of one visit, the worst first, then by their time."""

import msgspec

from wallboard.domain.rows import Order
from wallboard.rules.visits import VisitState, visit_state
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

RANK = {state: rank for rank, state in enumerate(VisitState)}


class Visits(msgspec.Struct, frozen=True):
    """rows: those that are shown; by_state: how many of today's stand how."""

    rows: tuple[tuple[Order, VisitState], ...]
    by_state: dict[VisitState, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def visits(tables: Tables, trays: Trays, begin: float, end: float, now: float, n: int) -> Visits:
    """Appointments that begin from ``begin`` to ``end``, and earlier ones that are not over yet.

    Costs today's appointments and those that were left over.
    """
    tray = trays.tray(Tray.VISIT)
    found: list[tuple[int, float, str, Order, VisitState]] = []
    for at, key, _ in tray.within(float("-inf"), end):
        order = tables.orders[key]
        state = visit_state(order, now)
        if state is None or (at < begin and state in (VisitState.MET, VisitState.FAILED)):
            continue
        found.append((RANK[state], at, key, order, state))
    by_state = dict.fromkeys(VisitState, 0)
    for *_, state in found:
        by_state[state] += 1
    return Visits(tuple((order, state) for *_, order, state in sorted(found, key=_rank)[:n]), by_state)


def _rank(row: tuple[int, float, str, Order, VisitState]) -> tuple[int, float, str]:
    return row[:3]
