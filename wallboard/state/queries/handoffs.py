"""Between the desks: hand-overs nobody took, questions unanswered, decisions not made (d.73)."""

from enum import StrEnum

import msgspec

from wallboard.domain.order_row import Order
from wallboard.domain.terms import Band, Lane
from wallboard.rules.limits import HandlingRules, RuleSet
from wallboard.rules.questions import Waited, waited
from wallboard.rules.sla import band_of
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

WARNS = 0.8
"""Share of a limit from which on it warns."""

BAND_RANK = {Band.BREACHED: 0, Band.WARNING: 1, Band.CALM: 2, Band.UNCOLOURED: 2}


class Waits(StrEnum):
    """For what it waits."""

    ACCEPTANCE = "acceptance"
    ANSWER = "answer"
    DECISION = "decision"


LIES_IN: tuple[tuple[Waits, Tray, str], ...] = (
    (Waits.ACCEPTANCE, Tray.UNACCEPTED, ""),
    *((Waits.ANSWER, Tray.ASKED, lane.value) for lane in Lane),
    *((Waits.DECISION, Tray.DECISION, lane.value) for lane in Lane),
)
"""What waits for what, and in which part of which tray it lies."""


class Handoff(msgspec.Struct, frozen=True):
    """One order that waits for somebody else. age: s; waited: of its limit, None where none is set."""

    order: Order
    waits: Waits
    age: float
    waited: Waited | None
    band: Band


class Handoffs(msgspec.Struct, frozen=True):
    rows: tuple[Handoff, ...]
    total: int


def handoffs(tables: Tables, trays: Trays, rules: RuleSet | None, now: float, n: int) -> Handoffs:
    """The ``n`` that wait worst at ``now`` (epoch s), late ones first, then the oldest."""
    found: list[Handoff] = []
    total = 0
    for waits, name, part in LIES_IN:
        tray = trays.tray(name, part)
        total += len(tray)
        for at, key, _ in tray.first(n):
            order, age = tables.orders[key], max(0.0, now - at)
            spent = None if rules is None else _waited(order, waits, at, now, rules.handling)
            found.append(Handoff(order, waits, age, spent, band_after(spent)))
    found.sort(key=lambda row: (BAND_RANK[row.band], -row.age, row.order.id))
    return Handoffs(tuple(found[:n]), total)


def band_after(spent: Waited | None) -> Band:
    """How near its limit it is."""
    return Band.UNCOLOURED if spent is None else band_of(spent.spent, spent.limit, WARNS * spent.limit)


def _waited(order: Order, waits: Waits, since: float, now: float, rules: HandlingRules) -> Waited:
    if waits is Waits.ACCEPTANCE:
        return Waited(max(0.0, now - since), 60 * rules.handover_minutes, worked=False)
    return waited(order, since, now, rules)
