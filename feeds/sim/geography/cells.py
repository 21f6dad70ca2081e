"""Grid cells (网格): Voronoi inside each district about groups of customers, named from the towns."""

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from feeds.sim.geography.draws import draws, shares
from feeds.sim.geography.ground import Floats, Ground, Ints
from feeds.sim.geography.names import Name, titles
from feeds.sim.geography.nearness import nearest
from feeds.sim.geography.settlements import Settlements
from feeds.sim.geography.substations import centres_of
from feeds.sim.geography.transformers import Transformers

SLIVER = 2e4
"""Square metres: smaller parts of a cell that has a larger one are left out."""


class Cells(msgspec.Struct, frozen=True):
    """One row a cell; ``home``: the cell of each transformer area."""

    x: Floats
    y: Floats
    town: Ints
    district: Ints
    names: list[Name]
    outlines: list[BaseGeometry]
    home: Ints


def lay_cells(ground: Ground, places: Settlements, areas: Transformers, seed: int, count: int) -> Cells:
    """About ``count`` cells, none without an area; areas at a border belong to the cell they lie in."""
    towns = len(ground.given.towns)
    town = places.town[areas.place]
    lived = np.bincount(town, areas.customers, minlength=towns)
    counts = np.maximum(shares(np.maximum(lived, 1.0) ** 0.8, count), 1)
    middles: list[Floats] = []
    for row in range(towns):
        mine = town == row
        points = np.stack([areas.x[mine], areas.y[mine]], 1)
        if not len(points):
            points = np.array([[ground.town_x[row], ground.town_y[row]]])
        weight = areas.customers[mine].astype(np.float64) ** 0.6 if mine.any() else np.ones(1)
        found = centres_of(points, weight, int(counts[row]), draws(seed, "cells", row))
        middles.append(np.unique(found, axis=0))
    home_town = np.repeat(np.arange(towns), [len(part) for part in middles])
    points = np.concatenate([_by_distance(part, ground, row) for row, part in enumerate(middles)])
    district = ground.town_district[home_town]
    used = np.unique(_home(ground, areas, points, district))
    points, home_town, district = points[used], home_town[used], district[used]
    home = _home(ground, areas, points, district)
    outlines = _clipped(ground, points, district)
    return Cells(points[:, 0], points[:, 1], home_town, district, _names(ground, home_town), outlines, home)


def _by_distance(points: Floats, ground: Ground, row: int) -> Floats:
    """A town's cells, the one in its middle first."""
    away = np.hypot(points[:, 0] - ground.town_x[row], points[:, 1] - ground.town_y[row])
    return points[np.argsort(away, kind="stable")]


def _clipped(ground: Ground, points: Floats, district: Ints) -> list[BaseGeometry]:
    """Each cell's outline within its district's land."""
    found: list[BaseGeometry] = [shapely.Polygon()] * len(points)
    for row, dry in enumerate(ground.dry):
        mine = np.flatnonzero(district == row)
        if len(mine) == 0:
            continue
        if len(mine) == 1:
            found[int(mine[0])] = dry
            continue
        net = shapely.voronoi_polygons(shapely.multipoints(points[mine]), extend_to=dry, ordered=True)
        for place, part in zip(mine.tolist(), shapely.get_parts(net), strict=True):
            found[place] = _tidy(shapely.intersection(part, dry))
    return found


def _tidy(outline: BaseGeometry) -> BaseGeometry:
    """Polygons only, slivers left out."""
    parts = [part for part in shapely.get_parts(outline) if part.geom_type == "Polygon"]
    large = [part for part in parts if part.area >= SLIVER] or parts
    return shapely.multipolygons(large) if large else shapely.Polygon()


def _home(ground: Ground, areas: Transformers, points: Floats, district: Ints) -> Ints:
    """The cell of each area: the nearest of the district that it lies in."""
    home = np.full(areas.count, -1, np.int64)
    for row, dry in enumerate(ground.dry):
        mine = np.flatnonzero(district == row)
        shapely.prepare(dry)
        inside = np.flatnonzero(shapely.contains_xy(dry, areas.x, areas.y) & (home < 0))
        if len(mine) and len(inside):
            found, _ = nearest(areas.x[inside], areas.y[inside], points[mine, 0], points[mine, 1])
            home[inside] = mine[found]
    lost = np.flatnonzero(home < 0)
    home[lost], _ = nearest(areas.x[lost], areas.y[lost], points[:, 0], points[:, 1])
    return home


def _names(ground: Ground, town: Ints) -> list[Name]:
    """会城 03 网格, numbered from the middle of the town outwards."""
    towns = titles([(given.name, given.name_en) for given in ground.given.towns])
    numbers: dict[int, int] = {}
    names: list[Name] = []
    for row in town.tolist():
        numbers[row] = numbers.get(row, 0) + 1
        zh, en = towns[row]
        names.append((f"{zh} {numbers[row]:02d} 网格", f"{en} cell {numbers[row]:02d}"))
    return names
