"""How many open outages each town and region holds, and how many have no place on the map."""

from collections import Counter
from collections.abc import Iterator

from wallboard.domain.rows import Outage

TOWN, REGION = "town", "region"


class Census:
    """Counts of open outages, kept in step row by row. ``unplaced``: those without coordinates."""

    def __init__(self) -> None:
        self._held: Counter[tuple[str, str]] = Counter()
        self._seen: dict[str, tuple[str, str, bool]] = {}
        self.unplaced = 0

    def __iter__(self) -> Iterator[str]:
        """The outages that are counted, by id."""
        return iter(self._seen)

    def held(self, level: str, name: str) -> int:
        """Open outages of a town or a region. level: ``town`` or ``region``."""
        return self._held[level, name]

    def read(self, key: str, row: Outage | None) -> bool:
        """Count one outage anew; True where a count differs."""
        standing = row is not None and row.open and not row.merged_into
        now = (row.town, row.region, row.lon is None or row.lat is None) if row and standing else None
        was = self._seen.get(key)
        if now == was:
            return False
        if was is not None:
            self._add(was, -1)
            del self._seen[key]
        if now is not None:
            self._add(now, 1)
            self._seen[key] = now
        return True

    def _add(self, seen: tuple[str, str, bool], by: int) -> None:
        town, region, unplaced = seen
        for kept in ((TOWN, town), (REGION, region)):
            self._held[kept] += by
            if not self._held[kept]:
                del self._held[kept]
        self.unplaced += by if unplaced else 0
