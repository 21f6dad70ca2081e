"""A desk's table as a wall shows it: what travels of its layout, and the layout that is made of it there."""

from collections.abc import Sequence

from wallboard.config.desk_layout import DeskLayout, Filter, Sign, SortKey, TableLayout
from wallboard.domain.roster import ShownFilter, ShownKey, ShownTable
from widgets.tables import TABLES
from widgets.tables.rows import TableRows

SIGNS = {sign.value: sign for sign in Sign}


def shown_of(rows: TableRows, lang: str, area: Sequence[tuple[float, float]] = ()) -> ShownTable:
    """What is left of a desk's table and how. lang: of its words as typed; area: chosen on its map."""
    chosen = rows.chosen
    return ShownTable(
        name=rows.table.name,
        view=chosen.view,
        words=rows.words,
        columns=tuple(column.name for column in rows.columns),
        sort=tuple(ShownKey(key.column, key.down) for key in rows.sort),
        filters=tuple(ShownFilter(one.column, one.sign.value, tuple(one.values)) for one in chosen.filters),
        lang=lang,
        area=tuple(area),
    )


def layout_of(shown: ShownTable) -> DeskLayout | None:
    """The layout for a wall; columns and signs that it does not know are left out. None: no such table."""
    table = TABLES.get(shown.name)
    if table is None:
        return None
    layout = TableLayout(
        columns=[name for name in shown.columns if table.column(name) is not None],
        sort=[SortKey(column=key.column, down=key.down) for key in shown.sort if table.column(key.column)],
        filters=[
            Filter(column=one.column, sign=SIGNS[one.sign], values=list(one.values))
            for one in shown.filters
            if table.column(one.column) is not None and one.sign in SIGNS
        ],
        view=shown.view,
    )
    return DeskLayout(table=table.name, tables={table.name: layout})
