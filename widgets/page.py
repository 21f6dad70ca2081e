"""A page: the panels of one screen on its grid, the frame of what is not live, the veil of what is stale."""

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from wallboard.config.screen import PanelEntry, Screen
from wallboard.config.values import decode_value
from wallboard.domain.clock import monotonic
from wallboard.state.changes import Change
from wallboard.state.queries import SourceFace
from widgets.panel import CellPanel, Panel, PanelSpec
from widgets.parts.ink import Run, draw_line, line_width
from widgets.session import Session

ALIVE = frozenset({"header"})
"""Kinds that the veil spares: the wall's own clock says that the wall itself is alive."""

BUDGET_S = 0.004
"""Thread seconds that panels may spend on looking at the tables in one tick; heavy ones then take turns."""

REST = 25.0
"""A heavy panel that took t seconds looks again after 25 t at the earliest: 4 % of the thread each."""

LIGHT_S = 0.001
"""A panel that needs no more than this is never put off: running digits stay on the second."""

TELLING = frozenset({"header", "source_line", "sources", "banner"})
"""Kinds that stay undimmed where the link is well and the sources are stale: they say which."""


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
        self._paid: dict[Panel, float] = {}  # real time of each panel's last look
        self._cover = _Cover(self)

    def on_change(self, change: Change) -> None:
        """Forward what a batch changed; a panel that raises is veiled, the others go on."""
        self.session.boards.follow()
        for _, panel in self.panels:
            if isinstance(panel, CellPanel):
                if panel.wants(change):
                    self._owed.add(panel)
            else:
                panel.guard(lambda panel=panel: panel.on_change(change))
        self._pay(whole=change.reset)

    def on_second(self, now: float) -> None:
        """The second turned; light panels follow at once, heavy ones in turn."""
        for _, panel in self.panels:
            if isinstance(panel, CellPanel):
                self._owed.add(panel)
            else:
                panel.guard(lambda panel=panel: panel.on_second(now))
        self._pay()

    def _pay(self, *, whole: bool = False) -> None:
        """Refresh what is owed within one tick's budget; what is left over comes first with the next.

        whole: all of it, for a snapshot or a new run.
        """
        spent, here = 0.0, monotonic()
        owed = [p for _, p in self.panels if p in self._owed and isinstance(p, CellPanel)]
        light = [panel for panel in owed if panel.cost <= LIGHT_S]
        heavy = [panel for panel in owed if panel.cost > LIGHT_S]
        for panel in [*light, *sorted(heavy, key=lambda panel: self._paid.get(panel, 0.0))]:
            rested = here >= self._paid.get(panel, 0.0) + REST * panel.cost
            if whole or panel.cost <= LIGHT_S or (spent < BUDGET_S and rested):
                panel.guard(panel.refresh)
                spent += panel.cost
                self._paid[panel] = here
                self._owed.discard(panel)
        self._settle()

    def on_theme(self) -> None:
        """Theme, language or sizes changed."""
        self._lay_out()
        for _, panel in self.panels:
            panel.guard(panel.on_theme)
        self.update()
        self._cover.refresh()

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
        rows = self.screen_file.rows
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
        columns = self.screen_file.columns
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
            gap = self._hairline()
            panel.setGeometry(
                left,
                top + (gap if row else 0),
                right - left - (gap if right < self.width() else 0),
                max(0, bottom - top - (gap if row else 0)),
            )
            panel.setVisible(bottom > top)
        self._cover.setGeometry(self.rect())
        self._cover.raise_()

    def _hairline(self) -> int:
        return max(1, round(self.session.scale.px(1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.session.theme.hairline)
        painter.end()

    def dimmed(self, kinds: frozenset[str]) -> list[QRectF]:
        """The rectangles of all panels but those of the given kinds."""
        return [QRectF(panel.geometry()) for entry, panel in self.panels if entry.kind not in kinds]


class _Cover(QWidget):
    """Above all panels: the frame of what is not live, and the veil while the link is not fresh."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._face: tuple[bool, bool, str] = (False, True, "")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def refresh(self) -> None:
        """Repaint when what it says changed; it costs nothing while all is live."""
        session = self._page.session
        face = (session.not_live, session.link.fresh, self._words())
        self.setVisible(bool(face[0] or face[2]))
        if face != self._face:
            self._face = face
            self._cut()
            self.update()
            # Cutting the mask leaves the veil's pixels on a real screen: what lay below is drawn anew.
            for _, panel in self._page.panels:
                panel.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()

    def _cut(self) -> None:
        """While nothing is stale only the frame is a widget: what is below repaints without it."""
        if self._face[2]:
            self.clearMask()
            return
        width = self._frame()
        whole = QRegion(self.rect())
        self.setMask(whole.subtracted(QRegion(self.rect().adjusted(width, width, -width, -width))))

    def _frame(self) -> int:
        return max(3, round(self._page.session.scale.px(4)))

    def _words(self) -> str:
        """Why the picture is stale; '' while it is fresh."""
        session = self._page.session
        text, link = session.text, session.link
        if link.fresh:
            return self._stale_words(session.stale_sources(session.now()))
        key = f"link.{link.state}"
        parts = [text.t(key if text.has(key) else "link.lost")]
        if link.age is not None:
            parts.append(text.t("link.age", age=text.age(link.age)))
        if link.words:
            parts.append(link.words)
        return " · ".join(parts)

    def _stale_words(self, stale: list[SourceFace]) -> str:
        text = self._page.session.text
        if not stale:
            return ""
        if len(stale) == 1:
            words = f"{stale[0].title} {text.t(f'source.state.{stale[0].state.value}')}"
        else:
            words = text.t("link.sources", n=len(stale))
        ages = [face.age for face in stale if face.age is not None]
        return f"{words} · {text.t('link.age', age=text.age(min(ages)))}" if ages else words

    def paintEvent(self, event: QPaintEvent) -> None:
        session = self._page.session
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRegion(event.region())
        not_live, fresh, words = self._face
        if words:
            self._veil(painter, words, TELLING if fresh else ALIVE)
        if not_live:
            width = self._frame()
            painter.setPen(QPen(session.theme.muted, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = width / 2
            painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()

    def _veil(self, painter: QPainter, words: str, spared: frozenset[str]) -> None:
        session = self._page.session
        scale, theme = session.scale, session.theme
        shade = QColor(theme.ground)
        shade.setAlpha(150)
        for area in self._page.dimmed(spared):
            painter.fillRect(area, shade)
        run = Run(words, "title", glyph="link_down", elide=True)
        wide = min(self.width() * 0.9, line_width([run], scale) + scale.px(104))
        high = scale.line("title") * 1.8
        box = QRectF((self.width() - wide) / 2, self.height() * 0.46 - high / 2, wide, high)
        painter.setPen(QPen(theme.text, max(1.0, scale.px(2))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(box, scale.px(6), scale.px(6))
        draw_line(painter, box.adjusted(scale.px(48), 0, -scale.px(44), 0), [run], scale, theme)
