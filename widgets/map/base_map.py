"""The base map of a room: its files read once, what each holds by role, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from widgets.map.geojson import GeometryError, GeometryLayer, Shape, read_layers
from widgets.map.projection import Box, Floats
from widgets.map.tile_sheets import TileSheet

if TYPE_CHECKING:
    from wallboard.config.room import MapFile
    from widgets.map.network_map import NetworkMap

AREAL = ("land", "district", "coast", "area")

BACKDROP = frozenset({"land", "coast", "water"})
"""Roles that only say where land and sea are: they belong to no room and do not say what to look at."""


@dataclass(frozen=True)
class Place:
    """A name that stands on the land. x, y: plane metres; size: the larger one is named first.

    key: what it is told by, where its name is not its own; reach: study px of the symbol that it stands
    beside, none: it may stand a little way off the middle of its place.
    """

    name: str
    x: float
    y: float
    size: float = 0.0
    key: str = ""
    reach: float | None = None


@dataclass(frozen=True)
class BaseMap:
    """Layers in the order of the room file, over its tile sheets; ``problems`` must be said on the map.

    network: the places of the room's atlas; it says what the room looks at (districts reach far out to sea).
    """

    layers: tuple[GeometryLayer, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    network: "NetworkMap | None" = None
    sheets: tuple[TileSheet, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing at all: the map is quiet ground with names from the outages."""
        return not self.layers and not self.sheets and self.network is None

    @property
    def bare(self) -> bool:
        """Nothing but land and sea, or nothing at all: what is to be seen are the outages themselves."""
        return self.network is None and all(layer.role in BACKDROP for layer in self.layers)

    @property
    def ruled(self) -> bool:
        """So bare that a graticule must say where this is."""
        return self.bare and not self.sheets

    def of(self, *roles: str) -> list[GeometryLayer]:
        return [layer for layer in self.layers if layer.role in roles]

    def box(self) -> Box | None:
        """The box of the network, else around the districts, else the land, else everything drawn, else the
        tile sheets."""
        if self.network is not None:
            return self.network.box
        for roles in (("district",), ("area",), ("land", "coast"), ("feeder", "road", "substation")):
            found = [layer.box for layer in self.of(*roles) if layer.box is not None]
            if found:
                return reduce(Box.joined, found)
        return reduce(Box.joined, [sheet.reach for sheet in self.sheets]) if self.sheets else None

    def places(self) -> list[Place]:
        """The names of districts (else areas), each in the middle of its largest part."""
        for role in ("district", "area"):
            named = [s for layer in self.of(role) for s in layer.shapes if s.name and s.kind == "polygon"]
            if named:
                return [_middle(shape) for shape in named]
        return []


def read_base(files: "Sequence[MapFile]", folder: Path, language: str) -> BaseMap:
    """Read every map file of a room; a file that fails is named in ``problems`` and the rest go on."""
    layers: list[GeometryLayer] = []
    problems: list[str] = []
    notes: list[str] = []
    for entry in files:
        path = Path(entry.file)
        try:
            found = read_layers(
                path if path.is_absolute() else folder / path, entry.role, entry.crs, entry.name_field
            )
        except GeometryError as error:
            problems.append(str(error))
            continue
        layers += found
        problems += [problem for layer in found for problem in layer.problems]
        note = entry.note.get(language) or entry.note.get("en", "")
        if note and note not in notes:
            notes.append(note)
    return BaseMap(tuple(layers), tuple(problems), tuple(notes))


def _middle(shape: Shape) -> Place:
    """The centroid of the largest ring, or its vertices' mean where it has no area."""
    areas = [abs(_twice_area(part)) for part in shape.parts]
    ring = shape.parts[int(np.argmax(areas))]
    x, y = ring[:-1, 0] - ring[0, 0], ring[:-1, 1] - ring[0, 1]
    next_x, next_y = ring[1:, 0] - ring[0, 0], ring[1:, 1] - ring[0, 1]
    cross = x * next_y - next_x * y
    area = float(cross.sum())
    if area == 0:
        return Place(shape.name, float(ring[:, 0].mean()), float(ring[:, 1].mean()))
    middle_x = float(((x + next_x) * cross).sum()) / (3 * area) + float(ring[0, 0])
    middle_y = float(((y + next_y) * cross).sum()) / (3 * area) + float(ring[0, 1])
    return Place(shape.name, middle_x, middle_y, abs(area) / 2)


def _twice_area(ring: Floats) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum())
