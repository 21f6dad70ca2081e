"""The sizes of a desk's panes: moved at the line between two of them, by the pointer or by keys.

A screen file gives the usual sizes; what a seat makes of them is kept in its layout.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

import msgspec
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from wallboard.config.desk_layout import PaneSizes
from wallboard.config.screen import PanelEntry, Screen
from widgets.panel import Panel
from widgets.session import Session

LEAST = 90.0
"""Study px of a row or column, at least."""

STEP = 40.0
"""Study px by which a key moves a line."""

GRIP = 7
"""Window px within which the pointer takes a line."""

Sizes = tuple[list[float], list[float]]
"""Of columns and rows, as proportions."""


def sizes_of(screen: Screen, kept: PaneSizes | None) -> Sizes:
    """A seat's own sizes, where they fit the screen, else the usual ones."""
    fits = kept is not None and (len(kept.columns), len(kept.rows)) == (
        len(screen.columns),
        len(screen.rows),
    )
    return (
        (list(kept.columns), list(kept.rows))
        if fits and kept is not None
        else (
            list(screen.columns),
            list(screen.rows),
        )
    )


def moved(sizes: Sequence[float], line: int, by: float) -> list[float]:
    """The line before size ``line`` moved by so much, as far as both sides stay ``LEAST``."""
    before, after = sizes[line - 1], sizes[line]
    by = max(min(0.0, LEAST - before), min(by, max(0.0, after - LEAST)))
    found = list(sizes)
    found[line - 1], found[line] = before + by, after - by
    return found


def lines_of(screen: Screen, axis: int, fixed: Collection[int]) -> list[int]:
    """Places of the lines between panes. axis: 0 rows, 1 columns; fixed: rows with a height of their own."""
    begins = {entry.at[axis] for entry in screen.panel}
    count = len((screen.rows, screen.columns)[axis])
    return [at for at in range(1, count) if at in begins and (axis or not {at - 1, at} & set(fixed))]


def reach_of(screen: Screen, axis: int, line: int, edges: Sequence[float]) -> tuple[float, float]:
    """From where to where a line runs, by the edges across it: as far as panes begin at it."""
    other = 1 - axis
    beside = [entry for entry in screen.panel if entry.at[axis] == line]
    begins = [edges[entry.at[other]] for entry in beside]
    ends = [edges[entry.at[other] + entry.span[other]] for entry in beside]
    return min(begins, default=0.0), max(ends, default=0.0)


def line_of(entry: PanelEntry, lines: Sequence[int], axis: int) -> tuple[int, int] | None:
    """The line that a pane grows by, and in which direction it grows; None where it cannot.

    axis: 0 rows, 1 columns. Its far side where there is a line, else its near one.
    """
    near, far = entry.at[axis], entry.at[axis] + entry.span[axis]
    if far in lines:
        return far, 1
    return (near, -1) if near in lines else None


class Paned(Protocol):
    """What panes need of their page, which is a widget."""

    session: Session
    screen_file: Screen
    panels: list[tuple[PanelEntry, Panel]]

    def row_edges(self) -> list[float]: ...
    def column_edges(self) -> list[float]: ...


class Panes:
    """The sizes of one page, and the lines that a desk's pointer takes; a wall's page has none of these.

    lay_out: places the page's panels anew.
    """

    def __init__(self, page: Paned, lay_out: Callable[[], None]) -> None:
        self._page, self._lay_out = page, lay_out
        screen, desk = page.screen_file, page.session.desk
        kept = desk.layout.panes.get(screen.name) if desk is not None else None
        self.columns, self.rows = sizes_of(screen, kept)
        self._lines: list[tuple[int, int, PaneLine]] = []  # axis, place, what the pointer takes
        if desk is not None and not screen.wall:
            self._lines = [(axis, at, self._line(axis, at)) for axis in (1, 0) for at in self._places(axis)]

    def lie(self, rows: Sequence[float], columns: Sequence[float]) -> None:
        """Put the lines where the panels' edges are, window px."""
        for axis, line, grip in self._lines:
            begin, end = reach_of(self._page.screen_file, axis, line, rows if axis else columns)
            grip.lie(round((rows, columns)[axis][line]), round(begin), round(end))

    def resize(self, panel: QWidget | None, axis: int, grow: int) -> bool:
        """The pane that has the keys a step larger or (below 0) smaller; False where it cannot be.

        grow: 0 gives all panes their usual sizes.
        """
        if grow == 0:
            self.columns, self.rows = sizes_of(self._page.screen_file, None)
            self._lay_out()
        else:
            entry = next((entry for entry, each in self._page.panels if each is panel), None)
            found = line_of(entry, self._places(axis), axis) if entry is not None and self._lines else None
            if found is None:
                return False
            self._move(axis, found[0], STEP * grow * found[1])
        self._keep()
        return True

    def _places(self, axis: int) -> list[int]:
        """Places of the lines that can be moved: between panes that have no height of their own."""
        fixed = {entry.at[0] for entry, panel in self._page.panels if panel.own_height() is not None}
        return lines_of(self._page.screen_file, axis, fixed)

    def _line(self, axis: int, line: int) -> "PaneLine":
        def move(px: int) -> None:
            edges = self._page.column_edges() if axis else self._page.row_edges()
            sizes = self.columns if axis else self.rows
            self._move(axis, line, px * sizes[line] / max(1.0, edges[line + 1] - edges[line]))

        page: QWidget = self._page  # pyright: ignore[reportAssignmentType] - it is one
        return PaneLine(page, upright=axis == 1, moved=move, let_go=self._keep)

    def _move(self, axis: int, line: int, by: float) -> None:
        if axis:
            self.columns = moved(self.columns, line, by)
        else:
            self.rows = moved(self.rows, line, by)
        self._lay_out()

    def _keep(self) -> None:
        desk, screen = self._page.session.desk, self._page.screen_file
        if desk is None:
            return
        panes = {name: sizes for name, sizes in desk.layout.panes.items() if name != screen.name}
        if (self.columns, self.rows) != sizes_of(screen, None):
            panes[screen.name] = PaneSizes(columns=self.columns, rows=self.rows)
        desk.lay(msgspec.structs.replace(desk.layout, panes=panes))


class PaneLine(QWidget):
    """One line between two panes, to be taken by the pointer. moved: by how many window px; let_go: done."""

    def __init__(
        self, parent: QWidget, *, upright: bool, moved: Callable[[int], None], let_go: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self._upright, self._moved, self._let_go = upright, moved, let_go
        self._at: QPoint | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def lie(self, at: int, begin: int, end: int) -> None:
        """Along a line at ``at``, from ``begin`` to ``end``, window px."""
        half = GRIP // 2
        rect = QRect(at - half, begin, GRIP, end - begin)
        self.setGeometry(rect if self._upright else QRect(begin, at - half, end - begin, GRIP))
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._at = event.globalPosition().toPoint()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._at is None:
            return
        here = event.globalPosition().toPoint()
        by = here - self._at
        self._at = here
        self._moved(by.x() if self._upright else by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._at = None
        self._let_go()
