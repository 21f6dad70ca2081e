"""Who is dark, and by which fault: every dark customer is counted under one, the topmost above him."""

from collections.abc import Iterable

import msgspec

from feeds.sim.fault import Fault
from feeds.sim.grid import Grid, Settled
from feeds.sim.ground import Ground


class Held(msgspec.Struct, frozen=True):
    """What one fault keeps dark now: customers, whole areas, key customers."""

    customers: int = 0
    areas: int = 0
    key_customers: int = 0


class Effect(msgspec.Struct, frozen=True):
    """What a change did: areas that lost and got supply, faults that now hold more or fewer."""

    dark: list[int] = []
    lit: list[int] = []
    touched: list[str] = []
    opened: list[int] = []  # edges whose devices tripped
    moved: list[int] = []  # areas whose dark customers, or the fault that holds them, are others now


class Supply:
    """Faults that stand, the areas that each keeps dark, and what has come back by region since the start."""

    def __init__(self, ground: Ground, grid: Grid) -> None:
        self._ground, self.grid = ground, grid
        self.standing: dict[str, Fault] = {}
        self._areas: dict[str, set[int]] = {}
        self._holder: dict[int, str] = {}
        self._low: dict[int, dict[str, int]] = {}  # service faults by area: customers of each
        self._isolated: dict[str, Fault] = {}
        self.restored_customers: dict[int, int] = {}
        self.restored_areas: dict[int, int] = {}
        self.restored_lines: set[int] = set()
        self.changed: set[int] = set()  # areas since the caller last looked
        self._held: dict[str, Held] = {}  # of standing faults, until something of them changes

    # What happens.

    def fail(self, fault: Fault) -> Effect:
        """An element breaks, or is taken out for planned work."""
        self.standing[fault.id] = fault
        self._areas[fault.id] = set()
        if fault.service:
            self._low.setdefault(fault.area, {})[fault.id] = fault.service
            self._forget(self._low[fault.area])
            self.changed.add(fault.area)
            return Effect(touched=[fault.id], moved=[fault.area])
        if fault.planned:
            bounds = self.grid.wiring.bounds(fault.edge)
            for edge in bounds:
                self.grid.switches.hold_open(edge, fault.id)
            return self._after(self.grid.settle(*bounds), [fault.id])
        self.grid.break_at(fault.edge, fault.id, guard_fails=fault.guard_fails)
        return self._after(self.grid.settle(fault.edge), [fault.id])

    def isolate(self, fault: Fault) -> Effect:
        """Part the broken element off by its switches, close what tripped, feed the rest from beyond."""
        grid = self.grid
        bounds = grid.wiring.bounds(fault.edge)
        tripped = [edge for edge in grid.switches.opened_by(fault.id) if edge not in bounds]
        for edge in bounds:
            if fault.id not in grid.switches.holders(edge):
                grid.switches.hold_open(edge, fault.id)
        for edge in tripped:
            grid.switches.let_close(edge, fault.id)
        self._isolated[fault.id] = fault
        effect = self._after(grid.settle(*bounds, *tripped), [fault.id])
        return _both(effect, self._feed_from_beyond(fault))

    def _feed_from_beyond(self, fault: Fault) -> Effect:
        effect = Effect()
        feeder = self.grid.feeder_of(fault.edge)
        while ties := self.grid.back_feeds(feeder):
            self.grid.switches.join(ties[0], fault.id)
            effect = _both(effect, self._after(self.grid.settle(ties[0]), [fault.id]))
        return effect

    def mend(self, fault: Fault) -> Effect:
        """Sound again, and the network as it normally stands, as far as other faults allow."""
        self.standing.pop(fault.id, None)
        self._held.pop(fault.id, None)
        if fault.service:
            self._forget(self._low.get(fault.area, ()))
            self._low.get(fault.area, {}).pop(fault.id, None)
            self._count_back(fault.area, fault.service if self.grid.is_live(fault.area) else 0, whole=False)
            self.changed.add(fault.area)
            return Effect(touched=[fault.id], moved=[fault.area])
        grid = self.grid
        if not fault.planned:
            grid.mend_at(fault.edge, fault.id)
        parted, mine = grid.switches.part(fault.id), grid.switches.opened_by(fault.id)
        for edge in mine:
            grid.switches.let_close(edge, fault.id)
        if fault.kind == "feeder":
            self.restored_lines.add(fault.feeder)
        self._isolated.pop(fault.id, None)
        effect = self._after(grid.settle(fault.edge, *parted, *mine), [fault.id])
        for other in list(self._isolated.values()):  # who was fed over what has just been opened
            if other.id in effect.touched and self._areas[other.id]:
                effect = _both(effect, self._feed_from_beyond(other))
        return effect

    # What is so.

    def areas(self, fault: str) -> list[int]:
        """Whole areas that a fault keeps dark, by row; a service fault's own area while it holds any."""
        standing = self.standing.get(fault)
        if standing is not None and standing.service:
            return [standing.area] if self.grid.is_live(standing.area) else []
        return sorted(self._areas.get(fault, ()))

    def share(self, area: int, fault: str) -> int:
        """Customers of an area that a fault keeps dark; none is counted under two."""
        if not self.grid.is_live(area):
            return self._ground.areas.customers[area] if self._holder.get(area) == fault else 0
        left = self._ground.areas.customers[area]
        for one, count in self._low.get(area, {}).items():
            if one == fault:
                return min(left, count)
            left -= min(left, count)
        return 0

    def dark(self, area: int) -> int:
        """Customers of an area without supply."""
        whole = self._ground.areas.customers[area]
        if not self.grid.is_live(area):
            return whole
        return min(whole, sum(self._low.get(area, {}).values()))

    def whole_dark(self, area: int) -> bool:
        """Whether the whole area is dark, not only some of its service lines."""
        return not self.grid.is_live(area)

    def holder(self, area: int) -> str:
        """The fault that a whole area is dark by; "" where it is live."""
        return self._holder.get(area, "")

    def faults_of(self, area: int) -> list[str]:
        """The faults that keep customers of an area dark."""
        whole = self._holder.get(area, "")
        return [whole] if whole else sorted(self._low.get(area, ()))

    def dark_areas(self) -> list[int]:
        """Areas with anybody dark, by row."""
        loose = (area for area, faults in self._low.items() if faults)
        return sorted({*self._holder, *loose})

    def held(self, fault: Fault) -> Held:
        """What a fault keeps dark now; asked of thousands whenever a crew is free, so that it is kept."""
        found = self._held.get(fault.id)
        if found is None:
            found = self._count(fault)
            if fault.id in self.standing:
                self._held[fault.id] = found
        return found

    def _forget(self, faults: Iterable[str]) -> None:
        """These hold something else now."""
        for fault in faults:
            self._held.pop(fault, None)

    def _count(self, fault: Fault) -> Held:
        areas = self._ground.areas
        if fault.service:
            return Held(self.share(fault.area, fault.id) if fault.id in self.standing else 0)
        mine = self._areas.get(fault.id, ())
        return Held(
            sum(areas.customers[area] for area in mine),
            len(mine),
            sum(bool(areas.key[area]) for area in mine),
        )

    # How it is kept.

    def _after(self, settled: Settled, named: list[str]) -> Effect:
        """Count every dark area of the traced feeders under its fault anew."""
        touched, moved = dict.fromkeys(named), list[int]()
        for feeder in settled.feeders:
            for area, fault in self._holders(feeder):
                before = self._holder.get(area, "")
                if before == fault:
                    continue
                self.changed.add(area)
                moved.append(area)
                if before:
                    self._areas[before].discard(area)
                    touched[before] = None
                if fault:
                    self._holder[area] = fault
                    self._areas[fault].add(area)
                    touched[fault] = None
                else:
                    del self._holder[area]
        for area in (*settled.dark, *settled.lit):
            touched.update(dict.fromkeys(self._low.get(area, ())))
        for area in settled.lit:
            loose = sum(self._low.get(area, {}).values())
            self._count_back(area, max(0, self._ground.areas.customers[area] - loose), whole=True)
        self._forget(touched)
        opened = [trip.edge for trip in settled.trips]
        return Effect(settled.dark, settled.lit, list(touched), opened, moved)

    def _holders(self, feeder: int) -> list[tuple[int, str]]:
        """Each area of a feeder with the fault that it is dark by, "" where it is live."""
        grid, above = self.grid, dict[int, str]()
        for edge, upper, lower in grid.wiring.order[feeder]:
            found = above.get(upper, "")
            if not found and not grid.shut[edge]:
                found = grid.switches.opened_for(edge)
            if found:
                above[lower] = found
        node = self._ground.areas.node
        return [
            (area, "" if grid.is_live(area) else above.get(node[area], ""))
            for area in self._ground.feeders.areas[feeder]
        ]

    def _count_back(self, area: int, customers: int, *, whole: bool) -> None:
        for region in (self._ground.areas.bureau[area], self._ground.areas.town[area]):
            self.restored_customers[region] = self.restored_customers.get(region, 0) + customers
            if whole:
                self.restored_areas[region] = self.restored_areas.get(region, 0) + 1


def _both(one: Effect, other: Effect) -> Effect:
    """Two changes as one."""
    lit = dict.fromkeys([*one.lit, *other.lit])
    dark = dict.fromkeys([*one.dark, *other.dark])
    return Effect(
        [area for area in dark if area not in lit],
        [area for area in lit if area not in other.dark],
        list(dict.fromkeys([*one.touched, *other.touched])),
        [*one.opened, *other.opened],
        list(dict.fromkeys([*one.moved, *other.moved])),
    )
