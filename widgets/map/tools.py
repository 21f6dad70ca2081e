"""What a desk holds in its hand on the map: a ruler along points, a lasso round what is to be chosen.

Both are drawn with the pointer or, by keys alone, with a cross at the middle of the map that Enter puts down.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from wallboard.rules.geo import distance_m
from widgets.map.projection import project_one, unproject_one
from widgets.map.view import Camera
from widgets.parts.ink import Run, draw_line, line_width
from widgets.session import Session

RULER, LASSO = "ruler", "lasso"

Places = tuple[tuple[float, float], ...]
"""lon, lat in degrees."""

STEP = 5.0
"""Window px between two points of a line that is drawn freely."""

CORNERS = 48
"""Of a lasso, at most: what is drawn freely is thinned to so many."""

CROSS, PAD = 14.0, 12.0
"""Study px of an arm of the cross, and between the plate's rim and its words."""


class Held(Protocol):
    """The map that it is used on."""

    session: Session
    camera: Camera | None

    def update(self) -> None: ...


class MapTool:
    """One at a time. kind: RULER, LASSO, or "" for none; done: told what lies inside which lasso."""

    def __init__(self, held: Held, done: Callable[[Places], None]) -> None:
        self._map, self._done = held, done
        self.kind = ""
        self.places: list[tuple[float, float]] = []  # lon, lat
        self._drawing: QPointF | None = None  # where the last point of a free line was put

    def toggle(self, kind: str) -> None:
        """Take it, or put it away; a lasso of three corners and more is closed by that."""
        if self.kind == kind:
            self._close()
            return
        self.kind, self.places, self._drawing = kind, [], None
        self._map.update()

    @property
    def metres(self) -> float:
        """Along the ruler, on the ground."""
        legs = zip(self.places, self.places[1:], strict=False)
        return sum(distance_m(*one, *other) for one, other in legs)

    def _close(self) -> None:
        kind, places = self.kind, tuple(self.places)
        self.kind, self.places, self._drawing = "", [], None
        if kind == LASSO and len(places) > 2:
            self._done(thinned(places))
        self._map.update()

    def _put(self, x: float, y: float) -> None:
        if self._map.camera is not None:
            self.places.append(unproject_one(*self._map.camera.place(x, y)))
            self._map.update()

    # what hands do with it: True where it was for the tool

    def press(self, at: QPointF) -> bool:
        """The button goes down: a point of the ruler, the beginning of a lasso."""
        if not self.kind:
            return False
        if self.kind == LASSO:
            self.places, self._drawing = [], at
        self._put(at.x(), at.y())
        return True

    def move(self, at: QPointF) -> bool:
        """The pointer moves: a lasso follows it while the button is down."""
        if self._drawing is None:
            return False
        if (at - self._drawing).manhattanLength() >= STEP:
            self._drawing = at
            self._put(at.x(), at.y())
        return True

    def release(self) -> bool:
        """The button goes up: a lasso that is a line is none."""
        if self._drawing is not None:
            self._close()
            return True
        return bool(self.kind)

    def key(self, key: int) -> bool:
        """Enter puts a point at the middle, Backspace takes the last one away, Esc puts the tool away."""
        camera = self._map.camera
        if not self.kind or camera is None:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._put(camera.width / 2, camera.height / 2)
        elif key == Qt.Key.Key_Backspace and self.places:
            self.places.pop()
        elif key == Qt.Key.Key_Escape:
            self.kind, self.places, self._drawing = "", [], None
        else:
            return False
        self._map.update()
        return True

    # how it is drawn

    def draw(self, painter: QPainter, chosen: Places) -> None:
        """The line that is drawn, its plate and the cross; chosen: the lasso that stands, or none."""
        camera = self._map.camera
        if camera is None:
            return
        theme, scale = self._map.session.theme, self._map.session.scale
        if chosen and self.kind != LASSO:
            self._draw_line(painter, camera, chosen, closed=True)
        if not self.kind:
            return
        self._draw_line(painter, camera, tuple(self.places), closed=self.kind == LASSO)
        painter.setPen(QPen(theme.text, max(1.0, scale.px(2))))
        middle, arm = QPointF(camera.width / 2, camera.height / 2), scale.px(CROSS)
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
        self._draw_plate(painter)

    def _draw_line(self, painter: QPainter, camera: Camera, places: Places, *, closed: bool) -> None:
        theme, scale = self._map.session.theme, self._map.session.scale
        points = [QPointF(*camera.point(*project_one(*place))) for place in places]
        if not points:
            return
        wide = max(1.5, scale.px(3))
        for colour, more in ((theme.ground, 2.0), (theme.text, 1.0)):  # a rim of ground, so that it shows
            dashed = more == 1.0 and not closed  # no feeder is
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, wide * more, style, Qt.PenCapStyle.FlatCap))
            fill = QColor(theme.text)
            fill.setAlpha(22)
            painter.setBrush(fill if closed and more == 1.0 else Qt.BrushStyle.NoBrush)
            line = QPolygonF(points)
            if closed and len(points) > 2:
                painter.drawPolygon(line)
            else:
                painter.drawPolyline(line)
        painter.setBrush(theme.text)
        for point in points if not closed else ():
            painter.drawEllipse(point, wide * 1.4, wide * 1.4)

    def _draw_plate(self, painter: QPainter) -> None:
        """What is in the hand, how long it is, and the keys."""
        session = self._map.session
        text, scale, theme = session.text, session.scale, session.theme
        said = text.t(f"map.{self.kind}")
        runs = [Run(said, bold=True, gap=16)]
        if self.kind == RULER and len(self.places) > 1:
            runs.append(Run(length_words(self.metres, session), bold=True, gap=16))
        runs.append(Run(text.t(f"map.{self.kind}.keys"), tone="muted", elide=True))
        pad, high = scale.px(PAD), scale.line("small") * 1.3
        camera = self._map.camera
        assert camera is not None
        wide = min(camera.width - 4 * pad, line_width(runs, scale) + 2 * pad)
        plate = QRectF((camera.width - wide) / 2, pad, wide, high)
        painter.setPen(QPen(theme.text, max(1.0, scale.px(1.5))))
        painter.setBrush(theme.surface)
        painter.drawRoundedRect(plate, scale.px(6), scale.px(6))
        draw_line(painter, plate.adjusted(pad, 0, -pad, 0), runs, scale, theme)


def length_words(metres: float, session: Session) -> str:
    """Metres below one kilometre, else kilometres with two digits."""
    text = session.text
    if metres < 1_000:
        return text.t("length.m", n=text.number(round(metres)))
    return text.t("length.km", n=f"{metres / 1_000:.2f}")


def thinned(places: Places) -> Places:
    """So many corners at most, evenly along the line."""
    if len(places) <= CORNERS:
        return places
    return tuple(places[round(n * (len(places) - 1) / (CORNERS - 1))] for n in range(CORNERS))
