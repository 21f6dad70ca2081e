"""Which kind of configuration file a file is, and what reads it.

The rule: each kind has top-level keys of its own; a file is of the kind of which it has most. A tie, or
none at all, cannot be told, and the message says what each kind is known by.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from feeds.network_csv import NetworkError
from feeds.networks import network_of
from wallboard.config.calendars import load_calendar
from wallboard.config.errors import ConfigError, one_of, raise_all, shown_path
from wallboard.config.load import at_fault, available, find_file, load_document
from wallboard.config.mapping_check import load_mapping
from wallboard.config.message_templates import load_templates
from wallboard.config.room import Room, load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.config.screen import check_screen, load_screen, panel_options
from wallboard.config.theme_file import load_theme_file


class FileKind(msgspec.Struct, frozen=True):
    """name: for people. sign: what it is known by. keys: top-level keys of its own. load: reads it."""

    name: str
    sign: str
    keys: tuple[str, ...]
    load: Callable[[Path], Any]


def load_whole_screen(path: Path) -> Any:
    """A screen, with its panels and their options checked against the panels that the program has."""
    from widgets.panels import panel_specs  # loads Qt: only where a screen is checked

    screen = load_screen(path)
    specs = panel_specs()
    check_screen(screen, specs, path)
    for index, entry in enumerate(screen.panel):
        panel_options(screen, index, specs[entry.kind].options_cls, path)
    return screen


def load_whole_room(path: Path) -> Any:
    """A room, and every file that it names: rule set, mappings, scenarios, recordings, screens and themes.

    Raises ConfigError with all that is wrong in any of them.
    """
    room = load_room(path)
    faults: list[ConfigError] = []

    def read(load: Callable[[], object]) -> None:
        try:
            load()
        except ConfigError as error:
            faults.append(error)

    if room.rules is not None:
        read(partial(load_rule_set, room.rules))
    for index, source in enumerate(room.source):
        scheme, _, rest = source.url.partition(":")
        if source.mapping is not None:
            read(partial(_mapping, source.mapping))
        if scheme == "city":
            read(partial(load_scenario, rest))
        if scheme == "recording" and not Path(rest).is_file():
            remedy = "make it with `convert` or `record`, or correct the path (it counts from the room file)"
            faults.append(at_fault(path, f"source[{index}].url", f"{rest}: no such recording", remedy))
    for window in room.window:
        read(partial(load_theme_file, window.theme))
        for screen in window.screens:
            read(partial(_screen, screen))
    raise_all(list({str(fault): fault for fault in faults}.values()))
    return room


def remarks_on(loaded: object) -> list[str]:
    """What is sound and still worth a look: files of a room's sources that are not there yet."""
    if not isinstance(loaded, Room):
        return []
    files = [(source.name, source.url) for source in loaded.source if source.url.startswith("file:")]
    return [
        f"source {name}: {url.partition(':')[2]} is not there; lost until it comes"
        for name, url in files
        if not Path(url.partition(":")[2]).is_file()
    ]


def _mapping(name: str) -> None:
    load_mapping(find_file("mappings", name))


def _screen(name: str) -> None:
    load_whole_screen(find_file("screens", name))


def shipped(name: str) -> list[Path]:
    """The shipped files of any kind that bear a bare name. Raises ConfigError where there is none."""
    names = {folder: available(folder) for folder in FOLDERS}
    found = [find_file(folder, name) for folder, known in names.items() if name in known]
    if not found:
        everything = sorted({known for each in names.values() for known in each})
        raise ConfigError(name, "", "is no file, and the name of no shipped one", one_of(everything, name))
    return found


FOLDERS = ("rooms", "screens", "themes", "rules", "calendars", "mappings", "scenarios", "messages")
"""Where the shipped files of each kind lie."""


def _check_network(network: str, room: Path) -> None:
    try:
        network_of(network)
    except NetworkError as error:
        problem = "; ".join(error.problems[:5])
        raise ConfigError(shown_path(room), "network", problem, "mend the network's files") from error


KINDS = (
    FileKind(
        "room",
        "[[window]]",
        ("window", "hub", "listen", "map", "rules", "time_zone", "area_class"),
        load_whole_room,
    ),
    FileKind("screen", "[[panel]]", ("panel", "columns", "rows", "wall"), load_whole_screen),
    FileKind("theme", "[colours] and dark", ("dark", "colours"), load_theme_file),
    FileKind(
        "rule set", "[[limits]]", ("limits", "tellings", "issuer", "warn_share", "averages"), load_rule_set
    ),
    FileKind("calendar", "[[years]]", ("years", "weekend"), load_calendar),
    FileKind("mapping", "[[fact]]", ("fact", "input", "records", "tables", "crs", "zone"), load_mapping),
    FileKind("messages", "[[message]]", ("message",), load_templates),
    FileKind(
        "scenario",
        "lasts and moment",
        ("lasts", "moment", "start", "storm", "faults", "set_fault"),
        load_scenario,
    ),
)


def kind_of(path: Path) -> FileKind:
    """The kind of a file. Raises ConfigError where it is not TOML or its kind cannot be told."""
    document = load_document(path)
    scored = sorted(((sum(key in document for key in kind.keys), kind) for kind in KINDS), key=_score)
    (best, kind), (second, other) = scored[0], scored[1]
    known = ", ".join(f"{kind.name} by {kind.sign}" for kind in KINDS)
    if not document:
        raise ConfigError(shown_path(path), "", "is empty", f"a file is known as a {known}")
    if best == 0:
        raise ConfigError(
            shown_path(path), "", "is of no kind that is known", f"a file is known as a {known}"
        )
    if best == second:
        problem = f"could be a {kind.name} or a {other.name}"
        raise ConfigError(shown_path(path), "", problem, f"a file is known as a {known}")
    return kind


def _score(scored: tuple[int, FileKind]) -> int:
    return -scored[0]
