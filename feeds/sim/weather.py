"""The sky over a scenario: wind, gusts, rain, lightning and heat at any place and time.

A quiet day has the sea breeze. Over it a ``storm`` lies on the whole area at once, a ``front`` passes with
its cells, a ``typhoon`` turns about its track after Holland (1980), and a heat wave warms the afternoons.
"""

import math
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from feeds.sim.plane import Point, metres
from feeds.sim.splitmix import uniform
from wallboard.config.scenario import Front, Scenario, Storm, Typhoon

Floats = NDArray[np.float64]

CALM_WIND, SEA_BREEZE = 2.5, 2.5  # m/s at night, and what the afternoon adds
GUST = 1.5  # gust to mean wind over land
STORM_WIND, STORM_RAIN, STORM_STROKES = 16.0, 45.0, 1.2
"""A storm of strength 1: m/s, mm/h, strokes a km2 and hour."""
ZONE = 8.0  # hours that the local day is ahead of UTC
SQUARE = 5_000.0
"""Metres over which the cells of a front differ."""
HOLLAND_B = 1.4
LEFT_OVER_LAND = 0.82
"""Of a typhoon's wind over the sea."""
STEERING = 0.45
"""Of a typhoon's own way that its right side gains and its left side loses."""
GALE = 13.9  # m/s
INFLOW = 25.0
"""Degrees by which the wind of a typhoon over land turns inwards."""
FROM_SEA, FROM_LAND, FROM_STORM = 160.0, 20.0, 290.0
"""Where the day's and the night's breeze come from, and a storm that has no front; degrees from north."""
RAIN_REACH = 130_000.0  # m over which a typhoon's rain falls off to a third

WARNINGS: tuple[tuple[str, float, str], ...] = (
    ("typhoon", 32.0, "台风红色预警"),
    ("typhoon", 26.0, "台风橙色预警"),
    ("typhoon", 20.0, "台风黄色预警"),
    ("typhoon", 13.0, "台风蓝色预警"),
    ("thunder", 22.0, "雷雨大风橙色预警"),
    ("thunder", 11.0, "雷雨大风黄色预警"),
)
"""What brings the gusts, from what gust on (m/s), the issuer's words; the first that fits is said."""
HEAT_WARNINGS = ((37.0, "高温橙色预警"), (35.0, "高温黄色预警"))


class Air(NamedTuple):
    """At each of some places: wind and gust in m/s, rain in mm/h, strokes a km2 and hour, heat in °C."""

    wind: Floats
    gust: Floats
    rain: Floats
    strokes: Floats
    heat: Floats


class System(Protocol):
    """Something in the sky that adds to a quiet day."""

    kind: str

    def over(self, x: Floats, y: Floats, now: float) -> tuple[Floats, Floats, Floats]:
        """Wind (m/s), rain (mm/h) and strokes (a km2 and hour) that it brings to places."""
        ...

    def direction(self, point: Point, now: float) -> float:
        """Where its wind comes from at a place, degrees clockwise from north."""
        ...


class Weather:
    """places: those that are served, which a front is timed by."""

    def __init__(self, scenario: Scenario, places: list[Point], seed: int = 0) -> None:
        self._scenario, self.seed = scenario, seed
        self.systems: list[System] = []
        if scenario.storm is not None:
            self.systems.append(Everywhere(scenario.storm, scenario.start_at))
        self.systems += [Passing(front, scenario.start_at, places, seed) for front in scenario.front]
        if scenario.typhoon is not None:
            self.systems.append(Cyclone(scenario.typhoon, scenario.start_at))

    def over(self, x: Floats, y: Floats, now: float) -> Air:
        """The air at places (m) and a time (epoch s)."""
        hour = (now / 3600.0 + ZONE) % 24.0
        noon = max(0.0, math.sin((hour - 8.0) / 13.0 * math.pi)) if 8.0 <= hour <= 21.0 else 0.0
        wind = np.full(len(x), CALM_WIND + SEA_BREEZE * noon)
        rain, strokes = np.zeros(len(x)), np.zeros(len(x))
        for system in self.systems:
            blows, pours, flashes = system.over(x, y, now)
            wind = np.maximum(wind, blows)
            rain, strokes = rain + pours, strokes + flashes
        warm = self._scenario.warmest - 7.5 * (1.0 - noon)
        heat = warm - 6.0 * np.minimum(rain / 20.0, 1.0)
        return Air(wind, wind * GUST, rain, strokes, heat)

    def at(self, point: Point, now: float) -> Air:
        """The air at one place."""
        return self.over(np.array([point.x]), np.array([point.y]), now)

    def force(self, point: Point, now: float) -> float:
        """How hard it is to be out there: 0 (calm) to about 1 (gusts of 30 m/s), more in a typhoon."""
        return max(0.0, (float(self.at(point, now).gust[0]) / GUST - 3.5) / STORM_WIND)

    def direction(self, point: Point, now: float) -> float:
        """Where the wind comes from at a place: by its strongest system, else by the breeze of the hour."""
        x, y = np.array([point.x]), np.array([point.y])
        winds = [(float(system.over(x, y, now)[0][0]), system) for system in self.systems]
        strongest, system = max(winds, key=lambda found: found[0], default=(0.0, None))
        if system is not None and strongest >= CALM_WIND + SEA_BREEZE:
            return system.direction(point, now)
        hour = (now / 3600.0 + ZONE) % 24.0
        return FROM_SEA if 9.0 <= hour <= 20.0 else FROM_LAND

    def words(self, point: Point, now: float) -> str:
        """The warning in force at a place, as the weather office says it; "" where there is none."""
        air = self.at(point, now)
        kinds = {system.kind for system in self.systems}
        for kind, gust, words in WARNINGS:
            if kind in kinds and float(air.gust[0]) >= gust:
                return words
        return next((words for least, words in HEAT_WARNINGS if float(air.heat[0]) >= least), "")


class Everywhere:
    """A storm that lies over the whole area at once."""

    kind = "thunder"

    def __init__(self, storm: Storm, start: float) -> None:
        self._storm, self._start = storm, start

    def over(self, x: Floats, y: Floats, now: float) -> tuple[Floats, Floats, Floats]:
        force = np.full(len(x), intensity(self._storm, now - self._start))
        wind = np.where(force > 0.0, 3.5 + STORM_WIND * force, 0.0)
        return wind, STORM_RAIN * force, STORM_STROKES * force

    def direction(self, point: Point, now: float) -> float:
        return FROM_STORM


class Passing:
    """A line of thunderstorms that crosses the area; its cells are stronger here and weaker there."""

    kind = "thunder"

    def __init__(self, front: Front, start: float, places: list[Point], seed: int) -> None:
        self._front, self._seed = front, seed
        turn = math.radians(front.towards)
        self._east, self._north = math.sin(turn), math.cos(turn)
        along = [p.x * self._east + p.y * self._north for p in places] or [0.0]
        across = [p.y * self._east - p.x * self._north for p in places] or [0.0]
        self._near, self._middle = min(along), (min(across) + max(across)) / 2
        self._reaches = start + front.reaches

    def over(self, x: Floats, y: Floats, now: float) -> tuple[Floats, Floats, Floats]:
        front = self._front
        edge = self._near + (now - self._reaches) * front.speed_kmh / 3.6
        behind = (edge - x * self._east - y * self._north) / (front.depth_km * 1000.0)
        aside = (y * self._east - x * self._north - self._middle) / (front.width_km * 500.0)
        inside = (behind > 0.0) & (behind < 1.0)
        share = np.where(inside, 6.75 * behind * (1.0 - np.clip(behind, 0.0, 1.0)) ** 2, 0.0)
        force = share * np.exp(-(aside**4)) * (0.35 + 0.65 * self._cells(x, y))
        wind = np.where(force > 0.02, front.gust / GUST * np.sqrt(force), 0.0)
        return wind, front.rain * force, front.strokes * force

    def direction(self, point: Point, now: float) -> float:
        """The gusts run out ahead of the rain, the way it moves."""
        return (self._front.towards + 180.0) % 360.0

    def _cells(self, x: Floats, y: Floats) -> Floats:
        """0 to 1, smooth over some kilometres, the same for one seed."""
        u, v = x / SQUARE, y / SQUARE
        i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
        s, t = u - i, v - j
        s, t = s * s * (3.0 - 2.0 * s), t * t * (3.0 - 2.0 * t)

        def corner(dx: int, dy: int) -> Floats:
            return uniform(self._seed, "cells", (i + dx) * 100_003 + (j + dy))

        south = corner(0, 0) * (1.0 - s) + corner(1, 0) * s
        north = corner(0, 1) * (1.0 - s) + corner(1, 1) * s
        return south * (1.0 - t) + north * t


class Cyclone:
    """A typhoon: Holland's profile about a point that moves along the track, stronger on its right."""

    kind = "typhoon"

    def __init__(self, typhoon: Typhoon, start: float) -> None:
        places = [metres(fix.lon, fix.lat) for fix in typhoon.track]
        self._times = np.array([start + fix.after for fix in typhoon.track])
        self._x, self._y = np.array([p.x for p in places]), np.array([p.y for p in places])
        self._wind = np.array([fix.wind for fix in typhoon.track])
        self._radius = np.array([fix.radius_km * 1000.0 for fix in typhoon.track])
        self._rain = typhoon.rain

    def centre(self, now: float) -> Point:
        """Where its eye is."""
        return Point(float(np.interp(now, self._times, self._x)), float(np.interp(now, self._times, self._y)))

    def over(self, x: Floats, y: Floats, now: float) -> tuple[Floats, Floats, Floats]:
        eye, later = self.centre(now), self.centre(now + 600.0)
        most = self.strongest(now)
        radius = float(np.interp(now, self._times, self._radius))
        dx, dy = x - eye.x, y - eye.y
        away = np.maximum(np.hypot(dx, dy), 500.0)
        inner = (radius / away) ** HOLLAND_B
        turning = most * LEFT_OVER_LAND * np.sqrt(inner * np.exp(1.0 - inner))
        east, north = (later.x - eye.x) / 600.0, (later.y - eye.y) / 600.0
        right = (dx * north - dy * east) / away * STEERING * np.minimum(1.0, inner)
        bands = 0.75 + 0.45 * np.sin(2.0 * np.arctan2(dy, dx) + 5.0 * np.log(away / 10_000.0))
        rain = self._rain * bands * np.exp(-np.maximum(0.0, away - radius) / RAIN_REACH)
        return np.maximum(0.0, turning + right), rain, np.where(rain > 5.0, 0.02, 0.0)

    def direction(self, point: Point, now: float) -> float:
        """Against the clock about the eye, and inwards over rough ground."""
        eye = self.centre(now)
        outwards = math.degrees(math.atan2(point.x - eye.x, point.y - eye.y))
        return (outwards + 90.0 - INFLOW) % 360.0

    def strongest(self, at: float) -> float:
        """Its strongest sustained wind, m/s."""
        return float(np.interp(at, self._times, self._wind))

    def gale_reach(self, at: float) -> float:
        """Metres from the eye within which gales blow; 0 where there are none."""
        away = np.arange(1.0, 600.0) * 1000.0
        inner = (float(np.interp(at, self._times, self._radius)) / away) ** HOLLAND_B
        gales = away[self.strongest(at) * np.sqrt(inner * np.exp(1.0 - inner)) >= GALE]
        return float(gales[-1]) if len(gales) else 0.0


def intensity(storm: Storm, after: float) -> float:
    """0 (calm) to about 1 (peak of a storm of strength 1), ``after`` seconds from the scenario's start."""
    if not storm.begins < after < storm.ends:
        return 0.0
    if after <= storm.peak:
        share = (after - storm.begins) / (storm.peak - storm.begins)
    else:
        share = (storm.ends - after) / (storm.ends - storm.peak)
    return storm.strength * math.sin(share * math.pi / 2) ** 2
