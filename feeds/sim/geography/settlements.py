"""Where people live: towns, their urban communities and villages, and the hamlets of each village.

A town's villages (their number is the real one) stand denser near its centre; hills, drawn by smooth noise
away from the centres, stay nearly empty. Customers fall off from the centres too.
"""

from typing import cast

import msgspec
import numpy as np
import shapely

from feeds.sim.geography.draws import draws, noise, shares
from feeds.sim.geography.given import TOWN_KINDS
from feeds.sim.geography.ground import Floats, Ground, Ints, inhabited
from feeds.sim.geography.names import Name, village_names

PIXEL = 250.0  # m of the raster that candidate places are taken from
URBAN_SHARE = {"seat": 0.9, "street": 0.75, "town": 0.3, "zone": 1.0}
WEIGHT = {"seat": 4.0, "street": 2.6, "town": 1.0, "zone": 10.0}
"""Customers of a kind's village, in villages of a town; a zone counts as one village."""
CENTRE_GAIN = {"seat": 2.2, "street": 2.5, "town": 5.0, "zone": 1.0}
HAMLET_CUSTOMERS = 130.0
MOST_HAMLETS = 9
CENTRE, COMMUNITY, VILLAGE = 0, 1, 2


class Settlements(msgspec.Struct, frozen=True):
    """Every settlement; a town's centre stands first of its own. kind: CENTRE, COMMUNITY or VILLAGE."""

    x: Floats
    y: Floats
    town: Ints
    kind: Ints
    customers: Ints
    names: list[Name]

    @property
    def count(self) -> int:
        return len(self.x)


class Hamlets(msgspec.Struct, frozen=True):
    """The built-up clusters: one of each centre and community, one or several of a village."""

    x: Floats
    y: Floats
    settlement: Ints
    customers: Ints


class Raster(msgspec.Struct, frozen=True):
    """Candidate places: pixel centres on inhabited land, the town each belongs to, and its hills (0 to 1)."""

    x: Floats
    y: Floats
    town: Ints
    hill: Floats


def raster_of(ground: Ground, seed: int) -> Raster:
    """The pixels of the inhabited land, each with the nearest town of its district."""
    xs: list[Floats] = []
    ys: list[Floats] = []
    towns: list[Ints] = []
    land = shapely.union_all(inhabited(ground))
    for row, dry in enumerate(ground.dry):
        left, low, right, high = dry.bounds
        x, y = np.meshgrid(np.arange(left, right, PIXEL), np.arange(low, high, PIXEL))
        area = shapely.intersection(dry, land)
        shapely.prepare(area)
        inside = shapely.contains_xy(area, x.ravel(), y.ravel())
        x, y = x.ravel()[inside], y.ravel()[inside]
        mine = np.flatnonzero(ground.town_district == row)
        far = (x[:, None] - ground.town_x[mine]) ** 2 + (y[:, None] - ground.town_y[mine]) ** 2
        xs.append(x)
        ys.append(y)
        towns.append(mine[far.argmin(1)])
    x, y, town = np.concatenate(xs), np.concatenate(ys), np.concatenate(towns)
    wide, fine = noise(draws(seed, "hills"), x, y, 16_000.0), noise(draws(seed, "hillocks"), x, y, 5_000.0)
    away = np.hypot(x - ground.town_x[town], y - ground.town_y[town])
    steep = np.clip((0.7 * wide + 0.3 * fine - 0.5) * 8.0, 0.0, 1.0) * np.clip(away / 3000.0 - 0.7, 0.0, 1.0)
    return Raster(x, y, town, steep)


def settle(ground: Ground, raster: Raster, seed: int, customers: int, share: float) -> Settlements:
    """Centres, communities and villages of all towns. share: of the real number of villages, 0 to 1."""
    rows: list[tuple[float, float, int, int, float]] = []
    weights = np.array([_weight(town.kind, town.villages) for town in ground.given.towns])
    totals = weights / weights.sum() * customers
    for row in range(len(ground.given.towns)):
        rows += _settle_town(ground, raster, seed, row, float(totals[row]), share)
    names = village_names(draws(seed, "names"), len(rows))
    columns = np.array(rows)
    return Settlements(
        columns[:, 0],
        columns[:, 1],
        columns[:, 2].astype(np.int64),
        columns[:, 3].astype(np.int64),
        np.maximum(shares(columns[:, 4], customers), 1),
        names,
    )


def _weight(kind: str, villages: int) -> float:
    if kind not in TOWN_KINDS:
        raise ValueError(f"{kind!r} is no kind of town: {', '.join(TOWN_KINDS)}")
    return WEIGHT[kind] * villages


def _settle_town(
    ground: Ground, raster: Raster, seed: int, row: int, total: float, share: float
) -> list[tuple[float, float, int, int, float]]:
    """One town's settlements with their customers, its centre first."""
    town, dice = ground.given.towns[row], draws(seed, "town", row)
    at = np.flatnonzero(raster.town == row)
    x, y = raster.x[at], raster.y[at]
    away = np.hypot(x - ground.town_x[row], y - ground.town_y[row])
    count = max(1, round(town.villages * share))
    urban = min(count, round(count * URBAN_SHARE[town.kind]))
    spread = 650.0 * max(urban, 1) ** 0.5
    near = np.exp(-((away / spread) ** 2)) * (1.0 - raster.hill[at])
    found = [(float(ground.town_x[row]), float(ground.town_y[row]))]
    found += _throw(dice, x, y, near, urban, 620.0, found)
    open_land = (np.exp(-away / 6000.0) + 0.3) * (1.0 - 0.97 * raster.hill[at]) * (away > spread)
    villages = _throw(dice, x, y, open_land, count - urban, 1500.0, found)
    kinds = [CENTRE, *[COMMUNITY] * (len(found) - 1), *[VILLAGE] * len(villages)]
    found += villages
    far = np.hypot(*(np.array(found) - np.array(found[0])).T)
    size = np.exp(0.45 * dice.standard_normal(len(found))) * (0.55 + np.exp(-far / 4000.0))
    size[0] = CENTRE_GAIN[town.kind] * 1.55
    size *= total / size.sum()
    return [(px, py, row, kind, float(s)) for (px, py), kind, s in zip(found, kinds, size, strict=True)]


def _throw(
    dice: np.random.Generator,
    x: Floats,
    y: Floats,
    weight: Floats,
    count: int,
    gap: float,
    known: list[tuple[float, float]],
) -> list[tuple[float, float]]:
    """Places by weight, none nearer than the gap (m) to another; the gap shrinks where room is short."""
    keys = np.log(np.maximum(dice.random(len(x)), 1e-12)) / np.maximum(weight, 1e-9)
    order = np.argsort(-keys, kind="stable")
    jitter = (dice.random((len(x), 2)) - 0.5) * PIXEL * 0.8
    found: list[tuple[float, float]] = []
    while len(found) < count and gap > PIXEL / 2:
        for row in order.tolist():
            if len(found) == count:
                break
            px, py = float(x[row] + jitter[row, 0]), float(y[row] + jitter[row, 1])
            if weight[row] > 1e-6 and all(
                (px - a) ** 2 + (py - b) ** 2 >= gap * gap for a, b in (*known, *found)
            ):
                found.append((px, py))
        gap *= 0.75
    return found


def hamlets_of(places: Settlements, ground: Ground, seed: int) -> Hamlets:
    """A village of many customers is several hamlets, some hundred metres apart."""
    dice = draws(seed, "hamlets")
    rows: list[tuple[float, float, int, float]] = []
    for row in range(places.count):
        x, y, whole = float(places.x[row]), float(places.y[row]), float(places.customers[row])
        rural = places.kind[row] == VILLAGE
        count = min(MOST_HAMLETS, 1 + int(whole / HAMLET_CUSTOMERS)) if rural else 1
        angle = dice.random(count) * 2.0 * np.pi
        off = np.where(np.arange(count) > 0, 420.0 + 1300.0 * dice.random(count), 0.0)
        size = 0.4 + dice.random(count)
        size[0] += 0.6
        size *= whole / size.sum()
        rows += [
            (x + float(off[k] * np.cos(angle[k])), y + float(off[k] * np.sin(angle[k])), row, float(size[k]))
            for k in range(count)
        ]
    columns = np.array(rows)
    home = columns[:, 2].astype(np.int64)
    dry = ground.holds(columns[:, 0], columns[:, 1])
    x = cast("Floats", np.where(dry, columns[:, 0], places.x[home]))
    y = cast("Floats", np.where(dry, columns[:, 1], places.y[home]))
    keep = dry | (columns[:, 0] == places.x[home])
    return Hamlets(x[keep], y[keep], home[keep], np.maximum(columns[keep, 3].round().astype(np.int64), 1))
