"""A sheet of the nine looks of health, as they stand on a wall that is seen from 7 m.

python -m tests.studies.looks [--out shots/study]
"""

import argparse
import sys
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from wallboard.domain.terms import SourceFlag, SourceState
from wallboard.shell.application import offscreen_application
from widgets.parts.badges import LOOKS
from widgets.parts.ink import Run, badge, draw_line
from widgets.scale import Scale
from widgets.text import Text
from widgets.theme import load_theme

SEVEN_METRES, WALL_MM = 7.0, 2436.0


def word_of(name: str, text: Text) -> str:
    """The word of a look."""
    if name in list(SourceState):
        return text.t(f"source.state.{name}")
    return text.t(f"source.flag.{name}" if name in list(SourceFlag) else f"health.{name}")


def contact_sheet(theme_name: str, family: str, size: tuple[int, int] = (1920, 1080)) -> QImage:
    """Every look with its word in both languages, one a row."""
    scale, theme = Scale(*size, SEVEN_METRES, WALL_MM, family), load_theme(theme_name)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(theme.ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    high = size[1] / len(LOOKS)
    for i, name in enumerate(LOOKS):
        for column, lang in enumerate(("zh", "en")):
            text = Text(lang)
            runs = [badge(name, word_of(name, text)), Run("BC Hydro", bold=True)]
            runs.append(Run(text.age(14), tone="muted"))
            place = QRectF(size[0] * (0.03 + column / 2), i * high, size[0] * 0.46, high)
            draw_line(painter, place, runs, scale, theme)
    painter.end()
    return image


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("shots/study"))
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    family = offscreen_application().family
    for theme in ("dark", "light"):
        path = out / f"health-{theme}.png"
        contact_sheet(theme, family).save(str(path))
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
