"""Who is dark, and by which fault: the town's physics."""

import msgspec

from feeds.sim.fate import Fault
from feeds.sim.geography.town import Area, Town


class Held(msgspec.Struct, frozen=True):
    """What one fault keeps dark now: customers, whole areas, key customers."""

    customers: int = 0
    areas: int = 0
    key_customers: int = 0


class Supply:
    """Faults above each area, in the order in which they came. A customer is counted under the first."""

    def __init__(self, town: Town) -> None:
        self.area: dict[str, Area] = {area.id: area for area in town.areas}
        self.above: dict[str, list[Fault]] = {area.id: [] for area in town.areas}
        self.standing: dict[str, Fault] = {}
        self.version = 0
        self.restored_customers: dict[str, int] = {}
        self.restored_areas: dict[str, int] = {}
        self.restored_lines: set[str] = set()

    def fail(self, fault: Fault) -> None:
        """A device opens or breaks: everything below it goes dark."""
        self.version += 1
        self.standing[fault.id] = fault
        for area in fault.areas:
            self.above[area].append(fault)

    def relieve(self, fault: Fault, areas: tuple[str, ...]) -> tuple[set[str], int]:
        """Take a fault off some of its areas. Returns (other faults that now hold them, customers back)."""
        self.version += 1
        touched: set[str] = set()
        back = 0
        for area in areas:
            before = self.dark(area)
            if fault not in self.above[area]:
                continue
            self.above[area].remove(fault)
            touched.update(other.id for other in self.above[area])
            gained = before - self.dark(area)
            back += gained
            if gained:
                self.restored_customers[area] = self.restored_customers.get(area, 0) + gained
                if not fault.service:
                    self.restored_areas[area] = self.restored_areas.get(area, 0) + 1
        return touched, back

    def mend(self, fault: Fault) -> tuple[set[str], int]:
        """A fault is gone altogether."""
        self.standing.pop(fault.id, None)
        if fault.kind == "feeder":
            self.restored_lines.add(fault.feeder)
        return self.relieve(fault, fault.areas)

    def shares(self, area: str) -> dict[str, int]:
        """Customers of an area that each fault above it keeps dark; none is counted twice."""
        left = self.area[area].customers
        shares: dict[str, int] = {}
        for fault in self.above[area]:
            own = min(left, fault.service) if fault.service else left
            shares[fault.id] = own
            left -= own
        return shares

    def dark(self, area: str) -> int:
        """Customers of an area without supply."""
        return sum(self.shares(area).values())

    def whole_dark(self, area: str) -> bool:
        """Whether the whole area is dark, not only some of its service lines."""
        return any(not fault.service for fault in self.above[area])

    def held(self, fault: Fault) -> Held:
        """What a fault keeps dark now."""
        customers = areas = key = 0
        for area in fault.areas:
            if fault not in self.above[area]:
                continue
            own = self.shares(area)[fault.id]
            customers += own
            first = next((f for f in self.above[area] if not f.service), None)
            if first is fault:
                areas += 1
                key += bool(self.area[area].key_customer)
        return Held(customers, areas, key)
