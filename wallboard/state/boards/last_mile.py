"""The last kilometre (最后一公里): customer-hours of outages from the transformer down to the meter (d.128).

An outage belongs to it by the device that is open: a transformer with its area, or a service line. Hours of
one place are the union of its interruptions, as in the indices: the share of all hours is never above one.
"""

from collections.abc import Mapping

from wallboard.domain.supply import Dark, DarkOutage
from wallboard.domain.terms import DeviceKind
from wallboard.rules.indices import Counting, Lv, lv_groups, sums_of
from wallboard.rules.indices.groups import Record
from wallboard.rules.indices.periods import Period
from wallboard.state.boards.supply import Place

LAST_MILE = frozenset({DeviceKind.TRANSFORMER_AREA, DeviceKind.SERVICE})

Rows = dict[Place, dict[str, list[Dark]]]


def below_transformers(records: Mapping[str, DarkOutage]) -> dict[str, DarkOutage]:
    """Those whose open device lies at a transformer or below it."""
    return {key: record for key, record in records.items() if record.kind in LAST_MILE}


class LastMile:
    """Sums by place of what is over are kept by period; a look costs what stands."""

    def __init__(self) -> None:
        self._over: Rows = {}
        self._kept: dict[Period, dict[Place, float]] = {}

    def begin(self, over: Rows) -> None:
        """Outages below transformers that are over, by place."""
        self._over, self._kept = over, {}

    def hours(self, live: Rows, span: Period, counting: Counting, now: float) -> float:
        """Customer-hours in a period, with those that stand."""
        kept = self._kept.get(span)
        if kept is None:
            kept = {place: _hours(held, span, counting, now) for place, held in self._over.items()}
            self._kept = {**{old: sums for old, sums in self._kept.items() if old[1] > now}, span: kept}
        found = sum(kept.values())
        for place, held in live.items():
            also = self._over.get(place, {})
            found += _hours({**also, **held}, span, counting, now) - kept.get(place, 0.0)
        return found


def _hours(held: Mapping[str, list[Dark]], span: Period, counting: Counting, now: float) -> float:
    groups = lv_groups(Record(key, rows) for key, rows in held.items())
    return sums_of(Lv, groups, *span, now, counting).customer_hours
