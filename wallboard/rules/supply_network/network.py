"""A network as a judge needs it: wires, how they are fed, what can be cut, and what all of it is called."""

from functools import cached_property

import msgspec

from wallboard.rules.supply_network.cuts import Cuts
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Wires


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

    @cached_property
    def area_rows(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.named.areas)}

    @cached_property
    def device_rows(self) -> dict[str, int]:
        return {key: row for row, key in enumerate(self.named.devices)}
