"""Outages counted once: the figures of the room and of each region, kept by what changed.

Each row is added when it comes and subtracted when it goes; what depends on the time (estimates that
pass, rows that left the feed within 6 h, the oldest gap) is a sorted list asked for its place.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar

from wallboard.domain.rows import Outage, Region
from wallboard.domain.terms import OutageStage
from wallboard.rules.notification import informed, untold, untold_since
from wallboard.rules.ranking import outage_rank
from wallboard.state.queries.regions import RegionLine, region_lines
from wallboard.state.queries.sources import speaks
from wallboard.state.queries.told import ToldFace, counted_short
from wallboard.state.queries.totals import (
    RECENT_UNLISTED_S,
    OutageTally,
    Totals,
    Worth,
    told_by_sources,
    top_regions,
    totals_of,
    unplaced,
    worth_of,
)
from wallboard.state.queries.towns import town_lines, towns_within
from wallboard.state.sorted_values import SortedValues
from wallboard.state.tables import Tables

Name = TypeVar("Name", str, tuple[str, str])

PASSED_OVER = frozenset(
    [
        "work",
        "work_since",
        "work_crew",
        "work_eta",
        "work_said",
        "evidence",
        "notes",
        "corrections",
        "reasons",
        "probability",
        "said",
        "cause",
        "lang",
        "acknowledged_by",
        "acknowledged_at",
    ]
)
"""Fields of an outage that nothing here counts: what crews do in a storm is most of what is said."""

_counted = attrgetter(*(name for name in Outage.__struct_fields__ if name not in PASSED_OVER))


class OutageCounts:
    """What ``OutageTally`` counts, of rows that may leave again. ``*_said``: how many rows speak of it."""

    def __init__(self) -> None:
        self.open = self.planned = self.clustered = self.key = self.held = self.etr_none = 0
        self.customers = self.customers_said = 0
        self.restored = self.restored_said = 0
        self.lines = self.lines_said = 0
        self.areas = self.areas_said = 0
        self.worth, self.unplaced = dict.fromkeys(Worth, 0), 0
        self._etrs, self._unlisted, self._worst = SortedValues(), SortedValues(), SortedValues()

    def change(self, row: Outage, by: int) -> None:
        """Add (1) or subtract (-1) a row that is not merged into another."""
        dark = row.dark
        if row.lines_out is not None:
            self.lines_said += by
            self.lines += by * row.lines_out * dark
        if row.areas_out is not None:
            self.areas_said += by
            self.areas += by * row.areas_out * dark
        if not row.open:
            if row.stage is OutageStage.UNLISTED:
                self._unlisted.change(row.since, by)
            return
        self.open += by
        self.clustered += by * row.clustered
        self.planned += by * row.planned
        self.held += by * row.held
        self.unplaced += by * unplaced(row)
        if row.customers_restored is not None:
            self.restored_said += by
            self.restored += by * row.customers_restored
        if dark:
            self._dark(row, by)

    def _dark(self, row: Outage, by: int) -> None:
        self.worth[worth_of(row)] += by
        if row.customers_out is not None:
            self.customers_said += by
            self.customers += by * row.customers_out
        self.key += by * row.key_customers
        if not row.planned:
            if row.promised is None:
                self.etr_none += by
            else:
                self._etrs.change(row.promised, by)
        self._worst.change((-(row.customers_out or 0), row.id), by)

    def tally(self, now: float) -> OutageTally:
        """The same figures as ``OutageTally.add`` of every row gives at ``now`` (epoch s)."""
        tally = OutageTally()
        tally.open, tally.planned, tally.clustered = self.open, self.planned, self.clustered
        tally.key, tally.held, tally.etr_none = self.key, self.held, self.etr_none
        tally.customers = self.customers if self.customers_said else None
        tally.restored = self.restored if self.restored_said else None
        tally.lines = self.lines if self.lines_said else None
        tally.areas = self.areas if self.areas_said else None
        tally.masked, tally.uncounted = self.worth[Worth.LEAST], self.worth[Worth.NONE]
        tally.estimated, tally.kept = self.worth[Worth.ABOUT], self.worth[Worth.KEPT]
        tally.unplaced = self.unplaced
        tally.etr_expired = self._etrs.below(now)
        tally.unlisted_recent = len(self._unlisted) - self._unlisted.below(now - RECENT_UNLISTED_S)
        tally.worst = self._worst.least
        return tally


class ToldCounts:
    """The told gap over rows that may leave again (``ToldTally``)."""

    def __init__(self) -> None:
        self._told = self._untold = self._outages = self._spoken = self._short = 0
        self._waits = SortedValues()

    def change(self, row: Outage, by: int) -> None:
        """Add (1) or subtract (-1) an open row that is not merged into another."""
        self._spoken += by * (row.told_at is not None or row.entered_at is not None)
        if not row.dark:
            return
        self._short += by * counted_short(row)
        self._told += by * informed(row)
        self._untold += by * untold(row)
        self._outages += by * (row.told_at is None)
        since = untold_since(row)
        if since is not None:
            self._waits.change(since, by)

    def face(self, tables: Tables, now: float) -> ToldFace | None:
        """The gap at ``now``; None where no source speaks of telling."""
        if not self._spoken and not speaks(tables, "outage.told", "outage.entered"):
            return None
        oldest = self._waits.least
        age = None if oldest is None else max(0.0, now - oldest)
        return ToldFace(self._told, self._untold, self._outages, age, self._short > 0)


class OutageBoard:
    """All outages of a store, and the regions that they lie in."""

    def __init__(self) -> None:
        self._rows: dict[str, Outage] = {}
        self._all, self._told = OutageCounts(), ToldCounts()
        self._by_region: dict[str, OutageCounts] = {}
        self._by_town: dict[tuple[str, str], OutageCounts] = {}
        self._by_stage: dict[str, int] = {}
        self._ranked = SortedValues()
        self._key_spoken = 0
        self._regions: tuple[list[Region], list[Region]] | None = None
        self._towns: dict[str, list[Region]] | None = None

    def read(self, tables: Tables, keys: Iterable[str]) -> None:
        """Take in what became of these outages."""
        rows = tables.outages
        for key in keys:
            old, row = self._rows.get(key), rows.get(key)
            if old is not None and row is not None and _counted(old) == _counted(row):
                self._rows[key] = row
                continue
            if old is not None:
                del self._rows[key]
                self._change(old, -1)
            if row is not None:
                self._rows[key] = row
                self._change(row, 1)

    def worst(self, n: int) -> list[Outage]:
        """As ``queries.worst_outages``."""
        return [self._rows[rank[-1]] for rank in self._ranked.first(n)]

    def forget_regions(self) -> None:
        """Regions changed: they are few and read anew."""
        self._regions = self._towns = None

    def totals(self, tables: Tables, now: float) -> Totals:
        """As ``queries.totals``."""
        by_stage = {stage: n for stage, n in sorted(self._by_stage.items()) if n}
        tops = self._of_regions(tables)[1]
        gap = self._told.face(tables, now)
        return totals_of(
            tables, now, tops, self._all.tally(now), gap, by_stage, key_spoken=self._key_spoken > 0
        )

    def told(self, tables: Tables, now: float) -> ToldFace | None:
        """As ``queries.told``."""
        return self._told.face(tables, now)

    def by_region(self, tables: Tables, now: float) -> list[RegionLine]:
        """As ``queries.by_region``."""
        tallies = {name: counts.tally(now) for name, counts in self._by_region.items()}
        return region_lines(told_by_sources(tables, now), *self._of_regions(tables), tallies)

    def towns_by_region(self, tables: Tables, now: float) -> dict[str, list[RegionLine]]:
        """As ``queries.towns.towns_by_region``."""
        if self._towns is None:
            self._towns = towns_within(tables)

        def tally(region: str, town: str) -> OutageTally | None:
            counts = self._by_town.get((region, town))
            return None if counts is None else counts.tally(now)

        return town_lines(told_by_sources(tables, now), self._towns, tally)

    def _change(self, row: Outage, by: int) -> None:
        if row.merged_into:
            return
        self._all.change(row, by)
        self._key_spoken += by * (row.key_customers > 0)
        if not row.open:
            return
        self._ranked.change(outage_rank(row), by)
        self._by_stage[row.stage.value] = self._by_stage.get(row.stage.value, 0) + by
        self._told.change(row, by)
        _count(self._by_region, row.region, row, by)
        _count(self._by_town, (row.region, row.town), row, by)

    def _of_regions(self, tables: Tables) -> tuple[list[Region], list[Region]]:
        """All regions by id, and those that no other contains."""
        if self._regions is None:
            known = [region for _, region in sorted(tables.regions.items())]
            self._regions = known, top_regions(tables.regions.values())
        return self._regions


def _count(counted: dict[Name, OutageCounts], name: Name, row: Outage, by: int) -> None:
    """Add or subtract an open row under a name; a name without open rows goes."""
    counts = counted.get(name)
    if counts is None:
        counts = counted[name] = OutageCounts()
    counts.change(row, by)
    if not counts.open:
        del counted[name]
