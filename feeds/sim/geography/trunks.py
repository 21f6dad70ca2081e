"""The trunk of each feeder, its sections, and where feeders can help each other (normally open points)."""

import msgspec
import numpy as np

from feeds.sim.geography.streets import FERRY, MOTORWAY, Streets
from feeds.sim.geography.territories import Supply, Territory

AREAS_A_SECTION = 6.0
MOST_SECTIONS = 5
TWIG_ENDS = 2
"""A trunk ends where no more areas than this lie beyond."""
WANTED_TIES, MOST_TIES = 2, 3


class Trunk(msgspec.Struct, frozen=True):
    """express: crossings from the station to the territory's root, both included; trunk: those beyond, in
    order, with the section of each; sums: areas at and beyond each crossing; count: of sections."""

    express: list[int]
    trunk: list[int]
    section: dict[int, int]
    sums: dict[int, int]
    count: int


class Tie(msgspec.Struct, frozen=True):
    """A normally open point on a road between crossings u (of feeder a) and v (of feeder b), a < b."""

    a: int
    b: int
    u: int
    v: int


def trunk_of(supply: Supply, territory: Territory) -> Trunk:
    """The way along which most areas hang, cut into sections of about equal load."""
    tree, inside = supply.tree, set(territory.members)
    sums = {node: len(supply.below.get(node, ())) for node in territory.members}
    children: dict[int, list[int]] = {}
    for node in reversed(territory.members):
        before = tree.before[node]
        if before in inside:
            sums[before] += sums[node]
            children.setdefault(before, []).append(node)
    express = [territory.root]
    while tree.before[express[-1]] >= 0:
        express.append(tree.before[express[-1]])
    trunk: list[int] = []
    ahead = [twig for twig in territory.twigs if twig != territory.root]
    while ahead:
        node = max(ahead, key=lambda twig: (sums[twig], -twig))
        if trunk and sums[node] <= TWIG_ENDS:
            break
        trunk.append(node)
        ahead = children.get(node, [])
    count = int(min(MOST_SECTIONS, max(1, round(territory.load / AREAS_A_SECTION))))
    whole = max(1, sums[trunk[0]] if trunk else 1)
    section = {
        node: min(count - 1, int((whole - sums[node]) / whole * count)) if place else 0
        for place, node in enumerate(trunk)
    }
    return Trunk(express[::-1], trunk, section, sums, max(section.values(), default=0) + 1)


def find_ties(streets: Streets, supply: Supply, trunks: list[Trunk]) -> list[Tie]:
    """Up to MOST_TIES a feeder: with another station's feeder first, then far out and from trunk to trunk."""
    owner = np.array(supply.owner)
    served = np.zeros(len(owner), bool)
    far = np.zeros(len(owner))
    main = np.zeros(len(owner), bool)
    cost = np.array(supply.tree.cost)
    for trunk in trunks:
        nodes = [node for node, count in trunk.sums.items() if count > 0]
        served[nodes] = True
        far[nodes] = cost[nodes] / max(1.0, float(cost[nodes].max(initial=1.0)))
        main[trunk.trunk] = True
    u, v = streets.a, streets.b
    fits = served[u] & served[v] & (owner[u] != owner[v]) & ~np.isin(streets.kind, (MOTORWAY, FERRY))
    rows = np.flatnonzero(fits)
    station = np.array([territory.station for territory in supply.territories])
    alike = station[owner[u[rows]]] == station[owner[v[rows]]]
    twigs = 2 - main[u[rows]].astype(int) - main[v[rows]].astype(int)
    order = np.lexsort((rows, -(far[u[rows]] + far[v[rows]]), twigs, alike))
    ties: list[Tie] = []
    held = [0] * len(trunks)
    known: set[tuple[int, int]] = set()
    for row in rows[order].tolist():
        p, q = int(u[row]), int(v[row])
        if owner[p] > owner[q]:
            p, q = q, p
        a, b = int(owner[p]), int(owner[q])
        if (a, b) in known or min(held[a], held[b]) >= WANTED_TIES or max(held[a], held[b]) >= MOST_TIES:
            continue
        known.add((a, b))
        held[a] += 1
        held[b] += 1
        ties.append(Tie(a, b, p, q))
    return ties
