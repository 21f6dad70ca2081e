"""Dangers that customers report by a call: raised with it, over with its order or outage (domain 5.4).

A call that names neither is over once the orders that a desk has linked it to are closed. No clock, no I/O.
"""

from collections.abc import Iterable

from feeds.hub.alarms import Alarms, news, stood
from wallboard.domain.alarms import AlarmKind
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.rules.diagnosis.heard import HAZARDS
from wallboard.state.tables import Tables

HAZARD = "hazard/"
"""What the keys of these alarms begin with."""

NEWS_S = 12 * 3600.0
"""An older call raises none, s: a hub that starts anew reads it again, its alarm may have left the store."""


def hazards_reported(tables: Tables, facts: Iterable[Fact], now: float) -> Alarms:
    """Of the calls among new facts, at ``now`` (epoch s); of each once."""
    said: Alarms = []
    for fact in facts:
        call = fact.data
        if not isinstance(call, CallReport) or call.topic not in HAZARDS or now - call.received_at > NEWS_S:
            continue
        key = f"{HAZARD}{fact.source}/{fact.id or f'{call.received_at:.3f}'}"
        if stood(tables, key) is not None:
            continue
        why = Reason(AlarmKind.HAZARD.value, {"place": call.area or call.channel})
        said += news(tables, [(key, why, _subject(call, fact))], now)
    return said


def hazards_over(tables: Tables, now: float) -> Alarms:
    """Those whose order or outage is closed by now."""
    rows = ((key, row) for key, row in sorted(tables.alarms.items()) if key.startswith(HAZARD) and row.active)
    over = ((key, None, row.subject) for key, row in rows if _closed(tables, row.subject))
    return news(tables, over, now)


def _subject(call: CallReport, fact: Fact) -> str:
    if call.order:
        return f"order/{call.order}"
    return f"outage/{call.outage}" if call.outage else f"call/{fact.id}"


def _closed(tables: Tables, subject: str) -> bool:
    noun, _, key = subject.partition("/")
    if noun == "call":
        linked = [order for order in tables.orders.values() if subject in order.linked]
        return bool(linked) and not any(order.open for order in linked)
    if tables.thing(noun, key) is None:  # it was not heard of yet
        return False
    row = tables.rows(noun).get(key)
    return row is None or not row.open
