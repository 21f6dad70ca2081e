"""Substations where the load is: 110/10 kV, and 35/10 kV where there is little of it."""

import msgspec
import numpy as np

from feeds.sim.geography.draws import draws
from feeds.sim.geography.ground import Floats, Ints
from feeds.sim.geography.nearness import nearest
from feeds.sim.geography.streets import FERRY, MOTORWAY, Streets
from feeds.sim.geography.transformers import Transformers

CROWDING = 0.3
"""Of stations: they follow the load more than the land."""
SMALL_SHARE = 0.2
"""Of the stations, those with the least load, are fed at 35 kV."""
KVA_A_MVA = 1400.0
"""Transformers' kVA (not all at full load at once) that one MVA of a station carries."""
UNITS = np.array([10.0, 20.0, 40.0, 63.0, 80.0, 100.0, 126.0, 160.0, 200.0, 240.0])


class Substations(msgspec.Struct, frozen=True):
    """crossing: where it stands; kv: of its high side; mva: of all its transformers."""

    crossing: Ints
    kv: Floats
    mva: Floats


def place_substations(streets: Streets, areas: Transformers, seed: int, count: int) -> Substations:
    """Stations in the middle of about equal loads, each at a crossing of its own."""
    weight = 1.0 + areas.customers / 250.0
    points = np.stack([areas.x, areas.y], 1)
    middles = centres_of(points, weight, count, draws(seed, "substations"), CROWDING)
    open_roads = ~np.isin(streets.kind, (MOTORWAY, FERRY))
    usable = np.unique(np.concatenate([streets.a[open_roads], streets.b[open_roads]]))
    crossings: list[int] = []
    for x, y in middles.tolist():
        away = np.hypot(streets.x[usable] - x, streets.y[usable] - y)
        taken = np.isin(usable, crossings)
        crossings.append(int(usable[np.argmin(away + 1e9 * taken)]))
    crossings.sort()
    chosen = np.array(crossings, np.int64)
    home, _ = nearest(areas.x, areas.y, streets.x[chosen], streets.y[chosen])
    load = np.bincount(home, areas.kva, minlength=len(chosen))
    small = np.zeros(len(chosen), bool)
    small[np.argsort(load, kind="stable")[: int(len(chosen) * SMALL_SHARE)]] = True
    mva = UNITS[np.minimum(np.searchsorted(UNITS, load / KVA_A_MVA), len(UNITS) - 1)]
    return Substations(chosen, np.where(small, 35.0, 110.0), mva)


def centres_of(
    points: Floats, weight: Floats, count: int, dice: np.random.Generator, crowding: float = 1.0
) -> Floats:
    """Middles of ``count`` groups of weighted points (k-means, seeded by distance).

    crowding: 1 spreads the groups over the land, less gives more of them to where the weight is.
    """
    count = min(count, len(points))
    first = int(np.searchsorted(np.cumsum(weight), dice.random() * weight.sum()))
    chosen = [min(first, len(points) - 1)]
    far = ((points - points[chosen[0]]) ** 2).sum(1) ** crowding
    while len(chosen) < count:
        sums = np.cumsum(weight * far)
        place = min(int(np.searchsorted(sums, dice.random() * sums[-1], side="right")), len(points) - 1)
        chosen.append(place)
        far = np.minimum(far, ((points - points[place]) ** 2).sum(1) ** crowding)
    middles = points[chosen].copy()
    for _ in range(8):
        home = nearest_of(points, middles)
        mass = np.bincount(home, weight, minlength=count)
        for axis in (0, 1):
            total = np.bincount(home, weight * points[:, axis], minlength=count)
            middles[:, axis] = np.where(mass > 0, total / np.maximum(mass, 1e-12), middles[:, axis])
    return np.round(middles, 1)


def nearest_of(points: Floats, middles: Floats) -> Ints:
    """The row of the nearest middle of each point."""
    found: list[Ints] = []
    for begin in range(0, len(points), 4096):
        part = points[begin : begin + 4096]
        far = ((part[:, None, :] - middles[None, :, :]) ** 2).sum(2)
        found.append(far.argmin(1))
    return np.concatenate(found) if found else np.empty(0, np.int64)
