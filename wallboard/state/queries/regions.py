"""The table by county bureau: who is out where, worst first (domain 5.9)."""

from collections.abc import Mapping

import msgspec

from wallboard.domain.rows import Region
from wallboard.state.queries.totals import OutageTally, Told, told_by_sources, top_regions
from wallboard.state.tables import Tables


class RegionLine(msgspec.Struct, frozen=True, gc=False):
    """One region. Unnamed outages gather under the name "".

    worst_outage: id of the dark outage with most customers, "" where there is none. share: restored of
    restored and still out, 0 to 1. ``None``: no source has spoken of it. at_least, about: as in ``Totals``.
    """

    name: str
    customers_out: int | None
    outages: int | None
    planned: int
    worst_outage: str
    etr_expired: int
    restored: int | None
    served: int | None
    share: float | None
    held: int = 0
    at_least: bool = False
    about: bool = False


def by_region(tables: Tables, now: float) -> list[RegionLine]:
    """Regions with something open and regions that a source names, most customers out first."""
    tallies: dict[str, OutageTally] = {}
    for row in tables.outages.values():
        if row.merged_into or not row.open:
            continue
        tally = tallies.get(row.region)
        if tally is None:
            tally = tallies[row.region] = OutageTally()
        tally.add(row, now)
    known = [region for _, region in sorted(tables.regions.items())]
    return region_lines(told_by_sources(tables, now), known, top_regions(tables.regions.values()), tallies)


def region_lines(
    told: Told, known: list[Region], tops: list[Region], tallies: Mapping[str, OutageTally]
) -> list[RegionLine]:
    """The lines from what was counted. known: all regions by id; tops: those that no other contains."""
    named = {region.name: region for region in known}
    names = {region.name for region in tops} | set(tallies)
    lines = [region_line(name, tallies.get(name), named.get(name), told) for name in names]
    return sorted(lines, key=worst_first)


def worst_first(line: RegionLine) -> tuple[int, int, str]:
    """The order of a table by region."""
    return -(line.customers_out or 0), -(line.outages or 0), line.name


def region_line(name: str, tally: OutageTally | None, region: Region | None, told: Told) -> RegionLine:
    """One line; where nothing is open that is a zero only where a source of outages has delivered."""
    seen = tally or OutageTally()
    none_open = 0 if told.known else None
    out = tally.customers_out() if tally else None
    counted = out is not None
    if out is None and region is not None:
        out = region.customers_out
    named = not counted and out is not None
    if out is None and tally is None:
        out = none_open
    restored = region.customers_restored if region else None
    if restored is None:
        restored = seen.restored
    whole = None if restored is None or out is None else restored + out
    return RegionLine(
        name,
        out,
        seen.open if tally else none_open,
        seen.planned,
        seen.worst[1] if seen.worst else "",
        seen.etr_expired,
        restored,
        region.customers if region else None,
        restored / whole if whole and restored is not None else None,
        seen.held,
        not named and told.known and (told.short or seen.at_least),
        not named and told.known and (told.stale or seen.about),
    )
