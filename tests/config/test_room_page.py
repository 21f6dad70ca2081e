"""``docs/room.md`` names every key of a room file, and its example can be read."""

import re
import shutil
from pathlib import Path

import msgspec
import pytest

from tests import tree
from wallboard.config.load import resource
from wallboard.config.room import load_room
from wallboard.config.room_access import TlsEntry, TokenEntry
from wallboard.config.room_entries import MapEntry, MapFile, MapTiles, Room, SourceEntry, WindowEntry

PAGE = (tree.ROOT / "docs" / "room.md").read_text(encoding="utf-8")
SECTIONS = {
    Room: "## The room",
    SourceEntry: "## `[[source]]`",
    TokenEntry: "## `[[token]]` and `[tls]`",
    TlsEntry: "## `[[token]]` and `[tls]`",
    WindowEntry: "## `[[window]]`",
    MapEntry: "## `[map]`, `[[map.layers]]` and `[[map.tiles]]`",
    MapFile: "## `[map]`, `[[map.layers]]` and `[[map.tiles]]`",
    MapTiles: "## `[map]`, `[[map.layers]]` and `[[map.tiles]]`",
}


@pytest.mark.parametrize("entry", SECTIONS, ids=lambda entry: entry.__name__)
def test_that_each_key_has_its_row(entry: type[msgspec.Struct]) -> None:
    section = PAGE.split(SECTIONS[entry] + "\n", 1)[1].split("\n## ", 1)[0]
    rows = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    assert set(entry.__struct_fields__) <= rows


def test_that_the_example_is_a_room(tmp_path: Path) -> None:
    """It names a mapping and a map of its own, which are put beside it as its reader would."""
    example = PAGE.split("```toml\n", 1)[1].split("```", 1)[0]
    (tmp_path / "north.toml").write_text(example, encoding="utf-8")
    shutil.copy(resource("mappings", "bc-hydro.toml"), tmp_path / "north-grid.toml")
    shutil.copy(resource("maps", "town.geojson"), tmp_path / "districts.geojson")
    (tmp_path / "town.pmtiles").write_bytes(b"")
    assert load_room(tmp_path / "north.toml").source[0].expect_every == 600.0
