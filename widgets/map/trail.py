"""The way of the supply to an outage that a desk has picked: the lines from its device up to its station."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from wallboard.domain.rows import Outage
from widgets.map.layout import rect_of
from widgets.map.painter_paths import path_of_pieces
from widgets.map.projection import Box, Floats
from widgets.map.scene import Scene
from widgets.map.view import Camera
from widgets.theme import Theme

WIDTH, EDGE = 2.6, 2.0
"""Study px: of the line, and of the ground at each of its sides."""
NOWHERE: Floats = np.empty((0, 4))


class Trail:
    """px: its pieces (n, 4) in the window now. Looked up when another outage is picked, or its device is
    another one; moved with the camera."""

    def __init__(self) -> None:
        self.px = NOWHERE
        self._ends = NOWHERE
        self._of: tuple[object, ...] = ()

    def follow(self, scene: Scene, camera: Camera | None, outage: Outage | None) -> bool:
        """Whether it lies elsewhere now. outage: None where none is picked."""
        network, supply = scene.base.network, scene.supply
        if outage is None or network is None or supply is None:
            self._of, self._ends = (), NOWHERE
        else:
            of = (id(network), outage.device_kind, outage.device, outage.device_name)
            if of != self._of:
                self._of, self._ends = of, network.lines.ends[network.pieces_of(supply.above(outage))]
        before, self.px = self.px, NOWHERE
        if camera is not None and len(self._ends):
            ends = camera.to_screen(self._ends[:, :2]), camera.to_screen(self._ends[:, 2:])
            self.px = np.hstack(ends)
        return not np.array_equal(before, self.px)

    def rects(self, unit: float) -> list[QRect]:
        """What it covers."""
        if not len(self.px):
            return []
        x, y = self.px[:, [0, 2]], self.px[:, [1, 3]]
        box = Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        return [rect_of(box.grown((WIDTH + EDGE + 1) * unit))]

    def draw(self, painter: QPainter, theme: Theme, unit: float) -> None:
        """Full and light on a ground of its own: no state of supply looks so."""
        if not len(self.px):
            return
        path = path_of_pieces(self.px)
        for colour, width in ((theme.ground, WIDTH + 2 * EDGE), (theme.text, WIDTH)):
            pen = QPen(colour, width * unit)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.strokePath(path, pen)
