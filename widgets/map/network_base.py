"""The network of an atlas as a part of the room's base map, projected once for all windows of a wall."""

from dataclasses import replace
from functools import lru_cache, reduce

import numpy as np

from wallboard.config.load import resource_root
from wallboard.state.atlas import Atlas
from widgets.map.base_map import BaseMap, read_base
from widgets.map.geojson import GeometryLayer, Shape
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Box, Floats, box_of
from widgets.map.tile_sheets import read_sheets
from widgets.session import Session

BETWEEN = " · "
"""Stands between the owners that a note names; each is named once."""

LEAST_RING = 3
"""Corners of a ring that encloses nothing yet."""


def room_base(session: Session) -> BaseMap:
    """The room's own map files, and over them the network that its hub announced."""
    base = read_base(session.room.map.layers, resource_root(), session.text.lang)
    sheets, problems = read_sheets(session.room.map.tiles, resource_root(), session.text)
    notes = dict.fromkeys([*(sheet.note for sheet in sheets if sheet.note), *base.notes])
    base = replace(base, sheets=tuple(sheets), problems=(*problems, *base.problems), notes=tuple(notes))
    return with_network(base, session.atlas)


def with_network(base: BaseMap, atlas: Atlas | None) -> BaseMap:
    """The room's base map with the network over it; an atlas in which nothing has a place adds nothing."""
    network = network_map(atlas) if atlas is not None else None
    if network is None or network.box is None:
        return base
    said = {part for note in base.notes for part in note.split(BETWEEN)}
    note = BETWEEN.join(part for part in network.atlas.attribution.split(BETWEEN) if part not in said)
    notes = (*base.notes, note) if note else base.notes
    own = () if base.of("district") else district_layers(network)
    return replace(base, layers=(*base.layers, *own), notes=notes, network=network)


def district_layers(network: NetworkMap) -> tuple[GeometryLayer, ...]:
    """The districts of an atlas as a layer like that of a map file; none where it has no outlines."""
    parts: dict[int, list[Floats]] = {}
    for ring, owner in zip(network.districts.parts, network.districts.owner.tolist(), strict=True):
        if len(ring) > LEAST_RING:
            parts.setdefault(owner, []).append(ring)
    shapes = []
    for row, rings in sorted(parts.items()):
        box = box_of(np.concatenate(rings))
        if box is not None:
            shapes.append(Shape(network.name("districts", row, "zh"), "polygon", tuple(rings), {}, box))
    if not shapes:
        return ()
    box = reduce(Box.joined, [shape.box for shape in shapes])
    return (GeometryLayer("district", "", tuple(shapes), box),)


@lru_cache(maxsize=1)
def network_map(atlas: Atlas) -> NetworkMap:
    """The map of an atlas; made once, though a wall has several windows and each several maps."""
    return NetworkMap(atlas)
