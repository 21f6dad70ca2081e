"""Which of some places is nearest to each of others."""

from typing import Any, cast

import numpy as np
import shapely

from feeds.sim.geography.ground import Floats, Ints


def nearest(x: Floats, y: Floats, to_x: Floats, to_y: Floats) -> tuple[Ints, Floats]:
    """For each place (x, y): the row of the nearest of (to_x, to_y), and the metres to it."""
    if not len(x):
        return np.empty(0, np.int64), np.empty(0)
    tree = shapely.STRtree(_points(to_x, to_y))
    pairs, metres = tree.query_nearest(_points(x, y), return_distance=True, all_matches=False)
    rows, far = np.empty(len(x), np.int64), np.empty(len(x))
    rows[pairs[0]], far[pairs[0]] = pairs[1], metres
    return rows, far


def _points(x: Floats, y: Floats) -> Any:
    return cast("Any", shapely.points(np.stack([x, y], 1)))
