"""The towns of each county bureau: what is out there, for a table that has room for them."""

from collections.abc import Callable, Mapping

from wallboard.domain.rows import Region
from wallboard.state.queries.regions import RegionLine, region_line, worst_first
from wallboard.state.queries.totals import OutageTally, Told, told_by_sources
from wallboard.state.tables import Tables


def towns_by_region(tables: Tables, now: float) -> dict[str, list[RegionLine]]:
    """The towns that region facts place within a region, by the region's name, most customers out first.

    A region with a single town is left out: its town would say the same again.
    """
    towns = towns_within(tables)
    tallies: dict[tuple[str, str], OutageTally] = {}
    for outage in tables.outages.values():
        if outage.region in towns and outage.open and not outage.merged_into:
            tallies.setdefault((outage.region, outage.town), OutageTally()).add(outage, now)
    return town_lines(told_by_sources(tables, now), towns, lambda region, town: tallies.get((region, town)))


def towns_within(tables: Tables) -> dict[str, list[Region]]:
    """The towns of every region that has more than one, by the region's name."""
    towns: dict[str, list[Region]] = {}
    for _, row in sorted(tables.regions.items()):
        above = tables.regions.get(row.parent)
        if above is not None and above.id != row.id:
            towns.setdefault(above.name, []).append(row)
    return {name: rows for name, rows in towns.items() if len(rows) > 1}


def town_lines(
    told: Told, towns: Mapping[str, list[Region]], tally: Callable[[str, str], OutageTally | None]
) -> dict[str, list[RegionLine]]:
    """The lines from what was counted. tally: of the open outages of a region and a town, by name."""
    return {
        name: sorted((_line(row, tally(name, row.name), told) for row in rows), key=worst_first)
        for name, rows in towns.items()
    }


def by_town(tables: Tables, now: float) -> list[RegionLine]:
    """Towns that outages name, for feeds that name no region, most customers out first.

    Outages without a town gather under the name "", at the end; no line where no outage names a town.
    """
    tallies: dict[str, OutageTally] = {}
    for outage in tables.outages.values():
        if outage.open and not outage.merged_into:
            tallies.setdefault(outage.town, OutageTally()).add(outage, now)
    if set(tallies) <= {""}:
        return []
    told = told_by_sources(tables, now)
    lines = [_line(Region(id=name, name=name), tally, told) for name, tally in tallies.items()]
    return sorted(lines, key=lambda line: (not line.name, -(line.customers_out or 0), line.name))


def _line(row: Region, tally: OutageTally | None, told: Told) -> RegionLine:
    """As a region's line; the town's own figures stand where no outage of it carries a count."""
    return region_line(row.name, tally, row, told)
