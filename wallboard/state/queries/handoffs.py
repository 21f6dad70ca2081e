"""Between the desks: hand-overs nobody took, questions unanswered, decisions not made (d.73)."""

from enum import StrEnum

import msgspec

from wallboard.domain.order_row import Order
from wallboard.domain.orders import AskKind
from wallboard.domain.terms import Band
from wallboard.rules.limits import RuleSet
from wallboard.rules.sla import band_of
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

BAND_RANK = {Band.BREACHED: 0, Band.WARNING: 1, Band.CALM: 2, Band.UNCOLOURED: 2}


class Waits(StrEnum):
    """For what it waits."""

    ACCEPTANCE = "acceptance"
    ANSWER = "answer"
    DECISION = "decision"


TRAY_OF: dict[Waits, Tray] = {
    Waits.ACCEPTANCE: Tray.UNACCEPTED,
    Waits.ANSWER: Tray.ASKED,
    Waits.DECISION: Tray.DECISION,
}


class Handoff(msgspec.Struct, frozen=True):
    """One order that waits for somebody else. age, limit: s; limit None: none is set."""

    order: Order
    waits: Waits
    age: float
    limit: float | None
    band: Band


class Handoffs(msgspec.Struct, frozen=True):
    rows: tuple[Handoff, ...]
    total: int


def handoffs(tables: Tables, trays: Trays, rules: RuleSet | None, now: float, n: int) -> Handoffs:
    """The ``n`` that wait worst at ``now`` (epoch s), late ones first, then the oldest."""
    found: list[Handoff] = []
    total = 0
    for waits, name in TRAY_OF.items():
        tray = trays.tray(name)
        total += len(tray)
        for at, key, _ in tray.first(n):
            limit = _limit(tables.orders[key], waits, rules)
            age = max(0.0, now - at)
            band = Band.UNCOLOURED if limit is None else band_of(age, limit, 0.8 * limit)
            found.append(Handoff(tables.orders[key], waits, age, limit, band))
    found.sort(key=lambda row: (BAND_RANK[row.band], -row.age, row.order.id))
    return Handoffs(tuple(found[:n]), total)


def _limit(order: Order, waits: Waits, rules: RuleSet | None) -> float | None:
    if rules is None:
        return None
    minutes = rules.handling
    if waits is Waits.ACCEPTANCE:
        return 60 * minutes.handover_minutes
    if waits is Waits.DECISION:
        return 60 * minutes.decision_minutes
    special = order.asked is not None and order.asked.kind is AskKind.SPECIALIST
    return 60 * (minutes.specialist_minutes if special else minutes.department_minutes)
