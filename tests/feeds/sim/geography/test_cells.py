"""Grid cells tile their district's land, and every transformer area lies in its own."""

import numpy as np
import shapely

from tests.feeds.sim.geography.prefectures import atlas, prefecture


def test_that_cells_tile_the_land_of_their_district() -> None:
    whole = prefecture()
    for row, dry in enumerate(whole.ground.dry):
        mine = [
            o for o, d in zip(whole.cells.outlines, whole.cells.district.tolist(), strict=True) if d == row
        ]
        assert mine
        overlap = sum(outline.area for outline in mine) - shapely.union_all(mine).area
        assert overlap < 1.0
        assert shapely.union_all(mine).area > 0.995 * dry.area


def test_that_an_area_lies_in_its_cell() -> None:
    whole = prefecture()
    for row, outline in enumerate(whole.cells.outlines):
        mine = np.flatnonzero(whole.cells.home == row)
        if len(mine):
            away = shapely.distance(outline, shapely.points(whole.areas.x[mine], whole.areas.y[mine]))
            assert float(np.max(away)) < 40.0


def test_that_outlines_come_back_from_the_atlas() -> None:
    whole, tables = prefecture(), atlas().tables
    corner = [*tables["rings"]["corner"].tolist(), tables["corners"].rows]
    rings = [*tables["cells"]["ring"].tolist(), tables["rings"].rows]
    assert tables["districts"]["ring"][0] == 0 and tables["districts"]["ring"][-1] < rings[0]
    for row, outline in enumerate(whole.cells.outlines):
        assert rings[row + 1] - rings[row] == len(shapely.get_parts(outline))
        assert all(corner[ring + 1] - corner[ring] >= 4 for ring in range(rings[row], rings[row + 1]))
