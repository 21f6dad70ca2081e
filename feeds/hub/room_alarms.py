"""Alarms of outages and of sources: what the analyst says of each, when it changes (domain 5.5).

Outages: a key customer is dark, or many customers at once. Sources: late, then lost. Pure: no clock, no I/O.
"""

from collections.abc import Iterable

from feeds.hub.alarms import changed
from wallboard.domain.alarms import AlarmKind, AlarmState
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.terms import SourceState
from wallboard.state.queries.sources import aged_state
from wallboard.state.tables import Tables

Alarms = list[tuple[str, AlarmState]]

OF_SOURCES = {SourceState.LATE: AlarmKind.SOURCE_LATE, SourceState.LOST: AlarmKind.SOURCE_LOST}


def outage_alarms(tables: Tables, keys: Iterable[str], many: int, now: float) -> Alarms:
    """Of these outages, at ``now`` (epoch s). many: customers out at once that are an alarm by themselves."""
    said: Alarms = []
    for key in keys:
        outage = tables.outages.get(key)
        for name, why in (("key_customer", _key_customer(outage)), ("large", _large(outage, many))):
            alarm = f"{name}/{key}"
            state = changed(tables, alarm, why, f"outage/{key}", now)
            if state is not None:
                said.append((alarm, state))
    return said


def source_alarms(tables: Tables, now: float) -> Alarms:
    """Of sources that are late or lost at ``now`` (epoch s)."""
    said: Alarms = []
    for key, source in sorted(tables.sources.items()):
        kind = OF_SOURCES.get(aged_state(source, now))
        why = None if kind is None else Reason(kind.value, {"source": source.title or key})
        state = changed(tables, f"source/{key}", why, f"source/{key}", now)
        if state is not None:
            said.append((f"source/{key}", state))
    return said


def _key_customer(outage: Outage | None) -> Reason | None:
    if outage is None or not _counts(outage) or not outage.key_customers:
        return None
    return Reason(AlarmKind.KEY_CUSTOMER.value, {"place": _name(outage), "n": outage.key_customers})


def _large(outage: Outage | None, many: int) -> Reason | None:
    """The limit stands in the words, not the count: that moves, and would be another alarm each time."""
    if outage is None or not _counts(outage) or (outage.customers_out or 0) < many:
        return None
    return Reason(AlarmKind.LARGE_OUTAGE.value, {"place": _name(outage), "n": many})


def _counts(outage: Outage) -> bool:
    return outage.dark and not outage.planned and not outage.merged_into


def _name(outage: Outage) -> str:
    return outage.place or outage.feeder or outage.device_name or outage.town or outage.id
