"""Words on the map: ink within a rim of ground, and a bounded number of pictures however many are drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from wallboard.shell.application import offscreen_application
from widgets.map.words import WordCache, grown, worded

INK, GROUND = QColor("#f0f0f0"), QColor("#102030")


@pytest.fixture
def font() -> QFont:
    font = QFont(offscreen_application().family)
    font.setPixelSize(28)
    return font


def pixels(picture: QPixmap) -> np.ndarray:
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4).copy()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_that_ink_stands_within_a_rim_of_ground(qapp: QApplication, font: QFont, ratio: float) -> None:
    seen = pixels(worded("台城 1,234", font, INK, GROUND, 3.0, ratio)).astype(int)
    ink = (np.abs(seen[..., :3] - INK.blue()).max(axis=2) < 8) & (seen[..., 3] > 250)
    ground = (np.abs(seen[..., 2] - GROUND.red()) < 8) & (seen[..., 3] > 250)
    assert ink.sum() > 200 * ratio, "letters are there"
    assert ground.sum() > ink.sum(), "and a rim around them"
    reach = round(3 * ratio)
    near = grown((ink * 255).astype(np.uint8), reach - 1) > 0
    assert (seen[..., 3][near] > 200).all(), "nothing shines through within the rim"
    far = grown((ink * 255).astype(np.uint8), reach + 2) == 0
    assert (seen[..., 3][far] < 255).all(), "beyond the rim the map is seen"


def test_that_only_so_many_pictures_are_kept_and_those_in_use_stay(qapp: QApplication, font: QFont) -> None:
    glass = QPixmap(400, 60)
    glass.fill(Qt.GlobalColor.black)
    painter = QPainter(glass)
    words, always = WordCache(), None
    for n in range(3 * WordCache.LIMIT):
        words.draw(painter, QPointF(10, 10), "always", font, INK, GROUND, 3.0)
        kept = next(reversed(words._pictures.values()))
        words.draw(painter, QPointF(10, 10), f"{n:,}", font, INK, GROUND, 3.0)
        if always is not None:
            assert kept is always, "what is drawn each time is made once"
        always = kept
        assert len(words) <= WordCache.LIMIT
    painter.end()
