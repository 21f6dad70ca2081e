"""A panel of figures side by side: a name, a large numeral, and what it rests on below.

Tiles keep their places; those that do not fit at the distance are counted in the last one. A figure that no
source speaks of says so in place of the numeral.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from widgets.panel import Cell, CellPanel
from widgets.parts.headline import NOTHING, Tile
from widgets.parts.heads import Sides, body_sides, head_cell, head_height
from widgets.parts.ink import Run, draw_line, draw_split

VERY_FAR = 1.7
"""Growth of the text from which a tile says its figure only."""

LEAST_TILE, BETWEEN = 224.0, 20.0
"""Study px of the narrowest tile (times the text's growth), and between two."""


class TilePanel(CellPanel):
    """A title and a grid of tiles."""

    def title(self) -> Sides:
        """The name of the panel, and what its figures have in common."""
        raise NotImplementedError

    def tiles(self, now: float) -> list[Tile]:
        """The figures at ``now`` (epoch s) in their order."""
        raise NotImplementedError

    def own_height(self) -> float | None:
        """A strip of tiles without a title takes what its text needs; others what the page gives."""
        return None if self.title()[0] else self._tall + self.session.scale.px(12)

    @property
    def _tall(self) -> float:
        """Window pixels of a whole tile; read from very far, without what it rests on."""
        scale = self.session.scale
        lines = 2 if scale.growth < VERY_FAR else 1
        return lines * scale.line("small") + scale.text_px("numeral") * 1.22 + scale.px(4)

    def cells(self, now: float) -> list[Cell]:
        scale = self.session.scale
        tiles = self.tiles(now)
        title = self.title()
        head = head_height(scale) if title[0] else round(scale.px(6))
        cells = [head_cell(title, self.width(), self.session, head)]
        left, wide = body_sides(self.width(), scale)
        tall, room = self._tall, self.height() - head
        if tall > room + 1:  # what it rests on is left out before the figure is
            tall = scale.line("small") + scale.text_px("numeral") * 1.22 + scale.px(4)
        if tall > room + 1:
            tall = scale.line("row")
        rows = max(1, int((self.height() - head) // tall))
        most = max(1, int((wide + scale.px(BETWEEN)) // (scale.px(LEAST_TILE) * scale.growth)))
        columns = min(most, max(1, -(-len(tiles) // rows)))
        step = (wide + scale.px(BETWEEN)) / columns
        spare = (self.height() - head - rows * tall) / rows
        fit = rows * columns
        if len(tiles) > fit:
            left_out = len(tiles) - fit + 1
            more = self.session.text.t("measures.more", n=left_out)
            tiles = [*tiles[: fit - 1], Tile("more", more, f"+{left_out}", tone="muted")]
        for i, tile in enumerate(tiles):
            down, across = divmod(i, columns)
            place = QRect(
                round(left + across * step),
                round(head + down * (tall + max(0.0, spare))),
                round(step - scale.px(BETWEEN)),
                round(tall),
            )
            cells.append(Cell(tile.key, place, tile, lambda p, r, tile=tile: self._draw_tile(p, r, tile)))
        return cells

    def _draw_tile(self, painter: QPainter, rect: QRectF, tile: Tile) -> None:
        scale, theme = self.session.scale, self.session.theme
        small, figure = scale.line("small"), scale.text_px("numeral") * 1.22
        if rect.height() < small + figure:
            figures = (Run(tile.value or NOTHING, "row", tone=tile.tone, glyph=tile.glyph),)
            draw_split(painter, rect, (Run(tile.label, tone="muted", elide=True),), figures, scale, theme)
            return
        label = QRectF(rect.left(), rect.top(), rect.width(), small)
        draw_line(painter, label, [Run(tile.label, tone="muted", elide=True)], scale, theme)
        middle = QRectF(rect.left(), label.bottom(), rect.width(), figure)
        runs = [
            Run(tile.value or NOTHING, "numeral", tone=tile.tone, glyph=tile.glyph, gap=8),
            Run(tile.unit, tone="muted", drop=1),
        ]
        draw_line(painter, middle, runs, scale, theme)
        below = QRectF(rect.left(), middle.bottom(), rect.width(), small)
        if below.bottom() <= rect.bottom() + scale.px(1):
            draw_line(painter, below, tile.below, scale, theme)
