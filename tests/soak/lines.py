"""What the hastened processes have in common: their lines of JSON and their room."""

import json
from pathlib import Path
from typing import Any

import msgspec

from wallboard.config.room import Room, load_room
from wallboard.config.room_entries import LogEntry
from wallboard.domain.clock import SystemClock

EVERY_S = 900.0
"""Hastened seconds between two lines; of a short run a 48th of it."""

KEEP_S = 86_400.0
"""What the hub's log keeps, hastened seconds: two of the three days are cut away while it runs."""

DWELL_S = 600.0
"""Hastened seconds that a page is shown, when all is calm."""


def pause(hours: float) -> float:
    """Hastened seconds between two lines of a run of so many hours."""
    return min(EVERY_S, hours * 3600.0 / 48)


class Lines:
    """A file of JSON lines, one process's."""

    def __init__(self, folder: Path, name: str) -> None:
        self._file = (folder / f"{name}.jsonl").open("a", encoding="utf-8", buffering=1)

    def say(self, **values: Any) -> None:
        """One line, with the hastened clock and, beside it, one that nobody hastens."""
        self._file.write(json.dumps({"now": SystemClock().now(), "uptime": uptime(), **values}) + "\n")


def uptime() -> float:
    """Real seconds since the machine started."""
    return float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])


def room() -> Room:
    """The demo's room without its own source; two pages, that take turns when it is calm."""
    demo = load_room("demo")
    window = msgspec.structs.replace(demo.window[0], screens=["overview", "feeds"], dwell=DWELL_S)
    return msgspec.structs.replace(demo, source=[], window=[window], log=LogEntry(keep=KEEP_S, most_gib=1.0))
