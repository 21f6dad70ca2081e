"""Working days by a published calendar: make-up workdays count, unpublished years do not (domain 5.1).

The day on which a period starts is not counted, and a period of days ends with its last day at 24:00
local time (civil code, articles 201 and 203). Time is measured in working days with their fractions, so
that a period split at any instant adds up. Instants are epoch seconds UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, datetime, time
from math import ceil
from zoneinfo import ZoneInfo

import msgspec

SATURDAY_AND_SUNDAY = frozenset({5, 6})

ROUNDING = 1e-9
"""Days: a sum of fractions that misses a whole day by less is that whole day."""

MIDNIGHTS = 4000
"""Local midnights that are remembered at a time."""


class NotPublished(LookupError):
    """A date was asked for that lies in a year without a calendar; ``year`` says which."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no calendar is published for {year}")
        self.year = year


class Year(msgspec.Struct, frozen=True):
    """One published year: weekdays off, and weekend days that are worked."""

    year: int
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


class _Run:
    """Published years without a gap: ordinals of the first and last day, and of all working days."""

    __slots__ = ("days", "first", "last")

    def __init__(self, first: int, last: int, days: list[int]) -> None:
        self.first, self.last, self.days = first, last, days


class WorkCalendar:
    """The working days of one country in one zone."""

    def __init__(
        self,
        zone: ZoneInfo,
        years: Iterable[Year],
        *,
        id: str = "",
        weekend: frozenset[int] = SATURDAY_AND_SUNDAY,
    ) -> None:
        """weekend: weekdays (Monday 0) on which nobody works unless a year says so."""
        self.id, self.zone, self._weekend = id, zone, weekend
        self._runs: list[_Run] = []
        self._midnights: dict[int, float] = {}  # by day: a board asks for the same few again and again
        for year in sorted(years, key=lambda each: each.year):
            self._add(year)

    @property
    def last_year(self) -> int | None:
        """The last published year; None of an empty calendar."""
        return date.fromordinal(self._runs[-1].last).year if self._runs else None

    def day_of(self, at: float) -> date:
        """The local day of an instant."""
        return datetime.fromtimestamp(at, self.zone).date()

    def begins(self, day: date) -> float:
        """The local midnight with which a day begins."""
        return self._begins(day.toordinal())

    def _begins(self, ordinal: int) -> float:
        at = self._midnights.get(ordinal)
        if at is None:
            if len(self._midnights) >= MIDNIGHTS:
                self._midnights.clear()
            day = date.fromordinal(ordinal)
            at = self._midnights[ordinal] = datetime.combine(day, time(), self.zone).timestamp()
        return at

    def works(self, day: date) -> bool:
        """Whether people work on this day. Raises NotPublished."""
        days, ordinal = self._run(day.toordinal()).days, day.toordinal()
        index = bisect_left(days, ordinal)
        return index < len(days) and days[index] == ordinal

    def worked(self, since: float, until: float) -> float:
        """Working days, with fractions, between two instants. Raises NotPublished."""
        first, last = self.day_of(since).toordinal(), self.day_of(until).toordinal()
        run = self._run(first)
        if not run.first <= last <= run.last and until != self._begins(run.last + 1):
            raise NotPublished(self._beyond(run, last))
        return self._count(run, last, until) - self._count(run, first, since)

    def due(self, start: float, days: int, stood: float = 0.0) -> float:
        """The end of the ``days``-th working day after the day of ``start``. Raises NotPublished.

        stood: working days (fractions too) during which the clock stood still; the end is that of a
        whole day again.
        """
        first = self.day_of(start).toordinal()
        run = self._run(first)
        index = bisect_right(run.days, first) + ceil(days + stood - ROUNDING) - 1
        if index >= len(run.days):
            raise NotPublished(date.fromordinal(run.last).year + 1)
        return self._begins(run.days[index] + 1)

    def day_after(self, start: float) -> float:
        """When the first day that counts begins: the midnight after ``start``."""
        return self._begins(self.day_of(start).toordinal() + 1)

    def due_by_days(self, start: float, days: int, stood: float = 0.0) -> float:
        """The end of the ``days``-th calendar day after the day of ``start``; needs no published year.

        stood: seconds during which the clock stood still.
        """
        whole = days + ceil(stood / 86400 - ROUNDING)
        return self._begins(self.day_of(start).toordinal() + whole + 1)

    def before(self, due: float, days: int) -> float:
        """When the last ``days`` working days before a due midnight begin. Raises NotPublished."""
        last = self.day_of(due).toordinal() - 1
        run = self._run(last)
        index = bisect_right(run.days, last) - days
        if index < 0:
            raise NotPublished(date.fromordinal(run.first).year - 1)
        return self._begins(run.days[index])

    def _add(self, year: Year) -> None:
        first, last = date(year.year, 1, 1).toordinal(), date(year.year, 12, 31).toordinal()
        off, made_up = year.holidays, year.workdays
        days = [
            ordinal
            for ordinal in range(first, last + 1)
            if (day := date.fromordinal(ordinal)) in made_up
            or (day.weekday() not in self._weekend and day not in off)
        ]
        if self._runs and self._runs[-1].last == first - 1:
            self._runs[-1].last = last
            self._runs[-1].days += days
        else:
            self._runs.append(_Run(first, last, days))

    def _run(self, ordinal: int) -> _Run:
        for run in self._runs:
            if run.first <= ordinal <= run.last:
                return run
        raise NotPublished(date.fromordinal(ordinal).year)

    @staticmethod
    def _beyond(run: _Run, ordinal: int) -> int:
        """The first year outside the run on the way to a day outside it."""
        if ordinal > run.last:
            return date.fromordinal(run.last).year + 1
        return date.fromordinal(run.first).year - 1

    def _count(self, run: _Run, ordinal: int, at: float) -> float:
        """Working days of the run before an instant, the part of its own day included."""
        index = bisect_left(run.days, ordinal)
        if index == len(run.days) or run.days[index] != ordinal:
            return float(index)
        begins, ends = self._begins(ordinal), self._begins(ordinal + 1)
        return index + (at - begins) / (ends - begins)
