"""A room's own colours of map states, and marks that stay sharp on dense screens."""

from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from wallboard.domain.terms import Band
from widgets.map.sprites import SpriteKey, SpriteSheet
from widgets.theme import load_theme


def centre(sheet: SpriteSheet, key: SpriteKey) -> str:
    left, top, side = sheet.where(key)
    return QColor(sheet.pixmap.toImage().pixel(left + side // 2, top + side // 2)).name()


def test_that_a_mark_takes_the_rooms_colour_and_its_ring_does_not(qapp: QApplication) -> None:
    theme, disc = load_theme("dark"), SpriteKey("confirmed", 12, band=Band.BREACHED)
    assert centre(SpriteSheet(theme, 1.0, QFont()), disc) == theme.text.name()
    own = SpriteSheet(theme, 1.0, QFont(), tones={"dark": QColor("#22cc66")})
    assert centre(own, disc) == "#22cc66"
    picture = own.pixmap.toImage()
    shown = {picture.pixelColor(x, y).name() for x in range(60) for y in range(60)}
    assert theme.breached.name() in shown


def test_that_a_dense_screen_gets_twice_the_pixels(qapp: QApplication) -> None:
    disc = SpriteKey("confirmed", 12)
    plain = SpriteSheet(load_theme("dark"), 1.0, QFont())
    dense = SpriteSheet(load_theme("dark"), 1.0, QFont(), 2.0)
    assert dense.where(disc)[2] == 2 * plain.where(disc)[2]
    assert dense.zoom == 0.5
