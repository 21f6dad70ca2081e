"""Where a key of a desk leads the map's camera."""

from PySide6.QtCore import Qt

from widgets.map.view import Camera

ZOOM_STEP, KEY_STEP = 1.25, 0.15
"""The factor of one step of wheel or key, and the share of the window that an arrow key moves it."""


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
