"""Calendar files: which days people work, year by year as they are published (domain 5.1)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wallboard.config.load import ConfigStruct, Words, at_fault, find_file, load_toml
from wallboard.rules.workdays import WorkCalendar, Year

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

WEEKDAYS: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAYS = re.compile(r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?")


class YearEntry(ConfigStruct, frozen=True):
    """One published year. holidays: ``"05-01"`` or ``"10-01..10-07"``; workdays: weekend days worked."""

    year: int
    holidays: list[str]
    workdays: list[str] = []


class CalendarFile(ConfigStruct, frozen=True):
    """A calendar with its issuer. zone: IANA name of the zone in which its days begin."""

    id: str
    name: Words
    issuer: Words
    zone: str
    years: list[YearEntry]
    weekend: tuple[Weekday, ...] = ("saturday", "sunday")


def load_calendar(name_or_path: str | Path) -> WorkCalendar:
    """A calendar by the name of a shipped file, or by path.

    Raises ConfigError, naming file, field and remedy, where it does not fit.
    """
    path = find_file("calendars", name_or_path)
    file = load_toml(path, CalendarFile)
    try:
        zone = ZoneInfo(file.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        problem = f'"{file.zone}" is no time zone that is known'
        raise at_fault(path, "zone", problem, 'write an IANA name, as in "Asia/Shanghai"') from error
    if not file.years:
        raise at_fault(path, "years", "holds no year", "add a [[years]] table")
    weekend = frozenset(WEEKDAYS.index(day) for day in file.weekend)
    told: set[int] = set()
    years: list[Year] = []
    for index, entry in enumerate(file.years):
        if not 1900 <= entry.year <= 2200:
            problem = f"{entry.year} is outside what is allowed"
            raise at_fault(path, f"years[{index}].year", problem, "write a year from 1900 to 2200")
        if entry.year in told:
            raise at_fault(path, f"years[{index}].year", f"{entry.year} stands twice", "keep one")
        told.add(entry.year)
        years.append(_year(path, f"years[{index}]", entry, weekend))
    return WorkCalendar(zone, years, id=file.id, weekend=weekend)


def _year(path: Path, place: str, entry: YearEntry, weekend: frozenset[int]) -> Year:
    off = frozenset(_days(path, f"{place}.holidays", entry.year, entry.holidays))
    made_up = frozenset(_days(path, f"{place}.workdays", entry.year, entry.workdays))
    if both := sorted(off & made_up):
        raise at_fault(path, place, f"{both[0]} is both off and worked", "keep it in one of the two lists")
    if plain := sorted(day for day in made_up if day.weekday() not in weekend):
        problem = f"{plain[0]} is a {WEEKDAYS[plain[0].weekday()].title()}, a working day anyway"
        raise at_fault(
            path, f"{place}.workdays", problem, "list weekend days that are worked, and check the year"
        )
    return Year(entry.year, off, made_up)


def _days(path: Path, place: str, year: int, listed: list[str]) -> Iterator[date]:
    """The days of a list of days and ranges."""
    for index, words in enumerate(listed):
        found = _DAYS.fullmatch(words)
        if found is None:
            remedy = 'write "05-01" or "10-01..10-07" (month and day)'
            raise at_fault(path, f"{place}[{index}]", f'"{words[:40]}" is not a day or range', remedy)
        month, day, to_month, to_day = (None if part is None else int(part) for part in found.groups())
        try:
            first = date(year, month or 0, day or 0)
            last = first if to_month is None else date(year, to_month, to_day or 0)
        except ValueError as error:
            problem = f'"{words}" is no day of {year}'
            raise at_fault(path, f"{place}[{index}]", problem, "correct month and day") from error
        if last < first:
            problem = f'"{words}" runs backward'
            raise at_fault(
                path, f"{place}[{index}]", problem, "write the earlier day first; split it at New Year"
            )
        yield from (first + timedelta(days) for days in range((last - first).days + 1))
