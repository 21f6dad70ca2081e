"""Words in the viewer's language: catalogues, numbers, durations, times, reasons.

No panel holds a visible word of its own. Text from feeds is an argument, never a pattern.
"""

import math
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from wallboard.domain.reasons import Reason
from widgets.glossary import glossary_of

CATALOGUES = Path(__file__).resolve().parents[1] / "resources" / "i18n"

ONE = ".one"
"""Ends the key of a singular; only languages that have one need it."""

AT_LEAST, ABOUT = "≥ ", "≈ "

REMEMBERED = 4096
"""Names that are looked up once."""

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


class Text:
    """One language. ``zone`` is the room's time zone."""

    def __init__(self, lang: str, zone: str = "Asia/Shanghai", folder: Path = CATALOGUES) -> None:
        self.lang = lang
        self.zone = ZoneInfo(zone)
        self._words: dict[str, str] = tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))
        self._names: Mapping[str, str] = {}
        self._said: dict[str, str] = {}  # what sources said, as it is called here

    @property
    def names(self) -> Mapping[str, str]:
        """Names of the network in this language, where that has its own."""
        return self._names

    @names.setter
    def names(self, english: Mapping[str, str]) -> None:
        """The English ones of a network: they count where this is English."""
        self._names = english if self.lang == "en" else {}
        self._said.clear()

    def t(self, key: str, **args: object) -> str:
        """The catalogue's words for a key. Raises KeyError where the catalogue lacks it.

        Where ``n`` is one and the language has a form of its own for that (``key.one``), it is taken.
        """
        words = self._words[key]
        if args and str(args.get("n")) == "1":
            words = self._words.get(f"{key}{ONE}", words)
        return words.format(**args) if args else words

    def name(self, said: str) -> str:
        """What a place, a line, a crew or a system is called in this language, else as facts say it.

        The network's own names go before the glossary. A line is found without its voltage too, and stays
        without it.
        """
        called = self._said.get(said)
        if called is None:
            if len(self._said) >= REMEMBERED:
                self._said.clear()
            called = self._said[said] = self._called(said)
        return called

    def _called(self, said: str) -> str:
        if said in self._names:
            return self._names[said]
        line = self._names.get(f"10kV {said}")
        if line is not None:
            return line.removeprefix("10 kV").strip()
        return glossary_of(self.lang).of(said, self.name) or said

    def has(self, key: str) -> bool:
        return key in self._words

    def reason(self, reason: Reason) -> str:
        """A reason in words; an unknown code is shown raw, with its arguments."""
        key = f"reason.{reason.code}"
        shown = {
            k: self.number(v) if isinstance(v, (int, float)) else _called(v, self.name)
            for k, v in reason.args.items()
        }
        try:
            return self.t(key, **shown)
        except (KeyError, IndexError, ValueError):
            tail = " ".join(f"{k}={v}" for k, v in shown.items())
            return f"{reason.code} {tail}".strip()

    def number(self, value: float) -> str:
        """1,234; at most one decimal."""
        whole = float(value).is_integer() or abs(value) >= 100
        return f"{round(value):,}" if whole else f"{value:,.1f}"

    def bounded(self, value: float, *, at_least: bool = False, about: bool = False) -> str:
        """A number with what it is worth in front: ≥ a least one, ≈ one that may be off to either side."""
        return worth(at_least, about) + self.number(value)

    def share(self, value: float, *, tenths: bool = False) -> str:
        """0.216 as 21.6 %; never rounded up to 100. tenths: 93.0 % too, where it stands in a column."""
        percent = value * 100
        shown = math.floor(percent * 10) / 10 if percent < 100 else 100.0
        return f"{shown:.0f} %" if shown.is_integer() and not tenths else f"{shown:.1f} %"

    def duration(self, seconds: float) -> str:
        """A span in two units at most; what remains is rounded up to the minute."""
        minutes = math.ceil(max(0.0, seconds) / MINUTE - 1e-9)
        if minutes < 60:
            return self.t("time.minutes", n=minutes)
        hours, rest = divmod(minutes, 60)
        if hours < 24:
            return self.t("time.hours_minutes", h=hours, m=rest) if rest else self.t("time.hours", n=hours)
        days, hours = divmod(hours, 24)
        if days < 4 and hours:
            return self.t("time.days_hours", d=days, h=hours)
        return self.t("time.days", n=days)

    def span(self, seconds: float) -> str:
        """A clock's span for the wall: minutes until ten hours, then whole hours, from two days on days.

        Beyond ten hours it is rounded down: nobody steers by those minutes, and the days name the size.
        """
        whole = max(0.0, seconds)
        if whole < 10 * HOUR:
            return self.duration(whole)
        if whole < 2 * DAY:
            return self.t("time.hours", n=math.floor(whole / HOUR))
        return self.t("time.days", n=math.floor(whole / DAY))

    def age(self, seconds: float) -> str:
        """How old something is, in one unit, rounded down."""
        span = max(0.0, seconds)
        for limit, unit, key in ((MINUTE, 1.0, "seconds"), (HOUR, MINUTE, "minutes"), (DAY, HOUR, "hours")):
            if span < limit:
                return self.t(f"time.{key}", n=math.floor(span / unit))
        return self.t("time.days", n=math.floor(span / DAY))

    def local(self, at: float) -> datetime:
        return datetime.fromtimestamp(at, UTC).astimezone(self.zone)

    def clock_time(self, at: float, now: float | None = None) -> str:
        """17:40, with the day in front where it is not the day of ``now``."""
        when = self.local(at)
        if now is None or when.date() == self.local(now).date():
            return f"{when:%H:%M}"
        return f"{self.day(at)} {when:%H:%M}"

    def day(self, at: float) -> str:
        """Day and month."""
        when = self.local(at)
        return self.t("time.day", m=when.month, d=when.day, month=self.t(f"time.month.{when.month}"))

    def seconds_time(self, at: float) -> str:
        return f"{self.local(at):%H:%M:%S}"

    def zone_name(self, at: float) -> str:
        """The room's zone in short at ``at``: its name where the catalogue has one, else UTC–8."""
        key = f"zone.{self.zone.key}"
        if self.has(key):
            return self.t(key)
        minutes = round((self.local(at).utcoffset() or timedelta()).total_seconds() / MINUTE)
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'–' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")

    def date(self, at: float) -> str:
        """Day and weekday."""
        when = self.local(at)
        weekday = self.t(f"time.weekday.{when.isoweekday()}")
        return self.t(
            "time.date", m=when.month, d=when.day, month=self.t(f"time.month.{when.month}"), weekday=weekday
        )

    def stamp(self, at: float) -> str:
        """2024-11-20 04:10, for frames that name past days."""
        return f"{self.local(at):%Y-%m-%d %H:%M}"


def _called(value: object, name: Callable[[str], str]) -> object:
    """An argument of a reason: names as they are called here."""
    return name(value) if isinstance(value, str) else value


def worth(at_least: bool, about: bool) -> str:
    """What stands before a figure: ≥ for a least one, ≈ for one that may be off to either side."""
    return ABOUT if about else AT_LEAST if at_least else ""
