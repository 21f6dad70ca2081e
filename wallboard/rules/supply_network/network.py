"""A network as a judge needs it: wires, how they are fed, what can be cut, and what all of it is called."""

from functools import cached_property

import msgspec
import numpy as np

from wallboard.rules.supply_network.cuts import BREAKER, Cuts
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Rows, Wires


class Named(msgspec.Struct, frozen=True):
    """Ids by row, as facts carry them."""

    areas: tuple[str, ...]
    devices: tuple[str, ...]
    feeders: tuple[str, ...]


class Network:
    """How it stands: ``tour`` and ``cuts`` follow the switches, ``wires`` and ``named`` never change."""

    def __init__(self, wires: Wires, named: Named, tour: Tour | None = None) -> None:
        self.wires, self.named = wires, named
        self.tour = tour or Tour(wires)
        self.cuts = Cuts(self.tour)

    def cut_of(self, name: str) -> int | None:
        """The cut of a device, of an area's transformer, or of a feeder's breaker, by id."""
        if name in self.device_rows:
            row = int(self.cuts.row_of_device[self.device_rows[name]])
        elif name in self.area_rows:
            row = self._cut_of_area(self.area_rows[name])
        elif name in self.feeder_rows:
            row = self._cut_of_feeder(self.feeder_rows[name])
        else:
            return None
        return row if row >= 0 else None

    def _cut_of_area(self, area: int) -> int:
        mine = self.cuts.members.row[self.cuts.members.area == area]
        return int(mine[0]) if len(mine) else -1

    def _cut_of_feeder(self, feeder: int) -> int:
        breakers, feeders = self._breakers
        rows = self.cuts.row_of_device[breakers[feeders == feeder]]
        return int(rows.min()) if len(rows) else -1

    @cached_property
    def _breakers(self) -> tuple[Rows, Rows]:
        """Devices that are breakers of a line, and the feeder of each."""
        edges = self.wires.device_edge
        kinds = np.array([kind == BREAKER for kind in self.wires.device_kind], np.bool_)
        breakers = np.flatnonzero(kinds & (edges >= 0))
        return breakers, self.wires.feeder[edges[breakers]]

    @cached_property
    def feeder_rows(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.named.feeders)}

    @cached_property
    def area_rows(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.named.areas)}

    @cached_property
    def device_rows(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.named.devices)}
