"""Reading the TOML files that people write: found by name or path, whole, typed, and never a traceback.

Everything that is wrong is a ``ConfigError`` that names file, place, value and remedy.
"""

import math
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from wallboard.config.errors import ConfigError, line_of, one_of, raise_all, shown_path, shown_value
from wallboard.config.explain import explain_all
from wallboard.config.values import (
    LANGUAGES,
    ConfigStruct,
    Duration,
    Words,
    decode_value,
    parse_duration,
    words_in,
)

__all__ = [
    "LANGUAGES",
    "ConfigError",
    "ConfigStruct",
    "Duration",
    "Words",
    "at_fault",
    "available",
    "decode_value",
    "find_file",
    "load_document",
    "load_toml",
    "not_shipped",
    "parse_duration",
    "resource",
    "resource_root",
    "typed",
    "within",
    "words_in",
]

LARGEST_BYTES = 1 << 20
DEEPEST = 40

T = TypeVar("T")

_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'""")
_BREAK = re.compile(r"[,\n={}\[\]]")


def resource_root() -> Path:
    """The folder with everything that a non-programmer may change."""
    return Path(__file__).resolve().parents[2] / "resources"


def resource(*parts: str, root: Path | None = None) -> Path:
    """A path below the resources. Raises ConfigError where it leads out of them (``..``, a link)."""
    base = (root or resource_root()).resolve()
    path = base.joinpath(*parts)
    return within(path, base, "/".join(parts))


def within(path: Path, folder: Path, name: str) -> Path:
    """``path``, when it lies below ``folder`` after every link is followed; else raises ConfigError."""
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ConfigError(
            name, "", f"leads out of {shown_path(folder)}", "name a file inside it, without .. and links"
        )
    return path


def available(kind: str, root: Path | None = None, suffix: str = ".toml") -> list[str]:
    """Names of the files of a kind (``rooms``, ``rules`` …) that are shipped, sorted."""
    return sorted(path.stem for path in resource(kind, root=root).glob(f"*{suffix}"))


def find_file(kind: str, name_or_path: str | Path, root: Path | None = None) -> Path:
    """A shipped file by name (``storm``), or any file by path (``my/room.toml``).

    kind: the folder of the resources. Raises ConfigError, listing what there is, where it is missing.
    """
    text = str(name_or_path)
    if "\0" in text:
        raise ConfigError(shown_value(text), "", "is not a file name", "leave out the NUL character")
    is_path = isinstance(name_or_path, Path) or text.endswith(".toml") or "/" in text or "\\" in text
    path = Path(text) if is_path else resource(kind, f"{text}.toml", root=root)
    if path.is_dir():
        raise ConfigError(shown_path(path), "", "is a folder", "name a .toml file in it")
    if path.is_file():
        return path
    remedy = f"shipped {kind}: {', '.join(available(kind, root)) or 'none'}"
    if not is_path:
        raise ConfigError(text, "", f"is not a file in resources/{kind}", one_of(available(kind, root), text))
    raise ConfigError(shown_path(path), "", "no such file", f"check the path, or name one of the {remedy}")


def load_toml(path: Path, cls: type[T]) -> T:
    """Read a TOML file as ``cls``: strict types, unknown keys refused, at most 1 MiB, UTF-8.

    Raises ConfigError for whatever is wrong with its keys and values.
    """
    return typed(path, load_document(path), cls)


def typed(path: Path, document: dict[str, Any], cls: type[T]) -> T:
    """A document that was read from ``path`` as ``cls``. Raises ConfigError naming every place at fault."""
    value, faults = typed_in_part(path, document, cls)
    raise_all(faults)
    assert value is not None, "no value and no fault"
    return value


def typed_in_part(path: Path, document: dict[str, Any], cls: type[T]) -> tuple[T | None, list[ConfigError]]:
    """(what of a document can be read as ``cls``, what cannot): for checks that go on behind a fault."""

    def convert(tree: Any) -> T:
        return msgspec.convert(tree, cls, dec_hook=decode_value)

    try:
        return convert(document), []
    except msgspec.ValidationError as error:
        found, rest = explain_all(error, document, cls, convert)
        faults = [at_fault(path, said.path, said.problem, said.remedy) for said in found]
        return (rest if isinstance(rest, cls) else None), faults


def load_document(path: Path) -> dict[str, Any]:
    """Read a TOML file as plain values. Raises ConfigError where it is not sound TOML."""
    text = _read_text(path)
    _refuse_long_keys(path, text)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, str(error)) from error
    except RecursionError as error:
        raise ConfigError(
            shown_path(path), "", "is nested too deeply", f"use at most {DEEPEST} levels"
        ) from error
    except ValueError as error:  # a number or date that Python cannot hold
        raise ConfigError(
            shown_path(path), "", f"holds an impossible value ({error})", "correct it"
        ) from error
    _refuse_bad_values(path, document)
    return document


def at_fault(file: Path, path: str, problem: str, remedy: str = "") -> ConfigError:
    """A ConfigError for a place in a file that was read; looks up its line."""
    try:
        line = line_of(_read_text(file), path) if path else None
    except ConfigError:
        line = None
    return ConfigError(shown_path(file), path, problem, remedy, line)


def _read_text(path: Path) -> str:
    name = shown_path(path)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise ConfigError(name, "", "no such file", "check the path") from error
    except IsADirectoryError as error:
        raise ConfigError(name, "", "is a folder", "name a .toml file in it") from error
    except OSError as error:
        raise ConfigError(name, "", f"cannot be read ({error.strerror})", "check its permissions") from error
    if len(raw) > LARGEST_BYTES:
        raise ConfigError(
            name, "", f"is larger than {LARGEST_BYTES >> 20} MiB", "split it or remove the excess"
        )
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        at = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line = raw.count(b"\n", 0, at) + 1
        found = f"byte {at} (0x{raw[at]:02x}) is not UTF-8"
        raise ConfigError(name, "", found, "save the file as UTF-8", line) from error


def _not_toml(path: Path, said: str) -> ConfigError:
    place = re.search(r"\(at line (\d+), column (\d+)\)", said)
    what = said.split(" (at ")[0]
    column = f" at column {place[2]}" if place else ""
    remedy = 'check quotes, brackets and "=" there'
    if "overwrite" in what or "twice" in what or "Cannot declare" in what:
        remedy = "keep one of the two"
    line = int(place[1]) if place else None
    return ConfigError(shown_path(path), "", f"is not TOML{column}: {what[:120]}", remedy, line)


def _refuse_long_keys(path: Path, text: str) -> None:
    """A dotted key of many parts costs tomllib quadratic time: refuse it before it is parsed."""
    for piece in _BREAK.split(_QUOTED.sub("q", text)):
        if piece.count(".") > 200:
            raise ConfigError(
                shown_path(path), "", "holds a key of over 200 parts", f"use at most {DEEPEST} levels"
            )


def _refuse_bad_values(path: Path, document: dict[str, Any]) -> None:
    """NaN, infinities, invisible control characters and deep nesting, wherever they stand."""
    waiting: list[tuple[str, int, Any]] = [("", 0, document)]
    while waiting:
        place, depth, value = waiting.pop()
        if depth > DEEPEST:
            raise ConfigError(shown_path(path), "", "is nested too deeply", f"use at most {DEEPEST} levels")
        if isinstance(value, dict):
            for key, item in value.items():
                _refuse_hidden(path, place, key)
                waiting.append((f"{place}.{key}" if place else key, depth + 1, item))
        elif isinstance(value, list):
            waiting += [(f"{place}[{index}]", depth + 1, item) for index, item in enumerate(value)]
        elif isinstance(value, str):
            _refuse_hidden(path, place, value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise at_fault(path, place, f"{value} is not a number that can be used", "give a finite number")


def _refuse_hidden(path: Path, place: str, text: str) -> None:
    for char in text:
        if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs"):
            raise at_fault(
                path,
                place,
                f"holds the invisible character U+{ord(char):04X}",
                "type the text again without it",
            )


def not_shipped(kind: str, name: str, root: Path | None = None) -> str:
    """The remedy where a name of a kind is not known: the nearest, then all."""
    return one_of(available(kind, root), name)
