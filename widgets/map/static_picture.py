"""The static layers as one picture with a margin: moved while the map is dragged, sharpened afterwards."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from widgets.map.frame import Frame, Layer
from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.view import Camera
from widgets.session import Session

LOOKS = tuple((across, down) for across in (-0.95, -0.5, 0.02, 0.5, 0.95) for down in (-0.6, 0.3, 0.7))
"""Where in a box its ground is looked at, from its middle (0) to its edges (1): no one line hides it."""


class StaticPicture:
    """``margin``: share of the window's size kept on every side, so that a short drag needs no drawing."""

    def __init__(self, layers: list[Layer], margin: float) -> None:
        self._layers, self._margin = layers, margin
        self._pixmap: QPixmap | None = None
        self._camera: Camera | None = None
        self._image: QImage | None = None  # the same pixels, to be asked for

    def forget(self) -> None:
        self._pixmap = self._camera = self._image = None
        for layer in self._layers:
            layer.forget()

    def sharp(self, camera: Camera) -> bool:
        """Whether the picture was drawn at this very scale and covers the window."""
        mine = self._camera
        return mine is not None and mine.scale == camera.scale and self._covers(mine, camera)

    def refresh(self, camera: Camera, session: Session, scene: Scene, ratio: float) -> None:
        """Draw the static layers for this camera. ratio: device px per px."""
        x, y = self._margin * camera.width, self._margin * camera.height
        wide = camera.resized(camera.width + 2 * x, camera.height + 2 * y)
        picture = QPixmap(round(wide.width * ratio), round(wide.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(session.theme.ground)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = Frame(wide, session, scene, Box(0, 0, wide.width, wide.height), session.now())
        for layer in self._layers:
            layer.draw(painter, frame)
        painter.end()
        self._pixmap, self._camera, self._image = picture, wide, picture.toImage()

    def is_mostly(self, colour: QColor, camera: Camera | None, box: Box) -> bool:
        """Whether most of a box (px of this camera, y down) has that very colour."""
        mine, image = self._camera, self._image
        if mine is None or image is None or camera is None:
            return False
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        wide, high = box.width / 2, box.height / 2
        places = [mine.point(*camera.place(x + right * wide, y + down * high)) for right, down in LOOKS]
        ratio = image.devicePixelRatio()
        spots = [(round(left * ratio), round(top * ratio)) for left, top in places]
        hits = [image.pixelColor(*spot) == colour for spot in spots if image.valid(*spot)]
        return sum(hits) > len(LOOKS) / 2

    def draw(self, painter: QPainter, camera: Camera, clip: Box, ground: Qt.GlobalColor | object) -> None:
        """Blit what lies in ``clip``; stretched while the scale differs."""
        if self._pixmap is None or self._camera is None:
            return
        mine = self._camera
        left, top = camera.point(*mine.place(0, 0))
        zoom = camera.scale / mine.scale
        ratio = self._pixmap.devicePixelRatio() / zoom
        target = QRectF(clip.left, clip.bottom, clip.width, clip.height)
        if zoom == 1.0:
            left, top = round(left), round(top)
        source = QRectF(
            (clip.left - left) * ratio, (clip.bottom - top) * ratio, clip.width * ratio, clip.height * ratio
        )
        if not self._covers(mine, camera):
            painter.fillRect(target, ground)  # type: ignore[arg-type]
        painter.drawPixmap(target, self._pixmap, source)

    @staticmethod
    def _covers(mine: Camera, camera: Camera) -> bool:
        return mine.bounds(1.0).holds(camera.bounds())
