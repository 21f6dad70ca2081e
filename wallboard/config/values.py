"""Values that people write in configuration: durations and words in two languages."""

import re
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    Duration = float
    Words = dict[str, str]
else:

    class Duration(float):
        """Seconds; written ``"90s"``, ``"10m"``, ``"1h"``, ``"1h30m"``, ``"1d"``."""

    Words = dict[Literal["zh", "en"], str]

LANGUAGES = ("zh", "en")

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_PIECE = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)\s*")


class ConfigStruct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything that is read from a TOML file; an unknown key is an error."""


def parse_duration(text: str) -> float:
    """``"90s"``, ``"10m"``, ``"1h30m"``, ``"1d"`` -> seconds. Raises ValueError with the remedy."""
    wanted = 'write a number and its unit, as in "90s", "10m", "1h30m" or "1d"'
    pieces, at = 0.0, 0
    while piece := _PIECE.match(text, at):
        pieces += float(piece[1]) * _UNITS[piece[2]]
        at = piece.end()
    if not text or at != len(text):
        raise ValueError(f'"{text[:40]}" is not a duration; {wanted}')
    if not 0 < pieces <= 366 * 86400:
        raise ValueError(f'"{text[:40]}" is outside 1 ms to 366 days; {wanted}')
    return pieces


def decode_value(cls: type, value: object) -> Any:
    """The decode hook of configuration files: durations."""
    if cls is not Duration:
        raise NotImplementedError(cls)
    if not isinstance(value, str):
        raise ValueError(f'{value} has no unit; write it in quotes with one, as in "{value}s"')
    return Duration(parse_duration(value))


def words_in(words: Words, lang: str) -> str:
    """Words in a language, else in the other one, else empty."""
    return words.get(lang) or next(iter(words.values()), "")
