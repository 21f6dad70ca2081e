"""Where the map looks: centre and scale as one frozen value, moved and zoomed by pure functions."""

import msgspec
import numpy as np

from widgets.map.projection import Box, Floats

MIN_SCALE = 1 / 20_000.0
MAX_SCALE = 2.0
"""Limits of the scale, px per plane metre: a continent in a window, a house on a wall."""


class Camera(msgspec.Struct, frozen=True, gc=False):
    """The view. x, y: plane metres at the window's middle; scale: px per plane metre; size in px."""

    x: float
    y: float
    scale: float
    width: float
    height: float

    def to_screen(self, xy: Floats) -> Floats:
        """Plane metres (n, 2) -> px of the window, y down."""
        out = np.empty_like(xy, dtype=np.float64)
        out[:, 0] = (xy[:, 0] - self.x) * self.scale + self.width / 2
        out[:, 1] = (self.y - xy[:, 1]) * self.scale + self.height / 2
        return out

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One place of the plane -> px."""
        return (x - self.x) * self.scale + self.width / 2, (self.y - y) * self.scale + self.height / 2

    def on_screen(self, box: Box) -> Box:
        """A box of the plane -> px, y down: its top edge is the lesser."""
        left, top = self.point(box.left, box.top)
        right, low = self.point(box.right, box.bottom)
        return Box(left, top, right, low)

    def place(self, px: float, py: float) -> tuple[float, float]:
        """One pixel -> plane metres."""
        return self.x + (px - self.width / 2) / self.scale, self.y - (py - self.height / 2) / self.scale

    def moved(self, dx: float, dy: float) -> "Camera":
        """The picture shifted by (dx, dy) px, as if the land were taken by the hand."""
        return msgspec.structs.replace(self, x=self.x - dx / self.scale, y=self.y + dy / self.scale)

    def zoomed(self, factor: float, px: float, py: float) -> "Camera":
        """Magnified about a pixel, which keeps its place on the land; stays within the limits."""
        scale = min(MAX_SCALE, max(MIN_SCALE, self.scale * factor))
        x, y = self.place(px, py)
        return msgspec.structs.replace(
            self,
            x=x - (px - self.width / 2) / scale,
            y=y + (py - self.height / 2) / scale,
            scale=scale,
        )

    def resized(self, width: float, height: float) -> "Camera":
        return msgspec.structs.replace(self, width=width, height=height)

    def bounds(self, margin: float = 0.0) -> Box:
        """What the window shows of the plane, with ``margin`` px more on every side."""
        dx = (self.width / 2 + margin) / self.scale
        dy = (self.height / 2 + margin) / self.scale
        return Box(self.x - dx, self.y - dy, self.x + dx, self.y + dy)


def fit(box: Box, width: float, height: float, inner: Box, padding: float = 0.0) -> Camera:
    """The camera that shows ``box`` as large as it goes inside ``inner`` (px of the window, y down).

    padding: px kept free on every side of it. A box without extent gets the closest sensible scale.
    """
    room_x = max(1.0, inner.width - 2 * padding)
    room_y = max(1.0, inner.height - 2 * padding)
    across = room_x / box.width if box.width > 0 else MAX_SCALE
    along = room_y / box.height if box.height > 0 else MAX_SCALE
    scale = min(MAX_SCALE, max(MIN_SCALE, min(across, along)))
    x, y = box.centre
    px, py = inner.centre
    return Camera(x - (px - width / 2) / scale, y + (py - height / 2) / scale, scale, width, height)
