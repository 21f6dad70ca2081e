"""The strip of headline figures: how many are out, of what, who was told, who is going.

A figure without a source is named in the last tile, quietly; it is never a zero.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.config.values import ConfigStruct
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.headline import Headline, Tile
from widgets.parts.ink import Run, draw_line, line_width, width_of
from widgets.parts.sparkline import draw_sparkline

CURVE_LEAST, CURVE_MOST = 80.0, 400.0
"""Study px between which the curve beside the customers out is wide."""


class StripOptions(ConfigStruct, frozen=True, kw_only=True):
    """spark: a small curve beside the customers out; False where a trend panel stands on the page."""

    spark: bool = True


class Strip(CellPanel):
    """Tiles in a fixed order; hairlines between them."""

    nouns = ("outage", "region", "crew", "source", "trend", "van", "plan")
    options: StripOptions

    def own_height(self) -> float:
        scale = self.session.scale
        lines = scale.line("small") * (2 if self._three_lines() else 1) + scale.text_px("numeral") * 1.22
        return lines + scale.px(24)

    def _three_lines(self) -> bool:
        return self.session.scale.growth < 1.7

    def cells(self, now: float) -> list[Cell]:
        boards = self.session.boards
        headline = Headline(self.session, curve=self.options.spark)
        tiles, absent = headline.tiles(boards.totals(now), boards.crews(), now)
        if absent:
            tiles.append(self._absent(absent))
        return self._place(tiles)

    def _place(self, tiles: list[Tile]) -> list[Cell]:
        scale = self.session.scale
        margin = round(scale.px(32))
        room = self.width() - 2 * margin
        wants = {tile.key: self._want(tile) for tile in tiles}
        while len(tiles) > 1 and sum(wants[t.key] for t in tiles) > room:
            tiles.remove(max(tiles, key=lambda t: t.rank))
        extra = max(0.0, room - sum(wants[t.key] for t in tiles))
        curve = self._curve_width(tiles, extra)
        extra = (extra - curve) / max(1, len(tiles))
        x = float(margin)
        cells: list[Cell] = []
        for tile in tiles:
            wide = wants[tile.key] + extra + (curve if tile.spark else 0.0)
            rect = QRect(round(x), 0, round(wide), self.height())
            cells.append(Cell(tile.key, rect, tile, lambda p, r, tile=tile: self._draw(p, r, tile)))
            x += wide
        return cells

    def _curve_width(self, tiles: list[Tile], extra: float) -> float:
        """What the curve takes of the room that figures leave, px; 0 where that is too little for one."""
        scale = self.session.scale
        if not any(tile.spark for tile in tiles):
            return 0.0
        step = scale.px(16)
        wide = min(extra, scale.px(CURVE_MOST)) // step * step
        return wide if wide >= scale.px(CURVE_LEAST) else 0.0

    def _want(self, tile: Tile) -> float:
        """Width by the number of digits and not by their values, so that tiles stand still."""
        scale = self.session.scale
        digits = "".join("0" if c.isdigit() else c for c in tile.value)
        figure = line_width((Run(digits, "numeral", glyph=tile.glyph, gap=8), Run(tile.unit)), scale)
        label = width_of(Run(tile.label), scale)
        if tile.key == "absent" and not self._three_lines():
            below = label + 2.0 * scale.text_px("small")
        elif tile.key == "absent":
            below = max(width_of(run, scale) for run in tile.below)
        else:
            kept = [run for run in tile.below if not run.drop] if self._three_lines() else []
            below = line_width(kept, scale)
        step = scale.px(16)
        return (max(figure, label, below) // step + 1) * step + scale.px(40)

    def _absent(self, labels: list[str]) -> Tile:
        """What nobody speaks of, by name, in the two lines that other tiles use for figures."""
        half = -(-len(labels) // 2) if self._three_lines() else len(labels)
        lines = (labels[:half], labels[half:])
        below = tuple(Run(" · ".join(line), tone="muted", elide=True) for line in lines if line)
        return Tile("absent", self.session.text.t("tile.no_source"), "", below=below, rank=2)

    def _draw(self, painter: QPainter, rect: QRectF, tile: Tile) -> None:
        scale, theme = self.session.scale, self.session.theme
        if rect.left() > scale.px(40):
            edge = QRectF(rect.left() - scale.px(20), 0, max(1.0, scale.px(1)), rect.height())
            painter.fillRect(edge, theme.hairline)
        inner = rect.adjusted(0, scale.px(10), -scale.px(40), -scale.px(10))
        small, figure = scale.line("small"), scale.text_px("numeral") * 1.22
        draw_line(
            painter,
            QRectF(inner.left(), inner.top(), inner.width(), small),
            [Run(tile.label, tone="muted", elide=True)],
            scale,
            theme,
        )
        if tile.key == "absent":
            self._draw_absent(painter, inner.adjusted(0, small, 0, 0), tile)
            return
        middle = QRectF(inner.left(), inner.top() + small, inner.width(), figure)
        runs = [
            Run(tile.value, "numeral", tone=tile.tone, glyph=tile.glyph, gap=8),
            Run(tile.unit, tone="muted"),
        ]
        used = draw_line(painter, middle, runs, scale, theme)
        self._draw_curve(painter, inner, middle, used, tile)
        if self._three_lines() and tile.below:
            below = QRectF(inner.left(), middle.bottom(), inner.width(), small)
            draw_line(painter, below, tile.below, scale, theme)

    def _draw_curve(self, painter: QPainter, inner: QRectF, middle: QRectF, used: float, tile: Tile) -> None:
        """The course of the last day beside the figure, its reach and top in words above it."""
        scale, theme = self.session.scale, self.session.theme
        label = max(used, width_of(Run(tile.label), scale))
        left = middle.left() + label + scale.px(32)
        if not tile.spark or middle.right() - left < scale.px(72):
            return
        small = scale.line("small")
        above = QRectF(left, inner.top(), middle.right() - left, small)
        said = Run(tile.spark_said, tone="muted")
        if width_of(said, scale) <= above.width():
            draw_line(painter, above, [said], scale, theme)
        box = QRectF(left, above.bottom() + scale.px(4), above.width() - scale.px(6), middle.height() * 0.74)
        draw_sparkline(painter, box, tile.spark, theme.text, max(2.0, scale.px(2.5)), theme.hairline)

    def _draw_absent(self, painter: QPainter, rect: QRectF, tile: Tile) -> None:
        scale, theme = self.session.scale, self.session.theme
        small = scale.line("small")
        for i, run in enumerate(tile.below):
            place = QRectF(rect.left(), rect.top() + i * small, rect.width(), small)
            if place.bottom() <= rect.bottom() + scale.px(8):
                draw_line(painter, place, [run], scale, theme)


PANEL = PanelSpec("strip", Strip, StripOptions)
