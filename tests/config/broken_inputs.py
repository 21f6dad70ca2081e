"""Every broken input that is kept, the message it gets, and the table of both (docs/broken-inputs.md).

``python -m tests.config.broken_inputs`` prints the table; with ``--found`` it prints what is said now, in
the form of ``broken/expected.toml``.
"""

import sys
import tempfile
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.config.broken_records import record_messages
from wallboard.config.calendars import load_calendar
from wallboard.config.errors import ConfigError, shown_path
from wallboard.config.mapping_check import load_mapping
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.config.screen import check_screen, load_screen
from wallboard.config.theme_file import load_theme_file
from wallboard.shell.file_kinds import kind_of

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
ROOT = HERE / "resources"
EXPECTED = BROKEN / "expected.toml"
PANELS = ("header", "map")

SECTIONS = {
    "file": "Any file",
    "room": "Room files",
    "screen": "Screen files",
    "theme": "Theme files",
    "rules": "Rule sets",
    "calendar": "Calendars of working days",
    "mapping": "Mapping files",
    "scenario": "Scenario files",
    "record": "Records of a foreign feed, by a mapping",
    "fact": "Facts on the wire",
}


def _screen(path: Path) -> None:
    check_screen(load_screen(path, ROOT), PANELS, path)


READERS = {
    "room": partial(load_room, root=ROOT),
    "screen": _screen,
    "theme": load_theme_file,
    "rules": load_rule_set,
    "calendar": load_calendar,
    "mapping": load_mapping,
    "scenario": load_scenario,
    "file": kind_of,
}


def message_of(path: Path) -> str:
    """What is said about a broken file, without the folder it lies in; empty where nothing is."""
    try:
        READERS[path.stem.partition("-")[0]](path)
    except ConfigError as error:
        return str(error).replace(f"{shown_path(path.parent)}/", "")
    return ""


def made_files(folder: Path) -> Iterator[Path]:
    """Broken files that are too large or too odd to keep: written when they are needed."""
    large = folder / "file-of-100-megabytes-of-nesting.toml"
    with large.open("wb") as file:
        for _ in range(100):
            file.write(b"[" * (1 << 20))
    yield large
    nested = folder / "file-nested-5000-deep.toml"
    nested.write_text("a = " + "[" * 5000 + "]" * 5000)
    yield nested
    dotted = folder / "file-with-a-key-of-100000-parts.toml"
    dotted.write_text("a." * 100_000 + "b = 1")
    yield dotted
    yield folder / "file-missing.toml"
    is_folder = folder / "file-that-is-a-folder.toml"
    is_folder.mkdir()
    yield is_folder


def found(folder: Path) -> dict[str, str]:
    """Input -> the message it gets now, for every broken input, in the order of the sections."""
    said = {path.name: message_of(path) for path in [*sorted(BROKEN.glob("*-*.toml")), *made_files(folder)]}
    said |= record_messages()
    order = list(SECTIONS)
    return dict(sorted(said.items(), key=lambda item: order.index(item[0].partition("-")[0])))


def expected() -> dict[str, str]:
    """Input -> the message it must get, as reviewed by a person."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def table(messages: dict[str, str]) -> str:
    """The document: one table a section."""
    lines = [
        "# Broken inputs and what is said about them",
        "",
        f"{len(messages)} broken files, records and facts, each with the message that it gets. The files",
        "lie in `tests/config/broken/`; `python main.py check FILE` says the same about a file of yours.",
        "Tables of an array count from 0 (`source[1]` is the second `[[source]]`); lines count from 1.",
        "",
        "A broken record never takes its poll with it: the others are shown, and of the broken one whatever",
        "is sound (`A1` is the broken one). Nothing that a feed says is ever read as HTML.",
        "",
        "Made by `python -m tests.config.broken_inputs > docs/broken-inputs.md`; a test compares them.",
    ]
    for prefix, title in SECTIONS.items():
        rows = {name: text for name, text in messages.items() if name.partition("-")[0] == prefix}
        if rows:
            lines += ["", f"## {title}", "", "| input | message |", "|---|---|"]
            lines += [f"| `{name}` | {_cell(text)} |" for name, text in rows.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def main() -> None:
    """Print the table, or what is said now."""
    if "--found" not in sys.argv:
        print(table(expected()), end="")
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, text in found(Path(folder)).items():
            quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f'"{name}" = "{quoted}"')


if __name__ == "__main__":
    main()
