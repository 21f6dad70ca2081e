"""The course of the day: customers out over the last hours, and whether it gets better."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from wallboard.config.values import ConfigStruct, Duration
from wallboard.state.queries.curve import change_since
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, draw_line, draw_split
from widgets.parts.sparkline import curve, thin
from widgets.text import worth

POINTS = 160
HOUR = 3600.0


class TrendOptions(ConfigStruct, frozen=True, kw_only=True):
    """span: how far the curve reaches back, s."""

    span: Duration = 24 * HOUR


@dataclass(frozen=True)
class TrendFace:
    """The curve as it is drawn, its top and its two ends in words."""

    points: tuple[tuple[float, float], ...]
    span: tuple[float, float]
    top: float
    most: str
    first: str
    last: str


class TrendPanel(CellPanel):
    """The curve stands on zero; its highest value is named at the place where it was reached."""

    nouns = ("trend",)
    options: TrendOptions

    def cells(self, now: float) -> list[Cell]:
        scale = self.session.scale
        head = round(max(scale.px(56), scale.line("title")))
        left, wide = round(scale.px(32)), self.width() - round(scale.px(56))
        title = self._title(now)
        body = QRect(left, head, wide, max(0, self.height() - head))
        face = self._face(now)
        return [
            Cell("head", QRect(left, 0, wide, head), title, lambda p, r: self._draw_head(p, r, title)),
            Cell("curve", body, face, lambda p, r: self._draw_curve(p, r, face)),
        ]

    def _title(self, now: float) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        text = self.session.text
        left = (Run(text.t("trend.title"), "title"),)
        moved = change_since(self.session.tables.trend, now - HOUR, now)
        if moved is None:
            return left, ()
        about = any(s.at_least or s.about for s in self.session.tables.trend[-1:])
        sign = "+" if moved > 0 else "–" if moved < 0 else "" if about else "±"
        mark = worth(at_least=False, about=about)
        words = text.t("trend.hour", n=f"{mark}{sign}{text.number(abs(moved))}")
        return left, (Run(words, tone="text" if moved > 0 else "muted", bold=moved > 0, drop=1),)

    def _face(self, now: float) -> TrendFace | None:
        samples = [s for s in self.session.tables.trend if now - self.options.span <= s.at <= now]
        if len(samples) < 2:
            return None
        text = self.session.text
        first = samples[0].at
        points = thin([(s.at, float(s.customers_out)) for s in samples], POINTS)
        top = max(value for _, value in points)
        return TrendFace(
            points,
            (first, samples[-1].at),
            top,
            text.number(top),
            text.clock_time(first, now),
            text.clock_time(samples[-1].at, now),
        )

    def _draw_head(self, painter: QPainter, rect: QRectF, face: tuple) -> None:
        draw_split(painter, rect, face[0], face[1], self.session.scale, self.session.theme)

    def _draw_curve(self, painter: QPainter, rect: QRectF, face: TrendFace | None) -> None:
        scale, theme = self.session.scale, self.session.theme
        line = scale.line("small")
        if face is None:
            words = [Run(self.session.text.t("trend.none"), tone="muted", elide=True)]
            draw_line(painter, QRectF(rect.left(), rect.top(), rect.width(), line), words, scale, theme)
            return
        labelled = rect.height() > 2 * line + scale.px(40)
        plot = rect.adjusted(0, line if labelled else 0, 0, -(line if labelled else 0) - scale.px(6))
        painter.setPen(QPen(theme.border, max(1.0, scale.px(1))))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        shape = curve(plot, face.points, face.span, face.top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.hairline)
        area = shape.toList()
        painter.drawPolygon([plot.bottomLeft(), *area, QPointF(area[-1].x(), plot.bottom())])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.text, max(2.0, scale.px(2.5))))
        painter.drawPolyline(shape)
        if labelled:
            self._label(painter, rect, plot, face)

    def _label(self, painter: QPainter, rect: QRectF, plot: QRectF, face: TrendFace) -> None:
        """The highest value above the place where it stood, the two ends below the line."""
        scale, theme = self.session.scale, self.session.theme
        line = scale.line("small")
        at = next(at for at, value in face.points if value == face.top)
        wide = scale.metrics("small").horizontalAdvance(face.most)
        share = (at - face.span[0]) / max(1e-9, face.span[1] - face.span[0])
        x = min(max(plot.left(), plot.left() + plot.width() * share - wide / 2), plot.right() - wide)
        draw_line(painter, QRectF(x, rect.top(), wide + 2, line), [Run(face.most)], scale, theme)
        below = QRectF(rect.left(), plot.bottom() + scale.px(2), rect.width(), line)
        draw_split(
            painter, below, [Run(face.first, tone="muted")], [Run(face.last, tone="muted")], scale, theme
        )


PANEL = PanelSpec("trend", TrendPanel, TrendOptions)
