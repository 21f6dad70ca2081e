"""Marks and words as arranged for one camera, carried along while hands move the land to another.

To arrange them anew takes longer than a frame; hands that move see the old arrangement, shifted and stretched
with the land, and a new one as soon as they rest.
"""

import msgspec
from PySide6.QtGui import QPainter

from widgets.map.projection import Box
from widgets.map.view import Camera

FURTHEST = 0.25
"""Share of the window that may come in without its marks before all are arranged anew."""

STRETCHED = 2.0
"""The factor by which marks are stretched or shrunk at most."""

AT_MOST = 3.0
"""So many times further, and stretched by so much more, they are carried while others are made."""


class Carry(msgspec.Struct, frozen=True, gc=False):
    """A place (px) of the arrangement lies at x, y + zoom times itself."""

    x: float
    y: float
    zoom: float

    @property
    def still(self) -> bool:
        return self.zoom == 1.0 and self.x == 0.0 and self.y == 0.0

    def back(self, box: Box) -> Box:
        """A box of the window -> px of the arrangement."""
        left, low = (box.left - self.x) / self.zoom, (box.bottom - self.y) / self.zoom
        return Box(left, low, left + box.width / self.zoom, low + box.height / self.zoom)

    def apply(self, painter: QPainter) -> None:
        """What is painted from now on is carried."""
        painter.translate(self.x, self.y)
        painter.scale(self.zoom, self.zoom)


def carry(arranged: Camera, camera: Camera) -> Carry:
    """From the camera of an arrangement to another; by whole pixels where the scale is the same."""
    zoom = camera.scale / arranged.scale
    x, y = camera.point(*arranged.place(0.0, 0.0))
    return Carry(round(x), round(y), 1.0) if zoom == 1.0 else Carry(x, y, zoom)


def serves(arranged: Camera | None, camera: Camera) -> bool:
    """Whether an arrangement may be carried that far."""
    return _within(arranged, camera, FURTHEST, STRETCHED)


def bears(arranged: Camera | None, camera: Camera) -> bool:
    """Whether it may be while another one is being made: beyond, it would say nothing of what is seen."""
    return _within(arranged, camera, AT_MOST * FURTHEST, AT_MOST * STRETCHED)


def _within(arranged: Camera | None, camera: Camera, furthest: float, stretched: float) -> bool:
    if arranged is None or (arranged.width, arranged.height) != (camera.width, camera.height):
        return False
    zoom = camera.scale / arranged.scale
    if not 1 / stretched <= zoom <= stretched:
        return False
    across = abs(camera.x - arranged.x) * camera.scale / camera.width
    down = abs(camera.y - arranged.y) * camera.scale / camera.height
    return max(across, down) <= furthest
