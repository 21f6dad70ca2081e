"""The reliability indices of today, the month and the year, at low and at medium voltage (domain 5.3).

What left the store with its outages is summed once; a look costs the outages that stand.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from wallboard.domain.supply import Dark, DarkOutage
from wallboard.rules.indices import (
    Counting,
    Indices,
    Lv,
    MajorDays,
    Mv,
    Sums,
    indices_of,
    lv_groups,
    major_days,
    mv_groups,
    sums_of,
)
from wallboard.rules.indices.figures import MINUTE_S
from wallboard.rules.indices.groups import Record
from wallboard.rules.indices.periods import Period, Periods
from wallboard.state.boards.last_mile import LastMile, below_transformers
from wallboard.state.boards.supply import Place, place_of, watched_since
from wallboard.state.queries.supply import Day, days_of, record_of
from wallboard.state.queries.totals import outages_sourced, totals
from wallboard.state.tables import Tables

Held = dict[Place, dict[str, list[Dark]]]
Both = tuple[Sums[Lv], Sums[Mv]]


class PeriodFace(msgspec.Struct, frozen=True):
    """One period. lv, mv: None where nobody says how many are served. last_mile: share of the customer-hours
    from the transformers down to the meters (d.128); None where there are none."""

    begins: float
    lv: Indices[Lv] | None
    mv: Indices[Mv] | None
    last_mile: float | None = None


class IndicesFace(msgspec.Struct, frozen=True):
    """since: from when on the hub has counted, epoch s; major: of the year, at low voltage."""

    day: PeriodFace
    month: PeriodFace
    year: PeriodFace
    since: float | None
    major: MajorDays | None


class IndexBoard:
    """Sums of what is over by period; made again when a day is told or a period ends."""

    def __init__(self) -> None:
        self._days: dict[float, Day] = {}
        self._over: Held = {}
        self._known: frozenset[str] = frozenset()
        self._sums: dict[Period, dict[Place, Both]] = {}
        self._total: dict[Period, Both] = {}
        self._mile = LastMile()

    def read_days(self, tables: Tables) -> None:
        """Take in the days that were told."""
        self._days = days_of(tables)
        self._begin(frozenset())

    def face(self, tables: Tables, periods: Periods, counting: Counting, now: float) -> IndicesFace | None:
        """The indices at ``now`` (epoch s); None where no source speaks of outages."""
        if not outages_sourced(tables):
            return None
        standing = {key: record for key in tables.outages if (record := record_of(tables, key)) is not None}
        told = frozenset(key for key in standing if any(key in day.outages for day in self._days.values()))
        if told != self._known or not self._over:
            self._begin(told)
        spans = periods.day(now), periods.month(now), periods.year(now)
        live, low = placed(standing), placed(below_transformers(standing))
        served = self._served(tables, now)
        for gone in self._sums.keys() - set(spans):
            del self._sums[gone], self._total[gone]
        day, month, year = (self._period(span, live, low, served, counting, now) for span in spans)
        first = watched_since(tables, self._days)
        major = self._major(standing, periods, counting, spans[2][0], now, served[0])
        return IndicesFace(day, month, year, first, major)

    def _begin(self, standing: frozenset[str]) -> None:
        """Put together what is over; outages that stand speak for themselves."""
        latest: dict[str, DarkOutage] = {}
        for day in self._days.values():
            latest.update(day.outages)
        self._known = standing
        over = {key: record for key, record in latest.items() if key not in standing}
        self._over = placed(over)
        self._mile.begin(placed(below_transformers(over)))
        self._sums, self._total = {}, {}

    def _served(self, tables: Tables, now: float) -> tuple[int | None, int | None]:
        """Customers and areas that the room serves: as the regions say, else as the last day's network."""
        figures = totals(tables, now)
        last = self._days[max(self._days)] if self._days else None
        customers, areas = figures.customers_served, figures.areas_served
        return (
            customers if customers is not None or last is None else last.customers,
            areas if areas is not None or last is None else last.areas,
        )

    def _period(
        self,
        span: Period,
        live: Held,
        last_mile: Held,
        served: tuple[int | None, int | None],
        counting: Counting,
        now: float,
    ) -> PeriodFace:
        low, medium = self._settled(span, counting, now)
        sums = self._sums[span]
        for place, held in live.items():
            also = self._over.get(place, {})
            mine = both({**also, **held}, span, counting, now)
            if also:
                before = sums[place]
                mine = mine[0] - before[0], mine[1] - before[1]
            low, medium = low + mine[0], medium + mine[1]
        whole, mile = low.customer_hours, self._mile.hours(last_mile, span, counting, now)
        return PeriodFace(
            span[0],
            None if served[0] is None else indices_of(low, served[0], *span, now),
            None if served[1] is None else indices_of(medium, served[1], *span, now),
            min(1.0, mile / whole) if whole > 0 else None,
        )

    def _settled(self, span: Period, counting: Counting, now: float) -> Both:
        """What the places of outages that are over hold in a period; it stays so."""
        if span not in self._total:
            kept = self._sums[span] = {
                place: both(held, span, counting, now) for place, held in self._over.items()
            }
            low, medium = Sums(Lv), Sums(Mv)
            for one, other in kept.values():
                low, medium = low + one, medium + other
            self._total[span] = low, medium
        return self._total[span]

    def _major(
        self,
        standing: Mapping[str, DarkOutage],
        periods: Periods,
        counting: Counting,
        since: float,
        now: float,
        served: int | None,
    ) -> MajorDays | None:
        """Major event days; each interruption counts whole on the day it began (IEEE 1366)."""
        if not served:
            return None
        daily = dict.fromkeys(self._days, 0.0)
        held = {place: {**self._over.get(place, {}), **rows} for place, rows in placed(standing).items()}
        for rows in {**self._over, **held}.values():
            for group in lv_groups(Record(key, of) for key, of in rows.items()):
                for begins, ends in group.spans:
                    lasted = min(ends, now) - begins
                    if lasted > counting.momentary:
                        day = periods.day(begins)[0]
                        more = group.customers * lasted / MINUTE_S / served
                        daily[day] = daily.get(day, 0.0) + more
        return major_days(daily, since, now)


def placed(records: Mapping[str, DarkOutage]) -> Held:
    """Rows by place and outage."""
    found: Held = {}
    for key, record in records.items():
        for row in record.rows:
            found.setdefault(place_of(row, key), {}).setdefault(key, []).append(row)
    return found


def both(held: Mapping[str, Iterable[Dark]], span: Period, counting: Counting, now: float) -> Both:
    """The sums of one place in a period, by customers and by areas."""
    records = [Record(key, list(rows)) for key, rows in held.items()]
    return (
        sums_of(Lv, lv_groups(records), *span, now, counting),
        sums_of(Mv, mv_groups(records), *span, now, counting),
    )


def as_json(face: IndicesFace | None) -> dict[str, Any] | None:
    """What ``state`` prints of it: by period and basis, rounded."""
    if face is None:
        return None
    return {
        name: {
            basis: None if figures is None else _plain(figures)
            for basis, figures in (("lv_customers", period.lv), ("mv_customers", period.mv))
        }
        for name, period in (("day", face.day), ("month", face.month), ("year", face.year))
    }


def _plain(figures: Indices[Any]) -> dict[str, float | int | None]:
    names = ("saidi", "saidi_accruing", "saifi", "caidi", "asai", "cemi", "celid", "maifi")
    more = ("average_hours", "rs1", "served")
    said = {name: getattr(figures, name) for name in (*names, *more)}
    said["customer_hours"] = figures.sums.customer_hours
    said["customer_hours_unchecked"] = figures.sums.unchecked / 3600.0
    return {name: None if value is None else round(value, 6) for name, value in said.items()}
