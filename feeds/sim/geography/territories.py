"""Which crossings and transformer areas each feeder serves: the shortest-way tree of each station, cut up.

From its outermost twigs inwards a tree is cut wherever enough areas hang together, so that every feeder is
one connected piece; from the station to its piece it runs as an express line along the same roads.
"""

import msgspec
import numpy as np

from feeds.sim.geography.draws import draws
from feeds.sim.geography.graph import Spread, spread_from, ways_over
from feeds.sim.geography.ground import Ints
from feeds.sim.geography.streets import FERRY, MOTORWAY, Streets
from feeds.sim.geography.substations import Substations
from feeds.sim.geography.transformers import Transformers

SHUNNED = {MOTORWAY: 6.0, FERRY: 1.2}
"""What a metre of these roads counts for a line."""
UNEVEN = 0.45
"""How uneven feeders are: standard deviation of the logarithm of the size where one is cut off."""
FULL = 0.72
"""Of the wanted number of areas, a group of twigs that is let go as a feeder of its own."""


class Territory(msgspec.Struct):
    """One feeder: the crossing where its piece hangs (``root``), and the crossings that it serves beyond."""

    root: int
    station: int
    twigs: list[int]
    members: list[int]
    load: int


class Supply(msgspec.Struct, frozen=True):
    """tree: of shortest ways from the stations; hung: the crossing whose feeder serves each area (its road
    lies between that crossing and the one before it, or hangs on it); below: rows of areas by crossing."""

    tree: Spread
    hung: Ints
    below: dict[int, list[int]]
    territories: list[Territory]
    owner: list[int]


def supply_from(
    streets: Streets, areas: Transformers, stations: Substations, seed: int, feeders: int
) -> Supply:
    """Cut all stations' trees into exactly ``feeders`` territories (fewer where the trees are too small)."""
    vary = np.exp(UNEVEN * draws(seed, "feeders").standard_normal(len(streets.x))).tolist()
    edges = np.stack([streets.a, streets.b], 1)
    worth = np.ones(len(edges))
    for kind, metre in SHUNNED.items():
        worth[streets.kind == kind] = metre
    tree = spread_from(ways_over(streets.x, streets.y, edges, worth), stations.crossing.tolist())
    hung = _hung(streets, areas, tree)
    below: dict[int, list[int]] = {}
    for area, crossing in enumerate(hung.tolist()):
        below.setdefault(crossing, []).append(area)
    load = np.bincount(hung, minlength=len(streets.x)).tolist()
    station_of = {crossing: row for row, crossing in enumerate(stations.crossing.tolist())}
    low, high = 1.0, float(areas.count)
    for _ in range(16):  # the least size that makes no more feeders than wanted
        middle = (low * high) ** 0.5
        if len(_cut(tree, load, station_of, vary, middle)) > feeders:
            low = middle
        else:
            high = middle
    found = _cut(tree, load, station_of, vary, high)
    owner = [-1] * len(load)
    for row, territory in enumerate(found):
        for node in territory.members:
            owner[node] = row
    while len(found) < feeders and _split(tree, load, found, owner):
        pass
    order = sorted(range(len(found)), key=lambda row: (found[row].station, row))
    new = {old: row for row, old in enumerate(order)}
    return Supply(tree, hung, below, [found[row] for row in order], [new.get(row, -1) for row in owner])


def _hung(streets: Streets, areas: Transformers, tree: Spread) -> Ints:
    """On a road of the tree: its outer end; on another road: its nearer end."""
    a, b = streets.a[areas.road], streets.b[areas.road]
    edge, cost = np.array(tree.edge), np.array(tree.cost)
    nearer = np.where(cost[a] <= cost[b], a, b)
    return np.where(edge[a] == areas.road, a, np.where(edge[b] == areas.road, b, nearer))


def _cut(
    tree: Spread, load: list[int], station_of: dict[int, int], vary: list[float], least: float
) -> list[Territory]:
    """Territories of about ``least`` areas each, times ``vary``, in the order in which they are cut off."""
    waiting: dict[int, list[tuple[int, int]]] = {}
    below: dict[int, list[int]] = {}
    found: list[Territory] = []

    def release(root: int, twigs: list[tuple[int, int]]) -> None:
        members: list[int] = []
        stack = [twig for twig, _ in reversed(twigs)]
        while stack:
            node = stack.pop()
            members.append(node)
            stack.extend(reversed(below.pop(node, [])))
        total = sum(count for _, count in twigs)
        station = station_of[tree.root[root]]
        found.append(Territory(root, station, [twig for twig, _ in twigs], members, total))

    for node in reversed(tree.order):
        own, at_station, size = load[node], tree.before[node] < 0, least * vary[node]
        twigs = waiting.pop(node, [])
        if at_station and own:
            twigs.append((node, own))
            own = 0
        twigs.sort(key=lambda twig: (-twig[1], twig[0]))
        first = len(found)
        while twigs and (at_station or sum(count for _, count in twigs) + own >= size):
            group = [twigs.pop(0)]
            while twigs and sum(count for _, count in group) < size * FULL:
                group.append(twigs.pop())
            release(node, group)
        if at_station:
            _join_last(found, first, size)
            continue
        below[node] = [twig for twig, _ in twigs]
        total = own + sum(count for _, count in twigs)
        if total:
            waiting.setdefault(tree.before[node], []).append((node, total))
    return found


def _join_last(found: list[Territory], first: int, size: float) -> None:
    """What is left over at a station goes to the smallest territory that begins there too."""
    if len(found) - first < 2 or found[-1].load > size / 2:
        return
    last = found.pop()
    host = min(found[first:], key=lambda territory: territory.load)
    host.twigs += last.twigs
    host.members += last.members
    host.load += last.load


def _split(tree: Spread, load: list[int], found: list[Territory], owner: list[int]) -> bool:
    """The largest territory becomes two of about half; False where none can."""
    largest = max(range(len(found)), key=lambda row: (found[row].load, -row))
    whole = found[largest]
    inside = set(whole.members)
    sums = {node: load[node] for node in whole.members}
    for node in reversed(whole.members):
        if tree.before[node] in inside and tree.before[node] != node:
            sums[tree.before[node]] += sums[node]
    inner = [node for node in whole.members if sums[node] < whole.load and tree.before[node] >= 0]
    if not inner:
        return False
    cut = min(inner, key=lambda node: (abs(sums[node] - whole.load / 2), node))
    taken: list[int] = [cut]
    known = {cut}
    for node in whole.members:
        if tree.before[node] in known and node not in known:
            known.add(node)
            taken.append(node)
    rest = [node for node in whole.members if node not in known]
    twigs = [twig for twig in whole.twigs if twig != cut]
    found[largest] = Territory(whole.root, whole.station, twigs, rest, whole.load - sums[cut])
    found.append(Territory(tree.before[cut], whole.station, [cut], taken, sums[cut]))
    for node in taken:
        owner[node] = len(found) - 1
    return True
