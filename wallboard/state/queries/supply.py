"""Who was dark when, of outages that stand and of those that have left the store: what the indices count."""

from collections.abc import Iterable

import msgspec

from wallboard.domain.rows import Outage
from wallboard.domain.supply import DarkOutage, OutageDark, SupplyDay
from wallboard.state.tables import Tables


class Day(msgspec.Struct, frozen=True):
    """One day of the room as it was told last: from ``begins`` to ``ends``, epoch s."""

    begins: float
    ends: float
    outages: dict[str, DarkOutage]
    customers: int | None = None
    areas: int | None = None
    said_at: float = 0.0


def days_of(tables: Tables) -> dict[float, Day]:
    """The days that were told, by their beginnings (epoch s) in order: of each the latest whole word."""
    words: dict[float, dict[float, dict[int, SupplyDay]]] = {}
    for thing in tables.things("supply").values():
        for entry in thing.entries.get("day", {}).values():
            if isinstance(data := entry.data, SupplyDay):
                words.setdefault(float(data.day), {}).setdefault(entry.at, {})[data.part] = data
    found: dict[float, Day] = {}
    for begins, said in sorted(words.items()):
        whole = [at for at, parts in said.items() if len(parts) == next(iter(parts.values())).parts]
        if whole:
            parts = [part for _, part in sorted(said[max(whole)].items())]
            found[begins] = Day(
                begins,
                float(parts[0].ends),
                {row.outage: row for part in parts for row in part.outages},
                parts[0].customers,
                parts[0].areas,
                max(whole),
            )
    return found


def told_until(tables: Tables) -> float | None:
    """The end of the last day that was told, epoch s."""
    entries = (e for thing in tables.things("supply").values() for e in thing.entries.get("day", {}).values())
    return max((float(e.data.ends) for e in entries if isinstance(e.data, SupplyDay)), default=None)


def record_of(tables: Tables, key: str) -> DarkOutage | None:
    """What a standing outage has done so far; None where it has left nobody dark."""
    thing, row = tables.thing("outage", key), tables.outages.get(key)
    said = thing.value("dark", OutageDark) if thing is not None else None
    return None if said is None or row is None or not said.rows else recorded(row, said)


def recorded(row: Outage, said: OutageDark) -> DarkOutage:
    """An outage's record, as a day keeps it."""
    return DarkOutage(
        outage=row.id,
        nature=row.nature,
        kind=row.device_kind,
        area_class=row.area_class,
        region=row.region,
        quality=said.quality,
        rows=said.rows,
    )


def records(days: Iterable[Day], tables: Tables) -> dict[str, DarkOutage]:
    """Every outage's record, the latest day's first and then what stands; by outage."""
    found: dict[str, DarkOutage] = {}
    for day in days:
        found.update(day.outages)
    for key in tables.outages:
        standing = record_of(tables, key)
        if standing is not None:
            found[key] = standing
        else:
            found.pop(key, None)
    return found
