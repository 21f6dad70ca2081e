"""What befalls the network: drawn per device by name, untouched by what the crews do."""

import math

import msgspec

from feeds.sim.chance import chance, skewed
from feeds.sim.failing import CAUSES, MOST_OF_A_SERVICE, WORK, Failing, Failure
from feeds.sim.fault import Fault
from feeds.sim.fault_times import FaultTimes
from feeds.sim.ground import TRAFO, Ground
from feeds.sim.hazard import failures
from feeds.sim.weather import Weather
from feeds.sim.wiring import Wiring
from wallboard.config.load import ConfigError
from wallboard.config.scenario import FaultKind, Scenario, SetFault
from wallboard.state.atlas_schema import EDGE_RANKS

TRUNK = EDGE_RANKS.index("trunk")


class Fate:
    """Draws the faults of one seed on one ground."""

    def __init__(self, seed: int, ground: Ground, wiring: Wiring) -> None:
        self._seed, self._ground, self._wiring = seed, ground, wiring
        self._failing = Failing(seed, ground, wiring)
        self._behind: dict[int, list[int]] = {}
        edges = ground.edges
        for edge, guard in enumerate(wiring.guard):
            if guard >= 0 and edges.kind[edge] != TRAFO:
                self._behind.setdefault(guard, []).append(edge)

    def draw(self, scenario: Scenario, sky: Weather) -> list[Fault]:
        """All faults of a scenario in the order in which they happen."""
        found = self._counted(scenario)
        if scenario.hazard:
            drawn = failures(self._seed, scenario, self._ground, sky)
            found += [
                self._failing.fault(Failure(*one))
                for one in zip(*(column.tolist() for column in drawn), strict=True)
            ]
        found += [self._set(scenario, entry) for entry in scenario.set_fault]
        first: dict[str, Fault] = {}
        for fault in sorted(found, key=lambda f: (f.at, f.id)):
            first.setdefault(fault.id, fault)
        return list(first.values())

    def _counted(self, scenario: Scenario) -> list[Fault]:
        """So many of each class as the scenario says."""
        times = FaultTimes(scenario)
        at_work = {self._ground.named[entry.device][1] for entry in scenario.planned}
        found: list[Fault] = []
        for kind in ("feeder", "lateral", "area", "service"):
            if not getattr(scenario.faults, kind):
                continue
            ranked = sorted(
                (self._urge(kind, self._id(kind, row), weight), row)
                for row, weight in self._devices(kind)
                if self._id(kind, row) not in at_work
            )
            for _, row in ranked[: getattr(scenario.faults, kind)]:
                dice = chance(self._seed, "fate", kind, self._id(kind, row))
                at = scenario.start_at + times.at(dice.random())
                found.append(self.fault(kind, row, at, skewed(dice, *WORK[kind])))
        return found

    def _devices(self, kind: str) -> list[tuple[int, float]]:
        """(row, weight): long lines in the open fail more often."""
        ground, areas = self._ground, self._ground.areas
        if kind == "feeder":
            return [(row, 1.0) for row in range(len(ground.feeders.id))]
        if kind == "lateral":
            return [
                (row, sum(ground.edges.km[edge] for edge in self._behind[at]) ** 0.7)
                for row, at in enumerate(ground.devices.edge)
                if ground.devices.kind[row] in ("lateral_switch", "fuse") and at in self._behind
            ]
        every = range(len(areas.id))
        if kind == "area":
            return [
                (row, 1.0 if areas.area_class[row] == "urban" else 1.2) for row in every if not areas.key[row]
            ]
        return [
            (row, areas.customers[row] ** 0.8) for row in every if areas.customers[row] and not areas.own[row]
        ]

    def _id(self, kind: str, row: int) -> str:
        ground = self._ground
        tables = {"feeder": ground.feeders.id, "lateral": ground.devices.id}
        return tables.get(kind, ground.areas.id)[row]

    def _urge(self, kind: str, device: str, weight: float) -> float:
        """Exponential race: the smaller, the sooner a device is among those that fail."""
        return -math.log(1.0 - chance(self._seed, "urge", kind, device).random()) / weight

    def _set(self, scenario: Scenario, entry: SetFault) -> Fault:
        _, device = self._ground.named[entry.device]
        tables = {"feeder": self._ground.feeders.id, "lateral": self._ground.devices.id}
        row = tables.get(entry.kind, self._ground.areas.id).index(device)
        fault = self.fault(entry.kind, row, scenario.start_at + entry.after, entry.work)
        return msgspec.structs.replace(fault, cause=entry.cause or fault.cause, van=entry.van)

    def fault(self, kind: FaultKind, row: int, at: float, work: float) -> Fault:
        """A fault behind a feeder's breaker, a lateral's device, a transformer's fuse, or below an area."""
        ground, areas = self._ground, self._ground.areas
        device = self._id(kind, row)
        dice = chance(self._seed, "detail", kind, device)
        cause = dice.choice(CAUSES[kind][0] + CAUSES[kind][1])
        if kind in ("area", "service"):
            most = areas.customers[row]
            return Fault(
                f"{kind}/{device}",
                kind,
                areas.edge[row],
                row,
                areas.line[row],
                row,
                device,
                areas.name[row],
                round(at, 3),
                work,
                cause,
                areas.point[row],
                service=min(most, 1 + int(MOST_OF_A_SERVICE * dice.random() ** 3))
                if kind == "service"
                else 0,
            )
        feeder = row if kind == "feeder" else ground.devices.feeder[row]
        guard = self.first_behind(kind, row)
        edges = [edge for edge in self._behind.get(guard, ()) if kind == "lateral" or self._is_trunk(edge)]
        edge = dice.choices(edges, weights=[ground.edges.km[one] + 1e-3 for one in edges])[0]
        return Fault(
            f"{kind}/{device}",
            kind,
            edge,
            -1,
            feeder,
            self._failing.home(edge),
            device,
            (ground.feeders.name if kind == "feeder" else ground.devices.name)[row],
            round(at, 3),
            work,
            cause,
            ground.middle(edge),
            isolate_after=self._failing.switching(feeder, dice) if kind == "feeder" else None,
        )

    def first_behind(self, kind: str, row: int) -> int:
        """The first edge behind a feeder's breaker or a lateral's device."""
        ground = self._ground
        return ground.feeders.breaker[row] if kind == "feeder" else ground.devices.edge[row]

    def areas_behind(self, edge: int) -> list[int]:
        """Areas that hang on an edge in the network's normal state."""
        ground, below = self._ground, set[int]()
        feeder = ground.edges.feeder[edge]
        for one, upper, lower in self._wiring.order[feeder]:
            if one == edge or upper in below:
                below.add(lower)
        return [area for area in ground.feeders.areas[feeder] if ground.areas.node[area] in below]

    def _is_trunk(self, edge: int) -> bool:
        return self._ground.edges.rank[edge] == TRUNK


def check_devices(scenario: Scenario, ground: Ground) -> None:
    """Raises ConfigError where a scenario names a device that its network has not."""
    named = [(f"set_fault[{i}]", entry.device) for i, entry in enumerate(scenario.set_fault)]
    named += [(f"planned[{i}]", entry.device) for i, entry in enumerate(scenario.planned)]
    for place, device in named:
        if device not in ground.named:
            raise ConfigError(
                f"scenario {scenario.name}",
                f"{place}.device",
                f'"{device}" is not in the network {scenario.network}',
                "name a feeder, a lateral's device or an area of it by id or name",
            )
