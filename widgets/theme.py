"""The colours of the glass: one frozen set of tokens a theme, read from ``resources/themes``."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor

from wallboard.domain.terms import Band, Lane

THEMES = Path(__file__).resolve().parents[1] / "resources" / "themes"


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


def load_theme(name: str, folder: Path = THEMES) -> Theme:
    """The theme of ``resources/themes/<name>.toml``.

    Raises FileNotFoundError where there is none, KeyError where a token is missing.
    """
    document: dict[str, Any] = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    colours = {token: QColor(value) for token, value in document["colours"].items()}
    return Theme(name=document["name"], dark=document["dark"], **colours)
