"""What of the network an outage leaves without supply: the lines and transformer areas behind its device.

Facts carry ids or names; the atlas knows what lies behind them. Rows are the atlas' own.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind
from wallboard.state.atlas import Atlas

Rows = NDArray[np.int64]

NONE: Rows = np.empty(0, np.int64)

WHOLE_FEEDER = frozenset({DeviceKind.FEEDER})
WHOLE_STATION = frozenset({DeviceKind.SOURCE, DeviceKind.SUBSTATION})
PART_OF_FEEDER = frozenset({DeviceKind.SWITCH, DeviceKind.LATERAL})


def area_of(key: str) -> str:
    """The atlas' id of the area whose meters a fact is about: ``metering/TA-001`` -> ``TA-001``."""
    return key.rpartition("/")[2]


class Reach:
    """Looks things up by id or name; what it found for a device once it remembers."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._behind: dict[int, tuple[Rows, Rows]] = {}

    def of(self, outage: Outage) -> tuple[Rows, Rows]:
        """Edges and areas that this outage speaks of; none where the atlas does not know its device."""
        kind, words = outage.device_kind, (outage.device, outage.device_name)
        if kind is DeviceKind.TRANSFORMER_AREA:
            area = _first(self.areas, words)
            return NONE, NONE if area is None else np.array([area])
        if kind in PART_OF_FEEDER:
            device = _first(self.devices, words)
            return (NONE, NONE) if device is None else self.behind(device)
        if kind in WHOLE_STATION:
            station = _first(self.stations, words)
            feeders = (
                NONE if station is None else np.flatnonzero(self._column("feeders", "station") == station)
            )
            return self._of_feeders(feeders)
        if kind in WHOLE_FEEDER:
            feeder = _first(self.feeders, (*words, outage.feeder))
            return (NONE, NONE) if feeder is None else self._of_feeders(np.array([feeder]))
        return NONE, NONE

    def behind(self, device: int) -> tuple[Rows, Rows]:
        """Edges and areas behind a device, seen from its feeder's station."""
        found = self._behind.get(device)
        if found is None:
            found = self._behind[device] = self._trace(device)
        return found

    @cached_property
    def feeders(self) -> dict[str, int]:
        return self._by_word("feeders")

    @cached_property
    def stations(self) -> dict[str, int]:
        return self._by_word("stations")

    @cached_property
    def devices(self) -> dict[str, int]:
        return self._by_word("devices")

    @cached_property
    def areas(self) -> dict[str, int]:
        return self._by_word("areas")

    def _by_word(self, table: str) -> dict[str, int]:
        """Rows by id and by name; an id goes before a name."""
        rows = self._atlas.tables[table]
        found = {name: row for row, name in enumerate(rows.texts("name")) if name}
        found.update((key, row) for row, key in enumerate(rows.texts("id")))
        return found

    def _column(self, table: str, name: str) -> Rows:
        return cast("Rows", self._atlas.tables[table][name])

    def _of_feeders(self, feeders: Rows) -> tuple[Rows, Rows]:
        if not len(feeders):
            return NONE, NONE
        return _gathered(self._edges_of, feeders), _gathered(self._areas_of, feeders)

    @cached_property
    def _edges_of(self) -> tuple[Rows, Rows]:
        """Edges in the order of their feeders, and where each feeder's begin."""
        return self._by_feeder("edges", "feeder")

    @cached_property
    def _areas_of(self) -> tuple[Rows, Rows]:
        """The same of areas."""
        return self._by_feeder("areas", "line")

    def _by_feeder(self, table: str, column: str) -> tuple[Rows, Rows]:
        feeder = self._column(table, column)
        order = np.argsort(feeder, kind="stable")
        return order, np.searchsorted(feeder[order], np.arange(self._atlas.tables["feeders"].rows + 1))

    @cached_property
    def _areas_at(self) -> dict[int, list[int]]:
        """Areas by their node."""
        found: dict[int, list[int]] = {}
        for row, node in enumerate(self._column("areas", "node").tolist()):
            found.setdefault(node, []).append(row)
        return found

    def _trace(self, device: int) -> tuple[Rows, Rows]:
        """Walk away from the station over the feeder's own closed edges."""
        feeder = int(self._column("devices", "feeder")[device])
        gate = int(self._column("devices", "edge")[device])
        if feeder < 0 or gate < 0:
            return NONE, NONE
        order, starts = self._edges_of
        own = order[starts[feeder] : starts[feeder + 1]].tolist()
        a, b = self._column("edges", "a"), self._column("edges", "b")
        closed = self._column("edges", "closed")
        beside: dict[int, list[tuple[int, int]]] = {}
        for edge in own:
            if closed[edge] and edge != gate:
                one, other = int(a[edge]), int(b[edge])
                beside.setdefault(one, []).append((edge, other))
                beside.setdefault(other, []).append((edge, one))
        ends = [int(a[gate]), int(b[gate])]
        station = int(self._column("feeders", "station")[feeder])
        source = int(self._column("stations", "node")[station]) if station >= 0 else ends[0]
        fed = _walk(beside, source)[0]
        outer = [end for end in ends if end not in fed]
        nodes, edges = {*outer}, {gate}
        for end in outer:
            more, walked = _walk(beside, end)
            nodes |= more
            edges |= walked
        areas = [area for node in sorted(nodes) for area in self._areas_at.get(node, ())]
        return np.array(sorted(edges)), np.array(areas, dtype=np.int64)


def _gathered(by_feeder: tuple[Rows, Rows], feeders: Rows) -> Rows:
    """The rows of these feeders, in their own order."""
    order, starts = by_feeder
    return np.sort(
        np.concatenate([NONE, *(order[starts[one] : starts[one + 1]] for one in feeders.tolist())])
    )


def _walk(beside: dict[int, list[tuple[int, int]]], start: int) -> tuple[set[int], set[int]]:
    """Nodes and edges that hang together with a node."""
    nodes, edges, waiting = {start}, set[int](), [start]
    while waiting:
        for edge, other in beside.get(waiting.pop(), ()):
            edges.add(edge)
            if other not in nodes:
                nodes.add(other)
                waiting.append(other)
    return nodes, edges


def _first(rows: dict[str, int], words: Sequence[str]) -> int | None:
    """The row of the first of these ids or names that is known."""
    return next((rows[word] for word in words if word in rows), None)
