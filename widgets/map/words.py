"""Words with a halo of ground colour, made once and blitted from then on; so many of them are kept.

The halo is the text's own coverage, grown by numpy: stroking the outlines of Chinese letters takes five
times as long, and a storm changes the figures of a dozen labels at a time.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

Coverage = NDArray[np.uint8]
"""(height, width) of a picture in device px: 0 nothing, 255 all of a pixel."""

FORM = QImage.Format.Format_ARGB32_Premultiplied


class WordCache:
    """Text with a halo of ground colour, painted once a word and blitted from then on."""

    LIMIT = 96
    """Pictures that are kept, those drawn last: on a wall of 4K one takes up to 200 KiB."""

    def __init__(self) -> None:
        self._pictures: dict[tuple[str, str, str, int, int, float], QPixmap] = {}

    def __len__(self) -> int:
        return len(self._pictures)

    def forget(self) -> None:
        self._pictures = {}

    def draw(
        self,
        painter: QPainter,
        at: QPointF,
        text: str,
        font: QFont,
        ink: QColor,
        ground: QColor,
        halo: float,
    ) -> None:
        """Draw ``text`` with its line box's top left at ``at`` (px). halo: width of the rim, px."""
        ratio = painter.device().devicePixelRatioF()
        picture = self.make(text, font, ink, ground, halo, ratio)
        painter.drawPixmap(QPointF(round(at.x() - halo), round(at.y() - halo)), picture)

    def make(self, text: str, font: QFont, ink: QColor, ground: QColor, halo: float, ratio: float) -> QPixmap:
        """The picture of a text, painted where it is new. ratio: device px per px."""
        key = (text, ink.name(), ground.name(), font.pixelSize(), font.weight(), ratio)
        picture = self._pictures.pop(key, None)
        if picture is None:
            picture = worded(text, font, ink, ground, halo, ratio)
            if len(self._pictures) >= self.LIMIT:
                del self._pictures[next(iter(self._pictures))]
        self._pictures[key] = picture  # at the end: the first was drawn longest ago
        return picture


def worded(text: str, font: QFont, ink: QColor, ground: QColor, halo: float, ratio: float) -> QPixmap:
    """The picture of a text, ``halo`` (px) wider than its line box on every side. ratio: device px per px."""
    metrics = QFontMetricsF(font)
    width = math.ceil((metrics.horizontalAdvance(text) + 2 * halo + 2) * ratio)
    height = math.ceil((metrics.height() + 2 * halo) * ratio)
    plain = QImage(QSize(width, height), FORM)
    plain.setDevicePixelRatio(ratio)
    plain.fill(Qt.GlobalColor.transparent)
    painter = QPainter(plain)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.white)
    painter.drawText(QPointF(halo, halo + metrics.ascent()), text)
    painter.end()
    covered = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(height, width, 4)[..., 3]
    pixels = _inked(covered, grown(covered, halo * ratio), ink, ground)
    picture = QPixmap.fromImage(QImage(pixels.data, width, height, width * 4, FORM))
    picture.setDevicePixelRatio(ratio)
    return picture


def grown(covered: Coverage, radius: float) -> Coverage:
    """The coverage of everything within ``radius`` px of what is covered."""
    out = covered.copy()
    high, wide = covered.shape
    for down, across in _offsets(radius):
        if abs(down) >= high or abs(across) >= wide:
            continue
        to = out[max(0, down) : high + min(0, down), max(0, across) : wide + min(0, across)]
        source = covered[max(0, -down) : high - max(0, down), max(0, -across) : wide - max(0, across)]
        np.maximum(to, source, out=to)
    return out


def _offsets(radius: float) -> tuple[tuple[int, int], ...]:
    """Steps (down, across) to the rim of a disc and to rings within it, two px apart at most."""
    rings = [radius * part / math.ceil(radius / 2) for part in range(1, math.ceil(radius / 2) + 1)]
    steps: dict[tuple[int, int], None] = {}
    for ring in rings:
        count = max(8, math.ceil(2 * math.pi * ring))
        for turn in range(count):
            angle = 2 * math.pi * turn / count
            steps[round(ring * math.sin(angle)), round(ring * math.cos(angle))] = None
    return tuple(step for step in steps if step != (0, 0))


def _inked(covered: Coverage, halo: Coverage, ink: QColor, ground: QColor) -> NDArray[np.uint8]:
    """Ink over ground, premultiplied, blue first as QImage keeps it."""
    over = covered.astype(np.uint16)
    rest = halo.astype(np.uint16) * (255 - over) // 255
    out = np.empty((*covered.shape, 4), dtype=np.uint8)
    for channel, part in enumerate(("blue", "green", "red")):
        upper, lower = getattr(ink, part)(), getattr(ground, part)()
        out[..., channel] = (over * upper + rest * lower) // 255
    out[..., 3] = over + rest
    return out
