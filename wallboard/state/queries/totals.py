"""The headline figures of the room: out, restored, by stage, told, and what is doubted about them."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

import msgspec

from wallboard.domain.rows import Outage, Region
from wallboard.domain.terms import CountQuality, OutageStage, SourceFlag
from wallboard.state.queries.sources import OUTAGE_KINDS, short, speakers, speaks, stale_at
from wallboard.state.queries.told import ToldFace, ToldTally
from wallboard.state.tables import Tables

RECENT_UNLISTED_S = 6 * 3600.0
"""How long an unlisted outage may come back under the same id and be reopened (issue 2), s."""


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Figures over all regions. ``None``: no source speaks of it.

    outages: open rows, of which ``planned``; by_stage adds up to it. clustered: how many outages of the
    feed the open rows stand for. held: rows that a doubted poll lost (they still count as out).
    unlisted_recent: rows that left the feed within 6 h. etr_none, etr_expired: dark unplanned rows
    without an estimate, or with one that has passed. told, untold: customers out who were told the
    standing estimate or not; oldest_untold_age: s.

    What the figures are worth: awaited: sources speak of outages and none has delivered. more_outages:
    there are more than are told (a list that is cut, a source that was never read, unreadable records).
    at_least: customers_out is a least number, by that or by rows that are masked or without a count
    (masked, uncounted: how many of the dark ones). about: it holds rows whose count is an estimate, or
    the last one before the feed lost it (estimated, kept), or rows of a source that is lost by now (stale).
    unplaced: open rows that no map can show.
    """

    customers_out: int | None = None
    customers_restored: int | None = None
    customers_served: int | None = None
    outages: int | None = None
    planned: int | None = None
    clustered: int | None = None
    by_stage: dict[str, int] = {}
    lines_out: int | None = None
    lines_restored: int | None = None
    lines_served: int | None = None
    areas_out: int | None = None
    areas_restored: int | None = None
    areas_served: int | None = None
    key_customers_out: int | None = None
    told: int | None = None
    untold: int | None = None
    oldest_untold_age: float | None = None
    untold_at_least: bool = False
    held: int = 0
    unlisted_recent: int = 0
    etr_none: int = 0
    etr_expired: int = 0
    doubtful: bool = False
    capped: bool = False
    awaited: bool = False
    more_outages: bool = False
    at_least: bool = False
    about: bool = False
    stale: bool = False
    masked: int = 0
    uncounted: int = 0
    estimated: int = 0
    kept: int = 0
    unplaced: int = 0


class OutageTally:
    """Adds up outages one by one; totals and the table by region count by the same rules."""

    __slots__ = (
        "areas",
        "clustered",
        "customers",
        "estimated",
        "etr_expired",
        "etr_none",
        "held",
        "kept",
        "key",
        "lines",
        "masked",
        "open",
        "planned",
        "restored",
        "uncounted",
        "unlisted_recent",
        "unplaced",
        "worst",
    )

    def __init__(self) -> None:
        self.open = self.planned = self.clustered = 0
        self.customers: int | None = None
        self.restored: int | None = None
        self.lines: int | None = None
        self.areas: int | None = None
        self.key = self.held = self.unlisted_recent = self.etr_none = self.etr_expired = 0
        self.masked = self.uncounted = self.estimated = self.kept = self.unplaced = 0
        self.worst: tuple[int, str] | None = None

    def add(self, row: Outage, now: float) -> None:
        """Count one row; the caller leaves out rows that were merged into another."""
        dark, count = row.dark, row.customers_out
        if row.lines_out is not None:
            self.lines = (self.lines or 0) + (row.lines_out if dark else 0)
        if row.areas_out is not None:
            self.areas = (self.areas or 0) + (row.areas_out if dark else 0)
        if not row.open:
            if row.stage is OutageStage.UNLISTED and row.since >= now - RECENT_UNLISTED_S:
                self.unlisted_recent += 1
            return
        self.open += 1
        self.clustered += row.clustered
        self.planned += row.planned
        self.held += row.held
        self.unplaced += unplaced(row)
        if row.customers_restored is not None:
            self.restored = (self.restored or 0) + row.customers_restored
        if not dark:
            return
        worth = worth_of(row)
        self.masked += worth is Worth.LEAST
        self.uncounted += worth is Worth.NONE
        self.estimated += worth is Worth.ABOUT
        self.kept += worth is Worth.KEPT
        if count is not None:
            self.customers = (self.customers or 0) + count
        self.key += row.key_customers
        if not row.planned:
            self.etr_none += row.promised is None
            self.etr_expired += row.promised is not None and row.promised < now
        worse = (-(count or 0), row.id)
        if self.worst is None or worse < self.worst:
            self.worst = worse

    def customers_out(self) -> int | None:
        """Customers out, None where outages are dark and not one of them carries a count."""
        return 0 if self.customers is None and not self.uncounted else self.customers

    @property
    def at_least(self) -> bool:
        """Whether the customers out are more than was added up, as far as the rows tell."""
        return self.masked > 0 or self.uncounted > 0

    @property
    def about(self) -> bool:
        """Whether they hold counts that may be off to either side."""
        return self.estimated > 0 or self.kept > 0


class Worth(Enum):
    """What the count of a dark outage is worth to a sum."""

    EXACT = "exact"
    LEAST = "least"  # masked: the lower bound is added
    ABOUT = "about"  # the feed itself says that it is rounded
    KEPT = "kept"  # the last one before the feed dropped the count, or a doubted poll the row
    NONE = "none"  # nobody counted


WORTH = {
    CountQuality.MASKED: Worth.LEAST,
    CountQuality.ESTIMATED: Worth.ABOUT,
    CountQuality.KEPT: Worth.KEPT,
}


def worth_of(row: Outage) -> Worth:
    """What the row's count of customers is worth."""
    if row.customers_out is None:
        return Worth.NONE
    return Worth.KEPT if row.held else WORTH.get(row.count_quality, Worth.EXACT)


def unplaced(row: Outage) -> bool:
    """Whether an open outage has no place that a map could show."""
    return row.lon is None or row.lat is None


def totals(tables: Tables, now: float) -> Totals:
    """The figures at ``now`` (epoch s), in one pass over the outages and one over the regions."""
    tally, told, by_stage = OutageTally(), ToldTally(), dict[str, int]()
    key_spoken = False
    for row in tables.outages.values():
        if row.merged_into:
            continue
        tally.add(row, now)
        key_spoken = key_spoken or row.key_customers > 0
        if row.open:
            by_stage[row.stage.value] = by_stage.get(row.stage.value, 0) + 1
            told.add(row, now)
    tops, gap = top_regions(tables.regions.values()), told.face(tables)
    return totals_of(tables, now, tops, tally, gap, dict(sorted(by_stage.items())), key_spoken=key_spoken)


def totals_of(
    tables: Tables,
    now: float,
    regions: list[Region],
    tally: OutageTally,
    gap: ToldFace | None,
    by_stage: dict[str, int],
    *,
    key_spoken: bool,
) -> Totals:
    """The figures from what was counted. regions: those that no other contains."""
    speaking = speakers(tables, *OUTAGE_KINDS)
    flags = {flag for source in speaking for flag in source.flags}
    sourced, more, stale = told_by_sources(tables, now)
    stale = sourced and stale
    key_spoken = key_spoken or any(r.key_customers is not None for r in regions)
    out = tally.customers_out() if sourced else _sum(regions, "customers_out")
    return Totals(
        customers_out=out,
        customers_restored=_either(_sum(regions, "customers_restored"), tally.restored),
        customers_served=_sum(regions, "customers"),
        outages=tally.open if sourced else None,
        planned=tally.planned if sourced else None,
        clustered=tally.clustered if sourced else None,
        by_stage=by_stage,
        lines_out=_either(_sum(regions, "lines_out"), tally.lines),
        lines_restored=_sum(regions, "lines_restored"),
        lines_served=_sum(regions, "lines"),
        areas_out=_either(_sum(regions, "areas_out"), tally.areas),
        areas_restored=_sum(regions, "areas_restored"),
        areas_served=_sum(regions, "areas"),
        key_customers_out=_either(_sum(regions, "key_customers_out"), tally.key if key_spoken else None),
        told=gap.told if gap else None,
        untold=gap.untold if gap else None,
        oldest_untold_age=gap.oldest_untold_age if gap else None,
        untold_at_least=gap is not None and (gap.at_least or (sourced and more)),
        held=tally.held,
        unlisted_recent=tally.unlisted_recent,
        etr_none=tally.etr_none,
        etr_expired=tally.etr_expired,
        doubtful=SourceFlag.DOUBTFUL in flags,
        capped=SourceFlag.CAPPED in flags,
        awaited=bool(speaking) and not sourced,
        more_outages=sourced and more,
        at_least=sourced and (more or tally.at_least),
        about=sourced and (stale or tally.about),
        stale=stale,
        masked=tally.masked,
        uncounted=tally.uncounted,
        estimated=tally.estimated,
        kept=tally.kept,
        unplaced=tally.unplaced,
    )


def outages_sourced(tables: Tables) -> bool:
    """Whether anybody has spoken of outages: a source that does has delivered, or there are some."""
    return bool(tables.outages) or speaks(tables, *OUTAGE_KINDS)


class Told(NamedTuple):
    """What the sources of outages are worth: one has delivered, one tells not all, one is lost by now."""

    known: bool
    short: bool
    stale: bool


def told_by_sources(tables: Tables, now: float) -> Told:
    """What the sources of outages are worth at ``now`` (epoch s)."""
    speaking = speakers(tables, *OUTAGE_KINDS)
    stale = any(stale_at(source, now) for source in speaking)
    return Told(outages_sourced(tables), any(map(short, speaking)), stale)


def top_regions(regions: Iterable[Region]) -> list[Region]:
    """Regions that no other known region contains: a town is counted within its county once."""
    known = list(regions)
    ids = {region.id for region in known}
    return [region for region in known if region.parent not in ids or region.parent == region.id]


def _sum(regions: list[Region], field: str) -> int | None:
    """The sum of a field over the regions whose source speaks of it; None where none does."""
    known = [value for region in regions if (value := getattr(region, field)) is not None]
    return sum(known) if known else None


def _either(first: int | None, second: int | None) -> int | None:
    return second if first is None else first
