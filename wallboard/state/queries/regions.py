"""The table by county bureau: who is out where, worst first (domain 5.9)."""

from collections.abc import Mapping

import msgspec

from wallboard.domain.rows import Region
from wallboard.state.queries.totals import OutageTally, outages_sourced, top_regions
from wallboard.state.tables import Tables


class RegionLine(msgspec.Struct, frozen=True):
    """One region. Unnamed outages gather under the name "".

    worst_outage: id of the dark outage with most customers, "" where there is none. share: restored of
    restored and still out, 0 to 1. ``None``: no source speaks of it.
    """

    name: str
    customers_out: int | None
    outages: int
    planned: int
    worst_outage: str
    etr_expired: int
    restored: int | None
    served: int | None
    share: float | None
    held: int = 0


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
    return region_lines(tables, known, top_regions(tables.regions.values()), tallies)


def region_lines(
    tables: Tables, known: list[Region], tops: list[Region], tallies: Mapping[str, OutageTally]
) -> list[RegionLine]:
    """The lines from what was counted. known: all regions by id; tops: those that no other contains."""
    named = {region.name: region for region in known}
    names = {region.name for region in tops} | set(tallies)
    none_open = 0 if outages_sourced(tables) else None
    lines = [_line(name, tallies.get(name), named.get(name), none_open) for name in names]
    return sorted(lines, key=lambda line: (-(line.customers_out or 0), -line.outages, line.name))


def _line(name: str, tally: OutageTally | None, region: Region | None, none_open: int | None) -> RegionLine:
    """One line; ``none_open`` is what stands where nothing is open: 0, or None without a source."""
    seen = tally or OutageTally()
    out = tally.customers_out() if tally else None
    if out is None and region is not None:
        out = region.customers_out
    if out is None and tally is None:
        out = none_open
    restored = region.customers_restored if region else None
    if restored is None:
        restored = seen.restored
    whole = None if restored is None or out is None else restored + out
    return RegionLine(
        name,
        out,
        seen.open,
        seen.planned,
        seen.worst[1] if seen.worst else "",
        seen.etr_expired,
        restored,
        region.customers if region else None,
        restored / whole if whole and restored is not None else None,
        seen.held,
    )
