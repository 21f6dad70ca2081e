"""What a network is like in figures, counted the same way for a real one and for an invented one.

What a feeder and a section are: ``medium_voltage``.
"""

import msgspec
import numpy as np

from wallboard.state.atlas import Atlas
from wallboard.state.medium_voltage import MediumVoltage, wires_of

Spread = tuple[float, float, float]
"""10th, 50th and 90th percentile."""


class NetworkFigures(msgspec.Struct, frozen=True):
    """customers_an_area: of the areas that serve more than one. km: of closed medium-voltage lines."""

    nodes: int
    edges: int
    areas: int
    customers: int
    open_points: int
    meshed_nodes: int
    feeders: int
    km: float
    customers_an_area: Spread
    km_a_feeder: Spread
    areas_a_feeder: Spread
    sections_a_feeder: Spread


def figures_of(atlas: Atlas) -> NetworkFigures:
    """The figures; spreads of nothing are zeros."""
    nodes, edges, areas = (atlas.tables[name] for name in ("nodes", "edges", "areas"))
    medium = MediumVoltage(wires_of(atlas))
    held, sections = medium.areas(areas["node"].tolist()), medium.sections()
    served = areas["customers"].tolist()
    several = [count for count in served if count > 1]
    return NetworkFigures(
        nodes.rows,
        edges.rows,
        areas.rows,
        sum(served),
        edges.rows - int(np.count_nonzero(edges["closed"])),
        int(np.count_nonzero(np.asarray(nodes["block"]) >= 0)),  # type: ignore[operator]
        len(medium.km),
        round(sum(medium.km.values()), 1),
        spread(several),
        spread(list(medium.km.values())),
        spread([held[feeder] for feeder in medium.km]),
        spread([sections[feeder] for feeder in medium.km]),
    )


def spread(values: list[int] | list[float]) -> Spread:
    """10th, 50th and 90th percentile, to two places; zeros of nothing."""
    if not values:
        return 0.0, 0.0, 0.0
    low, middle, high = np.percentile(np.array(values, np.float64), (10, 50, 90)).tolist()
    return round(low, 2), round(middle, 2), round(high, 2)
