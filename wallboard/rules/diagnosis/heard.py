"""What was heard, by row: the newest reading of each area and device, and the calls. It judges nothing.

Readings are the newest by ``at``, calls are kept with their times; so facts may come in any order, twice or
late. An area whose meters say that it is lit has explained the calls before that.
"""

from array import array
from collections.abc import Iterable
from math import inf

import numpy as np

from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.facts import Fact, own_id
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState
from wallboard.domain.terms import EvidenceKind
from wallboard.rules.diagnosis.inference import Floats
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Flags, Rows

INDICATOR = "FI-"
"""What stands before a device's id in the id of its fault indicator."""

HAZARD_ALONE = "hazard"
HAZARDS = frozenset({HAZARD_ALONE, "hazard_no_power"})
"""Topics of calls that report a danger; only the second kind speaks of supply too (rule 13)."""

UNREAD, CLOSED, OPEN, STALE_CLOSED, STALE_OPEN = 0, 1, 2, 3, 4


class Calls:
    """Calls with a place, each once."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._keys: list[str] = []
        self._area = array("q")  # of which an array of numpy is a copy, not a walk
        self._at = array("d")

    def add(self, key: str, area: int, at: float) -> None:
        """A call of an area (row), unless it is known."""
        if key not in self._ids:
            self._ids.add(key)
            self._keys.append(key)
            self._area.append(area)
            self._at.append(at)

    def forget(self, before: float) -> None:
        """Let go calls of before an instant; one of them that came again would count anew."""
        kept = [call for call, at in enumerate(self._at) if at >= before]
        self._keys = [self._keys[call] for call in kept]
        self._area = array("q", [self._area[call] for call in kept])
        self._at = array("d", [self._at[call] for call in kept])
        self._ids = set(self._keys)

    def columns(self) -> tuple[Rows, Floats]:
        """Areas and times, in the order in which they came."""
        return np.array(self._area, np.int64), np.array(self._at, np.float64)


class Heard:
    """By area: off, on, silent, read_at (-inf: never). By device: position (UNREAD …), position_at, tripped,
    commanded, passed_at (of fault current, -inf). closed_again: devices that were open, with when they were
    read closed; delays: how many seconds after its own time each newer reading of an area came; both since
    somebody last cleared them."""

    def __init__(self, network: Network) -> None:
        self._network = network
        areas, devices = len(network.named.areas), len(network.named.devices)
        self.off: Rows = np.zeros(areas, np.int64)
        self.on: Rows = np.zeros(areas, np.int64)
        self.silent: Rows = np.zeros(areas, np.int64)
        self.read_at: Floats = np.full(areas, -inf)
        self.position: Rows = np.zeros(devices, np.int64)
        self.position_at: Floats = np.full(devices, -inf)
        self.tripped: Flags = np.zeros(devices, np.bool_)
        self.commanded: Flags = np.zeros(devices, np.bool_)
        self.passed_at: Floats = np.full(devices, -inf)
        self._indicator_at: Floats = np.full(devices, -inf)
        self.calls = Calls()
        self.unplaced = 0
        self.hazards: dict[str, str] = {}
        self._hazard_at: dict[str, float] = {}
        self.closed_again: list[tuple[int, float]] = []
        self.delays: list[float] = []
        self._areas: set[int] = set()
        self._devices: set[int] = set()

    def take(self, facts: Iterable[Fact]) -> None:
        """Keep what these facts say; others are passed over."""
        for fact in facts:
            data = fact.data
            if isinstance(data, AreaMeters):
                self._meters(fact, data)
            elif isinstance(data, CallReport):
                self._call(fact, data)
            elif isinstance(data, DevicePosition):
                self._position(fact, data)
            elif isinstance(data, IndicatorState):
                self._indicator(fact, data)
            elif isinstance(data, Evidence) and data.kind is EvidenceKind.PING:
                self._ping(fact, data)

    def take_touched(self) -> tuple[Rows, Rows]:
        """Areas and devices of which something was heard since the last call."""
        areas, devices = (np.array(sorted(one), np.int64) for one in (self._areas, self._devices))
        self._areas.clear()
        self._devices.clear()
        return areas, devices

    def forget(self, before: float) -> None:
        """Let go calls and hazards of before an instant (epoch s)."""
        self.calls.forget(before)
        for call in [call for call, at in self._hazard_at.items() if at < before]:
            del self.hazards[call], self._hazard_at[call]

    def _meters(self, fact: Fact, data: AreaMeters) -> None:
        area = self._network.area_rows.get(own_id(fact.key))
        if area is None or fact.at < self.read_at[area]:
            return
        if fact.seen and fact.at > self.read_at[area]:
            self.delays.append(fact.seen - fact.at)
        self.off[area], self.on[area], self.silent[area] = data.off, data.on, data.silent
        self.read_at[area] = fact.at
        self._areas.add(area)

    def _ping(self, fact: Fact, data: Evidence) -> None:
        """So many meters of an area answered a ping that they have supply; who did not answer says nothing.
        What others of it read last still stands."""
        at = fact.at if data.happened_at is None else data.happened_at
        area = self._network.area_rows.get(data.device)
        if area is None or not data.n or at < self.read_at[area]:
            return
        whole = max(int(self._network.wires.customers[area]), 1)
        self.on[area] = min(whole, max(int(self.on[area]), data.n))
        self.off[area] = min(int(self.off[area]), whole - int(self.on[area]))
        self.silent[area] = whole - int(self.on[area]) - int(self.off[area])
        if self.on[area] >= self.off[area]:  # else it began to be dark when it did
            self.read_at[area] = at
        self._areas.add(area)

    def _call(self, fact: Fact, data: CallReport) -> None:
        area = self._network.area_rows.get(data.area)
        if data.topic in HAZARDS:
            call = fact.id or f"{fact.key}|{data.received_at}"
            self.hazards[call], self._hazard_at[call] = data.area, data.received_at
        if data.topic == HAZARD_ALONE:
            return
        if area is None:
            self.unplaced += 1
            return
        self.calls.add(fact.id or f"{fact.key}|{data.area}|{data.received_at}", area, data.received_at)
        self._areas.add(area)

    def _position(self, fact: Fact, data: DevicePosition) -> None:
        row = self._network.device_rows.get(own_id(fact.key))
        if row is None or fact.at < self.position_at[row]:
            return
        if data.closed and data.good and self.position[row] in (OPEN, STALE_OPEN):
            self.closed_again.append((row, fact.at))
        stale = 0 if data.good else STALE_CLOSED - CLOSED
        self.position[row] = (CLOSED if data.closed else OPEN) + stale
        self.position_at[row] = fact.at
        self.tripped[row], self.commanded[row] = data.tripped, data.commanded
        self._devices.add(row)

    def _indicator(self, fact: Fact, data: IndicatorState) -> None:
        name = own_id(fact.key)
        row = self._network.device_rows.get(name, self._network.device_rows.get(name.removeprefix(INDICATOR)))
        if row is None or fact.at < self._indicator_at[row]:
            return
        self._indicator_at[row] = fact.at
        self.passed_at[row] = fact.at if data.passed else -inf
        self._devices.add(row)
