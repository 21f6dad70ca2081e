"""Every feeder as nodes and edges: express line, trunk with section switches, laterals, taps and ties.

Lines run along the roads from the station outwards, so each edge's end ``a`` is the nearer to the supply. A
transformer is an edge of its own from its pole to its low side, where its area's customers hang.
"""

import itertools
import math

import msgspec

from feeds.sim.geography.streets import Streets
from feeds.sim.geography.territories import Supply
from feeds.sim.geography.transformers import Transformers
from feeds.sim.geography.trunks import Tie, Trunk

LINE, TRAFO, SWITCH = 0, 1, 2
TRUNK, LATERAL, TIE = 1, 2, 3
BREAKER, SECTION_SWITCH, LATERAL_SWITCH, FUSE, OPEN_TIE = range(5)
FUSED = 3
"""A lateral of no more areas than this has a fuse, a longer one a switch."""
KW_A_KVA = 0.42

Place = tuple[float, float]


class Nodes(msgspec.Struct):
    """Columns that grow; area: row of the transformer area whose low side it is, or -1."""

    x: list[float] = []
    y: list[float] = []
    kv: list[float] = []
    source: list[int] = []
    area: list[int] = []

    def add(self, place: Place, kv: float = 10.0, area: int = -1, source: int = 0) -> int:
        self.x.append(place[0])
        self.y.append(place[1])
        self.kv.append(kv)
        self.source.append(source)
        self.area.append(area)
        return len(self.x) - 1


class Edges(msgspec.Struct):
    """Columns that grow, feeder by feeder; px, py: points of all paths."""

    a: list[int] = []
    b: list[int] = []
    kind: list[int] = []
    closed: list[int] = []
    metres: list[float] = []
    feeder: list[int] = []
    section: list[int] = []
    rank: list[int] = []
    path: list[int] = []
    px: list[float] = []
    py: list[float] = []


class Devices(msgspec.Struct):
    """Columns that grow; number: among those of its feeder and kind."""

    kind: list[int] = []
    edge: list[int] = []
    feeder: list[int] = []
    other: list[int] = []
    section: list[int] = []
    number: list[int] = []
    at: list[Place] = []


class Net(msgspec.Struct):
    """The whole medium-voltage network; low, line, section: of each area, low side, feeder, section."""

    nodes: Nodes
    edges: Edges
    devices: Devices
    busbars: list[int]
    first_edge: list[int]
    low: list[int]
    line: list[int]
    section: list[int]


class Layer:
    """Lays the feeders one after another into a Net."""

    def __init__(self, streets: Streets, areas: Transformers, supply: Supply, trunks: list[Trunk]) -> None:
        self._places: list[Place] = list(zip(streets.x.tolist(), streets.y.tolist(), strict=True))
        self._ends = list(zip(streets.a.tolist(), streets.b.tolist(), strict=True))
        self._sites: list[Place] = list(zip(areas.x.tolist(), areas.y.tolist(), strict=True))
        self._roads, self._shares = areas.road.tolist(), areas.share.tolist()
        self._supply, self._trunks = supply, trunks
        count = areas.count
        self.net = Net(Nodes(), Edges(), Devices(), [], [], [-1] * count, [-1] * count, [-1] * count)
        self._met: dict[tuple[int, int], int] = {}  # (feeder, crossing) -> node
        self._kept: set[tuple[int, int]] = set()
        self._numbers: dict[int, int] = {}
        self._feeder = 0

    def lay(self, stations: list[int], ties: list[Tie]) -> Net:
        """stations: the crossing of each; their busbars are the first nodes."""
        self.net.busbars = [self.net.nodes.add(self._places[crossing], source=1) for crossing in stations]
        for tie in ties:
            self._kept |= {(tie.a, tie.u), (tie.b, tie.v)}
        by_feeder: dict[int, list[Tie]] = {}
        for tie in ties:
            by_feeder.setdefault(tie.b, []).append(tie)
        for feeder, trunk in enumerate(self._trunks):
            self._feeder, self._numbers = feeder, {}
            self.net.first_edge.append(len(self.net.edges.a))
            self._lay_feeder(trunk)
            for tie in by_feeder.get(feeder, ()):
                self._tie(tie)
        return self.net

    def _lay_feeder(self, trunk: Trunk) -> None:
        territory = self._supply.territories[self._feeder]
        start = self.net.busbars[territory.station]
        path = [self._places[crossing] for crossing in trunk.express]
        exit_pole = self._nudged(path[0])
        root = self.net.nodes.add(path[-1] if len(path) > 1 else exit_pole)
        edge = self._edge(start, root, path if len(path) > 1 else [path[0], exit_pole], 0, TRUNK)
        self._device(BREAKER, edge, 0, path[0])
        self._met[self._feeder, territory.root] = root
        twigs = {twig for twig in territory.twigs if twig != territory.root}
        stack = [(node, root, 0) for node in sorted(twigs, reverse=True)]
        if territory.root in territory.twigs:  # areas about the station's own crossing
            self._spurs(territory.root, root, 0, fused=True)
        children: dict[int, list[int]] = {}
        for node in territory.members:
            if trunk.sums[node] and node not in twigs and node != territory.root:
                children.setdefault(self._supply.tree.before[node], []).append(node)
        while stack:
            node, pole, section = stack.pop()
            stack += reversed(self._run(trunk, children, node, pole, section))

    def _nudged(self, place: Place) -> Place:
        """The first pole outside of the station's fence, in a direction of the feeder's own."""
        angle = self._feeder * 2.399963
        return round(place[0] + 30.0 * math.cos(angle), 1), round(place[1] + 30.0 * math.sin(angle), 1)

    def _run(
        self, trunk: Trunk, children: dict[int, list[int]], node: int, pole: int, section: int
    ) -> list[tuple[int, int, int]]:
        """From a pole along the tree's roads to the next crossing that matters; what follows there."""
        before = self._supply.tree.before[node]
        on_trunk = node in trunk.section
        rank = TRUNK if on_trunk else LATERAL
        begins = self._device_at(trunk, node, before, section)
        section = trunk.section.get(node, section)
        path = [self._places[before]]
        while True:
            for area in self._taps(node, before):
                pole, path = self._tapped(area, pole, path, section, rank, begins)
                begins = None
            path.append(self._places[node])
            ahead = children.get(node, [])
            if self._passes(trunk, node, ahead, section):
                before, node = node, ahead[0]
                continue
            if len(path) > 1 and (ahead or self._spur_areas(node) or (self._feeder, node) in self._kept):
                pole = self._pole(pole, path, section, rank, begins)
            self._met[self._feeder, node] = pole
            self._spurs(node, pole, section, fused=on_trunk)
            return [(child, pole, section) for child in ahead]

    def _passes(self, trunk: Trunk, node: int, ahead: list[int], section: int) -> bool:
        """Whether nothing happens at a crossing: one way on, no spur, no tie, no switch, the same rank."""
        if len(ahead) != 1 or (self._feeder, node) in self._kept or self._spur_areas(node):
            return False
        here, there = node in trunk.section, ahead[0] in trunk.section
        return here == there and trunk.section.get(ahead[0], section) == section

    def _device_at(self, trunk: Trunk, node: int, before: int, section: int) -> tuple[int, int] | None:
        """Kind and section of the device where a run begins: a section switch, or what guards a lateral."""
        if node in trunk.section:
            return (SECTION_SWITCH, trunk.section[node]) if trunk.section[node] > section else None
        if before in trunk.section or before == trunk.express[-1]:
            return (FUSE if trunk.sums[node] <= FUSED else LATERAL_SWITCH, section)
        return None

    def _taps(self, node: int, before: int) -> list[int]:
        """Areas on the tree's road into a crossing, from its nearer end."""
        road = self._supply.tree.edge[node]
        mine = [area for area in self._supply.below.get(node, ()) if self._roads[area] == road]
        turned = self._ends[road][0] != before
        return sorted(mine, key=lambda area: (-self._shares[area] if turned else self._shares[area], area))

    def _spur_areas(self, node: int) -> list[int]:
        """Areas on roads that hang on a crossing without being the tree's way into it."""
        road = self._supply.tree.edge[node]
        return [area for area in self._supply.below.get(node, ()) if self._roads[area] != road]

    def _spurs(self, node: int, pole: int, section: int, *, fused: bool) -> None:
        """A short line along each such road, as far as its last area."""
        roads: dict[int, list[int]] = {}
        for area in self._spur_areas(node):
            roads.setdefault(self._roads[area], []).append(area)
        for road, mine in sorted(roads.items()):
            turned = self._ends[road][0] != node
            mine.sort(key=lambda area: (-self._shares[area] if turned else self._shares[area], area))
            at, path = pole, [self._places[node]]
            guard = (FUSE if len(mine) <= FUSED else LATERAL_SWITCH, section) if fused else None
            for area in mine:
                at, path = self._tapped(area, at, path, section, LATERAL, guard)
                guard = None

    def _tapped(
        self, area: int, pole: int, path: list[Place], section: int, rank: int, device: tuple[int, int] | None
    ) -> tuple[int, list[Place]]:
        """On to the pole of an area and its transformer; the pole, and where the path goes on."""
        p, q = (self._places[end] for end in self._ends[self._roads[area]])
        share = self._shares[area]
        at = round(p[0] + (q[0] - p[0]) * share, 1), round(p[1] + (q[1] - p[1]) * share, 1)
        pole = self._pole(pole, [*path, at], section, rank, device)
        low = self.net.nodes.add(self._sites[area], 0.4, area)
        self._edge(pole, low, [at, self._sites[area]], section, LATERAL, TRAFO)
        self.net.low[area], self.net.line[area], self.net.section[area] = low, self._feeder, section
        return pole, [at]

    def _pole(
        self, pole: int, path: list[Place], section: int, rank: int, device: tuple[int, int] | None
    ) -> int:
        """A new pole at the end of a path, with the line to it and the device that the line begins with."""
        new = self.net.nodes.add(path[-1])
        edge = self._edge(pole, new, path, section, rank)
        if device is not None:
            self._device(device[0], edge, device[1], path[0])
        return new

    def _edge(
        self, a: int, b: int, path: list[Place], section: int, rank: int, kind: int = LINE, closed: int = 1
    ) -> int:
        edges = self.net.edges
        row = len(edges.a)
        edges.a.append(a)
        edges.b.append(b)
        edges.kind.append(kind)
        edges.closed.append(closed)
        edges.metres.append(sum(math.dist(p, q) for p, q in itertools.pairwise(path)))
        edges.feeder.append(self._feeder)
        edges.section.append(section)
        edges.rank.append(rank)
        edges.path.append(len(edges.px))
        edges.px += [place[0] for place in path]
        edges.py += [place[1] for place in path]
        return row

    def _device(self, kind: int, edge: int, section: int, at: Place, other: int = -1) -> None:
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        devices = self.net.devices
        devices.kind.append(kind)
        devices.edge.append(edge)
        devices.feeder.append(self._feeder)
        devices.other.append(other)
        devices.section.append(section)
        devices.number.append(self._numbers[kind])
        devices.at.append(at)

    def _tie(self, tie: Tie) -> None:
        """The open switch between this feeder and one that was laid before it."""
        near, far = self._met.get((tie.b, tie.v)), self._met.get((tie.a, tie.u))
        if near is None or far is None:
            return
        nodes = self.net.nodes
        path = [(nodes.x[near], nodes.y[near]), (nodes.x[far], nodes.y[far])]
        edge = self._edge(near, far, path, -1, TIE, SWITCH, 0)
        middle = (round((path[0][0] + path[1][0]) / 2, 1), round((path[0][1] + path[1][1]) / 2, 1))
        self._device(OPEN_TIE, edge, -1, middle, tie.a)
