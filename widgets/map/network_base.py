"""The network of an atlas as a layer of the base map: every edge that has a geometry, once projected."""

from typing import cast

import numpy as np

from wallboard.config.load import resource_root
from wallboard.state.atlas import Atlas
from widgets.map.base_map import BaseMap, read_base
from widgets.map.geojson import GeometryLayer, Shape
from widgets.map.projection import Floats, box_of, project
from widgets.session import Session


def network_layer(atlas: Atlas) -> GeometryLayer | None:
    """The lines of a network (role ``feeder``), one shape of many parts; None where none has two points."""
    points, path = atlas.tables["points"], atlas.tables["edges"]["path"]
    lon, lat = cast("Floats", points["lon"]), cast("Floats", points["lat"])
    if not len(lon):
        return None
    xy = project(lon, lat)
    box = box_of(xy)
    parts = tuple(part for part in np.split(xy, np.asarray(path[1:], np.int64)) if len(part) >= 2)
    if not parts or box is None:
        return None
    shape = Shape(atlas.title, "line", parts, {}, box)
    return GeometryLayer("feeder", atlas.title, (shape,), box, note=atlas.attribution)


def room_base(session: Session) -> BaseMap:
    """The room's own map files, and over them the network that its hub announced."""
    base = read_base(session.room.map.layers, resource_root(), session.text.lang)
    return with_network(base, session.atlas)


def with_network(base: BaseMap, atlas: Atlas | None) -> BaseMap:
    """The room's base map with the network over it."""
    layer = network_layer(atlas) if atlas is not None else None
    if layer is None:
        return base
    notes = (*base.notes, layer.note) if layer.note and layer.note not in base.notes else base.notes
    return BaseMap((*base.layers, layer), base.problems, notes)
