"""Feeders and laterals that an open outage has left dead are lit over the quiet network."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.geojson import Shape
from widgets.map.painter_paths import path_of

QUIETER = 0.42
"""A dead section is seen, but its outage's mark is seen first."""


class FeederLayer(Layer):
    """Paths by the set of lit names; made anew only when that set changes."""

    def __init__(self) -> None:
        self._names: frozenset[str] = frozenset()
        self._path = QPainterPath()

    def forget(self) -> None:
        self._names = frozenset()
        self._path = QPainterPath()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        layers = frame.scene.base.of("feeder")
        if not layers:
            return
        names = frame.scene.lit_feeders()
        if names != self._names:
            parts = [
                part
                for layer in layers
                for shape in layer.shapes
                if names & named(shape)
                for part in shape.parts
            ]
            self._names, self._path = names, path_of(parts)
        if self._path.isEmpty():
            return
        camera, scale = frame.camera, frame.camera.scale
        session = frame.session
        pen = QPen(session.state_colour("dark") or session.theme.text, session.scale.px(2.2))
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.save()
        painter.setOpacity(QUIETER)
        painter.setTransform(
            QTransform(
                scale, 0, 0, -scale, camera.width / 2 - camera.x * scale, camera.height / 2 + camera.y * scale
            ),
            True,
        )
        painter.strokePath(self._path, pen)
        painter.restore()


def named(shape: Shape) -> frozenset[str]:
    """What a stretch of line answers to: its id, its own name, its feeder."""
    words = (shape.name, shape.properties.get("id"), shape.properties.get("feeder"))
    return frozenset(word for word in words if isinstance(word, str) and word)


LAYER = LayerSpec("feeders", 30, FeederLayer)
