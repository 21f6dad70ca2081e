"""A page: the panels of one screen on its grid, the frame of what is not live, the veil of what is stale."""

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.config.screen import PanelEntry, Screen
from wallboard.config.values import decode_value
from wallboard.domain.clock import monotonic, thread_seconds
from wallboard.state.changes import Change
from widgets.cover import Cover
from widgets.panel import Panel, PanelSpec
from widgets.panes import Panes
from widgets.session import Session

BUDGET_S = 0.004
"""Thread seconds that panels may spend on their faces in one tick; heavy ones then take turns."""

TAKE_S = 0.002
"""Once taking in a change cost more thread seconds than this, heavy panels wait for the next tick."""

LIGHT_S = 0.001
"""A panel that needs no more than this is never put off: running digits stay on the second."""


class Page(QWidget):
    """One screen in one window. Raises KeyError for a kind of panel that the program has not."""

    def __init__(
        self, session: Session, screen: Screen, specs: dict[str, PanelSpec], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.screen_file = session, screen
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.panels: list[tuple[PanelEntry, Panel]] = [
            (entry, self._panel(entry, specs[entry.kind])) for entry in screen.panel
        ]
        self._heights: tuple[float | None, ...] = ()
        self._owed: set[Panel] = set()
        self.renewing = False  # a snapshot is shown in part only, below the veil
        self._begun: set[Panel] = set()  # whose refresh has begun, and goes on with the next ticks
        self._paid: dict[Panel, float] = {}  # real time of each panel's last look
        self._cover = Cover(self, self)
        self.panes = Panes(self, self._lay_out)

    def on_change(self, change: Change, *, in_turns: bool = False) -> None:
        """Forward what a batch changed; a panel that raises is veiled, the others go on.

        in_turns: the page is veiled, and its panels may follow one after another.
        """
        began = thread_seconds()
        self.session.boards.follow()
        for _, panel in self.panels:
            panel.guard(lambda panel=panel: self._owe(panel, owed=panel.take(change)))
        self.renewing = in_turns or (self.renewing and not change.reset)
        self._pay(whole=change.reset and not in_turns, full=thread_seconds() - began > TAKE_S)

    @property
    def owing(self) -> bool:
        """Whether a heavy panel that has rested waits for a tick of its own, or any while all are renewed."""
        if self.renewing:
            return True
        here = monotonic()
        waiting = self._owed | self._begun
        return any(panel.cost > LIGHT_S and self._rested(panel, here) for panel in waiting)

    def pay(self) -> None:
        """Refresh panels that had to wait."""
        self._pay()

    def _rested(self, panel: Panel, here: float) -> bool:
        return panel in self._begun or here >= self._paid.get(panel, 0.0) + panel.rest * panel.cost

    def _owe(self, panel: Panel, *, owed: bool) -> None:
        if owed:
            self._owed.add(panel)

    def on_second(self, now: float) -> None:
        """The second turned; light panels follow at once, heavy ones in turn."""
        for _, panel in self.panels:
            panel.guard(lambda panel=panel: self._owe(panel, owed=panel.age(now)))
        self._pay()

    def _pay(self, *, whole: bool = False, full: bool = False) -> None:
        """Refresh what is owed within one tick's budget; what is left over comes first with the next.

        whole: of each panel, for a snapshot or a new run. full: the tick is long enough without heavy panels.
        """
        if self.renewing:
            self._renew(full=full)
            return
        spent, here = 0.0, monotonic()
        owed = [p for _, p in self.panels if p in self._owed or p in self._begun]
        light = [panel for panel in owed if panel.cost <= LIGHT_S]
        heavy = [panel for panel in owed if panel.cost > LIGHT_S]
        for panel in [*light, *sorted(heavy, key=lambda panel: self._paid.get(panel, 0.0))]:
            fits = not full and (not spent or spent + panel.cost <= BUDGET_S)
            if whole or panel.cost <= LIGHT_S or (fits and self._rested(panel, here)):
                panel.guard(lambda panel=panel: self._show(panel))
                spent += panel.cost if panel.cost > LIGHT_S else 0.0
                if panel not in self._begun:
                    self._paid[panel] = here
        self._settle()

    def _renew(self, *, full: bool) -> None:
        """Panels one after another below the veil, as far as a tick's budget reaches."""
        began = thread_seconds()
        for panel in [] if full else [p for _, p in self.panels if p in self._owed or p in self._begun]:
            panel.guard(lambda panel=panel: self._show(panel))
            self._paid[panel] = monotonic()
            if panel.error:
                self._owed.discard(panel)
            if thread_seconds() - began > BUDGET_S:
                break
        self.renewing = bool(self._owed or self._begun)
        self._settle()

    def _show(self, panel: Panel) -> None:
        """Refresh a panel, or take one more slice of it. One that raises has nothing more to show."""
        if panel not in self._begun:  # what is owed from now on is for the next refresh
            self._owed.discard(panel)
        self._begun.discard(panel)
        if not panel.go_on():
            self._begun.add(panel)

    def on_theme(self) -> None:
        """Theme, language or sizes changed."""
        self._lay_out()
        for _, panel in self.panels:
            panel.guard(panel.on_theme)
        self.update()
        self._cover.refresh()

    def on_atlas(self) -> None:
        """The network came: panels that draw it begin anew."""
        for _, panel in self.panels:
            panel.guard(panel.on_atlas)

    def on_key(self, key: int) -> bool:
        """A key of the window; True where a panel took it."""
        taken: list[bool] = []
        for _, panel in self.panels:
            panel.guard(lambda panel=panel: taken.append(panel.on_key(key)))
        return any(taken)

    def on_link(self) -> None:
        """The link's state or age changed."""
        self._cover.refresh()

    def _panel(self, entry: PanelEntry, spec: PanelSpec) -> Panel:
        options = None
        if spec.options_cls is not None:
            options = msgspec.convert(entry.options, spec.options_cls, dec_hook=decode_value)
        panel = spec.cls(self.session, options, self)
        panel.page_title = dict(self.screen_file.title)
        return panel

    def _settle(self) -> None:
        """Lay out anew only when a panel wants another height."""
        heights = tuple(panel.own_height() for _, panel in self.panels)
        if heights != self._heights:
            self._lay_out()
        self._cover.refresh()

    def row_edges(self) -> list[float]:
        """Upper edges of the rows, and the lower edge of the last, in window pixels."""
        rows = self.panes.rows
        own: list[float | None] = [None] * len(rows)
        for entry, panel in self.panels:
            wanted = panel.own_height()
            if wanted is not None and entry.span[0] == 1:
                own[entry.at[0]] = max(own[entry.at[0]] or 0.0, wanted)
        taken = sum(height for height in own if height is not None)
        parts = sum(row for row, height in zip(rows, own, strict=True) if height is None)
        per = max(0.0, self.height() - taken) / parts if parts else 0.0
        edges = [0.0]
        for row, height in zip(rows, own, strict=True):
            edges.append(edges[-1] + (row * per if height is None else height))
        return edges

    def column_edges(self) -> list[float]:
        """Left edges of the columns, and the right edge of the last, in window pixels."""
        columns = self.panes.columns
        per = self.width() / sum(columns)
        edges = [0.0]
        for column in columns:
            edges.append(edges[-1] + column * per)
        return edges

    def _lay_out(self) -> None:
        self._heights = tuple(panel.own_height() for _, panel in self.panels)
        rows, columns = self.row_edges(), self.column_edges()
        for entry, panel in self.panels:
            (row, column), (down, across) = entry.at, entry.span
            left, top = round(columns[column]), round(rows[row])
            right, bottom = round(columns[column + across]), round(rows[row + down])
            gap = max(1, round(self.session.scale.px(1)))
            panel.setGeometry(
                left,
                top + (gap if row else 0),
                right - left - (gap if right < self.width() else 0),
                max(0, bottom - top - (gap if row else 0)),
            )
            panel.setVisible(bottom > top)
        self.panes.lie(rows, columns)
        self._cover.setGeometry(self.rect())
        self._cover.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.session.theme.hairline)
        painter.end()

    def areas(self) -> list[tuple[str, QRectF]]:
        """Kind and rectangle of every panel."""
        return [(entry.kind, QRectF(panel.geometry())) for entry, panel in self.panels]

    def redraw(self) -> None:
        """Draw every panel anew."""
        for _, panel in self.panels:
            panel.update()
