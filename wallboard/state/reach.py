"""What of the network an outage leaves without supply: the lines and transformer areas behind its device.

Facts carry ids or names; the atlas knows what lies behind them. Rows are the atlas' own.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import cast

import numpy as np

from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import NO_ROWS, Part, Rows, Wires
from wallboard.state.atlas import Atlas
from wallboard.state.supply_wires import wires_of

NONE = NO_ROWS

WHOLE_FEEDER = frozenset({DeviceKind.FEEDER})
WHOLE_STATION = frozenset({DeviceKind.SOURCE, DeviceKind.SUBSTATION})
PART_OF_FEEDER = frozenset({DeviceKind.SWITCH, DeviceKind.LATERAL})
OF_AN_AREA = frozenset({DeviceKind.TRANSFORMER_AREA, DeviceKind.SERVICE})


class Reach:
    """Looks things up by id or name; what it found for a device once it remembers."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._behind: dict[int, tuple[Rows, Rows]] = {}
        self._tours: dict[int, tuple[Part, Tour]] = {}

    def ready(self) -> None:
        """Make at once what would be made when it is first asked for: in a thread, while nobody waits."""
        for made in ("devices", "areas", "feeders", "stations", "_edges_of", "_areas_of", "_wires"):
            getattr(self, made)

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

    def above(self, outage: Outage) -> Rows:
        """The edges from an outage's device up to its station, as it is normally fed, in their order; none of
        a whole feeder, and where the atlas does not know the device."""
        kind, words = outage.device_kind, (outage.device, outage.device_name)
        if kind in PART_OF_FEEDER:
            device = _first(self.devices, words)
            gate = -1 if device is None else int(self._column("devices", "edge")[device])
            return NONE if gate < 0 else self._above(gate)
        area = _first(self.areas, words) if kind in OF_AN_AREA else None
        return NONE if area is None else self._above_area(area)

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
    def _wires(self) -> Wires:
        return wires_of(self._atlas)

    def _tour(self, feeder: int, gate: int) -> tuple[Part, Tour]:
        """A feeder's own edges as they are fed from its station, with this one closed."""
        found = self._tours.get(feeder)
        if found is None:
            order, starts = self._edges_of
            own = order[starts[feeder] : starts[feeder + 1]]
            part = self._wires.part(own, self._fed_from(feeder, own, gate))
            found = self._tours[feeder] = part, Tour(part.wires)
        part, tour = found
        row = int(np.searchsorted(part.edges, gate))
        if tour.shut[row]:
            return part, tour
        shut = tour.shut.copy()
        shut[row] = True
        return part, Tour(part.wires, shut)

    def _fed_from(self, feeder: int, own: Rows, gate: int) -> Rows:
        """Where a feeder is fed: its station's busbar, or where closed edges of no feeder lead to it."""
        wires = self._wires
        ends = np.union1d(wires.a[own], wires.b[own])
        station = int(self._column("feeders", "station")[feeder])
        busbar = int(self._column("stations", "node")[station]) if station >= 0 else -1
        if busbar in ends:
            return np.array([busbar])
        above = (wires.feeder < 0) & wires.closed
        met = np.intersect1d(ends, np.union1d(wires.a[above], wires.b[above]))
        return met if len(met) else wires.a[[gate]]

    def _above(self, gate: int) -> Rows:
        feeder = int(self._column("edges", "feeder")[gate])
        if feeder < 0:
            return NONE
        part, tour = self._tour(feeder, gate)
        row = int(np.searchsorted(part.edges, gate))
        ends = int(part.wires.a[row]), int(part.wires.b[row])
        return part.edges[tour.edges_above(max(ends, key=lambda node: int(tour.place[node])))]

    def _above_area(self, area: int) -> Rows:
        """From an area's transformer, whose low side is the area's node."""
        node, feeder = (int(self._column("areas", name)[area]) for name in ("node", "line"))
        if node < 0 or feeder < 0:
            return NONE
        order, starts = self._edges_of
        own, wires = order[starts[feeder] : starts[feeder + 1]], self._wires
        at = own[(wires.a[own] == node) | (wires.b[own] == node)]
        return self._above(int(at[0])) if len(at) else NONE

    def _trace(self, device: int) -> tuple[Rows, Rows]:
        """What the device's edge cuts off of its feeder."""
        feeder = int(self._column("devices", "feeder")[device])
        gate = int(self._column("devices", "edge")[device])
        if feeder < 0 or gate < 0 or int(self._column("edges", "feeder")[gate]) != feeder:
            return NONE, NONE
        part, tour = self._tour(feeder, gate)
        row = int(np.searchsorted(part.edges, gate))
        edges, areas = part.edges[tour.edges_below(row)], part.areas[tour.areas_below(row)]
        return np.union1d(edges, [gate]), np.sort(areas)


@lru_cache(maxsize=2)
def reach_of(atlas: Atlas) -> Reach:
    """One for everybody who asks of the same atlas; the last two stay in memory."""
    return Reach(atlas)


def _gathered(by_feeder: tuple[Rows, Rows], feeders: Rows) -> Rows:
    """The rows of these feeders, in their own order."""
    order, starts = by_feeder
    return np.sort(
        np.concatenate([NONE, *(order[starts[one] : starts[one + 1]] for one in feeders.tolist())])
    )


def _first(rows: dict[str, int], words: Sequence[str]) -> int | None:
    """The row of the first of these ids or names that is known."""
    return next((rows[word] for word in words if word in rows), None)
