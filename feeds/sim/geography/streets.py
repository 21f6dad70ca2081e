"""The road graph: local streets, country roads from hamlet to hamlet, trunk roads between towns, motorways.

Roads are routed over the candidate crossings, cheaper where one is already, so that they join as roads do.
No road crosses the sea; an inhabited island hangs on a ferry.
"""

import msgspec
import numpy as np

from feeds.sim.geography.draws import draws
from feeds.sim.geography.graph import Ways, neighbours_in, parts_of, triangulate, ways_over
from feeds.sim.geography.ground import Floats, Ground, Ints
from feeds.sim.geography.lattice import ARTERIAL_COLUMN, ARTERIAL_ROW, Crossings
from feeds.sim.geography.nearness import nearest
from feeds.sim.geography.settlements import CENTRE, VILLAGE, Hamlets, Settlements
from wallboard.rules.joined import finder

MOTORWAY, TRUNK, COUNTY, ARTERIAL, STREET, VILLAGE_ROAD, LANE, FERRY = range(8)
CLASSES = ("motorway", "trunk", "county", "arterial", "street", "village", "lane", "ferry")
SPEEDS_KMH = (105.0, 75.0, 60.0, 50.0, 40.0, 40.0, 20.0, 18.0)
NONE = 99
WORTH_USED, WORTH_LEAST = 0.55, 0.5
ISLAND = 3
"""Crossings: a smaller part that no road reaches is left out."""
KEPT_STREETS = 0.8
"""Share of the streets beyond those that hold a hamlet together."""


class Streets(msgspec.Struct, frozen=True):
    """The graph: a, b are rows of x, y; ``kind`` of CLASSES; ``hamlet`` of a crossing, -1 in the open."""

    x: Floats
    y: Floats
    hamlet: Ints
    a: Ints
    b: Ints
    kind: Ints
    metres: Floats
    centre: Ints  # the crossing in the middle of each hamlet, -1 where it has none


def build_streets(
    ground: Ground, places: Settlements, hamlets: Hamlets, crossings: Crossings, seed: int
) -> Streets:
    """All roads over the candidate crossings, connected."""
    x, y = crossings.x, crossings.y
    edges, gabriel, relative = neighbours_in(x, y, triangulate(x, y))
    built = (crossings.hamlet[edges] >= 0).all(1)
    edges = edges[np.where(built, relative, gabriel)]
    long = np.hypot(x[edges[:, 0]] - x[edges[:, 1]], y[edges[:, 0]] - y[edges[:, 1]])
    edges = edges[long < 2600.0]
    edges = edges[ground.holds_lines(x[edges[:, 0]], y[edges[:, 0]], x[edges[:, 1]], y[edges[:, 1]])]
    kind = _local(crossings, places, hamlets, edges, seed)
    centre = _centres(crossings, hamlets)
    _route_all(crossings, places, hamlets, edges, kind, centre)
    used = kind != NONE
    edges, kind = edges[used], kind[used]
    x, y = _smoothed(ground, crossings, edges)
    edges, kind = _with_ferries(x, y, edges, kind)
    return _connected(x, y, crossings.hamlet, edges, kind, centre)


def _local(crossings: Crossings, places: Settlements, hamlets: Hamlets, edges: Ints, seed: int) -> Ints:
    """Streets inside hamlets: enough to hold each together, most of the others too."""
    a, b = edges[:, 0], edges[:, 1]
    metres = np.hypot(crossings.x[a] - crossings.x[b], crossings.y[a] - crossings.y[b])
    home_a, home_b = crossings.hamlet[a], crossings.hamlet[b]
    local = np.flatnonzero((home_a >= 0) & (home_b >= 0) & (metres < 330.0))
    both = crossings.line[a] & crossings.line[b]
    main = ((both & (ARTERIAL_ROW | ARTERIAL_COLUMN)) > 0) & (home_a == home_b)
    rank = draws(seed, "streets").random(len(edges)) - 2.0 * main
    leader = list(range(crossings.count))
    root = finder(leader)
    kind = np.full(len(edges), NONE, np.int64)
    rural = np.zeros(crossings.count, bool)
    inside = crossings.hamlet >= 0
    rural[inside] = places.kind[hamlets.settlement[crossings.hamlet[inside]]] == VILLAGE
    pairs = edges.tolist()
    for row in local[np.argsort(rank[local], kind="stable")].tolist():
        near, far = pairs[row]
        ra, rb = root(near), root(far)
        if ra != rb or rank[row] < KEPT_STREETS:
            leader[max(ra, rb)] = min(ra, rb)
            kind[row] = ARTERIAL if main[row] else LANE if rural[near] or rural[far] else STREET
    return kind


def _centres(crossings: Crossings, hamlets: Hamlets) -> Ints:
    """The crossing nearest to each hamlet's middle, of its own."""
    found = np.full(len(hamlets.x), -1, np.int64)
    inside = np.flatnonzero(crossings.hamlet >= 0)
    home = crossings.hamlet[inside]
    away = np.hypot(crossings.x[inside] - hamlets.x[home], crossings.y[inside] - hamlets.y[home])
    order = np.lexsort((inside, away, home))
    homes, first = np.unique(home[order], return_index=True)
    found[homes] = inside[order][first]
    return found


def _route_all(
    crossings: Crossings, places: Settlements, hamlets: Hamlets, edges: Ints, kind: Ints, centre: Ints
) -> None:
    """Roads between what lies next to each other: seats, towns, hamlets; marks ``kind`` in place."""
    steep = (crossings.hill[edges[:, 0]] + crossings.hill[edges[:, 1]]) / 2.0
    built = (crossings.hamlet[edges] >= 0).sum(1) / 2.0
    ways = ways_over(crossings.x, crossings.y, edges, 1.0 + 1.6 * steep)
    first = np.flatnonzero((places.kind[hamlets.settlement] == CENTRE) & (centre >= 0))
    towns = centre[first]
    size = hamlets.customers[first]
    seats = towns[np.argsort(-size, kind="stable")[: max(4, len(towns) // 10)]]
    plain = list(ways.worth)
    ways.worth = (1.0 + 1.2 * steep + 2.5 * built).tolist()
    _route(ways, seats, kind, MOTORWAY, sparse=True)
    kind[(kind == MOTORWAY) & (built > 0.0)] = TRUNK  # it ends where the town begins
    ways.worth = [3.0 if at == MOTORWAY else cost for cost, at in zip(plain, kind.tolist(), strict=True)]
    _cheapen(ways, kind, (ARTERIAL,), 0.55)
    _route(ways, seats, kind, TRUNK, sparse=False)
    _route(ways, towns, kind, COUNTY, sparse=False)
    hubs = centre[centre >= 0]
    _cheapen(ways, kind, (STREET, LANE), 0.7)
    _route(ways, hubs, kind, VILLAGE_ROAD, sparse=True)


def _cheapen(ways: Ways, kind: Ints, kinds: tuple[int, ...], worth: float) -> None:
    for row in np.flatnonzero(np.isin(kind, kinds)).tolist():
        ways.worth[row] = worth


def _route(ways: Ways, stops: Ints, kind: Ints, mark: int, *, sparse: bool) -> None:
    """Ways between neighbouring stops, shortest first; an edge keeps the better class."""
    x, y = np.array(ways.x)[stops], np.array(ways.y)[stops]
    for a, b in _links(x, y, sparse=sparse):
        for edge in ways.way(int(stops[a]), int(stops[b]), WORTH_LEAST):
            if kind[edge] != MOTORWAY or mark == MOTORWAY:
                kind[edge] = min(int(kind[edge]), mark)
            ways.worth[edge] = min(ways.worth[edge], WORTH_USED)


def _links(x: Floats, y: Floats, *, sparse: bool) -> list[tuple[int, int]]:
    """Pairs of neighbouring stops, shortest first."""
    if len(x) < 3:
        return [(0, 1)] if len(x) == 2 else []
    pairs, gabriel, relative = neighbours_in(x, y, triangulate(x, y))
    pairs = pairs[relative if sparse else gabriel]
    long = np.hypot(x[pairs[:, 0]] - x[pairs[:, 1]], y[pairs[:, 0]] - y[pairs[:, 1]])
    return [(int(a), int(b)) for a, b in pairs[np.argsort(long, kind="stable")].tolist()]


def _smoothed(ground: Ground, crossings: Crossings, edges: Ints) -> tuple[Floats, Floats]:
    """Crossings in the open with two roads move towards their neighbours' line: roads bend, not kink."""
    count = crossings.count
    degree = np.bincount(edges.ravel(), minlength=count)
    bends = (degree == 2) & (crossings.hamlet < 0)
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    begins = np.searchsorted(both[:, 0], np.arange(count))
    rows = np.flatnonzero(bends)
    one, two = both[begins[rows], 1], both[begins[rows] + 1, 1]
    x, y = crossings.x.copy(), crossings.y.copy()
    for _ in range(4):
        x[rows] = 0.4 * x[rows] + 0.3 * (x[one] + x[two])
        y[rows] = 0.4 * y[rows] + 0.3 * (y[one] + y[two])
    x, y = np.round(x, 1), np.round(y, 1)
    while True:
        a, b = edges[:, 0], edges[:, 1]
        wet = edges[~ground.holds_lines(x[a], y[a], x[b], y[b])].ravel()
        back = wet[(x[wet] != crossings.x[wet]) | (y[wet] != crossings.y[wet])]
        if not len(back):
            return x, y
        x[back], y[back] = crossings.x[back], crossings.y[back]


def _with_ferries(x: Floats, y: Floats, edges: Ints, kind: Ints) -> tuple[Ints, Ints]:
    """A ferry from each part of ISLAND crossings or more to the nearest larger part."""
    part = parts_of(len(x), edges)
    touched = np.unique(edges.ravel())
    names, counts = np.unique(part[touched], return_counts=True)
    order = [int(names[i]) for i in np.argsort(-counts, kind="stable") if counts[i] >= ISLAND]
    ferries: list[tuple[int, int]] = []
    for place, name in enumerate(order[1:], 1):
        mine = touched[part[touched] == name]
        others = touched[np.isin(part[touched], order[:place])]
        near, metres = nearest(x[mine], y[mine], x[others], y[others])
        best = int(np.argmin(metres))
        ferries.append((int(mine[best]), int(others[near[best]])))
    if not ferries:
        return edges, kind
    links = np.array([(min(pair), max(pair)) for pair in ferries], np.int64)
    return np.concatenate([edges, links]), np.concatenate([kind, np.full(len(links), FERRY)])


def _connected(x: Floats, y: Floats, hamlet: Ints, edges: Ints, kind: Ints, centre: Ints) -> Streets:
    """The largest part, its crossings numbered anew."""
    part = parts_of(len(x), edges)
    names, counts = np.unique(part, return_counts=True)
    keep = part == names[np.argmax(counts)]
    new = np.where(keep, np.cumsum(keep) - 1, -1)
    held = keep[edges[:, 0]]
    a, b = new[edges[held, 0]], new[edges[held, 1]]
    x, y = x[keep], y[keep]
    middle = np.where(centre >= 0, new[centre], -1)
    return Streets(x, y, hamlet[keep], a, b, kind[held], np.hypot(x[a] - x[b], y[a] - y[b]), middle)
