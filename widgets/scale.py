"""Sizes: layout follows the window, text follows the eye (pitfalls D, domain 5.5).

A *study pixel* is 1/1920 of the window's width (1/1080 of its height where that is less). Text is
never smaller than 22 minutes of arc for Chinese at the farthest viewer, headlines 30: with a greater
distance text grows, and rows fall away.
"""

import math
from functools import cached_property

from PySide6.QtGui import QFont, QFontMetricsF

from widgets.fonts import tabular

STUDY_WIDTH, STUDY_HEIGHT = 1920, 1080
STUDY_DISTANCE_M, STUDY_WIDTH_MM = 5.0, 2436.0

INK = 0.92
"""Ink height of a full-height Chinese character (台) over the font's pixel size; a test measures it."""

SMALLEST_ARCMIN, HEADLINE_ARCMIN = 22.0, 30.0

NATURAL: dict[str, int] = {
    "small": 28,
    "body": 28,
    "row": 29,
    "title": 30,
    "count": 36,
    "clock": 42,
    "numeral": 54,
}
"""Study pixels at 5 m from a 110-inch wall."""

BOLD = frozenset({"row", "title", "count", "clock", "numeral"})
HEADLINE = frozenset({"clock", "numeral"})


NEAR: dict[str, int] = {
    "small": 15,
    "body": 16,
    "row": 17,
    "title": 21,
    "count": 22,
    "clock": 24,
    "numeral": 30,
}
"""Study pixels on a screen at arm's length."""

SMALLEST_NEAR = 12
"""Window pixels of the smallest letters at a desk, however small its window."""

MOST_TEXTS = 4000
"""Widths of so many texts are kept."""


class Scale:
    """From study pixels to window pixels, and from roles to fonts, for one window."""

    near = False
    """Whether it is read at arm's length."""

    def __init__(
        self,
        width_px: int,
        height_px: int,
        distance_m: float = STUDY_DISTANCE_M,
        width_mm: float = STUDY_WIDTH_MM,
        family: str = "Noto Sans CJK SC",
    ) -> None:
        self.unit = min(width_px / STUDY_WIDTH, height_px / STUDY_HEIGHT)
        self.distance_m, self.width_mm, self.family = distance_m, width_mm, family
        self._mm_per_px = width_mm / width_px
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._pixels: dict[str, int] = {}
        self._advances: dict[tuple[str, bool | None, str], float] = {}
        self._metrics: dict[tuple[str, bool], QFontMetricsF] = {}

    def px(self, study_px: float) -> float:
        """Window pixels of a layout length."""
        return study_px * self.unit

    def mm(self, millimetres: float) -> float:
        """Window pixels of a length on the glass."""
        return millimetres / self._mm_per_px

    def arcmin(self, text_px: float) -> float:
        """Minutes of arc of a Chinese character of that font size at the farthest viewer."""
        height = text_px * INK * self._mm_per_px
        return math.degrees(math.atan(height / (self.distance_m * 1000))) * 60

    def text_px(self, role: str) -> int:
        """Font size in window pixels: the study's, or larger where the eye asks for it."""
        found = self._pixels.get(role)
        if found is None:
            found = self._pixels[role] = self._text_px(role)
        return found

    def _text_px(self, role: str) -> int:
        arc = HEADLINE_ARCMIN if role in HEADLINE else SMALLEST_ARCMIN
        height = self.distance_m * 1000 * math.tan(math.radians(arc / 60))
        least = math.ceil(height / INK / self._mm_per_px)
        far = max(1.0, least / self.px(NATURAL[role]))
        base = self.px(NATURAL[role])
        stretch = max(1.0, self.growth) ** 0.7
        return max(round(base * min(stretch, far * 1.25)), least, 9)

    @cached_property
    def growth(self) -> float:
        """How much larger the smallest text is than in the study; rows fall away as it rises."""
        height = self.distance_m * 1000 * math.tan(math.radians(SMALLEST_ARCMIN / 60))
        return max(1.0, height / INK / self._mm_per_px / self.px(NATURAL["small"]))

    def font(self, role: str, bold: bool | None = None) -> QFont:
        """The font of a role, digits of equal width."""
        heavy = role in BOLD if bold is None else bold
        font = self._fonts.get((role, heavy))
        if font is None:
            font = QFont(self.family)
            font.setPixelSize(self.text_px(role))
            font.setBold(heavy)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            font = self._fonts[(role, heavy)] = tabular(font)
        return font

    def metrics(self, role: str, bold: bool | None = None) -> QFontMetricsF:
        """Metrics of ``font(role, bold)``."""
        heavy = role in BOLD if bold is None else bold
        metrics = self._metrics.get((role, heavy))
        if metrics is None:
            metrics = self._metrics[(role, heavy)] = QFontMetricsF(self.font(role, bold))
        return metrics

    def advance(self, role: str, bold: bool | None, text: str) -> float:
        """Window pixels that a text takes; found once for each text while it is in use."""
        key = (role, bold, text)
        found = self._advances.get(key)
        if found is None:
            if len(self._advances) >= MOST_TEXTS:
                self._advances.clear()
            found = self._advances[key] = self.metrics(role, bold).horizontalAdvance(text)
        return found

    def line(self, role: str) -> float:
        """Height of one line of text of a role, window pixels."""
        return self.text_px(role) * 1.36


class NearScale(Scale):
    """Sizes of a desk's own page, read at arm's length: text follows the window and never the room."""

    near = True

    def __init__(
        self, width_px: int, height_px: int, family: str = "Noto Sans CJK SC", grown: float = 1.0
    ) -> None:
        """grown: by what factor somebody wants all of it larger."""
        super().__init__(width_px, height_px, family=family)
        self.unit *= grown

    def _text_px(self, role: str) -> int:
        return max(SMALLEST_NEAR, round(self.px(NEAR[role])))

    @cached_property
    def growth(self) -> float:
        return 1.0
