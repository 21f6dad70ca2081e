"""The county bureaus in a band under the map: worst first, from the left.

Few regions stand in one row with their outages and what is back; with room left their towns follow them.
Many stand in two rows, the rest is counted. The height follows the viewing distance only, so that the map
above never moves.
"""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.state.queries import RegionLine
from wallboard.state.queries.towns import by_town
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.bars import draw_share_bar
from widgets.parts.ink import Run, draw_line, draw_split, width_of
from widgets.parts.region_words import UNKNOWN, figure_of, name_of, sum_words

FAR = 1.3
"""Growth of the text from which the band is one line high, near walls have two."""

VERY_FAR = 1.7
"""Growth of the text from which the map needs the band's place."""

LEAST_EM, MOST_EM = 7.5, 16.0
"""Width of a cell, in characters."""

APART = 12.0
"""Study px between name and figure at least."""

NAME_EM, NAME_EM_FAR = 7.2, 3.8
"""Width that the longest name may ask for, in characters."""


@dataclass(frozen=True)
class RegionFace:
    """One cell in words. second: what stands below in a cell of two lines; bar: thousandths of the worst."""

    first: tuple[Run, ...]
    figure: tuple[Run, ...]
    second: tuple[Run, ...]
    bar: int


class RegionBand(CellPanel):
    """Cells of one width; a town is muted and follows its region."""

    nouns = ("outage", "region", "source")

    def own_height(self) -> float:
        scale = self.session.scale
        return 0.0 if scale.growth >= VERY_FAR else self._lines() * self._step() + scale.px(14)

    def _lines(self) -> int:
        return 2 if self.session.scale.growth < FAR else 1

    def _step(self) -> float:
        """One row of cells: a line of text and its bar."""
        return self.session.scale.line("row") + self.session.scale.px(9)

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        top, left = round(scale.px(7)), round(scale.px(26))
        lines = self.session.boards.by_region(now)
        title = "region.title" if self.session.tables.regions else "region.plain"
        if [line.name for line in lines] == [""]:  # a feed that knows no regions may know towns
            towns = by_town(self.session.tables, now)
            lines, title = towns or lines, "region.towns" if towns else title
        head = (Run(text.t(title), "title"), Run(text.t("region.customers"), tone="muted"))
        wide = ceil(max(width_of(run, scale) for run in head))
        high = self.height() - 2 * top
        start = left + wide + round(scale.px(32))
        inner = QRect(start, top, max(0, self.width() - start - left), high)
        if not lines:
            awaited = self.session.boards.totals(now).awaited
            none = text.t("source.no_data" if awaited else "no_source")
            cells = [Cell("none", inner, none, lambda p, r: self._draw_note(p, r, none))]
        else:
            cells = self._flow(lines, inner, now)
        tall = any(isinstance(cell.face, RegionFace) and cell.face.second for cell in cells)
        place, face = QRect(left, top, wide, high), (head, tall)
        return [Cell("head", place, face, lambda p, r: self._draw_head(p, r, head, tall)), *cells]

    def _flow(self, lines: list[RegionLine], inner: QRect, now: float) -> list[Cell]:
        scale = self.session.scale
        gap = round(scale.px(APART * 2))
        columns = max(1, int((inner.width() + gap) // (self._least(lines) + gap)))
        rows = 1 if len(lines) <= columns else self._lines()
        tall = rows < self._lines()
        entries = [(line, False) for line in lines]
        if tall:
            entries = self._with_towns(lines, columns, now)
            columns = max(len(entries), min(columns, 3))
        wide = min((inner.width() + gap) // columns - gap, round(scale.text_px("small") * MOST_EM))
        shown = entries if len(entries) <= columns * rows else entries[: columns * rows - 1]
        worst = max((line.customers_out or 0 for line in lines), default=0)
        high = inner.height() // rows
        cells: list[Cell] = []
        for i in range(min(len(entries), columns * rows)):
            row, column = divmod(i, columns)
            rect = QRect(inner.left() + column * (wide + gap), inner.top() + row * high, wide, high)
            if i < len(shown):
                face = self._face(*shown[i], worst, tall)
                cells.append(Cell(i, rect, face, lambda p, r, face=face: self._draw_cell(p, r, face)))
            else:
                more = self._more([line for line, _ in entries[len(shown) :]])
                cells.append(Cell("more", rect, more, lambda p, r, more=more: self._draw_note(p, r, more)))
        return cells

    def _least(self, lines: list[RegionLine]) -> float:
        """Px that a cell needs: the longest name (cut where it is very long) beside the largest figure."""
        scale, text = self.session.scale, self.session.text
        em = scale.text_px("small")
        name = max(scale.advance("body", None, name_of(line, text)) for line in lines)
        figures = ["".join("0" if c.isdigit() else c for c in figure_of(line, text)) for line in lines]
        figure = max(scale.advance("row", None, words) for words in set(figures))
        longest = (NAME_EM if scale.growth < FAR else NAME_EM_FAR) * em
        return min(max(name + figure + scale.px(APART), LEAST_EM * em), figure + scale.px(APART) + longest)

    def _with_towns(self, lines: list[RegionLine], columns: int, now: float) -> list[tuple[RegionLine, bool]]:
        """Each region followed by its towns, as far as whole sets of towns fit."""
        towns = self.session.boards.towns_by_region(now)
        free = columns - len(lines)
        entries: list[tuple[RegionLine, bool]] = []
        for line in lines:
            entries.append((line, False))
            here = towns.get(line.name, [])
            if here and len(here) <= free:
                free -= len(here)
                entries += [(town, True) for town in here]
        return entries

    def _face(self, line: RegionLine, town: bool, worst: int, tall: bool) -> RegionFace:
        text, out = self.session.text, line.customers_out
        tone = "muted" if town or not out else "text"
        name = Run(name_of(line, text), "body", tone=tone, elide=True)
        figure = Run(figure_of(line, text), "row", tone="text" if out else "muted")
        second: list[Run] = []
        if tall:
            count = UNKNOWN if line.outages is None else text.number(line.outages)
            second.append(Run(text.t("region.count", n=count), tone="muted"))
            if line.share is not None:
                said = text.t("region.share", share=text.share(line.share))
                second.append(Run(said, tone="muted", drop=1))
        bar = 0 if not worst or not out else max(2, round(1000 * out / worst))
        return RegionFace((name,), (figure,), tuple(second), bar)

    def _more(self, rest: list[RegionLine]) -> str:
        text = self.session.text
        return text.t("region.more", n=len(rest), customers=sum_words(rest, text))

    def _draw_head(self, painter: QPainter, rect: QRectF, head: tuple[Run, ...], tall: bool) -> None:
        """Beside the first and the second row of cells, or beside both lines of one row."""
        scale, theme = self.session.scale, self.session.theme
        line = scale.line("row")
        places = [QRectF(rect.left(), rect.top(), rect.width() + 1, line)]
        if self._lines() > 1:
            places.append(self._second(rect) if tall else places[0].translated(0, self._step()))
        for run, place in zip(head, places, strict=False):
            draw_line(painter, place, [run], scale, theme)

    def _second(self, cell: QRectF) -> QRectF:
        """Where the second line of a tall cell stands, below the bar."""
        scale = self.session.scale
        top = cell.top() + scale.line("row") + max(2.0, scale.px(3)) + scale.px(3)
        return QRectF(cell.left(), top, cell.width() + 1, scale.line("small"))

    def _draw_cell(self, painter: QPainter, rect: QRectF, face: RegionFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        line, bar = scale.line("row"), max(2.0, scale.px(3))
        first = QRectF(rect.left(), rect.top(), rect.width(), line)
        draw_split(painter, first, face.first, face.figure, scale, theme, gap=APART)
        track = QRectF(rect.left(), first.bottom(), rect.width(), bar)
        draw_share_bar(painter, track, face.bar / 1000, theme.calm, theme)
        if face.second:
            draw_line(painter, self._second(rect), face.second, scale, theme)

    def _draw_note(self, painter: QPainter, rect: QRectF, words: str) -> None:
        scale = self.session.scale
        place = QRectF(rect.left(), rect.top(), rect.width(), scale.line("row"))
        draw_line(painter, place, [Run(words, tone="muted", elide=True)], scale, self.session.theme)


PANEL = PanelSpec("region_band", RegionBand)
