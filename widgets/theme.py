"""The colours of the glass: one frozen set of tokens a theme, read from ``resources/themes``."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor

from wallboard.config.theme_file import load_theme_file
from wallboard.domain.terms import Band, Lane


@dataclass(frozen=True)
class Theme:
    """Tokens of look/README. Amber and red belong to clock bands and alarms, and to nothing else."""

    name: str
    dark: bool
    ground: QColor
    surface: QColor
    hairline: QColor
    land: QColor
    water: QColor
    border: QColor
    feeder: QColor
    text: QColor
    muted: QColor
    calm: QColor
    warning: QColor
    breached: QColor
    restore: QColor
    request: QColor
    connect: QColor
    heat_low: QColor
    heat_mid: QColor
    heat_high: QColor

    def band(self, band: Band) -> QColor:
        """The colour of a clock band; an unjudged clock is as quiet as a calm one."""
        if band is Band.BREACHED:
            return self.breached
        return self.warning if band is Band.WARNING else self.calm

    def lane(self, lane: Lane) -> QColor:
        """The colour of a lane's icon."""
        return {Lane.RESTORE: self.restore, Lane.REQUEST: self.request, Lane.CONNECT: self.connect}[lane]


def load_theme(name_or_path: str | Path, root: Path | None = None) -> Theme:
    """A theme by name or path. Raises ConfigError where the file is not sound."""
    file = load_theme_file(name_or_path, root)
    colours = {token: QColor(value) for token, value in file.colours.items()}
    return Theme(name=file.name, dark=file.dark, **colours)
