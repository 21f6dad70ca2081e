"""How the network hangs together when nothing has happened: whose a node is, what is above and guards it.

Made once from a ground; what is switched stands in the grid.
"""

from feeds.sim.ground import TRAFO, Ground
from wallboard.state.atlas_schema import EDGE_RANKS

TIE = EDGE_RANKS.index("tie")
GUARDS = ("breaker", "lateral_switch", "fuse")
"""Devices that open by themselves on a fault behind them; a section switch and a tie do not."""


class Wiring:
    """By node: ``beside`` (edge, other end); ``owner`` the feeder, -1 on a busbar and above. By feeder:
    ``order`` its edges as (edge, upper node, lower node), upper ones first; ``outlets`` its edges at busbars;
    ``ties`` its open points. By edge: ``above`` the edge that feeds it, -1; ``guard`` the edge whose device
    opens for a fault on it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        edges = ground.edges
        self.beside: list[list[tuple[int, int]]] = [[] for _ in range(ground.nodes)]
        for edge, (a, b) in enumerate(zip(edges.a, edges.b, strict=True)):
            self.beside[a].append((edge, b))
            self.beside[b].append((edge, a))
        self.owner = self._owners()
        feeders = len(ground.feeders.id)
        self.outlets: list[list[int]] = [[] for _ in range(feeders)]
        self.ties: list[list[int]] = [[] for _ in range(feeders)]
        for edge, (a, b) in enumerate(zip(edges.a, edges.b, strict=True)):
            one, other = self.owner[a], self.owner[b]
            if one != other and min(one, other) < 0:
                self.outlets[max(one, other)].append(edge)
            elif one != other:
                self.ties[one].append(edge)
                self.ties[other].append(edge)
        self.order: list[list[tuple[int, int, int]]] = [[] for _ in range(feeders)]
        self.above = [-1] * len(edges.a)
        self.guard = [-1] * len(edges.a)
        self._trace()

    def _owners(self) -> list[int]:
        """The feeder whose lines meet at each node; -1 where several do, or a source is."""
        edges = self._ground.edges
        owner = [-2] * self._ground.nodes
        for a, b, feeder, rank in zip(edges.a, edges.b, edges.feeder, edges.rank, strict=True):
            if rank != TIE:
                for node in (a, b):
                    owner[node] = feeder if owner[node] in (-2, feeder) else -1
        for node in self._ground.sources:
            owner[node] = -1
        return [max(feeder, -1) for feeder in owner]

    def _trace(self) -> None:
        """From the sources outwards over what is closed."""
        ground, edges = self._ground, self._ground.edges
        came = [-1] * ground.nodes
        seen = bytearray(ground.nodes)
        nodes = list(ground.sources)
        for node in nodes:
            seen[node] = 1
        for node in nodes:  # grows while it is walked
            for edge, other in self.beside[node]:
                if edges.closed[edge] and not seen[other]:
                    seen[other] = 1
                    came[other] = edge
                    self.above[edge] = came[node]
                    self.guard[edge] = self._guard_of(edge, came[node])
                    nodes.append(other)
                    if self.owner[other] >= 0:
                        self.order[self.owner[other]].append((edge, node, other))

    def _guard_of(self, edge: int, above: int) -> int:
        """The edge that opens for a fault on this one: its own device's, a transformer's fuse, or above."""
        device = self._ground.device_at.get(edge, -1)
        if self._ground.edges.kind[edge] == TRAFO or (
            device >= 0 and self._ground.devices.kind[device] in GUARDS
        ):
            return edge
        return self.guard[above] if above >= 0 else -1

    def is_switch(self, edge: int) -> bool:
        """Whether an edge can be opened by hand or from afar; a transformer by its fuse."""
        return edge in self._ground.device_at or self._ground.edges.kind[edge] == TRAFO

    def bounds(self, edge: int) -> list[int]:
        """The switches about an element that fails: what must be open so that it can be worked on."""
        edges = self._ground.edges
        if edges.kind[edge] == TRAFO:
            return [edge]
        found = [edge] if self.is_switch(edge) else []
        waiting = [edges.b[edge]] if found else [edges.a[edge], edges.b[edge]]
        seen = set(waiting)
        while waiting:
            node = waiting.pop()
            for beyond, other in self.beside[node]:
                if beyond == edge or edges.kind[beyond] == TRAFO:
                    continue
                if self.is_switch(beyond) or self.owner[other] < 0:
                    found.append(beyond)
                elif other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return sorted(set(found))
