"""The medium-voltage part of a network: its busbars, and its feeders with their areas and sections.

A *feeder* is a piece of the medium-voltage network (1 to 36 kV, closed lines) that is left when the busbars
are taken out: sources, low sides of transformers from above, and what a closed switch joins to these. A
*section* is what lies between breakers and switches (CB, LBS); fuses part none.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec

from wallboard.rules.joined import finder
from wallboard.state.atlas import Atlas
from wallboard.state.atlas_schema import EDGE_KINDS

MEDIUM_KV = (1.0, 36.0)
SWITCHES = ("CB", "LBS")
LINE, TRAFO, SWITCH = (EDGE_KINDS.index(kind) for kind in ("line", "trafo", "switch"))


class Wires(msgspec.Struct, frozen=True):
    """Columns of nodes and edges as lists; kind: of EDGE_KINDS; a, b: rows of the nodes."""

    ids: Sequence[str]
    kv: Sequence[float]
    source: Sequence[int]
    kind: Sequence[int]
    a: Sequence[int]
    b: Sequence[int]
    closed: Sequence[int]
    km: Sequence[float]
    switches: Sequence[str]


def wires_of(atlas: Atlas) -> Wires:
    """The columns of an atlas."""
    nodes, edges = atlas.tables["nodes"], atlas.tables["edges"]
    return Wires(
        list(nodes.texts("id")),
        nodes["kv"].tolist(),
        nodes["source"].tolist(),
        edges["kind"].tolist(),
        edges["a"].tolist(),
        edges["b"].tolist(),
        edges["closed"].tolist(),
        edges["length_km"].tolist(),
        list(edges.texts("switches")),
    )


class MediumVoltage:
    """busbars: node -> the node of the source or transformer that it belongs to. A feeder is known by one of
    its nodes (``feeder_of``); outlets: its lines out of a busbar, in order; km: by feeder."""

    def __init__(self, wires: Wires) -> None:
        self._wires = wires
        self._edges = list(zip(wires.kind, wires.a, wires.b, wires.closed, wires.km, strict=True))
        self.busbars = self._find_busbars()
        leader = list(range(len(wires.ids)))
        self._root = finder(leader)
        self._lines = [
            (row, a, b, km)
            for row, (kind, a, b, closed, km) in enumerate(self._edges)
            if closed and kind != TRAFO and self.is_medium(a) and self.is_medium(b)
        ]
        for _, a, b, _ in self._lines:
            if a not in self.busbars and b not in self.busbars:
                leader[self._root(a)] = self._root(b)
        self.km: dict[int, float] = {}
        self.outlets: dict[int, list[tuple[int, int]]] = {}
        for row, a, b, km in self._lines:
            outer, inner = (b, a) if a in self.busbars else (a, b)
            if outer not in self.busbars:
                feeder = self._root(outer)
                self.km[feeder] = self.km.get(feeder, 0.0) + km
                if inner in self.busbars:
                    self.outlets.setdefault(feeder, []).append((row, inner))

    def is_medium(self, node: int) -> bool:
        """Whether a node's voltage is between 1 and 36 kV."""
        return MEDIUM_KV[0] <= self._wires.kv[node] <= MEDIUM_KV[1]

    def feeder_of(self, node: int) -> int | None:
        """The feeder of a medium-voltage node; None on a busbar, and where no line is."""
        if node in self.busbars or not self.is_medium(node):
            return None
        feeder = self._root(node)
        return feeder if feeder in self.km else None

    def _find_busbars(self) -> dict[int, int]:
        found = {row: row for row, source in enumerate(self._wires.source) if source and self.is_medium(row)}
        beside: dict[int, list[int]] = {}
        for kind, a, b, closed, _ in self._edges:
            if kind == TRAFO:
                low, high = (a, b) if self._wires.kv[a] < self._wires.kv[b] else (b, a)
                if self.is_medium(low) and self._wires.kv[high] > MEDIUM_KV[1]:
                    found.setdefault(low, low)
            elif kind == SWITCH and closed:
                beside.setdefault(a, []).append(b)
                beside.setdefault(b, []).append(a)
        waiting = sorted(found)
        while waiting:
            node = waiting.pop()
            for other in beside.get(node, ()):
                if other not in found and self.is_medium(other):
                    found[other] = found[node]
                    waiting.append(other)
        return found

    def below(self) -> dict[int, int]:
        """The feeder of every node that closed edges join to one: its own and all low voltage beyond it."""
        beside: dict[int, list[int]] = {}
        for _, a, b, closed, _ in self._edges:
            if closed:
                beside.setdefault(a, []).append(b)
                beside.setdefault(b, []).append(a)
        own = ((node, self.feeder_of(node)) for node in range(len(self._wires.ids)))
        found = {node: feeder for node, feeder in own if feeder is not None}
        waiting = sorted(found, reverse=True)
        while waiting:
            node = waiting.pop()
            for other in beside.get(node, ()):
                if other not in found and self._wires.kv[other] < MEDIUM_KV[0]:
                    found[other] = found[node]
                    waiting.append(other)
        return found

    def areas(self, low_sides: Sequence[int]) -> Counter[int]:
        """Areas by feeder: those whose low side a transformer joins to a node of it."""
        above: dict[int, int] = {}
        for kind, a, b, closed, _ in self._edges:
            if kind == TRAFO and closed:
                for low, high in ((a, b), (b, a)):
                    if self._wires.kv[low] < MEDIUM_KV[0] and self.is_medium(high):
                        above[low] = high
        feeders = (self.feeder_of(above[low]) for low in low_sides if low in above)
        return Counter(feeder for feeder in feeders if feeder is not None)

    def sections(self) -> Counter[int]:
        """Sections by feeder: lines that hang together without a switch between them."""
        first = len(self._wires.ids)
        leader = list(range(first + len(self._edges)))
        root = finder(leader)
        for row, a, b, _ in self._lines:
            cut = {node for node, kind, _ in switches_in(self._wires.switches[row]) if kind in SWITCHES}
            for node in (a, b):
                if node not in self.busbars and self._wires.ids[node] not in cut:
                    leader[root(first + row)] = root(node)
        found: dict[int, set[int]] = {}
        for row, a, b, _ in self._lines:
            outer = b if a in self.busbars else a
            if outer not in self.busbars:
                found.setdefault(self._root(outer), set()).add(root(first + row))
        return Counter({feeder: len(sections) for feeder, sections in found.items()})


def switches_in(text: str) -> list[tuple[str, str, bool]]:
    """Node, type and whether closed, of ``node:type:closed;…``; parts of another form are passed over."""
    parts = (part.split(":") for part in text.split(";"))
    return [(part[0], part[1], part[2] == "1") for part in parts if len(part) == 3 and part[1]]
