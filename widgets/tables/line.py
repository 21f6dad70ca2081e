"""The line above a desk's table: words that rows must hold, or a condition on one column."""

from collections.abc import Callable

from widgets.desk_panel import DeskPanel
from widgets.tables.columns import Kind, TableColumn
from widgets.tables.filters import asked_of, meant
from widgets.tables.head import TableHead
from widgets.tables.rows import TableRows


class TableLine:
    """anew: called once the rows are others."""

    def __init__(self, panel: DeskPanel, rows: TableRows, head: TableHead, anew: Callable[[], None]) -> None:
        self._panel, self._rows, self._head, self._anew = panel, rows, head, anew
        self._filtering = ""  # the column whose condition is being typed, "" while words are
        head.line.textChanged.connect(self._typed)
        head.line.returnPressed.connect(self._entered)
        head.line.given_up.connect(self._left)
        head.line.stepped.connect(self._offer)

    def find(self) -> None:
        """Begin to type what rows must hold."""
        self._filtering = ""
        self._head.ask(self._panel.session.text.t("table.find"), self._rows.words)

    def filter(self, column: TableColumn) -> None:
        """Begin to type a condition; the one that stands is there to be changed."""
        text, now = self._panel.session.text, self._panel.session.now()
        had = next((one for one in self._rows.chosen.filters if one.column == column.name), None)
        typed = "" if had is None else asked_of(had, column, self._choices(column), text, now)
        self._filtering = column.name
        hint = text.t(f"filter.{column.kind.value}", column=text.t(f"column.{column.name}"))
        self._head.ask(hint, typed)

    def _choices(self, column: TableColumn) -> dict[str, str]:
        return self._rows.choices(column) if column.kind is Kind.CHOICE else {}

    def _typed(self, words: str) -> None:
        if not self._filtering and words != self._rows.words:
            self._rows.words = words
            self._panel.guard(self._anew)

    def _offer(self, by: int) -> None:
        """The next choice of the column whose condition is typed."""
        column = self._rows.table.column(self._filtering)
        words = list(self._choices(column).values()) if column is not None else []
        if words:
            here = self._head.line.text()
            at = words.index(here) + by if here in words else 0 if by > 0 else -1
            self._head.line.setText(words[at % len(words)])

    def _entered(self) -> None:
        column = self._rows.table.column(self._filtering)
        typed, text = self._head.line.text(), self._panel.session.text
        if column is not None:
            one = meant(column, typed, self._choices(column), text, self._panel.session.now())
            if one is None and typed.strip():
                self._head.ask(text.t("filter.again"), "")
                return
            self._rows.filter(column.name, one)
            self._filtering = ""
            self._head.rest()
            self._panel.guard(self._anew)
        self._panel.setFocus()

    def _left(self) -> None:
        """Esc: a condition that is being typed is left as it was, words go."""
        filtering, self._filtering = self._filtering, ""
        if filtering:
            self._head.rest()
        else:
            self._head.line.setText("")
        self._panel.setFocus()
