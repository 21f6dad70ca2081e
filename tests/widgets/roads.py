"""A road of the tests, as an atlas."""

from collections.abc import Sequence

import numpy as np

from wallboard.state.atlas import Atlas, pack, unpack

EAST = (112.60, 112.65, 112.70, 112.80)
"""A road to the east, from where the order's outage is: legs of 6, 6 and 12 minutes."""


def road(east: Sequence[float] = EAST, lat: float = 22.3) -> Atlas:
    """Three roads in a row along a parallel, through these four degrees of longitude."""
    corner = {"lon": np.array(east), "lat": np.full(4, lat)}
    legs = {"a": [0, 1, 2], "b": [1, 2, 3], "kind": [0, 0, 0], "metres": [4500.0, 4500.0, 9000.0]}
    nothing = {"nodes": {}, "edges": {}, "points": {}, "areas": {}}
    return unpack(
        pack("road", "", {**nothing, "crossings": corner, "roads": {**legs, "speed_kmh": [60.0] * 3}})
    )
