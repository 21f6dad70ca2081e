"""A vehicle on the roads: where it is at any time, and which way it points."""

from bisect import bisect_right

from feeds.sim.plane import Point, along, apart, bearing
from feeds.sim.roadmap import Drive, RoadMap
from feeds.sim.roads import Spot


class Vehicle:
    """Stands at a spot, or follows a drive to another one."""

    def __init__(self, name: str, roads: RoadMap, spot: Spot) -> None:
        self.name, self.spot = name, spot
        self._roads = roads
        self._points: list[Point] = [roads.point(spot)]
        self._times: tuple[float, ...] = (0.0,)
        self._heading = 0.0

    def follow(self, drive: Drive) -> None:
        """Set out; ``spot`` is where it will stand."""
        self._points, self._times = self._roads.points(drive), drive.times
        self.spot = drive.end

    def place(self, now: float) -> tuple[Point, float, float]:
        """(point, heading in degrees, speed in m/s) at a time."""
        times, points = self._times, self._points
        if now >= times[-1]:
            return points[-1], self._heading, 0.0
        leg = max(0, bisect_right(times, now) - 1)
        a, b, took = points[leg], points[leg + 1], times[leg + 1] - times[leg]
        length = apart(a, b)
        self._heading = bearing(a, b) if length > 0 else self._heading
        return along(a, b, (now - times[leg]) / took), self._heading, length / took
