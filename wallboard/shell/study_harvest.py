"""A simulated day as a case of the diagnosis study: what its room heard, and what was really so."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from feeds.networks import network_of
from feeds.sim.chronicle import Switched
from feeds.sim.ground import Ground
from feeds.sim.protecting import protected
from feeds.sim.world import World
from wallboard.analysis.diagnosis_study.cases import Case, Truth, evidence_of, openings
from wallboard.analysis.diagnosis_study.tree import DeviceTree, device_tree
from wallboard.config.scenario import Scenario
from wallboard.domain.facts import Fact
from wallboard.state.atlas import Atlas, unpack

HOUR = 3600.0
WINDOW, BEFORE = 3.0 * HOUR, 2.0 * HOUR
"""Seconds that are judged, and how many of them lie before the scenario's moment."""


def stage(scenario: Scenario, network: str = "") -> tuple[Scenario, Atlas]:
    """The scenario and the network that it is lived on. network: a folder of CSV files or an atlas file, in
    the place of the scenario's own, with protective devices by the rule of ``feeds.sim.protecting``; what the
    scenario sets at devices of its own network is left out. Raises NetworkError."""
    if not network:
        return scenario, unpack(network_of(scenario.network)[1])
    raw, _ = protected(unpack(network_of(network)[1]))
    return msgspec.structs.replace(scenario, network=network, set_fault=[], planned=[]), unpack(raw)


def harvest(
    scenario: Scenario, seed: int, every: float, lasts: float = WINDOW, atlas: Atlas | None = None
) -> Case:
    """Live a seed's day up to the end of the window; the window is looked at each ``every`` s.

    atlas: as ``stage`` gives it (default: of the scenario's own network). What was heard before the window is
    heard too. Raises ConfigError, NetworkError.
    """
    atlas = stage(scenario)[1] if atlas is None else atlas
    quiet = msgspec.structs.replace(scenario, business=0.0)  # no orders: nothing here looks at them
    world = World(seed, quiet, _ground(atlas))
    tree = device_tree(atlas)
    looks = _Looks(world, tree)
    heard: list[Fact] = []
    truths: list[Truth] = []
    for at in instants(scenario, every, lasts):
        heard += (fact for told in world.step(at) if (fact := evidence_of(told)) is not None)
        truths.append(looks.truth())
    name = f"{scenario.name} {seed}"
    return Case(name, tree, scenario.start_at, heard, truths, openings(truths, looks.opened))


@lru_cache(maxsize=1)
def _ground(atlas: Atlas) -> Ground:
    """The ground of a network, once for all seeds of a process."""
    return Ground(atlas)


def instants(scenario: Scenario, every: float, lasts: float = WINDOW) -> Iterator[float]:
    """When it is judged, epoch s."""
    first = scenario.start_at + max(0.0, scenario.moment - BEFORE)
    last = min(first + lasts, scenario.end_at)
    for step in range(1, int((last - first) // every) + 1):
        yield first + step * every


class _Looks:
    """Looks behind a world's glass. opened: device (unit) and when, of all that opened."""

    def __init__(self, world: World, tree: DeviceTree) -> None:
        self._world, self._tree = world, tree
        wiring = world.supply.grid.wiring
        self._upper = {edge: upper for order in wiring.order for edge, upper, _ in order}
        self._edge = {device: edge for edge, device in tree.at.items()}
        self._chronicle = world.keep_truth()
        rows = {world.ground.edge_id(edge): device for edge, device in tree.at.items()}
        self._device = rows
        self.opened: list[tuple[int, float]] = []

    def truth(self) -> Truth:
        """What is so now."""
        supply, tree = self._world.supply, self._tree
        for line in self._chronicle.take():
            if isinstance(line, Switched) and not line.closed and line.edge in self._device:
                self.opened.append((tree.twins[self._device[line.edge]], line.at))
        dark, planned, fronts = set[int](), set[int](), set[int]()
        for area in supply.dark_areas():
            if not tree.customers[area] or supply.dark(area) < tree.customers[area]:
                continue
            if self._is_planned(area):
                planned.add(area)
                continue
            # the service line of an only customer leaves as much dark as the transformer: they are one
            front = self._front(area) if supply.whole_dark(area) else tree.leaf[area]
            if front >= 0:
                dark.add(area)
                fronts.add(tree.twins[front])
        opened = {tree.twins[device] for device, edge in self._edge.items() if not supply.grid.shut[edge]}
        opened |= {tree.twins[tree.leaf[area]] for area in self._broken_off() if tree.leaf[area] >= 0}
        return Truth(
            self._world.now,
            frozenset(fronts),
            frozenset(opened - fronts),
            frozenset(dark),
            frozenset(planned),
        )

    def _broken_off(self) -> list[int]:
        """Areas all of whose customers hang on broken service lines, lit or not."""
        broken: dict[int, int] = {}
        for fault in self._world.supply.standing.values():
            if fault.service:
                broken[fault.area] = broken.get(fault.area, 0) + fault.service
        return [area for area, count in broken.items() if count >= self._tree.customers[area]]

    def _is_planned(self, area: int) -> bool:
        """Whether planned work above it leaves it dark, whatever else is open."""
        switches = self._world.supply.grid.switches
        ways = (self._edge[device] for device in self._tree.way_up(self._tree.leaf[area]))
        return any(holder.startswith("planned/") for edge in ways for holder in switches.holders(edge))

    def _front(self, area: int) -> int:
        """The open device that a dark area hangs below and that has supply above it, -1 for none."""
        grid = self._world.supply.grid
        for device in self._tree.way_up(self._tree.leaf[area]):
            edge = self._edge[device]
            if not grid.shut[edge] and grid.live[self._upper[edge]]:
                return device
        return -1
