"""Roads that cannot be driven: low ones under water after rain, ferries that stay in harbour in a gale.

All of it follows from the sky and the lie of the land: who drives where changes nothing of it.
"""

from collections.abc import Collection

import msgspec
import numpy as np
from numpy.typing import NDArray

from feeds.sim.plane import along
from feeds.sim.roadmap import RoadMap
from feeds.sim.roads import Edge
from feeds.sim.splitmix import uniform
from feeds.sim.weather import GALE, Floats, Weather
from wallboard.config.scenario import Scenario
from wallboard.state.atlas_schema import ROAD_KINDS

LOW_SHARE = 0.015
"""Of the roads on the ground: dips, underpasses, river banks."""
DRY_KINDS = (ROAD_KINDS.index("motorway"), ROAD_KINDS.index("ferry"))
FERRY = ROAD_KINDS.index("ferry")
HOLDS = (10.0, 90.0)
"""Millimetres of standing rain from which on a low road is closed, least and most; drawn for each."""
DRAINS = 5400.0  # s in which standing rain falls to a third
WET, DRY = 0.6, 0.7
"""Of what closes it: from there on vehicles wade; below that a closed one is open again."""
EVERY = 300.0  # s between two looks


class Span(msgspec.Struct, frozen=True):
    """A time, epoch s, in which a road is as the table says that it stands in."""

    begins: float
    ends: float


class Closures:
    """By road: when it is ``shut``, and when it is only ``wet`` (shut times included). why: water or wind."""

    def __init__(
        self, seed: int, scenario: Scenario, roads: RoadMap, sky: Weather, dry: Collection[Edge] = ()
    ) -> None:
        self.shut: dict[Edge, list[Span]] = {}
        self.wet: dict[Edge, list[Span]] = {}
        self.why: dict[Edge, str] = {}
        if not sky.systems:
            return
        kinds = np.array([roads.kind[edge] for edge in roads.metres], np.int64)
        draw = uniform(seed, "low road", np.arange(len(kinds), dtype=np.int64))
        low = (draw < LOW_SHARE) & ~np.isin(kinds, DRY_KINDS)
        edges = list(roads.metres)
        rows = [row for row in np.flatnonzero(low | (kinds == FERRY)).tolist() if edges[row] not in dry]
        if not rows:
            return
        middles = [
            along(roads.crossings[a], roads.crossings[b], 0.5) for a, b in (edges[row] for row in rows)
        ]
        x, y = np.array([p.x for p in middles]), np.array([p.y for p in middles])
        ferry = kinds[rows] == FERRY
        least, most = HOLDS
        bears = least + (most - least) * draw[rows] / LOW_SHARE
        times, shares = _shares(scenario, sky, x, y, ferry, bears)
        for at, row in enumerate(rows):
            shut = _spans(times, shares[:, at], 1.0, 1.0 if ferry[at] else DRY)
            if shut:
                self.shut[edges[row]] = shut
                self.why[edges[row]] = "wind" if ferry[at] else "water"
                if not ferry[at]:
                    self.wet[edges[row]] = _spans(times, shares[:, at], WET, WET)

    def first(self, edge: Edge, begins: float, ends: float) -> Span | None:
        """The first time within these in which a road is shut."""
        return next((s for s in self.shut.get(edge, ()) if s.begins <= ends and begins <= s.ends), None)

    def wades(self, edge: Edge, at: float) -> bool:
        """Whether a vehicle goes at a walk there."""
        return any(span.begins <= at <= span.ends for span in self.wet.get(edge, ()))


def _shares(
    scenario: Scenario, sky: Weather, x: Floats, y: Floats, ferry: NDArray[np.bool_], bears: Floats
) -> tuple[Floats, Floats]:
    """Times (epoch s), and by time and road how much of what closes it there is."""
    times = np.arange(scenario.start_at, scenario.end_at + EVERY, EVERY)
    stands, shares = np.zeros(len(x)), np.zeros((len(times), len(x)))
    stays = float(np.exp(-EVERY / DRAINS))
    for turn, now in enumerate(times.tolist()):
        air = sky.over(x, y, now)
        stands = stands * stays + air.rain * EVERY / 3600.0
        shares[turn] = np.where(ferry, air.wind / GALE, stands / bears)
    return times, shares


def _spans(times: Floats, share: Floats, shuts: float, opens: float) -> list[Span]:
    """From when it reaches ``shuts`` until it falls below ``opens``."""
    found: list[Span] = []
    since: float | None = None
    for at, much in zip(times.tolist(), share.tolist(), strict=True):
        if since is None and much >= shuts:
            since = at
        elif since is not None and much < opens:
            found.append(Span(since, at))
            since = None
    return [*found, Span(since, float(times[-1]))] if since is not None else found
