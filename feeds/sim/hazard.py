"""When each device fails: its hazard adds up with the weather at its place until it is more than it can bear.

What a device can bear is drawn once per device (mean 1, exponential), so that another policy of dispatch, or
another scenario of the same weather, meets the same faults. Rates are per hour of an ordinary day; what the
weather adds is calibrated on the number of faults that storms bring to a prefecture (docs/measured.md).
"""

import math
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from feeds.sim.demand import demand, loading
from feeds.sim.ground import TRAFO, Ground
from feeds.sim.splitmix import exponential, uniform
from feeds.sim.weather import Air, Weather
from feeds.sim.wiring import TIE
from wallboard.config.scenario import Scenario
from wallboard.state.atlas_schema import FEEDER_KINDS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LINE, TRANSFORMER, SERVICE, OVERLOAD = range(4)
"""Kinds of failure; the last is of a transformer too, by its load."""
STEP = 300.0  # s between two looks at the sky
SQUARE = 5_000.0
"""Metres of the squares in which the weather is one."""
SERVICES = 3
"""A transformer area's service lines fail at most so often in a scenario."""

LINE_BASE, CABLE_BASE = 2.5e-5, 0.5e-5  # per km and hour
TRAFO_BASE = 1.4e-5  # per transformer and hour
SERVICE_BASE = 4.7e-6  # per customer and hour
STRUCK = (0.012, 0.0012, 1.0e-5)
"""Faults of a line's km, a transformer and a customer's service per stroke a km2."""
BLOWN = (0.012, 0.0012, 9.0e-5)
"""The same per hour in gusts of 23 m/s; they rise with the square of what is above 13 m/s."""
CALM_GUST = 13.0
STRAINED = 4.0e-4
"""Faults of a customer's service an hour where twice an ordinary evening is drawn; they rise with the square
of what is above once."""
OVERLOADED = 0.6
"""The same of a transformer at twice its rating: its fuse or the main switch below it goes."""
EXPOSED = {"overhead": 1.0, "mixed": 0.5, "cable": 0.03, "unknown": 1.0}
"""Share of a feeder's lines that wind and lightning reach."""


class Failures(NamedTuple):
    """What fails, in no order. kind: LINE to OVERLOAD; row: of the edge or area; turn: the time of its
    kind at that row, from 0; at: epoch s; strokes, gust: how the sky was."""

    kind: Ints
    row: Ints
    turn: Ints
    at: Floats
    strokes: Floats
    gust: Floats


def failures(seed: int, scenario: Scenario, ground: Ground, weather: Weather) -> Failures:
    """Every failure of a scenario."""
    times = np.arange(0.0, scenario.lasts + STEP, STEP)
    squares, x, y = _squares(ground)
    skies = [weather.over(x, y, scenario.start_at + t) for t in times.tolist()]
    wanted = [demand(scenario.start_at + t, sky.heat) for t, sky in zip(times.tolist(), skies, strict=True)]
    areas = _square_of_nodes(ground, squares)[np.array(ground.areas.node)]
    parts = [_overloads(seed, scenario, ground, times, areas, np.stack(wanted))]
    for kind, (rows, square, base, weight, exposed) in enumerate(_entities(ground, squares)):
        ordinary = times / 3600.0
        added = np.stack([_added(kind, sky, want) for sky, want in zip(skies, wanted, strict=True)])
        sums = np.vstack([np.zeros(len(x)), np.cumsum(added, axis=0)[:-1]]) * (STEP / 3600.0)
        borne = np.zeros(len(rows))
        for turn in range(SERVICES if kind == SERVICE else 1):
            borne = borne + exponential(seed, f"bears-{kind}-{turn}", rows) / max(scenario.hazard, 1e-9)
            when = _crossings(borne, base * weight, weight * exposed, square, ordinary, sums)
            hit = np.isfinite(when)
            step = np.minimum((np.where(hit, when, 0.0) * 3600.0 / STEP).astype(np.int64), len(times) - 1)[
                hit
            ]
            strokes = np.stack([sky.strokes for sky in skies])[step, square[hit]]
            gust = np.stack([sky.gust for sky in skies])[step, square[hit]]
            count = int(hit.sum())
            parts.append(
                Failures(
                    np.full(count, kind),
                    rows[hit],
                    np.full(count, turn),
                    np.round(scenario.start_at + when[hit] * 3600.0, 3),
                    strokes,
                    gust,
                )
            )
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Failures(*cast("Iterable[Any]", columns))


def _crossings(
    borne: Floats, steady: Floats, gained: Floats, square: Ints, hours: Floats, sums: Floats
) -> Floats:
    """Hours until steady*t + gained*sums(t) reaches what is borne; inf where it does not."""
    found = np.full(len(borne), np.inf)
    for one in np.unique(square).tolist():
        mine = np.flatnonzero(square == one)
        final = steady[mine] * hours[-1] + gained[mine] * sums[-1, one]
        hit = mine[final >= borne[mine]]
        if not len(hit):
            continue
        low, high = np.zeros(len(hit), np.int64), np.full(len(hit), len(hours) - 1)
        for _ in range(int(math.log2(len(hours))) + 2):  # the sum rises: halve
            middle = (low + high) // 2
            enough = steady[hit] * hours[middle] + gained[hit] * sums[middle, one] >= borne[hit]
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        before = steady[hit] * hours[low] + gained[hit] * sums[low, one]
        after = steady[hit] * hours[high] + gained[hit] * sums[high, one]
        share = (borne[hit] - before) / np.maximum(after - before, 1e-300)
        found[hit] = hours[low] + np.clip(share, 0.0, 1.0) * (hours[high] - hours[low])
    return found


def _added(kind: int, sky: Air, wanted: Floats) -> Floats:
    """What the sky, and the load, add to the hourly rate of a kind."""
    gusty = np.maximum(0.0, sky.gust - CALM_GUST) / 10.0
    strained = STRAINED * np.maximum(0.0, wanted - 1.0) ** 2 if kind == SERVICE else 0.0
    return STRUCK[kind] * sky.strokes + BLOWN[kind] * gusty**2 + strained


def _overloads(
    seed: int, scenario: Scenario, ground: Ground, times: Floats, square: Ints, wanted: Floats
) -> Failures:
    """Transformers that fail by their load. square: of each area; wanted: demand by time and square."""
    served = np.flatnonzero(np.array(ground.areas.edge) >= 0)
    loaded = loading(seed, served)
    may = loaded * wanted.max(axis=0)[square[served]] > 1.0
    rows, loaded = served[may], loaded[may]
    over = np.maximum(0.0, loaded * wanted[:, square[rows]] - 1.0)
    sums = np.cumsum(OVERLOADED * over**2, axis=0) * (STEP / 3600.0)
    borne = exponential(seed, "bears-load", rows) / max(scenario.hazard, 1e-9)
    hit = sums[-1] >= borne
    step = (sums[:, hit] >= borne[hit]).argmax(axis=0)
    after = times[step] + STEP * uniform(seed, "bears-load, within", rows[hit])
    count, calm = int(hit.sum()), np.zeros(int(hit.sum()))
    kind, at = np.full(count, OVERLOAD), np.round(scenario.start_at + after, 3)
    return Failures(kind, rows[hit], np.zeros(count, np.int64), at, calm, calm)


def _squares(ground: Ground) -> tuple[dict[tuple[int, int], int], Floats, Floats]:
    """Squares that have anything in them, by their column and row, and their middles."""
    found: dict[tuple[int, int], int] = {}
    for x, y in zip(ground.node_x.tolist(), ground.node_y.tolist(), strict=True):
        found.setdefault((int(x // SQUARE), int(y // SQUARE)), len(found))
    keys = np.array(list(found), float).reshape(-1, 2)
    return found, (keys[:, 0] + 0.5) * SQUARE, (keys[:, 1] + 0.5) * SQUARE


def _square_of_nodes(ground: Ground, squares: dict[tuple[int, int], int]) -> Ints:
    column, row = (ground.node_x // SQUARE).astype(np.int64), (ground.node_y // SQUARE).astype(np.int64)
    return np.array([squares[one] for one in zip(column.tolist(), row.tolist(), strict=True)], np.int64)


def _entities(
    ground: Ground, squares: dict[tuple[int, int], int]
) -> list[tuple[Ints, Ints, Floats, Floats, Floats]]:
    """Of lines, transformers, services: rows, squares, ordinary rate, weight, share that weather reaches."""
    edges, areas = ground.edges, ground.areas
    at = _square_of_nodes(ground, squares)
    kind, b = np.array(edges.kind), np.array(edges.b)
    feeder = np.array(edges.feeder)
    kinds = np.array([*ground.feeders.kind, FEEDER_KINDS.index("unknown")])[feeder]
    exposed = np.array([EXPOSED[name] for name in FEEDER_KINDS])[np.minimum(kinds, len(FEEDER_KINDS) - 1)]
    base = LINE_BASE * exposed + CABLE_BASE * (1.0 - exposed)
    lines = np.flatnonzero((kind != TRAFO) & (np.array(edges.rank) != TIE) & (feeder >= 0))
    with_trafo = np.flatnonzero(np.array(areas.edge) >= 0)
    node = np.array(areas.node)
    line = np.array(areas.line)
    of_area = np.array([EXPOSED[name] for name in FEEDER_KINDS])[np.array([*ground.feeders.kind, 3])[line]]
    in_open = 0.25 + 0.75 * of_area
    customers = np.array(areas.customers, float)
    served = np.flatnonzero((node >= 0) & ~np.array(areas.own))
    one = np.ones
    return [
        (lines, at[b[lines]], base[lines], np.array(edges.km)[lines], exposed[lines]),
        (
            with_trafo,
            at[node[with_trafo]],
            TRAFO_BASE * one(len(with_trafo)),
            one(len(with_trafo)),
            in_open[with_trafo],
        ),
        (served, at[node[served]], SERVICE_BASE * one(len(served)), customers[served], in_open[served]),
    ]
