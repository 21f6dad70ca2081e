"""Raw values of foreign documents -> ours: text, yes and no, lists, times in every dress.

Every function raises ValueFault, which says what is wrong and what to write in the mapping instead.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from feeds.mapping.faults import Impossible, ValueFault, kind_of
from feeds.safe_text import safe_text

__all__ = [
    "Impossible",
    "ValueFault",
    "kind_of",
    "time_reader",
    "to_bool",
    "to_list",
    "to_text",
    "zone_of",
]

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

EARLIEST, LATEST = 0.0, 4102444800.0  # 1970 to 2100: what lies outside was misread
MILLISECONDS_FROM = 1e11  # epoch s reach this in the year 5138

_DIGITS = re.compile(r"^-?\d+(?:\.\d+)?$")
_ZONE_WORD = re.compile(r"\s*\(?([A-Za-z]{1,5})\)?$")
_SHORT_OFFSET = re.compile(r"\s*(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$", re.I)

TRUE_WORDS = frozenset({"true", "t", "yes", "y", "1", "on", "是", "有"})
FALSE_WORDS = frozenset({"false", "f", "no", "n", "0", "off", "否", "无", ""})


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


def to_bool(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueFault("is neither yes nor no", "look it up in a table of true and false words")


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
