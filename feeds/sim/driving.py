"""A vehicle on the roads: where it is at any time, and which way it points."""

from bisect import bisect_right
from itertools import accumulate

from feeds.sim.plane import Point, along, apart, bearing
from feeds.sim.roadmap import RoadMap, Spot

TOP_SPEED = 16.0  # m/s
SLOWEST = 5.0  # m/s


class Vehicle:
    """Stands at a spot, or drives the shortest way to another at one speed (m/s)."""

    def __init__(self, roads: RoadMap, spot: Spot) -> None:
        self._roads = roads
        self.spot = spot
        self._points: list[Point] = [roads.point(spot)]
        self._run: list[float] = [0.0]
        self._left_at = 0.0
        self.speed = 0.0
        self._heading = 0.0

    def drive(self, goal: Spot, now: float, speed: float) -> float:
        """Set out for a spot; returns the time of arrival (epoch s)."""
        self._points = self._roads.way(self.spot, goal)
        steps = [apart(a, b) for a, b in zip(self._points, self._points[1:], strict=False)]
        self._run = [0.0, *accumulate(steps)]
        self.spot, self._left_at = goal, now
        self.speed = min(max(speed, SLOWEST), TOP_SPEED)
        return round(now + self._run[-1] / self.speed + 20.0, 3)

    def place(self, now: float) -> tuple[Point, float, float]:
        """(point, heading in degrees, speed in m/s) at a time."""
        gone = (now - self._left_at) * self.speed
        if self.speed == 0.0 or gone >= self._run[-1]:
            return self._points[-1], self._heading, 0.0
        leg = max(0, min(bisect_right(self._run, gone) - 1, len(self._points) - 2))
        a, b = self._points[leg], self._points[leg + 1]
        length = self._run[leg + 1] - self._run[leg]
        self._heading = bearing(a, b) if length > 0 else self._heading
        return along(a, b, (gone - self._run[leg]) / length if length else 0.0), self._heading, self.speed
