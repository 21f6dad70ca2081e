"""Alarms of outages and of sources: what the analyst says of each, when it changes (domain 5.5).

Outages: a key customer is dark, or many customers at once. Sources: late, then lost. Pure: no clock, no I/O.
"""

from collections.abc import Iterable

from feeds.hub.alarms import Alarms, news
from wallboard.domain.alarms import AlarmKind
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage, Source
from wallboard.domain.terms import SourceState
from wallboard.state.queries.sources import aged_state
from wallboard.state.tables import Tables

OF_SOURCES = {SourceState.LATE: AlarmKind.SOURCE_LATE, SourceState.LOST: AlarmKind.SOURCE_LOST}


def outage_alarms(tables: Tables, keys: Iterable[str], many: int, now: float) -> Alarms:
    """Of these outages, at ``now`` (epoch s). many: customers out at once that are an alarm by themselves."""
    each = (
        (f"{name}/{key}", why, f"outage/{key}")
        for key in keys
        for name, why in _whys(tables.outages.get(key), many)
    )
    return news(tables, each, now)


def _whys(outage: Outage | None, many: int) -> tuple[tuple[str, Reason | None], ...]:
    return ("key_customer", _key_customer(outage)), ("large", _large(outage, many))


def source_alarms(tables: Tables, now: float) -> Alarms:
    """Of sources that are late or lost at ``now`` (epoch s)."""
    rows = sorted(tables.sources.items())
    return news(tables, ((f"source/{key}", _aged(row, now), f"source/{key}") for key, row in rows), now)


def _aged(source: Source, now: float) -> Reason | None:
    kind = OF_SOURCES.get(aged_state(source, now))
    return None if kind is None else Reason(kind.value, {"source": source.title or source.id})


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
