"""The bundled typeface, so that every machine shows the same glyphs (pitfalls A)."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"

SYSTEM_FAMILY = "Noto Sans CJK SC"
"""Used where no font is bundled; ``doctor`` says so."""

SUFFIXES = frozenset({".otf", ".ttf", ".ttc"})


def load_fonts(folder: Path = FONTS) -> str:
    """Register every bundled font and return the family to use. Needs a QGuiApplication."""
    families: list[str] = []
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() in SUFFIXES:
            number = QFontDatabase.addApplicationFont(str(path))
            if number >= 0:
                families += QFontDatabase.applicationFontFamilies(number)
    for family in families:
        if family.startswith("Noto Sans"):
            return family
    return families[0] if families else SYSTEM_FAMILY


def tabular(font: QFont) -> QFont:
    """The same font with digits of equal width, so that running clocks do not shiver."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
