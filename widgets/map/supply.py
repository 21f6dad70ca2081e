"""Which lines and areas of the network have supply, as outages, meters and telemetry tell.

Kept by what changed. The states are a room's map states, the worst last. Nothing here says where things
lie but the boxes of what changed, so that the quiet picture is mended there and nowhere else.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wallboard.domain.facts import own_id
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.rows import Outage
from wallboard.state.atlas_schema import EDGE_RANKS
from wallboard.state.reach import NONE, Rows, reach_of
from wallboard.state.tables import Tables
from widgets.map.base_map import BaseMap
from widgets.map.marks import shape_of
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Floats
from widgets.map.sprites import STATE_OF

STATES = ("normal", "planned", "restored", "generator", "unknown", "dark")
NORMAL, RESTORED, GENERATOR, UNKNOWN, DARK = (
    STATES.index(word) for word in ("normal", "restored", "generator", "unknown", "dark")
)

Bytes = NDArray[np.uint8]

SILENT, ON, OFF = 0, 1, 2
"""What the meters of an area say, most of those that speak."""


OUTAGES, READINGS = 16, 512
"""How many of each are read in one step: what an outage's device cuts off may have to be looked for."""

LATERAL = EDGE_RANKS.index("lateral")


class Differing(NamedTuple):
    """Boxes (n, 4) of the plane in which lines, areas, devices and cells may look different."""

    trunks: Floats
    laterals: Floats
    areas: Floats
    devices: Floats
    cells: Floats

    @classmethod
    def nothing(cls) -> "Differing":
        """Nowhere."""
        return cls(*[np.empty((0, 4))] * 5)


class Cover(NamedTuple):
    """What an outage leaves without supply. device: the words by which it was found."""

    device: tuple[object, ...]
    state: int
    edges: Rows
    areas: Rows


class Told:
    """How many outages say each state of each row, and the worst of them."""

    def __init__(self, rows: int) -> None:
        self.worst: Bytes = np.zeros(rows, np.uint8)
        self._counts = np.zeros((len(STATES), rows), np.int16)

    def add(self, rows: Rows, state: int, by: int) -> None:
        self._counts[state, rows] += by

    def settle(self, rows: Rows) -> Rows:
        """Find the worst of these rows anew; those that differ."""
        found = np.zeros(len(rows), np.uint8)
        for state in range(1, len(STATES)):
            found[self._counts[state, rows] > 0] = state
        differ = rows[found != self.worst[rows]]
        self.worst[rows] = found
        return differ


class SupplyBook:
    """edges, areas: state of each row (index of ``STATES``); open: of each device, whether it is open;
    metered, telemetered: the thing (key) whose readings speak of an area, of a device (row)."""

    def __init__(self, network: NetworkMap) -> None:
        self._network, self._reach = network, reach_of(network.atlas)  # shared by the maps of all windows
        tables = network.atlas.tables
        self._edges, self._areas = Told(tables["edges"].rows), Told(tables["areas"].rows)
        self._meters = np.zeros(tables["areas"].rows, np.uint8)
        self.edges, self.areas = self._edges.worst, self._areas.worst.copy()
        self._normally_open = (self._network.column("devices", "closed") == 0).astype(np.uint8)
        self.open: Bytes = self._normally_open.copy()
        self._covered: dict[str, Cover] = {}
        self.metered: dict[int, str] = {}
        self.telemetered: dict[int, str] = {}

    def above(self, outage: Outage) -> Rows:
        """The edges from an outage's device up to its station, as it is normally fed."""
        return self._reach.above(outage)

    def read_all(self, tables: Tables) -> None:
        """``reading`` at once."""
        deque(self.reading(tables), maxlen=0)

    def reading(self, tables: Tables) -> Iterator[Differing]:
        """Follow tables that may be others than those of before, in steps that say what looks different."""
        for word in ("areas", "devices", "feeders"):
            getattr(self._reach, word)  # each is made when it is first asked for, and takes some ms
            yield Differing.nothing()
        outages = [*dict.fromkeys([*self._covered, *tables.outages])]
        areas = [*dict.fromkeys([*self.metered.values(), *tables.keys("area")])]
        devices = [*dict.fromkeys([*self.telemetered.values(), *tables.keys("device")])]
        for begin in range(0, len(outages), OUTAGES):
            yield self.read(tables, outages[begin : begin + OUTAGES], (), ())
        for begin in range(0, len(areas), READINGS):
            yield self.read(tables, (), areas[begin : begin + READINGS], ())
        for begin in range(0, len(devices), READINGS):
            yield self.read(tables, (), (), devices[begin : begin + READINGS])

    def read(
        self, tables: Tables, outages: Iterable[str], areas: Iterable[str], devices: Iterable[str]
    ) -> Differing:
        """Take in what changed of these, and say where the network looks different."""
        edges, touched = self._cover(tables, outages)
        touched = np.union1d(touched, self._read_meters(tables, areas))
        moved = self._read_devices(tables, devices)
        changed_edges = self._edges.settle(edges)
        self._areas.settle(touched)
        before, now = self.areas[touched], self._joined(touched)
        self.areas[touched] = now
        differ = touched[before != now]
        lateral = self._network.column("edges", "rank")[changed_edges] == LATERAL
        return Differing(
            self._boxes_of_edges(changed_edges[~lateral]),
            self._boxes_of_edges(changed_edges[lateral]),
            _boxes(self._network.areas[differ]),
            _boxes(self._network.devices[moved]),
            self._network.boxes_of_cells(self._network.column("areas", "cell")[differ]),
        )

    def _cover(self, tables: Tables, keys: Iterable[str]) -> tuple[Rows, Rows]:
        """Count what these outages cover now instead of what they covered; edges and areas to settle."""
        edges, areas = [NONE], [NONE]
        for key in keys:
            was = self._covered.pop(key, None)
            now = self._found(tables.outages.get(key), was)
            if now is not None:
                self._covered[key] = now
            if now is was:
                continue  # most of what is said of an outage alters nothing here
            for cover, by in ((was, -1), (now, 1)):
                if cover is not None:
                    self._edges.add(cover.edges, cover.state, by)
                    self._areas.add(cover.areas, cover.state, by)
                    edges.append(cover.edges)
                    areas.append(cover.areas)
        return np.unique(np.concatenate(edges)), np.unique(np.concatenate(areas))

    def telling(self, areas: Rows) -> list[str]:
        """The outages that say something of one of these areas, by id."""
        return [key for key, cover in self._covered.items() if np.isin(cover.areas, areas).any()]

    def _found(self, outage: Outage | None, was: Cover | None) -> Cover | None:
        """What an outage covers; was: the same of its former row."""
        if outage is None or not outage.open or outage.merged_into:
            return None
        state = STATES.index(STATE_OF[shape_of(outage)])
        device = outage.device_kind, outage.device, outage.device_name, outage.feeder
        if was is not None and device == was.device:
            return was if state == was.state else was._replace(state=state)
        edges, areas = self._reach.of(outage)
        return Cover(device, state, edges, areas) if len(edges) or len(areas) else None

    def _read_meters(self, tables: Tables, keys: Iterable[str]) -> Rows:
        rows: list[int] = []
        for key in keys:
            row, thing = self._reach.areas.get(own_id(key)), tables.thing("area", key)
            if row is None:
                continue
            self.metered[row] = key
            said = thing.value("meters", AreaMeters) if thing is not None else None
            word = SILENT
            if said is not None and said.off + said.on:
                word = OFF if said.off > said.on else ON
            if word != self._meters[row]:
                self._meters[row] = word
                rows.append(row)
        return np.array(rows, dtype=np.int64)

    def _read_devices(self, tables: Tables, keys: Iterable[str]) -> Rows:
        rows: list[int] = []
        for key in keys:
            row, thing = self._reach.devices.get(own_id(key)), tables.thing("device", key)
            if row is None:
                continue
            self.telemetered[row] = key
            said = thing.value("position", DevicePosition) if thing is not None else None
            is_open = self._normally_open[row] if said is None else not said.closed
            if self.open[row] != is_open:
                self.open[row] = is_open
                rows.append(row)
        return np.array(rows, dtype=np.int64)

    def _joined(self, rows: Rows) -> Bytes:
        """Outages and meters together: what has supply again is to be verified, what has none suspected."""
        told, said = self._areas.worst[rows].copy(), self._meters[rows]
        told[(told >= UNKNOWN) & (said == ON)] = RESTORED
        told[(told == NORMAL) & (said == OFF)] = UNKNOWN
        return told

    def _boxes_of_edges(self, edges: Rows) -> Floats:
        if not len(edges):
            return np.empty((0, 4))
        rows = self._network.pieces_of(edges)
        x1, y1, x2, y2 = self._network.lines.ends[rows].T
        return np.stack([np.minimum(x1, x2), np.minimum(y1, y2), np.maximum(x1, x2), np.maximum(y1, y2)], 1)


def _boxes(xy: Floats) -> Floats:
    """Boxes without extent about points."""
    return np.hstack([xy, xy])


def supply_of(base: BaseMap) -> SupplyBook | None:
    """The book of a base map's network; None where it has none."""
    return SupplyBook(base.network) if base.network is not None else None
