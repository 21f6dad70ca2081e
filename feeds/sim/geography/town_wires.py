"""The demo town's feeders as nodes and edges with their switching devices, as a prefecture's are laid.

Lines run along the roads from the station outwards, so each edge's end ``a`` is the nearer to the supply.
"""

import math

from feeds.sim.geography.lines import (
    BREAKER,
    FUSE,
    FUSED,
    LATERAL,
    LATERAL_SWITCH,
    LINE,
    OPEN_TIE,
    SECTION_SWITCH,
    SWITCH,
    TIE,
    TRAFO,
    TRUNK,
    Devices,
    Edges,
    Net,
    Nodes,
)
from feeds.sim.geography.town import Area, Town
from feeds.sim.network import FEEDER_PLANS, SUBSTATIONS, Line
from feeds.sim.plane import Point, along, apart
from feeds.sim.roads import Edge

Tie = tuple[int, int, int, int]
"""The later feeder and its crossing, the earlier feeder and its crossing."""


class TownWires:
    """``net`` is the network; device_ids, device_names: by device row, a lateral's are the line's own."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._rows = {area.id: row for row, area in enumerate(town.areas)}
        count = len(town.areas)
        self.net = Net(Nodes(), Edges(), Devices(), [], [], [-1] * count, [-1] * count, [-1] * count)
        self.device_ids: list[str] = []
        self.device_names: list[str] = []
        self._met: dict[tuple[int, int], int] = {}
        self._feeder = 0
        self._lay()

    def _lay(self) -> None:
        roads, net = self._town.roads, self.net
        places = [roads.crossings[roads.nearest(at)] for _, _, at in SUBSTATIONS]
        net.busbars = [net.nodes.add((place.x, place.y), source=1) for place in places]
        stations = [id_ for id_, _, _ in SUBSTATIONS]
        ties = self._ties()
        for feeder, plan in enumerate(FEEDER_PLANS):
            self._feeder = feeder
            net.first_edge.append(len(net.edges.a))
            lines = [line for line in self._town.lines if line.feeder == plan.id]
            trunk = sorted((line for line in lines if not line.lateral), key=lambda line: line.section)
            station = stations.index(plan.substation)
            self._exit(plan.id, trunk[0].edges[0][0], net.busbars[station], places[station])
            for line in [*trunk, *(line for line in lines if line.lateral)]:
                self._lay_line(line)
            for tie in ties:
                if tie[0] == feeder:
                    self._tie(tie)

    def _exit(self, feeder: str, crossing: int, busbar: int, place: Point) -> None:
        """The line from the busbar to the first pole outside of the station's fence, with the breaker."""
        angle = self._feeder * 2.399963
        pole = Point(round(place.x + 20.0 * math.cos(angle), 1), round(place.y + 20.0 * math.sin(angle), 1))
        node = self.net.nodes.add((pole.x, pole.y))
        edge = self._edge(busbar, node, place, pole, 0, TRUNK)
        self._device(BREAKER, edge, 0, place, f"{feeder}-CB", self._town.feeder_names[feeder] + " 出线断路器")
        self._met[self._feeder, crossing] = node

    def _lay_line(self, line: Line) -> None:
        town = self._town
        mine = [
            area
            for area in town.areas
            if area.feeder == line.feeder
            and (
                area.lateral == line.id if line.lateral else not area.lateral and area.section == line.section
            )
        ]
        begins = True
        for edge in line.edges:
            self._lay_road(line, edge, [area for area in mine if set(area.spot.edge) == set(edge)])
            if begins:
                begins = False
                self._guard(line, self._first, len(mine))

    def _lay_road(self, line: Line, road: Edge, areas: list[Area]) -> None:
        """One road's line with the poles of the areas beside it and their transformers."""
        a, b = road
        start, goal = self._town.roads.crossings[a], self._town.roads.crossings[b]
        shares = [
            (area.spot.share if area.spot.edge == road else 1.0 - area.spot.share, area) for area in areas
        ]
        rank = LATERAL if line.lateral else TRUNK
        at, node = start, self._met[self._feeder, a]
        self._first = len(self.net.edges.a)
        for share, area in sorted(shares, key=lambda pair: pair[0]):
            pole = along(start, goal, share)
            new = self.net.nodes.add((pole.x, pole.y))
            self._edge(node, new, at, pole, line.section, rank)
            low = self.net.nodes.add((area.point.x, area.point.y), 0.4, self._rows[area.id])
            self._edge(new, low, pole, area.point, line.section, LATERAL, TRAFO)
            row = self._rows[area.id]
            self.net.low[row], self.net.line[row], self.net.section[row] = low, self._feeder, line.section
            at, node = pole, new
        new = self.net.nodes.add((goal.x, goal.y))
        self._edge(node, new, at, goal, line.section, rank)
        self._met[self._feeder, b] = new

    def _guard(self, line: Line, edge: int, areas: int) -> None:
        """The device that a line begins with: a lateral's, or a section switch."""
        name = self._town.line_names[line.id]
        place = self._town.roads.crossings[line.edges[0][0]]
        if line.lateral:
            kind = FUSE if areas <= FUSED else LATERAL_SWITCH
            self._device(kind, edge, line.section, place, line.id, name)
        elif line.section:
            self._device(SECTION_SWITCH, edge, line.section, place, f"{line.id}-K", f"{name}开关")

    def _ties(self) -> list[Tie]:
        """Over the roads between two feeders: one from each outer section, no pair of feeders twice."""
        homes: dict[int, dict[int, tuple[int, bool]]] = {}
        feeders = [plan.id for plan in FEEDER_PLANS]
        for line in self._town.lines:
            for _, crossing in line.edges:
                there = homes.setdefault(crossing, {})
                there.setdefault(feeders.index(line.feeder), (line.section, line.lateral))
        best: dict[tuple[int, int], tuple[bool, float, Tie]] = {}
        for u, v in self._town.roads.edges:
            for one, other in ((u, v), (v, u)):
                for feeder, (section, lateral) in homes.get(one, {}).items():
                    for beyond in homes.get(other, {}):
                        if beyond == feeder or not section:
                            continue
                        late, early = max((feeder, one), (beyond, other)), min((feeder, one), (beyond, other))
                        found = (lateral, self._town.roads.length(u, v), (*late, *early))
                        best[feeder, section] = min(found, best.get((feeder, section), found))
        ties: dict[tuple[int, int], Tie] = {}
        for (_, _), (_, _, tie) in sorted(best.items(), key=lambda item: (-item[0][1], item[1])):
            ties.setdefault((tie[0], tie[2]), tie)
        return list(ties.values())

    def _tie(self, tie: Tie) -> None:
        late, v, early, u = tie
        near, far = self._met[late, v], self._met[early, u]
        places = [self._town.roads.crossings[crossing] for crossing in (v, u)]
        edge = self._edge(near, far, places[0], places[1], -1, TIE, SWITCH, closed=0)
        middle = along(places[0], places[1], 0.5)
        names = [FEEDER_PLANS[feeder].name.removeprefix("10kV ") for feeder in (late, early)]
        ids = f"{FEEDER_PLANS[late].id}-{FEEDER_PLANS[early].id}-L"
        self._device(OPEN_TIE, edge, -1, middle, ids, f"{names[0]}{names[1]}联络开关", early)

    def _edge(
        self,
        a: int,
        b: int,
        start: Point,
        goal: Point,
        section: int,
        rank: int,
        kind: int = LINE,
        closed: int = 1,
    ) -> int:
        edges = self.net.edges
        edges.a.append(a)
        edges.b.append(b)
        edges.kind.append(kind)
        edges.closed.append(closed)
        edges.metres.append(apart(start, goal))
        edges.feeder.append(self._feeder)
        edges.section.append(section)
        edges.rank.append(rank)
        edges.path.append(len(edges.px))
        edges.px += [start.x, goal.x]
        edges.py += [start.y, goal.y]
        return len(edges.a) - 1

    def _device(
        self, kind: int, edge: int, section: int, at: Point, id_: str, name: str, other: int = -1
    ) -> None:
        devices = self.net.devices
        devices.kind.append(kind)
        devices.edge.append(edge)
        devices.feeder.append(self._feeder)
        devices.other.append(other)
        devices.section.append(section)
        devices.number.append(len(devices.kind))
        devices.at.append((at.x, at.y))
        self.device_ids.append(id_)
        self.device_names.append(name)
