"""Where crossings may be: a small street grid in every hamlet and community, a loose mesh between them.

Each grid has its own direction and block size; neighbours in one town lie nearly the same way. The mesh is
what country roads are routed over.
"""

import msgspec
import numpy as np

from feeds.sim.geography.draws import draws
from feeds.sim.geography.ground import Floats, Ground, Ints
from feeds.sim.geography.settlements import CENTRE, COMMUNITY, VILLAGE, Hamlets, Raster, Settlements

BLOCK = {CENTRE: 118.0, COMMUNITY: 124.0, VILLAGE: 74.0}
"""Metres of the short side of a block; the long side is LONG times this."""
LONG = 1.45
ARTERIAL_EVERY = 4
"""Every so many-th line of a community's grid is an arterial road."""
OPEN, STREET, ARTERIAL_ROW, ARTERIAL_COLUMN = 0, 1, 2, 4


class Crossings(msgspec.Struct, frozen=True):
    """Candidate crossings. hamlet: row, -1 on the mesh; line: bits of the arterial lines it lies on."""

    x: Floats
    y: Floats
    hamlet: Ints
    line: Ints
    hill: Floats

    @property
    def count(self) -> int:
        return len(self.x)


def crossings_of(
    ground: Ground, raster: Raster, places: Settlements, hamlets: Hamlets, seed: int, target: int
) -> Crossings:
    """About ``target`` crossings in the hamlets, and the mesh around them."""
    wanted = hamlets.customers.astype(np.float64) ** 0.82
    counts = np.maximum((wanted / wanted.sum() * target).round().astype(np.int64), 4)
    grids = [_grid(places, hamlets, row, int(counts[row]), seed) for row in range(len(counts))]
    sizes = [len(grid) for grid in grids]
    points, home = np.concatenate(grids), np.repeat(np.arange(len(grids)), sizes)
    keep = _owned(points[:, :2], home, hamlets, counts, places) & ground.holds(points[:, 0], points[:, 1])
    keep &= _apart(points[:, :2], keep)
    rank = _rank_within(home, keep)
    keep &= rank < counts[home]
    points, home = points[keep], home[keep]
    mesh_x, mesh_y, hill = _mesh(ground, raster, points, seed, 640.0 * (40_000.0 / max(target, 1)) ** 0.25)
    empty = np.full(len(mesh_x), -1, np.int64)
    return Crossings(
        np.round(np.concatenate([points[:, 0], mesh_x]), 1),
        np.round(np.concatenate([points[:, 1], mesh_y]), 1),
        np.concatenate([home, empty]),
        np.concatenate([points[:, 2].astype(np.int64), np.zeros(len(mesh_x), np.int64)]),
        np.concatenate([np.zeros(len(points)), hill]),
    )


def _grid(places: Settlements, hamlets: Hamlets, row: int, count: int, seed: int) -> Floats:
    """More points than wanted of one hamlet's grid, inmost first: x, y, line bits."""
    settlement = int(hamlets.settlement[row])
    kind, town = int(places.kind[settlement]), int(places.town[settlement])
    dice = draws(seed, "grid", row)
    lean = float(draws(seed, "lean", town).random()) * np.pi / 2.0
    turn = 0.24 if kind != VILLAGE else 1.5
    angle = lean + (dice.random() - 0.5) * turn
    block = BLOCK[kind] * (0.85 + 0.3 * dice.random())
    half = int((count * 1.8) ** 0.5 * 0.75) + 2
    i, j = np.meshgrid(np.arange(-half, half + 1), np.arange(-half, half + 1))
    u, v = i.ravel() * block * LONG, j.ravel() * block
    jitter = (dice.random((2, len(u))) - 0.5) * block * (0.16 if kind != VILLAGE else 0.5)
    swing = dice.random(2) * np.pi * 2.0
    theta = np.arctan2(v, u)
    reach = np.hypot(u, v) * (
        1.0 + 0.22 * np.sin(2.0 * theta + swing[0]) + 0.14 * np.sin(3.0 * theta + swing[1])
    )
    order = np.argsort(reach, kind="stable")[: int(count * 1.7) + 3]
    u, v = u + jitter[0], v + jitter[1]
    x = hamlets.x[row] + u * np.cos(angle) - v * np.sin(angle)
    y = hamlets.y[row] + u * np.sin(angle) + v * np.cos(angle)
    big = kind != VILLAGE and count >= 30
    line = np.full(len(u), STREET)
    if big:
        line = line + ARTERIAL_ROW * (j.ravel() % ARTERIAL_EVERY == 0)
        line = line + ARTERIAL_COLUMN * (i.ravel() % ARTERIAL_EVERY == 0)
    return np.stack([x, y, line], 1)[order]


def _owned(points: Floats, home: Ints, hamlets: Hamlets, counts: Ints, places: Settlements) -> np.ndarray:
    """Which points lie nearer to their own hamlet than to any other, sizes considered."""
    blocks = np.array([BLOCK[int(kind)] for kind in places.kind[hamlets.settlement]])
    radius = blocks * np.sqrt(counts * LONG / np.pi)
    owned = np.ones(len(points), bool)
    for row in range(len(counts)):
        begin, end = np.searchsorted(home, [row, row + 1])
        gap = np.hypot(hamlets.x - hamlets.x[row], hamlets.y - hamlets.y[row])
        near = np.flatnonzero((gap < 2.2 * (radius[row] + radius)) & (np.arange(len(counts)) != row))
        if len(near):
            at = points[begin:end]
            own = np.hypot(at[:, 0] - hamlets.x[row], at[:, 1] - hamlets.y[row]) / radius[row]
            away = np.hypot(at[:, :1] - hamlets.x[near], at[:, 1:] - hamlets.y[near]) / radius[near]
            owned[begin:end] = own <= away.min(1)
    return owned


def _apart(points: Floats, keep: np.ndarray) -> np.ndarray:
    """Of points in one square of 48 m only the first kept one stays."""
    square = np.floor(points / 48.0).astype(np.int64)
    code = square[:, 0] * 1_000_000 + square[:, 1]
    rows = np.flatnonzero(keep)
    _, first = np.unique(code[rows], return_index=True)
    alone = np.zeros(len(points), bool)
    alone[rows[first]] = True
    return alone


def _rank_within(home: Ints, keep: np.ndarray) -> Ints:
    """The place of each kept point among the kept ones of its home (homes stand together)."""
    running = np.cumsum(keep) - 1
    before = np.concatenate([[0], np.cumsum(keep)])[np.searchsorted(home, home)]
    return running - before


def _mesh(
    ground: Ground, raster: Raster, points: Floats, seed: int, gap: float
) -> tuple[Floats, Floats, Floats]:
    """A shaken triangular mesh over the open land, none of it inside a hamlet: x, y, hill."""
    left, low, right, high = ground.whole.bounds
    dice = draws(seed, "mesh")
    x, y = np.meshgrid(np.arange(left, right, gap), np.arange(low, high, gap * 0.866))
    x[1::2] += gap / 2.0
    x, y = x.ravel(), y.ravel()
    shake = (dice.random((2, len(x))) - 0.5) * gap * 0.62
    x, y = x + shake[0], y + shake[1]
    inside = ground.holds(x, y)
    x, y = x[inside], y[inside]
    cell = 260.0
    taken = _squares(points[:, 0], points[:, 1], left, low, cell)
    mine = _squares(x, y, left, low, cell)
    around = np.unique(np.concatenate([taken + dx * 100_000 + dy for dx in (-1, 0, 1) for dy in (-1, 0, 1)]))
    free = ~np.isin(mine, around)
    x, y = x[free], y[free]
    squares = _squares(raster.x, raster.y, left, low, 500.0)
    known, first = np.unique(squares, return_index=True)
    at = np.clip(np.searchsorted(known, _squares(x, y, left, low, 500.0)), 0, len(known) - 1)
    return x, y, raster.hill[first[at]]


def _squares(x: Floats, y: Floats, left: float, low: float, size: float) -> Ints:
    """A number for the square of each place."""
    return (np.floor((x - left) / size) + 10).astype(np.int64) * 100_000 + np.floor((y - low) / size).astype(
        np.int64
    )
