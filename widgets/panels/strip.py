"""The strip of headline figures: how many are out, of what, who was told, who is going.

A figure without a source is named in the last tile, quietly; it is never a zero.
"""

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.config.values import ConfigStruct
from wallboard.state.queries import CrewFace, Totals
from wallboard.state.queries.curve import change_since, customer_hours
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, draw_line, line_width, width_of
from widgets.parts.sparkline import draw_sparkline, thin

SPARK_POINTS = 96
SPARK_SPAN_S = 24 * 3600.0
HOUR = 3600.0

AT_LEAST = "≥ "
"""Before a figure whose source cuts its list short."""

CURVE_LEAST, CURVE_MOST = 80.0, 400.0
"""Study px between which the curve beside the customers out is wide."""


class StripOptions(ConfigStruct, frozen=True, kw_only=True):
    """spark: a small curve beside the customers out; False where a trend panel stands on the page."""

    spark: bool = True


@dataclass(frozen=True)
class Tile:
    """One figure. tone: of the numeral; rank: the highest goes first where room lacks."""

    key: str
    label: str
    value: str
    unit: str = ""
    tone: str = "text"
    glyph: str = ""
    below: tuple[Run, ...] = ()
    spark: tuple[tuple[float, float], ...] = ()
    spark_said: str = ""
    rank: int = 0


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
        figures = self.session.boards.totals(now)
        tiles, absent = self._tiles(figures, self.session.boards.crews(), now)
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

    def _tiles(self, figures: Totals, face: CrewFace | None, now: float) -> tuple[list[Tile], list[str]]:
        made = [
            self._customers(figures, now),
            self._outages(figures),
            self._lines(figures),
            self._areas(figures),
            self._key(figures),
            self._told(figures),
            self._hours(now),
            self._crews(face),
        ]
        tiles = [tile for tile in made if isinstance(tile, Tile)]
        return tiles, [label for label in made if isinstance(label, str)]

    def _customers(self, figures: Totals, now: float) -> Tile | str:
        text = self.session.text
        label = text.t("tile.customers")
        if figures.customers_out is None:
            return label
        below = [*self._restored(figures.customers_restored, figures.customers_out)]
        if not below and figures.customers_served:
            share = figures.customers_out / figures.customers_served
            below = [Run(text.t("tile.of_served", share=text.share(share)), tone="muted")]
        if figures.doubtful or figures.capped:
            words = text.t("tile.at_least" if figures.capped else "tile.doubtful")
            below.insert(0, Run(words, glyph="capped" if figures.capped else "question", bold=True))
        below = [*self._moved(now), *below]
        spark, said = self._curve(now, figures.customers_out)
        value = f"{AT_LEAST if figures.capped else ''}{text.number(figures.customers_out)}"
        glyph = "question" if figures.doubtful and not figures.capped else ""
        unit = text.t("unit.customers")
        return Tile(
            "customers", label, value, unit, glyph=glyph, below=tuple(below), spark=spark, spark_said=said
        )

    def _moved(self, now: float) -> list[Run]:
        """How the figure moved within the last hour, where a curve stands beside it."""
        moved = change_since(self.session.tables.trend, now - HOUR, now) if self.options.spark else None
        if moved is None:
            return []
        text = self.session.text
        sign = "+" if moved > 0 else "−" if moved < 0 else "±"
        words = text.t("trend.hour", n=f"{sign}{text.number(abs(moved))}")
        return [Run(words, tone="text" if moved > 0 else "muted", bold=moved > 0, drop=1, gap=20)]

    def _curve(self, now: float, out: int) -> tuple[tuple[tuple[float, float], ...], str]:
        """The points of the last day, and in words since when and how high it was."""
        trend = self.session.tables.trend if self.options.spark else ()
        curve = [(s.at, float(s.customers_out)) for s in trend if now - SPARK_SPAN_S <= s.at <= now]
        if len(curve) < 3:
            return (), ""
        curve[-1] = (curve[-1][0], float(out))
        text = self.session.text
        most = text.number(max(value for _, value in curve))
        if now - curve[0][0] > SPARK_SPAN_S - HOUR:
            return thin(curve, SPARK_POINTS), text.t("tile.curve_day", most=most)
        since = text.clock_time(curve[0][0], now)
        return thin(curve, SPARK_POINTS), text.t("tile.curve", since=since, most=most)

    def _restored(self, restored: int | None, out: int) -> list[Run]:
        if restored is None:
            return []
        text = self.session.text
        runs = [Run(text.t("tile.restored", n=text.number(restored)), tone="muted")]
        if restored + out:
            share = text.t("tile.share", share=text.share(restored / (restored + out)))
            runs.append(Run(share, tone="muted", drop=2))
        return runs

    def _outages(self, figures: Totals) -> Tile | str:
        text = self.session.text
        label = text.t("tile.outages")
        if figures.outages is None:
            return label
        below = [Run(text.t("tile.planned", n=text.number(figures.planned or 0)), tone="muted")]
        if figures.etr_expired:
            below.append(Run(text.t("tile.etr_expired", n=text.number(figures.etr_expired)), drop=1))
        if figures.etr_none:
            below.append(Run(text.t("tile.etr_none", n=text.number(figures.etr_none)), tone="muted", drop=2))
        unit = text.t("unit.outages")
        return Tile("outages", label, text.number(figures.outages), unit, below=tuple(below), rank=1)

    def _lines(self, figures: Totals) -> Tile | str:
        label = self.session.text.t("tile.lines")
        return self._counted("lines", label, figures.lines_out, figures.lines_restored, "unit.lines", 5)

    def _areas(self, figures: Totals) -> Tile | str:
        label = self.session.text.t("tile.areas")
        return self._counted("areas", label, figures.areas_out, figures.areas_restored, "unit.areas", 4)

    def _counted(
        self, key: str, label: str, out: int | None, restored: int | None, unit: str, rank: int
    ) -> Tile | str:
        if out is None:
            return label
        text = self.session.text
        below = tuple(self._restored(restored, out))
        return Tile(key, label, text.number(out), text.t(unit), below=below, rank=rank)

    def _key(self, figures: Totals) -> Tile | str:
        text = self.session.text
        if figures.key_customers_out is None:
            return text.t("tile.key")
        value = text.number(figures.key_customers_out)
        return Tile("key", text.t("tile.key"), value, text.t("unit.customers"), rank=2)

    def _told(self, figures: Totals) -> Tile | str:
        text = self.session.text
        if figures.untold is None:
            return text.t("tile.untold")
        below = [Run(text.t("tile.told", n=text.number(figures.told or 0)), tone="muted", drop=1)]
        if figures.untold and figures.oldest_untold_age is not None:
            age = text.age(figures.oldest_untold_age)
            below.insert(0, Run(text.t("tile.oldest", age=age), tone="muted"))
        value = text.number(figures.untold)
        return Tile(
            "told", text.t("tile.untold"), value, text.t("unit.customers"), below=tuple(below), rank=3
        )

    def _hours(self, now: float) -> Tile | str:
        text = self.session.text
        label = text.t("tile.hours")
        today = text.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        hours = customer_hours(self.session.tables.trend, today.timestamp(), now)
        if hours is None:
            return label
        since = (
            today
            if not self.session.tables.trend
            else max(today, text.local(self.session.tables.trend[0].at))
        )
        below: tuple[Run, ...] = ()
        if since - today > timedelta(minutes=5):
            below = (Run(text.t("tile.since", time=f"{since:%H:%M}"), tone="muted"),)
        return Tile("hours", label, text.number(round(hours)), text.t("unit.hours"), below=below, rank=6)

    def _crews(self, face: CrewFace | None) -> Tile | str:
        text = self.session.text
        if face is None:
            return text.t("tile.crews")
        words = (
            Run(text.t("crew.available", n=face.available), tone="muted"),
            Run(text.t("crew.en_route", n=face.en_route), tone="muted"),
            Run(text.t("crew.on_site", n=face.on_site), tone="muted", drop=1),
        )
        busy = face.total - face.available
        unit = text.t("unit.of", n=text.number(face.total))
        return Tile("crews", text.t("tile.crews"), text.number(busy), unit, below=words, rank=3)

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
