"""The table by county bureau: who is out where, worst first, and what is back."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.state.queries import RegionLine
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.bars import draw_share_bar
from widgets.parts.ink import Run, draw_line
from widgets.parts.region_words import UNKNOWN, figure_of, name_of, sum_words


@dataclass(frozen=True)
class RegionFace:
    """One row: its cells in words; bar in thousandths of the worst region."""

    name: str
    customers: str
    outages: str
    restored: str
    bar: int
    quiet: bool


class Regions(CellPanel):
    """Rows that fit, then "+N"; the last column goes where no source speaks of restoration."""

    nouns = ("outage", "region", "source")

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        lines = self.session.boards.by_region(now)
        head = round(max(scale.px(56), scale.line("title")))
        step = round(max(scale.px(48), scale.line("body") + scale.px(8)))
        left, wide = round(scale.px(32)), self.width() - round(scale.px(56))
        room = max(0, (self.height() - head) // step)
        if 0 < len(lines) < room:
            step = min(round(step * 1.35), (self.height() - head) // len(lines))
        shown = lines[:room] if len(lines) <= room else lines[: max(0, room - 1)]
        self._columns = self._measure(lines, wide)
        top = text.t("region.title")
        cells = [Cell("head", QRect(left, 0, wide, head), top, lambda p, r: self._draw_head(p, r, top))]
        worst = max((line.customers_out or 0 for line in lines), default=0)
        for i, line in enumerate(shown):
            face = self._face(line, worst)
            rect = QRect(left, head + i * step, wide, step)
            cells.append(Cell(i, rect, face, lambda p, r, face=face: self._draw_row(p, r, face)))
        rest = lines[len(shown) :]
        if rest and room:
            more = text.t("region.more", n=len(rest), customers=sum_words(rest, text))
            rect = QRect(left, head + len(shown) * step, wide, step)
            cells.append(Cell("more", rect, more, lambda p, r: self._draw_note(p, r, more)))
        if not lines:
            awaited = self.session.boards.totals(now).awaited
            none = text.t("source.no_data" if awaited else "no_source")
            rect = QRect(left, head, wide, step)
            cells.append(Cell("none", rect, none, lambda p, r: self._draw_note(p, r, none)))
        return cells

    def _measure(self, lines: list[RegionLine], wide: int) -> tuple[float, float, float]:
        """Widths of the customers, outages and restored columns; 0 for one that is left out."""
        scale, text = self.session.scale, self.session.text
        bold, small, gap = scale.metrics("row"), scale.metrics("small"), scale.px(16)

        def column(label: str, digits: float) -> float:
            return max(digits, small.horizontalAdvance(text.t(label))) + gap

        most = max((bold.horizontalAdvance(_zeros(figure_of(line, text))) for line in lines), default=0.0)
        customers = column("region.customers", most)
        count = max((line.outages or 0 for line in lines), default=0)
        outages = column("region.outages", small.horizontalAdvance(_zeros(text.number(count))))
        restored = column("region.restored", small.horizontalAdvance(text.share(0.888)))
        if all(line.share is None for line in lines):
            restored = 0.0
        body = scale.metrics("body")
        names = [body.horizontalAdvance(name_of(line, text)) for line in lines]
        names.append(scale.metrics("title").horizontalAdvance(text.t("region.title")))
        name = min(max(names, default=0.0), scale.text_px("body") * 11)
        if wide - customers - outages - restored < name:
            outages = 0.0
        if wide - customers - restored < min(name, scale.text_px("body") * 5):
            restored = 0.0
        return customers, outages, restored

    def _face(self, line: RegionLine, worst: int) -> RegionFace:
        text = self.session.text
        out = line.customers_out
        bar = 0 if not worst or not out else max(2, round(1000 * out / worst))
        return RegionFace(
            name_of(line, text),
            figure_of(line, text),
            UNKNOWN if line.outages is None else text.number(line.outages),
            "" if line.share is None else text.share(line.share),
            bar,
            not out,
        )

    def _draw_head(self, painter: QPainter, rect: QRectF, title: str) -> None:
        """The title, and over each column of figures its unit."""
        scale, theme, text = self.session.scale, self.session.theme, self.session.text
        customers, outages, restored = self._columns
        rest = QRectF(rect)
        columns = (
            (restored, "region.restored"),
            (outages, "region.outages"),
            (customers, "region.customers"),
        )
        for width, label in columns:
            if width:
                draw_line(painter, rest, [Run(text.t(label), tone="muted")], scale, theme, right=True)
                rest.adjust(0, 0, -width, 0)
        draw_line(painter, rest, [Run(title, "title", elide=True)], scale, theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, face: RegionFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        customers, outages, restored = self._columns
        bar = max(2.0, scale.px(3))
        line = rect.adjusted(0, 0, 0, -bar - scale.px(3))
        tone = "muted" if face.quiet else "text"
        right = QRectF(line)
        if restored:
            draw_line(painter, right, [Run(face.restored, tone="muted")], scale, theme, right=True)
            right.adjust(0, 0, -restored, 0)
        if outages:
            draw_line(painter, right, [Run(face.outages, tone="muted")], scale, theme, right=True)
            right.adjust(0, 0, -outages, 0)
        draw_line(painter, right, [Run(face.customers, "row", tone=tone)], scale, theme, right=True)
        right.adjust(0, 0, -customers, 0)
        draw_line(painter, right, [Run(face.name, "body", tone=tone, elide=True)], scale, theme)
        track = QRectF(rect.left(), line.bottom(), rect.width(), bar)
        draw_share_bar(painter, track, face.bar / 1000, theme.calm, theme)

    def _draw_note(self, painter: QPainter, rect: QRectF, words: str) -> None:
        draw_line(
            painter, rect, [Run(words, tone="muted", elide=True)], self.session.scale, self.session.theme
        )


def _zeros(number: str) -> str:
    """The widest number of as many digits."""
    return "".join("0" if c.isdigit() else c for c in number)


PANEL = PanelSpec("regions", Regions)
