"""A simulated day as the dispatch study counts it, looked at from behind the glass."""

import msgspec

from feeds.sim.assigning import Assigned
from feeds.sim.chronicle import Darkened, Drove, Mended
from feeds.sim.world import World
from feeds.worlds import open_world
from wallboard.analysis.dispatch_study.days import Day, Served
from wallboard.config.scenario import Borders, Scenario
from wallboard.domain.crews import CrewProfile, CrewStatusValue
from wallboard.domain.outages import OutageExtent
from wallboard.domain.terms import CrewStatus

STEP = 1800.0
"""Seconds that are lived at once: what was said is read and forgotten."""


def live(scenario: Scenario, seed: int, borders: Borders) -> Day:
    """One day under one rule. Raises ConfigError, NetworkError."""
    day = msgspec.structs.replace(scenario, business=0.0, borders=borders)
    world = open_world(day, seed, shown_at=day.end_at, policy=Assigned(), polled=False)
    watch = _Watch(world)
    at = day.start_at
    while at < day.end_at:
        at = min(at + STEP, day.end_at)
        watch.step(at)
    return watch.day(seed, borders, day.end_at)


class _Watch:
    """Follows crews by what they say, and faults, darkness and drives by what is so."""

    def __init__(self, world: World) -> None:
        self._world, self._chronicle = world, world.keep_truth()
        self._units: dict[str, str] = {}  # of crews
        self._reported: dict[str, float] = {}  # by outage
        self._class: dict[str, str] = {}
        self._first: dict[str, tuple[float, str]] = {}  # by outage: first on site, of which unit
        self._mended: dict[str, float] = {}
        self._dark: dict[str, tuple[int, float]] = {}  # by area: customers, since
        self._customer_seconds = self._metres = 0.0

    def step(self, until: float) -> None:
        for fact in self._world.step(until):
            data = fact.data
            if isinstance(data, CrewProfile):
                self._units[fact.key] = data.unit
            elif isinstance(data, CrewStatusValue):
                if data.status is CrewStatus.ON_SITE and data.outage:
                    self._first.setdefault(data.outage, (data.since, self._units.get(fact.key, "")))
            elif isinstance(data, OutageExtent) and data.reported_at is not None:
                self._reported.setdefault(fact.key, data.reported_at)
                self._class.setdefault(fact.key, data.area_class or "")
        for line in self._chronicle.take():
            if isinstance(line, Darkened):
                self._darkened(line.area, line.dark, line.at)
            elif isinstance(line, Mended):
                self._mended[line.id] = line.at
            elif isinstance(line, Drove) and line.vehicle.startswith("C"):
                self._metres += self._length(line)

    def _darkened(self, area: str, dark: int, at: float) -> None:
        customers, since = self._dark.get(area, (0, at))
        self._customer_seconds += customers * (at - since)
        self._dark[area] = dark, at

    def _length(self, line: Drove) -> float:
        """Metres of a drive as it was set out upon."""
        roads, metres = self._world.ground.roads, 0.0
        for one, other in zip(line.via, line.via[1:], strict=False):
            metres += roads.length(one, other)
        return metres

    def day(self, seed: int, borders: Borders, ends: float) -> Day:
        """What it came to."""
        for area in list(self._dark):
            self._darkened(area, 0, ends)
        ground, served = self._world.ground, list[Served]()
        for fault in self._world.faults:
            if fault.planned or fault.recloses:
                continue
            outage = self._world.outage_of(fault.id)
            arrived, unit = self._first.get(outage, (None, ""))
            served.append(
                Served(
                    fault=fault.id,
                    unit=ground.bureau_name(fault.home),
                    area_class=self._class.get(outage, ""),
                    at=fault.at,
                    customers=fault.service or ground.areas.customers[fault.home],
                    reported=self._reported.get(outage),
                    arrived=arrived,
                    mended=self._mended.get(fault.id),
                    crew_unit=unit,
                )
            )
        return Day(
            seed=seed,
            borders=borders,
            ends=ends,
            served=tuple(served),
            customer_seconds=self._customer_seconds,
            metres=self._metres,
        )
