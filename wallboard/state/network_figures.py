"""What a network is like in figures, counted the same way for a real one and for an invented one.

A *feeder* is a piece of the medium-voltage network (1 to 36 kV, closed lines) that is left when the busbars
are taken out: sources, low sides of transformers from above, and what a closed switch joins to these. A
*section* is what lies between breakers and switches (CB, LBS); fuses part none.
"""

from collections import Counter

import msgspec
import numpy as np

from wallboard.rules.joined import finder
from wallboard.state.atlas import Atlas
from wallboard.state.atlas_schema import EDGE_KINDS

MEDIUM_KV = (1.0, 36.0)
SWITCHES = ("CB", "LBS")
LINE, TRAFO, SWITCH = (EDGE_KINDS.index(kind) for kind in ("line", "trafo", "switch"))

Spread = tuple[float, float, float]
"""10th, 50th and 90th percentile."""


class NetworkFigures(msgspec.Struct, frozen=True):
    """customers_an_area: of the areas that serve more than one. km: of closed medium-voltage lines."""

    nodes: int
    edges: int
    areas: int
    customers: int
    open_points: int
    meshed_nodes: int
    feeders: int
    km: float
    customers_an_area: Spread
    km_a_feeder: Spread
    areas_a_feeder: Spread
    sections_a_feeder: Spread


def figures_of(atlas: Atlas) -> NetworkFigures:
    """The figures; spreads of nothing are zeros."""
    nodes, edges, areas = (atlas.tables[name] for name in ("nodes", "edges", "areas"))
    medium = _Medium(atlas)
    served = areas["customers"].tolist()
    several = [count for count in served if count > 1]
    return NetworkFigures(
        nodes.rows,
        edges.rows,
        areas.rows,
        sum(served),
        edges.rows - int(np.count_nonzero(edges["closed"])),
        int(np.count_nonzero(np.asarray(nodes["block"]) >= 0)),  # type: ignore[operator]
        len(medium.km),
        round(sum(medium.km.values()), 1),
        spread(several),
        spread(list(medium.km.values())),
        spread([medium.areas[feeder] for feeder in medium.km]),
        spread([medium.sections[feeder] for feeder in medium.km]),
    )


def spread(values: list[int] | list[float]) -> Spread:
    """10th, 50th and 90th percentile, to two places; zeros of nothing."""
    if not values:
        return 0.0, 0.0, 0.0
    low, middle, high = np.percentile(np.array(values, np.float64), (10, 50, 90)).tolist()
    return round(low, 2), round(middle, 2), round(high, 2)


class _Medium:
    """The feeders of an atlas by one of their nodes: km, areas and sections of each."""

    def __init__(self, atlas: Atlas) -> None:
        nodes, edges = atlas.tables["nodes"], atlas.tables["edges"]
        self._kv: list[float] = nodes["kv"].tolist()
        self._columns = list(
            zip(*(edges[name].tolist() for name in ("kind", "a", "b", "closed", "length_km")), strict=True)
        )
        self._texts = list(edges.texts("switches"))
        self._ids = list(nodes.texts("id"))
        self._busbars = self._find_busbars(nodes["source"].tolist())
        leader = list(range(nodes.rows))
        self._root = finder(leader)
        lines = self._lines()
        for _, a, b, _ in lines:
            if a not in self._busbars and b not in self._busbars:
                leader[self._root(a)] = self._root(b)
        self.km: dict[int, float] = {}
        for _, a, b, km in lines:
            outer = b if a in self._busbars else a
            if outer not in self._busbars:
                feeder = self._root(outer)
                self.km[feeder] = self.km.get(feeder, 0.0) + km
        self.areas = self._areas(atlas.tables["areas"]["node"].tolist())
        self.sections = self._sections(lines)

    def _medium(self, node: int) -> bool:
        return MEDIUM_KV[0] <= self._kv[node] <= MEDIUM_KV[1]

    def _lines(self) -> list[tuple[int, int, int, float]]:
        """Row, ends and km of the closed medium-voltage lines and switches."""
        return [
            (row, a, b, km)
            for row, (kind, a, b, closed, km) in enumerate(self._columns)
            if closed and kind != TRAFO and self._medium(a) and self._medium(b)
        ]

    def _find_busbars(self, source: list[int]) -> set[int]:
        found = {row for row, is_source in enumerate(source) if is_source and self._medium(row)}
        beside: dict[int, list[int]] = {}
        for kind, a, b, closed, _ in self._columns:
            if kind == TRAFO:
                low, high = (a, b) if self._kv[a] < self._kv[b] else (b, a)
                if self._medium(low) and self._kv[high] > MEDIUM_KV[1]:
                    found.add(low)
            elif kind == SWITCH and closed:
                beside.setdefault(a, []).append(b)
                beside.setdefault(b, []).append(a)
        waiting = sorted(found)
        while waiting:
            for other in beside.get(waiting.pop(), ()):
                if other not in found and self._medium(other):
                    found.add(other)
                    waiting.append(other)
        return found

    def _areas(self, low_sides: list[int]) -> Counter[int]:
        """Areas by feeder: those whose low side a transformer joins to a node of it."""
        above: dict[int, int] = {}
        for kind, a, b, closed, _ in self._columns:
            if kind == TRAFO and closed:
                for low, high in ((a, b), (b, a)):
                    if self._kv[low] < MEDIUM_KV[0] and self._medium(high):
                        above[low] = high
        return Counter(
            self._root(above[low]) for low in low_sides if low in above and above[low] not in self._busbars
        )

    def _sections(self, lines: list[tuple[int, int, int, float]]) -> Counter[int]:
        """Sections by feeder: lines that hang together without a switch between them."""
        leader = list(range(len(self._ids) + len(self._columns)))
        root = finder(leader)
        first = len(self._ids)
        for row, a, b, _ in lines:
            cut = _switched(self._texts[row])
            for node in (a, b):
                if node not in self._busbars and self._ids[node] not in cut:
                    leader[root(first + row)] = root(node)
        found: dict[int, set[int]] = {}
        for row, a, b, _ in lines:
            outer = b if a in self._busbars else a
            if outer not in self._busbars:
                found.setdefault(self._root(outer), set()).add(root(first + row))
        return Counter({feeder: len(sections) for feeder, sections in found.items()})


def _switched(text: str) -> set[str]:
    """Nodes at which a line can be opened: of ``node:type:closed;…``."""
    parts = (part.split(":") for part in text.split(";") if part)
    return {part[0] for part in parts if len(part) > 1 and part[1] in SWITCHES}
