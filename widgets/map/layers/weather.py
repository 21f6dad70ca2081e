"""Wind barbs, strokes of rain and the tracks of storms, in neutral tones under everything that is out."""

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.map.conditions import RAIN_REACH_M, AirSpot, StormSpot
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.projection import Box, Floats, ground_metres
from widgets.map.signs import draw_barb, draw_eye, rain_stroke
from widgets.map.words import WordCache

RAIN_EVERY = 36.0
"""Study px between strokes of rain."""

RAIN_STEPS = (1.0, 5.0, 15.0, 30.0)
"""mm/h from which a stroke is one step longer: fixed, as the heat's scale is."""

BARB_REACH = 46.0
"""Study px from a barb's foot to its farthest part."""


class WeatherLayer(Layer):
    """Few readings: everything is drawn anew at each repaint, as far as the clip reaches."""

    def __init__(self) -> None:
        self._words = WordCache()

    def forget(self) -> None:
        self._words.forget()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        conditions = frame.scene.conditions
        if conditions.air:
            self._draw_rain(painter, frame, conditions.air)
            self._draw_wind(painter, frame, conditions.air)
        for storm in conditions.storms:
            self._draw_storm(painter, frame, storm)
        self._draw_words(painter, frame)

    def _draw_rain(self, painter: QPainter, frame: Frame, air: tuple[AirSpot, ...]) -> None:
        """Strokes on a grid of the screen, the longer the harder it rains; none far from all readings."""
        unit, clip = frame.session.scale.px(1), frame.clip
        step = RAIN_EVERY * unit
        columns = np.arange(math.floor(clip.left / step) - 1, math.ceil(clip.right / step) + 1)
        rows = np.arange(math.floor(clip.bottom / step) - 1, math.ceil(clip.top / step) + 1)
        across, down = np.meshgrid(columns, rows)
        x = (across + 0.5 * (down % 2)).ravel() * step
        y = down.ravel().astype(np.float64) * step
        rain = rain_at(frame, x, y, air)
        for i, least in enumerate(RAIN_STEPS):
            most = RAIN_STEPS[i + 1] if i + 1 < len(RAIN_STEPS) else math.inf
            chosen = (rain >= least) & (rain < most)
            if not chosen.any():
                continue
            length = (8 + 6 * i) * unit
            strokes = [
                rain_stroke(a, b, length) for a, b in zip(x[chosen].tolist(), y[chosen].tolist(), strict=True)
            ]
            painter.setPen(rain_pen(frame.session.theme.muted, i, unit))
            painter.drawLines(strokes)

    def _draw_wind(self, painter: QPainter, frame: Frame, air: tuple[AirSpot, ...]) -> None:
        session, theme = frame.session, frame.session.theme
        unit = session.scale.px(1)
        for spot in air:
            x, y = frame.camera.point(spot.x, spot.y)
            reach = BARB_REACH * unit
            if spot.wind < 2 or not Box(x - reach, y - reach, x + reach, y + reach).meets(frame.clip):
                continue
            if spot.direction is not None:
                for ink, wide in ((theme.land, 6.0), (theme.muted, 2.2)):
                    draw_barb(painter, x, y, unit, spot.wind, spot.direction, QPen(ink, wide * unit))

    def _draw_storm(self, painter: QPainter, frame: Frame, storm: StormSpot) -> None:
        """The way it came as a line, the way it is expected dashed, its centre, and how far gales reach."""
        session, theme, camera = frame.session, frame.session.theme, frame.camera
        unit = session.scale.px(1)
        spots = [QPointF(*camera.point(fix.x, fix.y)) for fix in storm.fixes]
        here = storm.fixes[storm.here]
        for ink, wide in ((theme.land, 6.0), (theme.muted, 2.4)):
            pen = QPen(ink, wide * unit)
            painter.setPen(pen)
            painter.drawPolyline(spots[: storm.here + 1])
            pen.setDashPattern([2.5, 2.5])
            painter.setPen(pen)
            painter.drawPolyline(spots[storm.here :])
        painter.setPen(Qt.PenStyle.NoPen)
        for spot, fix in zip(spots, storm.fixes, strict=True):
            painter.setBrush(theme.land if fix.forecast else theme.muted)
            painter.setPen(QPen(theme.muted, 2 * unit))
            painter.drawEllipse(spot, 4 * unit, 4 * unit)
        centre, radius = spots[storm.here], here.gale * camera.scale
        if radius > 0:
            pen = QPen(theme.muted, 2 * unit, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
        draw_eye(painter, centre.x(), centre.y(), 14 * unit, theme.text, theme.land)

    def _draw_words(self, painter: QPainter, frame: Frame) -> None:
        session, theme, halo = frame.session, frame.session.theme, frame.session.scale.px(3)
        for face in frame.scene.said:
            if face.what == "work" or not face.box.grown(halo).meets(frame.clip):
                continue
            font = session.scale.font("small", bold=face.what == "storm")
            ink = theme.muted if face.what == "wind" else theme.text
            ground = theme.water if frame.scene.at_sea(frame.camera, face.box) else theme.land
            corner = QPointF(face.box.left, face.box.bottom)
            self._words.draw(painter, corner, face.words, font, ink, ground, halo)


def rain_at(frame: Frame, x: Floats, y: Floats, air: tuple[AirSpot, ...]) -> Floats:
    """Rain at pixels, mm/h: the mean of the readings by nearness, nothing far from all of them."""
    camera = frame.camera
    reach = RAIN_REACH_M / ground_metres(camera.y) * camera.scale
    total, weight = np.zeros(len(x)), np.full(len(x), 0.1)
    for spot in air:
        px, py = camera.point(spot.x, spot.y)
        near = np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * reach**2))
        total += near * spot.rain
        weight += near
    return total / weight


def rain_pen(muted: QColor, step: int, unit: float) -> QPen:
    """The pen of a step: heavier rain is drawn a little stronger."""
    ink = QColor(muted)
    ink.setAlphaF(0.25 + 0.10 * step)
    return QPen(ink, (1.4 + 0.3 * step) * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


LAYER = LayerSpec("weather", 25, WeatherLayer)
