"""The room's own tile sheets, under everything: what of them has come."""

from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.tile_painter import look_of


class TileLayer(Layer):
    """Shows the scene's tiles in this layer's view, and has what lacks asked for."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        ratio, session = painter.device().devicePixelRatioF(), frame.session
        look = look_of(session.theme, session.scale.px(1) * ratio)
        frame.scene.tiles.draw(painter, id(self), frame.camera, frame.clip, ratio, look)


LAYER = LayerSpec("tiles", 5, TileLayer, static=True)
