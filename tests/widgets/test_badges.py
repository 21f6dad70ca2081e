"""The looks of health: nine badges that nobody confuses, without colour, without words, from afar."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.studies.looks import SEVEN_METRES, WALL_MM, contact_sheet, word_of
from tests.widgets.test_theme import BLINDNESS
from widgets.parts.badges import LOOKS, draw_plate
from widgets.parts.ink import badge, draw_line, line_width
from widgets.scale import Scale
from widgets.text import Text
from widgets.theme import load_theme

APART = 0.3
"""Share of the ink of two badges that must differ."""

SIMULATIONS = {"as it is": (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0), **BLINDNESS}


def picture(name: str, words: str, theme_name: str, family: str) -> np.ndarray:
    """One badge as linear RGB (rows, columns, 3), at the left of a picture of one size for all."""
    scale, theme = Scale(1920, 1080, SEVEN_METRES, WALL_MM, family), load_theme(theme_name)
    image = QImage(420, round(scale.line("small") * 1.12), QImage.Format.Format_RGB32)
    image.fill(theme.ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    run = badge(name, words)
    assert line_width([run], scale) < image.width() - 8
    draw_line(painter, QRectF(4, 0, image.width() - 8, image.height()), [run], scale, theme)
    painter.end()
    raw = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.width(), 4)
    rgb = raw[..., 2::-1] / 255.0
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def ink(image: np.ndarray, simulation: str) -> np.ndarray:
    """Luminance away from the ground, seen with that eye."""
    seen = image @ np.array(SIMULATIONS[simulation]).reshape(3, 3).T
    grey = seen @ (0.2126, 0.7152, 0.0722)
    return np.abs(grey - grey[-1, -1])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Of the ink of both, the share in which they differ."""
    return float(np.abs(one - other).sum() / np.maximum(one, other).sum())


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("simulation", SIMULATIONS)
def test_that_no_two_looks_are_alike_even_without_their_words(
    family: str, theme: str, simulation: str
) -> None:
    seen = {name: ink(picture(name, "", theme, family), simulation) for name in LOOKS}
    close = {
        (one, other): round(found, 2)
        for one, other in combinations(seen, 2)
        if (found := difference(seen[one], seen[other])) < APART
    }
    assert close == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_look_has_a_word_of_its_own(family: str, lang: str) -> None:
    text = Text(lang)
    words = [word_of(name, text) for name in LOOKS]
    assert len(set(words)) == len(LOOKS)
    for theme in ("dark", "light"):
        seen = [ink(picture(name, word_of(name, text), theme, family), "as it is") for name in LOOKS]
        assert min(difference(one, other) for one, other in combinations(seen, 2)) >= APART


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_that_a_sheet_of_all_looks_has_nine_different_rows(
    family: str, theme: str, size: tuple[int, int]
) -> None:
    sheet = contact_sheet(theme, family, size)
    raw = np.frombuffer(bytes(sheet.constBits()), np.uint8).reshape(size[1], size[0], 4)
    grey = np.abs(raw[..., 1] / 255.0 - raw[0, 0, 1] / 255.0)
    high = size[1] // len(LOOKS)
    for left in (0, size[0] // 2):  # the Chinese half, and the English one
        rows = [grey[i * high : (i + 1) * high, left : left + size[0] // 4] for i in range(len(LOOKS))]
        assert (
            min(difference(one, other) for one, other in combinations(rows, 2)) >= APART / 2
        )  # name and age are the same


def test_that_colour_carries_no_look(family: str) -> None:
    """Every badge is drawn in the one tone of the text: no hue that an eye could miss."""
    for name in LOOKS:
        image = picture(name, "", "dark", family)
        hue = np.abs(image.max(axis=2) - image.min(axis=2)).max()
        assert hue < 0.12, name


@pytest.mark.parametrize("high", [16, 18, 36, 72])
@pytest.mark.parametrize("kind", ["wave", "under"])
def test_that_what_is_drawn_under_a_word_does_not_strike_it_at_any_size(
    family: str, kind: str, high: int
) -> None:
    image = QImage(120, high, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_plate(painter, QRectF(0, 0, 120, high), kind, QColor("black"), max(1.0, high / 36))
    painter.end()
    inked = [y for y in range(high) if any(image.pixelColor(x, y).lightness() < 128 for x in range(120))]
    assert inked and min(inked) >= 0.74 * high
