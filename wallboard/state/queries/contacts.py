"""How many of an outage's customers a message can reach: the contact coverage of where it is (d.46, d.14)."""

from wallboard.domain.rows import GridCell, Outage
from wallboard.state.tables import Tables


def coverage_of(outage: Outage, tables: Tables) -> float | None:
    """Share of its customers with a valid contact, 0 to 1: its cell's, else the mean of its bureau's cells.

    None where no source speaks of it.
    """
    cells: dict[str, GridCell] = dict(tables.rows("cell"))
    own = next((each for each in cells.values() if outage.cell and outage.cell in (each.id, each.name)), None)
    if own is not None and own.contact_coverage is not None:
        return own.contact_coverage
    near = [
        each.contact_coverage
        for each in cells.values()
        if each.contact_coverage is not None and each.region == outage.region
    ]
    return sum(near) / len(near) if near else None
