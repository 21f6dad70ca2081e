"""Which row of a desk's table is chosen, and to which order it leads."""

from widgets.desk_panel import DeskPanel
from widgets.parts.ink import Run
from widgets.tables.columns import Line
from widgets.tables.rows import TableRows


class RowChoice:
    """Of a table of orders the seat's chosen order; of another one a row of its own."""

    def __init__(self, panel: DeskPanel, rows: TableRows) -> None:
        self._panel, self._rows = panel, rows
        self._key = ""

    @property
    def key(self) -> str:
        """Of the chosen row, "" none."""
        desk = self._panel.session.desk
        return (desk.chosen if desk is not None else "") if self._rows.table.by_clock else self._key

    def forget(self) -> None:
        """Another table is shown."""
        self._key = ""

    def take(self, key: str) -> None:
        """Choose a row, and the order that it leads to, or none: keys act on nothing else."""
        table, tables = self._rows.table, self._panel.session.tables
        if table.by_clock:
            self._panel.choose(key)
            return
        self._key = key
        order = table.order_of(table.line(tables, key))
        self._panel.choose(order if order in tables.orders else "")
        self._panel.refresh()

    def place(self) -> tuple[float, float] | None:
        """Where the chosen row is, degrees; None where it is nowhere."""
        line = self._line()
        return None if line is None else self._rows.table.place_of(line, self._panel.session.tables)

    def notes(self, now: float) -> tuple[tuple[Run, ...], ...]:
        """What is to be said of the chosen row below its table, at ``now`` (epoch s)."""
        said, line = self._rows.table.notes, self._line()
        return () if said is None or line is None else said(line, self._panel.session.text, now)

    def _line(self) -> Line | None:
        key, keys, session = self.key, self._rows.keys, self._panel.session
        if key not in keys:
            return None
        if not self._rows.table.by_clock:
            return self._rows.table.line(session.tables, key)
        at = keys.index(key)
        return self._rows.read(session.now(), at, at + 1)[0]
