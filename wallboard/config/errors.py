"""What is said when a file that a person wrote cannot be used: where, what, and what to do.

``FILE: PATH.IN.FILE (line N): what is wrong; remedy``. Tables in ``[[source]]`` count from 0, as in the
path ``source[1].crs``; the line number says it for people who count from 1.
"""

import re
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_STEP = re.compile(r"""\[(\d+)\]|"([^"]*)"|([^.\[\]"]+)""")

LONGEST_SHOWN = 60


class ConfigError(Exception):
    """A file that a person wrote cannot be used.

    file: as it was named, path: inside the file (``source[1].crs``, empty for the whole), problem: what is
    wrong with the value shown, remedy: what to write instead, line: from 1, None where it is not known.
    """

    def __init__(
        self, file: Path | str, path: str, problem: str, remedy: str = "", line: int | None = None
    ) -> None:
        self.file, self.path, self.problem, self.remedy, self.line = str(file), path, problem, remedy, line
        at = f" (line {line})" if line else ""
        place = f"{path}{at}: " if path else f"line {line}: " if line else ""
        super().__init__(f"{self.file}: {place}{problem}{'; ' if remedy else ''}{remedy}")


class ConfigErrors(ConfigError):
    """Several faults of files that belong together, each with its place; its fields are the first one's."""

    def __init__(self, faults: list[ConfigError]) -> None:
        first = faults[0]
        super().__init__(first.file, first.path, first.problem, first.remedy, first.line)
        self.faults = [single for fault in faults for single in faults_of(fault)]
        self.args = ("\n".join(map(str, self.faults)),)


def faults_of(error: ConfigError) -> list[ConfigError]:
    """The single faults that an error stands for."""
    return error.faults if isinstance(error, ConfigErrors) else [error]


def raise_all(faults: list[ConfigError]) -> None:
    """Raise what was found, if anything was: one fault as it is, several as ``ConfigErrors``."""
    if faults:
        raise faults[0] if len(faults) == 1 else ConfigErrors(faults)


def shown_path(path: Path) -> str:
    """A path as a person would write it: relative where it lies below the working directory."""
    absolute = path if path.is_absolute() else Path.cwd() / path
    return str(absolute.relative_to(Path.cwd())) if absolute.is_relative_to(Path.cwd()) else str(path)


def shown_value(value: object) -> str:
    """A TOML value as it stands in a message, cut to 60 characters, without control characters."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, dict):
        text = "a table with " + (", ".join(map(str, value)) or "nothing in it")
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(shown_value(item) for item in value[:6]) + (", …]" if value[6:] else "]")
    elif isinstance(value, (datetime, date, time)):
        text = value.isoformat()
    else:
        text = str(value)
    clean = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: LONGEST_SHOWN * 2])
    return clean if len(clean) <= LONGEST_SHOWN else clean[: LONGEST_SHOWN - 1] + "…"


SAME_AS: dict[str, str] = {
    "EPSG:102100": "EPSG:3857",
    "EPSG:102113": "EPSG:3857",
    "EPSG:900913": "EPSG:3857",
    "EPSG:4490": "EPSG:4326",
    "CGCS2000": "EPSG:4326",
    "WGS84": "EPSG:4326",
    "WGS-84": "EPSG:4326",
    "GCJ02": "GCJ-02",
}
"""Other people's names of the coordinate systems that have a name here."""


def one_of(allowed: list[str], wrong: str) -> str:
    """The remedy for a word outside a closed list: the nearest word first, then all of them."""
    same = SAME_AS.get(wrong.upper()) or SAME_AS.get(f"EPSG:{wrong}")
    if same in allowed:
        return f'write "{same}", which is the same; allowed: {", ".join(allowed)}'
    strict = len(allowed) > 100 or any(c.isdigit() for c in wrong)  # a near miss would be a trap
    near = get_close_matches(wrong, allowed, 1, 0.8 if strict else 0.65)
    listed = ", ".join(allowed[:24]) + (", …" if allowed[24:] else "") or "none"
    if len(allowed) > 100:
        listed = f"many names, such as {allowed[0]}"
    return f'did you mean "{near[0]}"? Allowed: {listed}' if near else f"allowed: {listed}"


def steps(path: str) -> list[str | int]:
    """``source[1].crs`` -> ["source", 1, "crs"]."""
    found = _STEP.findall(path)
    return [int(index) if index else quoted or bare for index, quoted, bare in found]


def line_of(text: str, path: str) -> int | None:
    """The line (from 1) of a TOML text on which ``path`` stands, or the nearest table that holds it."""
    wanted = steps(path)
    table: list[str | int] = []
    counts: dict[tuple[str | int, ...], int] = {}
    best, best_line = 0, None
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _table(header[1] == "[[", header[2], counts)
            here = table
        elif key := _KEY.match(line):
            here = [*table, *_parts(key[1])]
        else:
            continue
        if here == wanted[: len(here)] and len(here) > best:
            best, best_line = len(here), number
    return best_line


def _parts(dotted: str) -> list[str | int]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _table(is_array: bool, name: str, counts: dict[tuple[str | int, ...], int]) -> list[str | int]:
    """The path of a table header; each ``[[name]]`` opens the next element of its array."""
    parts = _parts(name)
    path: list[str | int] = []
    for place, part in enumerate(parts):
        path.append(part)
        if is_array and place == len(parts) - 1:
            counts[tuple(path)] = counts.get(tuple(path), -1) + 1
        if tuple(path) in counts:
            path.append(counts[tuple(path)])
    return path
