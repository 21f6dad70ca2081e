"""Customer-hours (时户数) of today, the month and the year, kept by what changed (domain 5.9).

Days that are over stand as they were told; what has happened since is counted here. At any instant a sum is
linear in time until the next fact, so that a look at it costs nothing: what is over, and so many customers
dark since so long.
"""

from collections.abc import Iterable

import msgspec

from wallboard.domain.supply import Dark
from wallboard.domain.terms import CountQuality
from wallboard.rules.indices import Counting, Lv, Sums, lv_groups, sums_of
from wallboard.rules.indices.counting import HOUR_S
from wallboard.rules.indices.groups import OPEN, Record
from wallboard.rules.indices.periods import Periods
from wallboard.state.queries.supply import Day, days_of, record_of
from wallboard.state.queries.totals import outages_sourced
from wallboard.state.tables import Tables

Place = tuple[str, str]
"""An area; or, where none is known, an outage."""

UNSURE = frozenset({CountQuality.KEPT, CountQuality.ESTIMATED})


class HoursFace(msgspec.Struct, frozen=True):
    """Customer-hours. since: from when on they were counted, where that is later than the period's begin.

    unchecked: a part comes from sources that give a number only, whose overlap nobody could check. at_least,
    about: masked counts, estimates among them.
    """

    today: float
    month: float
    year: float
    today_since: float | None = None
    month_since: float | None = None
    year_since: float | None = None
    unchecked: bool = False
    at_least: bool = False
    about: bool = False


class Line:
    """A sum that grows with time: ``over`` customer-seconds, and ``dark`` customers since their times."""

    __slots__ = ("dark", "over", "since")

    def __init__(self) -> None:
        self.over = self.since = 0.0
        self.dark = 0

    def add(self, records: list[Record], begins: float, by: int) -> None:
        """Add (1) or subtract (-1) what one place holds from ``begins`` on."""
        for group in lv_groups(records):
            n = by * group.customers
            for since, to in group.spans:
                if to == OPEN:
                    self.dark += n
                    self.since += n * max(since, begins)
                else:
                    self.over += n * max(0.0, to - max(since, begins))

    def at(self, now: float) -> float:
        """Customer-seconds at ``now`` (epoch s)."""
        return max(0.0, self.over + self.dark * now - self.since)


class SupplyBoard:
    """Who is and was dark, of outages that stand; and the sums of the days that are over."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Dark]] = {}
        self._quality: dict[CountQuality, int] = dict.fromkeys(CountQuality, 0)
        self._said: dict[str, CountQuality] = {}
        self._places: dict[Place, dict[str, list[Dark]]] = {}
        self._lines: dict[float, Line] = {}  # by the instant from which they count
        self._days: dict[float, tuple[Day, float, float]] = {}  # with customer-seconds, and those unchecked
        self._told_until = -OPEN

    def read(self, tables: Tables, keys: Iterable[str]) -> None:
        """Take in what became of these outages."""
        for key in keys:
            record = record_of(tables, key)
            rows = record.rows if record is not None else []
            if rows == self._rows.get(key, []):
                continue
            places = {place_of(row, key) for row in (*self._rows.get(key, ()), *rows)}
            self._change(places, -1)
            self._put(key, rows, None if record is None else record.quality)
            self._change(places, 1)

    def _put(self, key: str, rows: list[Dark], quality: CountQuality | None) -> None:
        for row in self._rows.pop(key, ()):
            held = self._places.get(place_of(row, key))
            if held is not None:
                held.pop(key, None)
        was = self._said.pop(key, None)
        if was is not None:
            self._quality[was] -= 1
        if rows and quality is not None:
            self._rows[key], self._said[key] = rows, quality
            self._quality[quality] += 1
        for row in rows:
            self._places.setdefault(place_of(row, key), {}).setdefault(key, []).append(row)

    def _change(self, places: Iterable[Place], by: int) -> None:
        for place in places:
            held = self._places.get(place)
            if held:
                records = [Record(key, rows) for key, rows in held.items()]
                for begins, line in self._lines.items():
                    line.add(records, begins, by)
            elif held is not None:
                del self._places[place]

    def read_days(self, tables: Tables) -> None:
        """Take in the days that were told; a day is summed once for each word on it."""
        days = days_of(tables)
        for begins in [begins for begins in self._days if begins not in days]:
            del self._days[begins]
        for begins, day in days.items():
            held = self._days.get(begins)
            if held is None or held[0].said_at != day.said_at:
                sums = day_sums(day)
                self._days[begins] = day, sums.settled + sums.accruing, sums.unchecked
        self._told_until = max((day.ends for day in days.values()), default=-OPEN)

    def face(self, tables: Tables, periods: Periods, now: float) -> HoursFace | None:
        """The customer-hours at ``now`` (epoch s); None where no source speaks of outages."""
        if not outages_sourced(tables) or not self._told(tables):
            return None
        spans = periods.day(now), periods.month(now), periods.year(now)
        begins = [span[0] for span in spans]
        live = [begins[0], *(max(begin, self._told_until) for begin in begins[1:])]
        self._count_from(live)
        sums = [self._lines[since].at(now) for since in live]
        for n in (1, 2):
            sums[n] += sum(seconds for day, seconds, _ in self._days.values() if begins[n] <= day.begins)
        first = watched_since(tables, self._days)
        since = [None if first is None or first <= begin + HOUR_S / 12 else first for begin in begins]
        unchecked = any(unchecked for _, _, unchecked in self._days.values()) or any(
            not area for area, _ in self._places
        )
        return HoursFace(
            *(seconds / HOUR_S for seconds in sums),
            *since,
            unchecked=unchecked,
            at_least=self._quality[CountQuality.MASKED] > 0,
            about=any(self._quality[each] for each in UNSURE),
        )

    def _told(self, tables: Tables) -> bool:
        """Whether the hub has spoken of who is dark: else the sum would be a zero that nobody said."""
        dark = (row.dark and row.customers_out for row in tables.outages.values())
        return bool(self._rows or self._days) or not any(dark)

    def _count_from(self, instants: list[float]) -> None:
        """Have a line from each of these on; what no longer is asked for goes."""
        wanted = set(instants)
        if wanted == self._lines.keys():
            return
        for gone in self._lines.keys() - wanted:
            del self._lines[gone]
        for begins in wanted - self._lines.keys():
            line = self._lines[begins] = Line()
            for held in self._places.values():
                line.add([Record(key, rows) for key, rows in held.items()], begins, 1)


def place_of(row: Dark, outage: str) -> Place:
    """Where a row's customers are counted."""
    return (row.area, "") if row.area else ("", outage)


def day_sums(day: Day) -> Sums[Lv]:
    """What one day holds; its outages as they were known when it was told."""
    groups = lv_groups(Record(key, record.rows) for key, record in day.outages.items())
    return sums_of(Lv, groups, day.begins, day.ends, max(day.ends, day.said_at), Counting())


def watched_since(tables: Tables, days: Iterable[float]) -> float | None:
    """Since when the hub has counted without its first word going missing, epoch s."""
    seen = [*days, *tables.hours]
    if tables.trend:
        seen.append(tables.trend[0].at)
    return min(seen, default=None)
