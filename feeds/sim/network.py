"""How the feeders lie: trunks along roads from a substation, laterals that branch off them."""

import itertools

import msgspec

from feeds.sim.plane import Point, along, apart
from feeds.sim.roads import Edge, Roads, way_between

SECTION_COUNT = 4
"""Every trunk is cut into this many sections by switches."""


class FeederPlan(msgspec.Struct, frozen=True):
    """What is decided by hand: id, names (invented), substation and the far end of the trunk."""

    id: str
    name: str
    name_en: str
    substation: str
    goal: Point


SUBSTATIONS: tuple[tuple[str, str, Point], ...] = (
    ("S1", "110kV 东城站", Point(-500.0, 900.0)),
    ("S2", "110kV 河口站", Point(1500.0, -900.0)),
)

FEEDER_PLANS = (
    FeederPlan("F1", "10kV 环北线", "10 kV Huanbei", "S1", Point(2600.0, 5300.0)),
    FeederPlan("F2", "10kV 西岭线", "10 kV Xiling", "S1", Point(-6600.0, 4000.0)),
    FeederPlan("F3", "10kV 学府线", "10 kV Xuefu", "S1", Point(-5200.0, -3300.0)),
    FeederPlan("F4", "10kV 河口线", "10 kV Hekou", "S2", Point(6200.0, -4600.0)),
    FeederPlan("F5", "10kV 东湖线", "10 kV Donghu", "S2", Point(6700.0, 1900.0)),
    FeederPlan("F6", "10kV 榕江线", "10 kV Rongjiang", "S2", Point(-1500.0, -5400.0)),
)


class Line(msgspec.Struct, frozen=True):
    """A trunk section or a lateral: its roads run from the supply outwards."""

    id: str
    feeder: str
    section: int  # 0 is nearest to the substation
    lateral: bool
    edges: tuple[Edge, ...]  # (nearer, farther) crossing


def lay_lines(roads: Roads) -> list[Line]:
    """All sections and laterals of all feeders over the roads; every crossing is reached."""
    trunks = _trunks(roads)
    lines: list[Line] = []
    home: dict[int, list[tuple[str, int]]] = {}
    for feeder, trunk in trunks.items():
        for section, nodes in enumerate(_cut(roads, trunk)):
            edges = tuple(itertools.pairwise(nodes))
            lines.append(Line(f"{feeder}-{section + 1}", feeder, section, False, edges))
            for node in nodes[1:] if section or nodes[0] != trunk[0] else nodes:
                home.setdefault(node, []).append((feeder, section))
    return lines + _laterals(roads, home)


def _trunks(roads: Roads) -> dict[str, list[int]]:
    """Each feeder's crossings from its substation to its far end; roads in use are shunned."""
    used: set[Edge] = set()
    places = {name: roads.nearest(at) for name, _, at in SUBSTATIONS}

    def cost(a: int, b: int) -> float:
        return roads.length(a, b) * (4.0 if (min(a, b), max(a, b)) in used else 1.0)

    trunks: dict[str, list[int]] = {}
    for plan in FEEDER_PLANS:
        _, before = roads.reach([(places[plan.substation], 0.0)], cost)
        trunk = way_between(before, roads.nearest(plan.goal))
        trunks[plan.id] = trunk
        used.update((min(a, b), max(a, b)) for a, b in itertools.pairwise(trunk))
    return trunks


def _cut(roads: Roads, trunk: list[int]) -> list[list[int]]:
    """The trunk in sections of about equal length; neighbours share the crossing between them."""
    whole = sum(roads.length(a, b) for a, b in itertools.pairwise(trunk))
    parts: list[list[int]] = [[trunk[0]]]
    run = 0.0
    for a, b in itertools.pairwise(trunk):
        parts[-1].append(b)
        run += roads.length(a, b)
        if run >= whole * len(parts) / SECTION_COUNT and len(parts) < SECTION_COUNT and b != trunk[-1]:
            parts.append([b])
    return parts


def _laterals(roads: Roads, home: dict[int, list[tuple[str, int]]]) -> list[Line]:
    """Branches of the shortest-way tree that hangs on the trunks, one lateral a branch."""
    distance, before = roads.reach([(node, 0.0) for node in sorted(home)])
    branches: dict[tuple[int, int], list[Edge]] = {}
    for node in sorted(before, key=lambda n: (distance[n], n)):
        chain = way_between(before, node)
        branches.setdefault((chain[0], chain[1]), []).append((before[node], node))
    load: dict[str, int] = {plan.id: 0 for plan in FEEDER_PLANS}
    lines: list[Line] = []
    for (root, _), edges in sorted(branches.items()):
        feeder, section = min(home[root], key=lambda owner: (load[owner[0]], owner))
        load[feeder] += len(edges)
        count = sum(line.feeder == feeder for line in lines) + 1
        lines.append(Line(f"{feeder}-Z{count:02d}", feeder, section, True, tuple(edges)))
    return lines


def middle_of(roads: Roads, line: Line) -> Point:
    """The point half-way along a line's own roads (of its first branch, for a lateral)."""
    half = sum(roads.length(a, b) for a, b in line.edges) / 2
    for a, b in line.edges:
        length = apart(roads.crossings[a], roads.crossings[b])
        if half <= length:
            return along(roads.crossings[a], roads.crossings[b], half / length)
        half -= length
    return roads.crossings[line.edges[-1][1]]
