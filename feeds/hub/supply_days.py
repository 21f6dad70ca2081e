"""The room's days, told once they are over: which outages touched them and whom they left dark (domain 5.3).

What was told so outlives the outages, which leave the store a day after they are closed. An outage that was
corrected after its day had been told is told again with that day before it leaves.
"""

from collections.abc import Iterable

from wallboard.domain.supply import Dark, DarkOutage, OutageDark, SupplyDay
from wallboard.rules.indices.periods import Period, Periods
from wallboard.state.followed import News
from wallboard.state.queries.supply import Day, days_of, record_of, told_until
from wallboard.state.tables import Tables

WAITS_S = 600.0
"""So long after midnight a day is told, s: by then what began last is momentary or sustained."""

ROWS = 2000
"""Rows of one entry, which fit a frame of the wire."""

LONGEST_BACK_S = 7 * 86_400.0
"""A hub that begins, or was away for longer, tells no days before these, s."""


class SupplyDays:
    """Tells days. customers, areas: served by the room's network, None where it has none."""

    def __init__(self, periods: Periods, customers: int | None, areas: int | None) -> None:
        self._periods, self._served = periods, (customers, areas)
        self._begins: dict[str, float] = {}  # when somebody was dark first, by outage

    def read(self, tables: Tables, news: News) -> None:
        """Take in whom outages leave dark."""
        if news.anew:
            self._begins = {}
        for key in news.of("outage"):
            thing = tables.thing("outage", key)
            said = thing.value("dark", OutageDark) if thing is not None else None
            if said is not None and said.rows:
                self._begins[key] = min(float(row.begins) for row in said.rows)
            else:
                self._begins.pop(key, None)

    def ended(self, tables: Tables, now: float) -> list[SupplyDay]:
        """The days that have ended since the last one that was told, in order; nothing before its time."""
        if now - self._periods.day(now)[0] < WAITS_S:
            return []
        at = told_until(tables)
        if at is not None and self._periods.day(at)[1] > now:
            return []
        if at is None and not self._of_former_days(tables, now):
            return []
        standing = _standing(tables)
        if at is None:
            at = _first(standing, tables, now)
        said: list[SupplyDay] = []
        while at is not None and (day := self._periods.day(at))[1] <= now:
            at = day[1]
            mine = [record for record in standing if _within(record, day)]
            if mine or _watched(tables, day):
                said += self._told(day, mine)
        return said

    def _of_former_days(self, tables: Tables, now: float) -> bool:
        """Whether anything is known of a day before today: of thousands of outages, without their records."""
        today = self._periods.day(now)[0]
        begins = self._begins.values()
        return any(hour < today for hour in tables.hours) or any(begin < today for begin in begins)

    def corrected(self, tables: Tables, leaving: Iterable[str]) -> list[SupplyDay]:
        """Days that must be told again: an outage that leaves the store is not what they say it was."""
        leaving = list(leaving)
        told = days_of(tables) if leaving else {}
        again = dict[float, dict[str, DarkOutage]]()
        for key in leaving:
            record = record_of(tables, key)
            for begins, day in told.items():
                now, before = (_clipped(r, day) for r in (record, day.outages.get(key)))
                if now != before:
                    outages = again.setdefault(begins, dict(day.outages))
                    outages.pop(key, None)
                    if record is not None and now:
                        outages[key] = record
        return [
            entry
            for begins, outages in sorted(again.items())
            for entry in self._told((begins, told[begins].ends), list(outages.values()))
        ]

    def _told(self, day: Period, outages: list[DarkOutage]) -> list[SupplyDay]:
        """The day's entries, in as many parts as it takes."""
        parts: list[list[DarkOutage]] = [[]]
        rows = 0
        for record in sorted(outages, key=lambda record: record.outage):
            if parts[-1] and rows + len(record.rows) > ROWS:
                parts.append([])
                rows = 0
            parts[-1].append(record)
            rows += len(record.rows)
        customers, areas = self._served
        return [
            SupplyDay(
                day=day[0],
                ends=day[1],
                part=n,
                parts=len(parts),
                customers=customers,
                areas=areas,
                outages=part,
            )
            for n, part in enumerate(parts)
        ]


def _standing(tables: Tables) -> list[DarkOutage]:
    found = (record_of(tables, key) for key in tables.outages)
    return [record for record in found if record is not None]


def _first(standing: list[DarkOutage], tables: Tables, now: float) -> float | None:
    """An instant of the first day that is told; None where nobody has watched yet."""
    seen = [*tables.hours, *(float(row.begins) for record in standing for row in record.rows)]
    return max(min(seen), now - LONGEST_BACK_S) if seen else None


def _within(record: DarkOutage, day: Period) -> bool:
    return any(row.begins < day[1] and (row.ends is None or row.ends > day[0]) for row in record.rows)


def _clipped(record: DarkOutage | None, day: Day) -> list[tuple[str, int, bool, float, float]]:
    """What of an outage a day counts, so that its end on a later day changes nothing of it."""
    rows: list[Dark] = record.rows if record is not None else []
    return [
        (row.area, row.customers, row.whole, row.begins, min(day.ends, row.ends or day.ends))
        for row in rows
        if row.begins < day.ends and (row.ends is None or row.ends > day.begins)
    ]


def _watched(tables: Tables, day: Period) -> bool:
    """Whether the hub has watched a part of it: a day of which nobody knows anything is not told as calm."""
    return any(day[0] <= hour < day[1] and said.minutes for hour, said in tables.hours.items())
