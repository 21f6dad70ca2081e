"""How much of each bureau and town is dark, counted anew only where areas changed."""

from collections.abc import Iterable

from feeds.sim.ground import Ground
from feeds.sim.supply import Held, Supply

NOTHING = Held()


class DarkCounts:
    """Sums over areas; a caller names the areas that may have changed since he did so last."""

    def __init__(self, ground: Ground, supply: Supply) -> None:
        self._ground, self._supply = ground, supply
        self._areas: dict[int, Held] = {}  # what of an area is dark, where anything is
        self._regions: dict[int, list[int]] = {}  # the fields of ``Held`` by region

    def recount(self, areas: Iterable[int]) -> set[int]:
        """Count these areas anew. Returns the regions (rows) that they lie in."""
        rows = set[int]()
        for area in areas:
            mine = (self._ground.areas.bureau[area], self._ground.areas.town[area])
            rows.update(mine)
            before, now = self._areas.pop(area, NOTHING), self._dark(area)
            if now is not NOTHING:
                self._areas[area] = now
            for row in mine:
                sums = self._regions.setdefault(row, [0, 0, 0])
                sums[0] += now.customers - before.customers
                sums[1] += now.areas - before.areas
                sums[2] += now.key_customers - before.key_customers
        return rows - {-1}

    def of(self, region: int) -> Held:
        """What of a region is dark; key customers of whole areas alone."""
        return Held(*self._regions.get(region, ()))

    def _dark(self, area: int) -> Held:
        supply = self._supply
        if not supply.faults_of(area):
            return NOTHING
        whole = supply.whole_dark(area)
        return Held(supply.dark(area), int(whole), int(whole and bool(self._ground.areas.key[area])))
