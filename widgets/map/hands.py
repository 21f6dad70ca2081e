"""The hands of a desk on its map: wheel, drag, keys, picking; a wall's map has none and never moves."""

from collections.abc import Callable
from typing import Any, Protocol

import msgspec
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from widgets.map.holding import Holding
from widgets.map.projection import ground_metres, project_one
from widgets.map.rest import Rest
from widgets.map.tools import MapTool, Places
from widgets.map.view import MAX_SCALE, Camera
from widgets.map.views import Views
from widgets.session import Session

ZOOM_STEP, KEY_STEP, TWICE = 1.25, 0.15, 2.0
"""The factor of one step of wheel or key, the share of the window that an arrow key moves it, and the
factor of a double click."""

SETTLE_S, REST_S = 0.14, 0.35
"""Real s after which a zoomed picture is drawn sharply, and for which a pointer rests before it is told."""

NEAR_M = 6000.0
"""Ground metres from left to right when a desk goes to what it has chosen."""

ENDS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick})
"""Events after which what is looked at is a view to come back to."""

RIM = 3.0
"""Study px of the rim that says that the map has the keys."""


def camera_of_key(camera: Camera, key: int) -> Camera | None:
    """Arrows move, + and - zoom about the middle; None for any other key."""
    dx, dy = KEY_STEP * camera.width, KEY_STEP * camera.height
    steps = {
        Qt.Key.Key_Left: (dx, 0.0),
        Qt.Key.Key_Right: (-dx, 0.0),
        Qt.Key.Key_Up: (0.0, dy),
        Qt.Key.Key_Down: (0.0, -dy),
    }
    if key in steps:
        return camera.moved(*steps[Qt.Key(key)])
    if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        return camera.zoomed(ZOOM_STEP, camera.width / 2, camera.height / 2)
    if key == Qt.Key.Key_Minus:
        return camera.zoomed(1 / ZOOM_STEP, camera.width / 2, camera.height / 2)
    return None


class Held(Protocol):
    """The map that hands are laid on. look: from another camera; sharpen: hands rest, arrange and draw."""

    session: Session
    camera: Camera | None

    def look(self, camera: Camera, *, sharpen: bool = True) -> None: ...
    def sharpen(self, *, now: bool = False) -> None: ...
    def fit_to_data(self) -> None: ...
    def guard(self, call: Callable[[], None]) -> None: ...
    def update(self) -> None: ...


class Hands(QObject):
    """Takes the map's events before the map does; ``gripped`` while the land is dragged.

    What a step raises becomes the map's veil.
    """

    def __init__(self, widget: QWidget, held: Held, holding: Holding) -> None:
        super().__init__(widget)
        self._widget, self._map, self.holding = widget, held, holding
        self.gripped = False
        self.views, self.tool = Views(), MapTool(held, self._chose)
        self._grip: QPointF | None = None
        self._at = QPointF()
        later = held.session.desk.later if held.session.desk is not None else None
        self._settle = Rest(SETTLE_S, lambda: held.guard(self._settled), later)
        self._rest = Rest(REST_S, lambda: held.guard(self._rested), later)
        self._steps: dict[QEvent.Type, Callable[[Any], bool]] = {
            QEvent.Type.Wheel: self._wheel,
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._twice,
            QEvent.Type.KeyPress: self._key,
            QEvent.Type.Leave: self._leave,
            QEvent.Type.FocusIn: self._focus,
            QEvent.Type.FocusOut: self._focus,
        }
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        steps = getattr(self, "_steps", None)  # the collector empties it before Qt's last events come
        step = steps.get(event.type()) if steps is not None else None
        if step is None or self._map.camera is None:
            return False
        taken = False

        def run() -> None:
            nonlocal taken
            if self.views.empty:
                self.views.note(self._map.camera)
            taken = step(event)
            if event.type() in ENDS:
                self.views.note(self._map.camera)

        self._map.guard(run)
        return taken

    def turn_view(self, by: int) -> bool:
        """To the view before, or on again; False at either end."""
        camera = self._map.camera
        view = self.views.turn(by, camera) if camera is not None else None
        if view is not None:
            self._map.look(view)
        return view is not None

    def _settled(self) -> None:
        self._map.sharpen()
        self.views.note(self._map.camera)

    def _chose(self, places: Places) -> None:
        """A lasso was closed: tables show what lies inside."""
        desk = self._map.session.desk
        if desk is not None:
            desk.area = places
            desk.choose(desk.chosen)

    def renew(self) -> None:
        """Follow the picture with rings and tooltip."""
        for rect in self.holding.renew():
            self._widget.update(rect)

    def on_choice(self) -> None:
        """The desk chose another order."""
        self.holding.on_choice()
        self.renew()

    def go_to_choice(self) -> None:
        """Look at what is picked or chosen from near by."""
        place = self.holding.place_of_choice()
        if place is not None:
            self._near(*place)

    def go_to(self, lon: float, lat: float) -> None:
        """Look at a place from near by, degrees."""
        self._near(*project_one(lon, lat))

    def _near(self, x: float, y: float) -> None:
        camera = self._map.camera
        if camera is not None:
            near = max(camera.scale, camera.width / NEAR_M * ground_metres(y))
            self.views.note(camera)
            self._map.look(msgspec.structs.replace(camera, x=x, y=y, scale=min(near, MAX_SCALE)))
            self.views.note(self._map.camera)

    def draw_rim(self, painter: QPainter) -> None:
        """What is in the hand, and the rim of a map that has the keys."""
        desk = self._map.session.desk
        self.tool.draw(painter, desk.area if desk is not None else ())
        if self._widget.hasFocus():
            theme, rim = self._map.session.theme, self._map.session.scale.px(RIM)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.text, rim))
            painter.drawRect(QRectF(self._widget.rect()).adjusted(rim / 2, rim / 2, -rim / 2, -rim / 2))

    # the pointer

    def _wheel(self, event: QWheelEvent) -> bool:
        turns = event.angleDelta().y() / 120.0
        camera = self._map.camera
        if camera is None or turns == 0:
            return False
        self._quiet()
        at = event.position()
        self._map.look(camera.zoomed(ZOOM_STEP**turns, at.x(), at.y()), sharpen=False)
        self._settle.stir()
        event.accept()
        return True

    def _press(self, event: QMouseEvent) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._widget.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.tool.press(event.position()):
            return True
        self._grip, self.gripped = event.position(), False
        return True

    def _move(self, event: QMouseEvent) -> bool:
        at, camera = event.position(), self._map.camera
        self._at = at
        if self.tool.move(at):
            return True
        if self._grip is None or camera is None:
            if not self.holding.covers(at.x(), at.y()):
                self._quiet()
            self._rest.stir()
            return False
        dx, dy = round(at.x() - self._grip.x()), round(at.y() - self._grip.y())
        if not self.gripped and abs(dx) + abs(dy) < QApplication.startDragDistance():
            return True
        if not self.gripped:
            self.gripped = True
            self._quiet()
            self._widget.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._grip += QPointF(dx, dy)
        self._map.look(camera.moved(dx, dy), sharpen=False)
        self._settle.stir()
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        if self._grip is None:
            return self.tool.release()
        dragged, self._grip, self.gripped = self.gripped, None, False
        self._map.sharpen(
            now=not dragged
        )  # a click is answered where things are, not where they were carried
        if dragged:
            self._widget.unsetCursor()
        else:
            self.holding.pick_at(event.position().x(), event.position().y())
            self.renew()
        return True

    def _twice(self, event: QMouseEvent) -> bool:
        camera, at = self._map.camera, event.position()
        if event.button() is not Qt.MouseButton.LeftButton or camera is None:
            return False
        self._quiet()
        self._map.look(camera.zoomed(TWICE, at.x(), at.y()))
        return True

    def _leave(self, _: QEvent) -> bool:
        self._rest.stop()
        self._quiet()
        return False

    def _rested(self) -> None:
        if self._grip is None:
            self.holding.point_at(self._at.x(), self._at.y())
            self.renew()

    def _quiet(self) -> None:
        """Nothing is spoken of while the pointer or the land moves."""
        if self.holding.pointed is not None:
            self.holding.pointed = None
            self.renew()

    # the keys

    def _focus(self, event: QFocusEvent) -> bool:
        desk = self._map.session.desk
        if desk is not None:
            desk.keys(event.gotFocus())
        self._widget.update()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, camera = event.key(), self._map.camera
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if camera is None or plain != Qt.KeyboardModifier.NoModifier:
            return False
        if self.tool.key(key):
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.holding.step(1 if key == Qt.Key.Key_Tab else -1)
            self.renew()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.holding.take():
                self.go_to_choice()
            self.renew()
        elif key == Qt.Key.Key_Escape:
            if not self.holding.let_go():
                self._widget.window().setFocus()
            self.renew()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_0):
            self._map.fit_to_data()
        else:
            moved = camera_of_key(camera, key)
            if moved is None:
                return False
            self._map.look(moved)
        return True
