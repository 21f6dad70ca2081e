"""At a desk: the ways of the nearest crews to the order that is chosen, with their minutes (d.114)."""

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from widgets.desk import DeskWay
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.label_layer import HALO
from widgets.map.projection import Box, project_one
from widgets.map.words import WordCache

FIRST, OTHERS = 3.6, 2.2
"""Study px across the way of the nearest, and of the others."""
SHORT, APART = 60.0, 40.0
"""Study px: a shorter way says no minutes, and crews that stand nearer to each other say them once."""
ASIDE = 12.0
"""Study px from where a crew stands to its minutes."""


class WayLayer(Layer):
    """A few lines; the nearest crew's is drawn last, strongest."""

    def __init__(self) -> None:
        self._words = WordCache()
        self._of: tuple[DeskWay, ...] = ()
        self._plane: list[list[tuple[float, float]]] = []

    def forget(self) -> None:
        self._words.forget()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        desk = frame.session.desk
        if desk is None or not desk.ways:
            return
        if desk.ways is not self._of:
            self._of = desk.ways
            self._plane = [[project_one(lon, lat) for lon, lat in way.points] for way in desk.ways]
        for place in reversed(range(len(self._of))):
            self._draw_way(painter, frame, self._plane[place], first=place == 0)
        said = set[tuple[int, int]]()
        for way, plane in zip(self._of, self._plane, strict=True):
            x, y = frame.camera.point(*plane[0])
            to_x, to_y = frame.camera.point(*plane[-1])
            spot = round(x / frame.session.scale.px(APART)), round(y / frame.session.scale.px(APART))
            if spot not in said and math.hypot(to_x - x, to_y - y) > frame.session.scale.px(SHORT):
                said.add(spot)
                self._draw_words(painter, frame, way.words, x, y)

    @staticmethod
    def _draw_way(painter: QPainter, frame: Frame, plane: list[tuple[float, float]], *, first: bool) -> None:
        theme, unit = frame.session.theme, frame.session.scale.px(1)
        points = [QPointF(*frame.camera.point(x, y)) for x, y in plane]
        wide = (FIRST if first else OTHERS) * unit
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, more in ((theme.land, 3 * unit), (theme.text if first else theme.muted, 0.0)):
            pen = QPen(ink, wide + more, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(points)

    def _draw_words(self, painter: QPainter, frame: Frame, words: str, x: float, y: float) -> None:
        session, theme = frame.session, frame.session.theme
        aside, line = session.scale.px(ASIDE), session.scale.line("small")
        wide = session.scale.metrics("small").horizontalAdvance(words)
        if Box(x, y - line, x + aside + wide, y + line).meets(frame.clip):
            corner = QPointF(x + aside, y - line / 2)
            font = session.scale.font("small", bold=True)
            self._words.draw(painter, corner, words, font, theme.text, theme.land, session.scale.px(HALO))


LAYER = LayerSpec("ways", 43, WayLayer)
