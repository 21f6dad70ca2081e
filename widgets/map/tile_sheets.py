"""The tile files of a room: opened once to be checked, each that can be used, and why the others cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.config.room_entries import Crs
from widgets.map.projection import Box
from widgets.map.tile_file import TileError, TileFile, TileHead
from widgets.map.tile_grid import shifted_box
from widgets.text import Text

if TYPE_CHECKING:
    from wallboard.config.room_entries import MapTiles


@dataclass(frozen=True)
class TileSheet:
    """A tile file that can be used. reach: plane metres (WGS-84) that it covers; note: whose it is."""

    file: Path
    crs: Crs
    head: TileHead
    reach: Box
    note: str = ""


def read_sheets(entries: "Sequence[MapTiles]", folder: Path, text: Text) -> tuple[list[TileSheet], list[str]]:
    """The sheets of a room, and what must be said of files that cannot be used."""
    sheets: list[TileSheet] = []
    problems: list[str] = []
    for entry in entries:
        try:
            head = TileFile(folder / entry.file).head
        except TileError as error:
            problems.append(text.reason(error.reason))
            continue
        note = entry.note.get(text.lang) or entry.note.get("en", "") or head.attribution
        sheets.append(
            TileSheet(folder / entry.file, entry.crs, head, shifted_box(head.reach, entry.crs), note)
        )
    return sheets, problems
