"""What the studies' diagrams are drawn with: a light sheet, a brush that writes, the top of a scale."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from wallboard.shell.application import offscreen_application
from widgets.theme import Theme, load_theme


class Sheet:
    """An empty picture in the light theme, and its painter."""

    def __init__(self, width: int, height: int) -> None:
        self.family = offscreen_application().family
        self.theme = load_theme("light")
        self._image = QImage(width, height, QImage.Format.Format_RGB32)
        self._image.fill(self.theme.ground)
        self.painter = QPainter(self._image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def save(self, path: Path) -> None:
        """Write it as PNG; nothing can be drawn after it."""
        self.painter.end()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._image.save(str(path))


class Brush:
    """Writes on a sheet in the bundled font."""

    def __init__(self, painter: QPainter, theme: Theme, family: str) -> None:
        self.painter, self.theme, self._family = painter, theme, family

    def text(
        self,
        where: QRectF,
        words: str,
        px: int,
        colour: QColor | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = QFont(self._family)
        font.setPixelSize(px)
        self.painter.setFont(font)
        self.painter.setPen(colour or self.theme.text)
        self.painter.drawText(where, int(align | Qt.AlignmentFlag.AlignVCenter), words)


def nice(value: float) -> float:
    """The next 1, 2, 4, 5 or 8 times a power of ten: the top of a scale."""
    power = 1.0
    while power < value:
        power *= 10
    while power / 10 >= value > 0:
        power /= 10
    return next(power * step for step in (0.1, 0.2, 0.4, 0.5, 0.8, 1.0) if power * step >= value)
