"""Transformer areas (台区) along the roads: as many as people live there, and how many customers each has.

Of the customer-owned ones (专变) each serves its owner alone; the public ones (公变) share all the others.
"""

import msgspec
import numpy as np

from feeds.sim.geography.draws import draws, shares
from feeds.sim.geography.ground import Floats, Ground, Ints
from feeds.sim.geography.nearness import nearest
from feeds.sim.geography.settlements import VILLAGE, Hamlets, Settlements
from feeds.sim.geography.streets import FERRY, MOTORWAY, Streets

PUBLIC, OWNED = 1, 2
"""Places in atlas_schema.OWNERS."""
OWNED_SHARE = (0.68, 0.46, 0.22)
"""Of the areas in the open country (works, pumps), in towns, in villages."""
KVA = np.array([30.0, 50.0, 80.0, 100.0, 160.0, 200.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0])
KVA_A_CUSTOMER = 3.1


class Transformers(msgspec.Struct, frozen=True):
    """One row an area: the road (row of the streets) that it stands at, ``share`` of the way from a to b.

    place: row of the settlement it is named after.
    """

    road: Ints
    share: Floats
    x: Floats
    y: Floats
    place: Ints
    owner: Ints
    customers: Ints
    kva: Floats

    @property
    def count(self) -> int:
        return len(self.road)


def place_transformers(
    ground: Ground,
    places: Settlements,
    hamlets: Hamlets,
    streets: Streets,
    seed: int,
    areas: int,
    customers: int,
) -> Transformers:
    """``areas`` transformer areas with ``customers`` LV customers in all."""
    density, surrounding = _density(places, hamlets, streets)
    weight = streets.metres * density**0.72 * ~np.isin(streets.kind, (MOTORWAY, FERRY))
    dice = draws(seed, "transformers")
    sums = np.cumsum(weight)
    at = (np.arange(areas) + 0.15 + 0.7 * dice.random(areas)) * (sums[-1] / areas)
    road = np.minimum(np.searchsorted(sums, at, side="right"), len(sums) - 1)
    share = np.clip((at - (sums[road] - weight[road])) / np.maximum(weight[road], 1e-9), 0.0, 1.0)
    share = np.round(0.06 + 0.88 * share, 4)
    x, y = _beside(ground, streets, road, share, dice)
    owner = np.where(dice.random(areas) < np.array(OWNED_SHARE)[surrounding[road]], OWNED, PUBLIC)
    owner[:1] = PUBLIC
    public = owner == PUBLIC
    size = np.exp(0.6 * dice.standard_normal(areas)) * density[road] ** 0.33
    counts = np.ones(areas, np.int64)
    rest = customers - int((~public).sum())
    counts[public] = np.maximum(shares(size[public], max(rest, int(public.sum()))), 1)
    return Transformers(
        road,
        share,
        x,
        y,
        _named_after(places, hamlets, streets, road),
        owner,
        counts,
        _kva(counts, public, dice),
    )


def _density(places: Settlements, hamlets: Hamlets, streets: Streets) -> tuple[Floats, Ints]:
    """Customers about each road, per crossing, and its surrounding: 0 open country, 1 town, 2 village."""
    inside = streets.hamlet >= 0
    crossings = np.bincount(streets.hamlet[inside], minlength=len(hamlets.x))
    lived = np.zeros(len(streets.x))
    lived[inside] = (hamlets.customers / np.maximum(crossings, 1))[streets.hamlet[inside]]
    kind = np.zeros(len(streets.x), np.int64)
    rural = places.kind[hamlets.settlement[streets.hamlet[inside]]] == VILLAGE
    kind[inside] = np.where(rural, 2, 1)
    surrounding = np.minimum(kind[streets.a], kind[streets.b])
    return np.maximum((lived[streets.a] + lived[streets.b]) / 2.0, 1.2), surrounding


def _beside(
    ground: Ground, streets: Streets, road: Ints, share: Floats, dice: np.random.Generator
) -> tuple[Floats, Floats]:
    """12 to 34 m to one side of the road; on it where that would be in the sea."""
    a, b = streets.a[road], streets.b[road]
    dx, dy = streets.x[b] - streets.x[a], streets.y[b] - streets.y[a]
    off = (12.0 + 22.0 * dice.random(len(road))) * np.where(dice.random(len(road)) < 0.5, -1.0, 1.0)
    on_x, on_y = streets.x[a] + dx * share, streets.y[a] + dy * share
    x, y = on_x - dy / streets.metres[road] * off, on_y + dx / streets.metres[road] * off
    dry = ground.holds(x, y)
    x[~dry], y[~dry] = on_x[~dry], on_y[~dry]
    return np.round(x, 1), np.round(y, 1)


def _named_after(places: Settlements, hamlets: Hamlets, streets: Streets, road: Ints) -> Ints:
    """The settlement whose hamlet the road is in, else the nearest one."""
    home = np.maximum(streets.hamlet[streets.a[road]], streets.hamlet[streets.b[road]])
    found = hamlets.settlement[np.maximum(home, 0)]
    lone = np.flatnonzero(home < 0)
    if len(lone):
        at = streets.a[road[lone]]
        found[lone], _ = nearest(streets.x[at], streets.y[at], places.x, places.y)
    return found


def _kva(counts: Ints, public: np.ndarray, dice: np.random.Generator) -> Floats:
    """The standard size that carries the customers; an owner's own is drawn."""
    wanted = counts * KVA_A_CUSTOMER * np.exp(0.25 * dice.standard_normal(len(counts)))
    fits = KVA[np.minimum(np.searchsorted(KVA, wanted), len(KVA) - 1)]
    drawn = KVA[np.floor(3.0 + 10.0 * dice.random(len(counts)) ** 1.3).astype(np.int64)]
    return np.where(public, fits, drawn)
