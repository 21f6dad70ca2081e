"""The words of a map on which nothing has a place."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.labels import as_rect


class NoticeLayer(Layer):
    """Wrapped in the middle of the map."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        face = frame.scene.notice
        if face is None or not face.box.meets(frame.clip):
            return
        painter.setPen(frame.session.theme.text)
        painter.setFont(frame.session.scale.font("small"))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(as_rect(face.box), flags, face.words)


LAYER = LayerSpec("notice", 80, NoticeLayer, glass=True)
