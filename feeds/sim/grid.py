"""The switching of the network: what is open and for whom, and what hangs on a source because of it.

Dark is what no closed way joins to a source, and nothing else. After any change of switches ``settle`` traces
the feeders concerned again and lets protection act where a fault would be under voltage.
"""

from collections.abc import Iterable

import msgspec

from feeds.sim.ground import TRAFO, Ground
from feeds.sim.switches import Switches
from feeds.sim.wiring import GUARDS, Wiring

CAPACITY_KW = 7_500.0
"""What a feeder can carry: about 450 A at 10 kV."""
HEADROOM = 1.15
"""A feeder that carries more than ``CAPACITY_KW`` on an ordinary day can carry so much of that."""


class Trip(msgspec.Struct, frozen=True):
    """A device that opened by itself for a fault."""

    fault: str
    edge: int


class Settled(msgspec.Struct, frozen=True):
    """What a change did: areas by row that lost and got supply, the feeders that were traced, the trips."""

    dark: list[int]
    lit: list[int]
    feeders: list[int]
    trips: list[Trip]


class Grid:
    """By node: ``live``, ``fed`` (the feeder whose outlet it hangs on, -1). By edge: ``shut``. ``load``
    scales every area's kilowatts (1: an ordinary evening)."""

    def __init__(self, ground: Ground, wiring: Wiring | None = None) -> None:
        self.ground, self.wiring = ground, wiring or Wiring(ground)
        self.switches = Switches(ground)
        self.shut = self.switches.shut
        self.load = 1.0
        count = ground.nodes
        self._low = {node: area for area, node in enumerate(ground.areas.node) if node >= 0}
        self.live = bytearray(1 if owner < 0 else 0 for owner in self.wiring.owner)
        self.fed = [-1] * count
        self._came = [-1] * count
        self._faulted: dict[int, dict[str, bool]] = {}  # by edge: fault -> whether the first guard fails
        self._at: dict[int, set[int]] = {}  # faulted edges by feeder
        for feeder in range(len(ground.feeders.id)):
            self._spread([feeder])
        self._usual = [self._carried(feeder) for feeder in range(len(ground.feeders.id))]

    # What breaks, and what follows from it.

    def break_at(self, edge: int, fault: str, *, guard_fails: bool = False) -> None:
        """An element fails; ``settle`` lets protection see it."""
        self._faulted.setdefault(edge, {})[fault] = guard_fails
        self._at.setdefault(self.feeder_of(edge), set()).add(edge)

    def mend_at(self, edge: int, fault: str) -> None:
        """It is sound again."""
        there = self._faulted.get(edge, {})
        there.pop(fault, None)
        if not there:
            self._faulted.pop(edge, None)
            self._at.get(self.feeder_of(edge), set()).discard(edge)

    def faults_at(self) -> Iterable[tuple[int, str]]:
        """Every element that is broken now, with its faults."""
        return ((edge, fault) for edge, faults in sorted(self._faulted.items()) for fault in faults)

    def settle(self, *changed: int) -> Settled:
        """Trace again from the feeders of the changed edges on, until protection has nothing to do."""
        group = self._group(changed)
        before = {area: self.is_live(area) for f in group for area in self.ground.feeders.areas[f]}
        trips: list[Trip] = []
        while True:
            self._spread(group)
            found = self._protect(group)
            if not found:
                break
            trips += found
            group = self._group([*changed, *(trip.edge for trip in found)], group)
            for feeder in group:
                for area in self.ground.feeders.areas[feeder]:
                    before.setdefault(area, self.is_live(area))
        dark = [area for area, was in before.items() if was and not self.is_live(area)]
        lit = [area for area, was in before.items() if not was and self.is_live(area)]
        return Settled(dark, lit, group, trips)

    def is_live(self, area: int) -> bool:
        """Whether an area's low side is joined to a source."""
        node = self.ground.areas.node[area]
        return node >= 0 and bool(self.live[node])

    def under_voltage(self, edge: int) -> bool:
        """Whether an element is: a line with an open switch at its near end hangs on its far one."""
        edges = self.ground.edges
        if self.shut[edge]:
            return bool(self.live[edges.a[edge]])
        return edges.kind[edge] != TRAFO and bool(self.live[edges.b[edge]])

    def back_feeds(self, feeder: int) -> list[int]:
        """Open points over which a dead part of a feeder can be fed now without harm, best first."""
        edges, found = self.ground.edges, list[tuple[float, int]]()
        for tie in self.wiring.ties[feeder]:
            a, b = edges.a[tie], edges.b[tie]
            if self.shut[tie] or self.switches.opened_for(tie) or self.live[a] == self.live[b]:
                continue
            dead, alive = (b, a) if self.live[a] else (a, b)
            wanted = self._wanted(dead)
            if wanted is not None and 0.0 < wanted <= self._spare(self.fed[alive]):
                found.append((wanted, tie))
        return [tie for _, tie in sorted(found, reverse=True)]

    def feeder_of(self, edge: int) -> int:
        owner, edges = self.wiring.owner, self.ground.edges
        return max(owner[edges.a[edge]], owner[edges.b[edge]])

    def _group(self, edges: Iterable[int], more: Iterable[int] = ()) -> list[int]:
        """Feeders at these edges, and whatever a closed tie joins to them."""
        owner, ends = self.wiring.owner, self.ground.edges
        found = {owner[node] for edge in edges for node in (ends.a[edge], ends.b[edge])} | set(more)
        found.discard(-1)
        waiting = sorted(found)
        while waiting:
            for tie in self.wiring.ties[waiting.pop()]:
                if self.shut[tie]:
                    for node in (ends.a[tie], ends.b[tie]):
                        if owner[node] not in found:
                            found.add(owner[node])
                            waiting.append(owner[node])
        return sorted(found)

    def _spread(self, group: list[int]) -> None:
        """Voltage from the busbars over what is closed in these feeders."""
        live, fed, came, shut = self.live, self.fed, self._came, self.shut
        owner, beside, ends = self.wiring.owner, self.wiring.beside, self.ground.edges
        for feeder in group:
            for _, _, node in self.wiring.order[feeder]:
                live[node] = 0
                fed[node] = came[node] = -1
        nodes: list[int] = []
        for feeder in group:
            for edge in self.wiring.outlets[feeder]:
                node = ends.b[edge] if owner[ends.a[edge]] < 0 else ends.a[edge]
                if shut[edge] and not live[node]:
                    live[node], fed[node], came[node] = 1, feeder, edge
                    nodes.append(node)
        for node in nodes:  # grows while it is walked
            for edge, other in beside[node]:
                if shut[edge] and not live[other]:
                    live[other], fed[other], came[other] = 1, fed[node], edge
                    nodes.append(other)

    def _protect(self, group: list[int]) -> list[Trip]:
        """Open what guards each fault that is under voltage."""
        trips: list[Trip] = []
        for feeder in group:
            for edge in sorted(self._at.get(feeder, ())):
                if self.under_voltage(edge):
                    fault, fails = next(iter(self._faulted[edge].items()))
                    opens = self._guard(edge, skip=fails)
                    self.switches.hold_open(opens, fault)
                    trips.append(Trip(fault, opens))
        return trips

    def _guard(self, edge: int, *, skip: bool) -> int:
        """The device nearest to a fault on its way to the source; the next but one where that one fails."""
        ends, devices = self.ground.edges, self.ground.devices
        guards: list[int] = []
        at, node = edge, ends.b[edge]
        if self.shut[edge]:
            node = ends.a[edge] if self._came[ends.b[edge]] == edge else ends.b[edge]
        else:
            at = self._came[node]
            node = ends.a[at] + ends.b[at] - node
        while at >= 0 and len(guards) < 2:
            device = self.ground.device_at.get(at, -1)
            if ends.kind[at] == TRAFO or (device >= 0 and devices.kind[device] in GUARDS):
                guards.append(at)
            if self.wiring.owner[node] < 0:
                break
            at = self._came[node]
            node = ends.a[at] + ends.b[at] - node
        if not guards:
            return edge
        return guards[-1] if skip else guards[0]

    def _wanted(self, start: int) -> float | None:
        """Kilowatts of the dead part about a node; None where a broken element is in it."""
        ends, kw = self.ground.edges, 0.0
        seen, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            area = self._low.get(node, -1)
            kw += self.ground.areas.kw[area] if area >= 0 else 0.0
            for edge, other in self.wiring.beside[node]:
                if edge in self._faulted and (self.shut[edge] or node == ends.b[edge]):
                    return None
                if self.shut[edge] and other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return kw * self.load

    def _carried(self, feeder: int) -> float:
        """Kilowatts that hang on a feeder's outlet now, before ``load``."""
        areas = self.ground.areas
        return sum(
            areas.kw[area]
            for one in self._group(self.wiring.outlets[feeder])
            for area in self.ground.feeders.areas[one]
            if areas.node[area] >= 0 and self.fed[areas.node[area]] == feeder
        )

    def _spare(self, feeder: int) -> float:
        if feeder < 0:
            return 0.0
        most = max(CAPACITY_KW, HEADROOM * self._usual[feeder])
        return most - self._carried(feeder) * self.load
