"""Raw values of foreign documents -> ours: numbers in strings, masked counts, times in every dress.

Every function raises ValueFault, which says what is wrong and what to write in the mapping instead.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from feeds.safe_text import safe_text
from wallboard.domain.terms import CountQuality

TEXT_ZONES: dict[str, str] = {
    "UTC": "+00:00",
    "GMT": "+00:00",
    "Z": "+00:00",
    "HST": "-10:00",
    "AKST": "-09:00",
    "AKDT": "-08:00",
    "PST": "-08:00",
    "PDT": "-07:00",
    "MST": "-07:00",
    "MDT": "-06:00",
    "CDT": "-05:00",
    "EST": "-05:00",
    "EDT": "-04:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "JST": "+09:00",
    "HKT": "+08:00",
    "CET": "+01:00",
    "CEST": "+02:00",
}
"""Text zones that mean one thing. CST and IST do not (three each): a mapping must say which, in [zones]."""

MOST = 10**10
"""No count is larger: there are not that many people."""

EARLIEST, LATEST = 0.0, 4102444800.0  # 1970 to 2100: what lies outside was misread
MILLISECONDS_FROM = 1e11  # epoch s reach this in the year 5138

_MASK_RANGE = re.compile(r"^(\d{1,9})\s*(?:-|–|~|to|至)\s*(\d{1,9})$")
_MASK_BELOW = re.compile(
    r"^(?:(?P<most><=|≤|up to|at most|不超过|至多)|<|under|less than|fewer than|少于)\s*(?P<n>\d{1,9})$", re.I
)
_MASK_ABOVE = re.compile(r"^(?:(?:>|>=|≥|over|more than|至少)\s*(\d{1,9})|(\d{1,9})\s*(?:\+|以上))$", re.I)
_ABOUT = re.compile(r"^(?:约为?|大约|近|about|approx\.?|approximately|ca\.?|circa|≈|~)\s*(?=\d)", re.I)
_UNIT = re.compile(r"(?<=[\d+])\s*(?:户|戶|家|个|customers?|clients?|meters?|premises|homes)(?=以上|$)", re.I)
_GROUPED = re.compile(r"^[+-]?\d{1,3}([,  '’_])\d{3}(?:\1\d{3})*(?:\.\d+)?$")
_DIGITS = re.compile(r"^-?\d+(?:\.\d+)?$")
_ZONE_WORD = re.compile(r"\s*\(?([A-Za-z]{1,5})\)?$")
_SHORT_OFFSET = re.compile(r"\s*(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$", re.I)

TRUE_WORDS = frozenset({"true", "t", "yes", "y", "1", "on", "是", "有"})
FALSE_WORDS = frozenset({"false", "f", "no", "n", "0", "off", "否", "无", ""})


class ValueFault(Exception):
    """A raw value that does not fit: what is wrong, and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem, self.remedy = problem, remedy


class Impossible(ValueFault):
    """A value that can be read and cannot be true. It is counted under ``code``; the record is not bad.

    kept: what the field gets instead. mark: a field of the fact that is set where the value is kept.
    """

    def __init__(
        self, code: str, problem: str, remedy: str, *, kept: object = None, mark: str | None = None
    ) -> None:
        super().__init__(problem, remedy)
        self.code, self.kept, self.mark = code, kept, mark


class Counted:
    """A count and what it is worth. most: of a masked one that is bounded above, the most it can be."""

    __slots__ = ("most", "quality", "value")

    def __init__(self, value: int, quality: CountQuality, most: int | None = None) -> None:
        self.value, self.quality, self.most = value, quality, most


def to_text(raw: Any) -> str:
    """Anything -> harmless text; lists are joined by commas."""
    if isinstance(raw, str):
        return safe_text(raw)
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, (list, tuple)):
        return safe_text(", ".join(to_text(item) for item in raw if item is not None))
    if isinstance(raw, dict):
        raise ValueFault("is an object, not text", "give a path to one of its fields")
    return str(raw)


def to_float(raw: Any) -> float:
    """Numbers, and numbers in text with separators of thousands."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        number = float(raw) if abs(raw) < 1e300 else math.inf
    elif isinstance(raw, str):
        text = raw.strip()
        if _GROUPED.match(text):
            text = re.sub(r"[,  '’_]", "", text)
        try:
            number = float(text)
        except ValueError as error:
            raise ValueFault("is not a number", 'name its word under null, or give type = "text"') from error
    else:
        raise ValueFault(f"is {kind_of(raw)}, not a number", "give a path to a number")
    if not math.isfinite(number):
        raise ValueFault("is not a finite number", "name its word under null")
    return number


def to_int(raw: Any) -> int:
    number = to_float(raw)
    if not number.is_integer():
        raise ValueFault("is not a whole number", 'give type = "float" or a scale')
    return int(number)


def to_bool(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueFault("is neither yes nor no", "look it up in a table of true and false words")


def to_count(raw: Any) -> Counted:
    """A number of things; ``1-4``, ``<5`` and ``5+`` keep their bounds and are marked as masked.

    Its unit (``户``, ``customers``) does not matter; ``约1,200户`` is 1,200, marked as estimated.
    """
    if type(raw) is int and 0 <= raw <= MOST:
        return Counted(raw, CountQuality.EXACT)
    quality = CountQuality.EXACT
    if isinstance(raw, str):
        text = _UNIT.sub("", raw.strip())
        about = _ABOUT.match(text)
        if about is not None:
            text, quality = text[about.end() :], CountQuality.ESTIMATED
        if match := _MASK_RANGE.match(text):
            return Counted(int(match[1]), CountQuality.MASKED, int(match[2]))
        if match := _MASK_BELOW.match(text):
            most = max(int(match["n"]) - (match["most"] is None), 0)
            return Counted(min(1, most), CountQuality.MASKED, most)
        if match := _MASK_ABOVE.match(text):
            return Counted(int(match[1] or match[2]), CountQuality.MASKED)
        raw = text
    number = to_int(raw)
    if number < 0:
        raise ValueFault("is negative", "name it under null if it means unknown")
    if number > MOST:
        raise ValueFault("is no count", "name it under null if it means unknown")
    return Counted(number, quality)


def to_list(raw: Any) -> list[str]:
    if isinstance(raw, (list, tuple)):
        return [to_text(item) for item in raw if item is not None]
    return [to_text(raw)]


def zone_of(name: str) -> tzinfo:
    """An IANA zone, or an offset such as ``+08:00``. Raises ValueFault where there is none."""
    if match := re.fullmatch(r"([+-])(\d\d):?(\d\d)", name):
        minutes = int(match[2]) * 60 + int(match[3])
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise ValueFault(
            f"{name!r} is no time zone", 'write one as in "Asia/Shanghai" or "+08:00"'
        ) from error


def time_reader(
    formats: tuple[str, ...], zone: tzinfo | None, zones: Mapping[str, str]
) -> Callable[[Any], float]:
    """A function from a raw time to epoch seconds UTC.

    formats: tried in order (``epoch_s``, ``epoch_ms``, ``iso`` or strptime); empty means: numbers are
    epoch s or ms by their size, text is ISO. zone: of times that bear none. zones: text zones.
    """
    table = {word: zone_of(name) for word, name in {**TEXT_ZONES, **zones}.items()}

    def read(raw: Any) -> float:
        at = _epoch(raw, formats)
        if at is None:
            at = _text_time(raw, formats, zone, table)
        if not EARLIEST < at < LATEST:
            raise ValueFault(
                "lies outside 1970 to 2100", "check epoch_s against epoch_ms, or list it under null"
            )
        return at

    return read


def _epoch(raw: Any, formats: tuple[str, ...]) -> float | None:
    """Epoch seconds of a number, or None where it is to be read as text."""
    if isinstance(raw, str):
        if not _DIGITS.match(raw.strip()) or (formats and not any(f.startswith("epoch") for f in formats)):
            return None
        number = float(raw)
    elif isinstance(raw, (int, float)) and not isinstance(raw, bool):
        number = float(raw) if abs(raw) < 1e300 else math.inf
    else:
        return None
    if "epoch_ms" in formats:
        return number / 1000.0
    if "epoch_s" in formats or abs(number) < MILLISECONDS_FROM:
        return number
    return number / 1000.0


def _text_time(raw: Any, formats: tuple[str, ...], zone: tzinfo | None, table: Mapping[str, tzinfo]) -> float:
    if not isinstance(raw, str):
        raise ValueFault(f"is {kind_of(raw)}, not a time", "give a path to a time")
    text, own = _split_zone(raw.strip(), table)
    for form in formats or ("iso",):
        if form.startswith("epoch"):
            continue
        try:
            moment = datetime.fromisoformat(text) if form == "iso" else datetime.strptime(text, form)
        except (ValueError, OverflowError):
            continue
        if moment.tzinfo is None:
            used = own or zone
            if used is None:
                raise ValueFault(
                    "is a local time and no zone is given", 'write zone = "Asia/Shanghai" or the like'
                )
            moment = moment.replace(tzinfo=used)
        return _timestamp(moment)
    wanted = ", ".join(formats) or "ISO"
    raise ValueFault(f"is no time as {wanted}", 'add its pattern to format, as in "%d/%m/%Y %H:%M"')


def _timestamp(moment: datetime) -> float:
    try:
        return moment.astimezone(UTC).timestamp()
    except (OverflowError, ValueError) as error:
        raise ValueFault("lies outside the calendar", "list it under null") from error


def _split_zone(text: str, table: Mapping[str, tzinfo]) -> tuple[str, tzinfo | None]:
    """``2026-08-09 20:33 MST`` -> the time and its zone; odd offsets (``+8``, ``UTC+0800``) likewise."""
    match = _ZONE_WORD.search(text)
    if match and match[1] not in ("Z", "AM", "PM", "am", "pm"):
        zone = table.get(match[1]) or table.get(match[1].upper())
        if zone is None:
            if match.start() and text[match.start() - 1].isdigit():
                raise ValueFault(f"has the unknown zone {match[1]}", f'add it: [zones] {match[1]} = "-06:00"')
            return text, None
        return text[: match.start()], zone
    if ":" in text and (match := _SHORT_OFFSET.search(text, text.index(":") + 3)):
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if minutes < 24 * 60:
            sign = -1 if match[1] == "-" else 1
            return text[: match.start()], timezone(timedelta(minutes=sign * minutes))
    return text, None


def kind_of(raw: Any) -> str:
    """What a raw value is, for people."""
    words = {dict: "an object", list: "a list", bool: "true or false", type(None): "null", str: "text"}
    return words.get(type(raw), type(raw).__name__)
