"""The table of grid cells (网格): who answers for them, and what is overdue in them."""

from widgets.tables.columns import Table, choice, instant, named, number

TABLE = Table(
    "cells",
    (
        named("cell_name", lambda cell: cell.name, 110, share=1.2),
        named("region", lambda cell: cell.region, 80, share=0.6, drop=1),
        named("cell_manager", lambda cell: cell.manager, 92),
        named("equipment", lambda cell: cell.equipment, 92),
        choice(
            "on_duty",
            lambda cell: None if cell.on_duty is None else "yes" if cell.on_duty else "no",
            "duty",
            56,
        ),
        number("hazards", lambda cell: cell.hazards_open, 78),
        number("patrols", lambda cell: cell.patrols_overdue, 74),
        number("inspections", lambda cell: cell.inspections_overdue, 92, drop=2),
        number("line_loss", lambda cell: cell.line_loss, 66, drop=3),
        number(
            "contacts",
            lambda cell: None if cell.contact_coverage is None else round(100 * cell.contact_coverage, 1),
            62,
            drop=4,
        ),
        instant("worked", lambda cell: cell.worked_at, usual=False),
    ),
    noun="cell",
    line=lambda tables, key: tables.rows("cell")[key],
    sort="hazards",
    down=True,
    nouns=("cell",),
)
