"""The colours of the fixed heat scale in one theme: on the map, in its legend, in the matrix."""

from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from widgets.map.heat import Colour, over, palette, share_of
from widgets.theme import Theme


def heat_table(theme: Theme) -> NDArray[np.uint8]:
    """256 premultiplied entries for ``heat.image``."""
    return palette(_rgb(theme.heat_low), _rgb(theme.heat_mid), _rgb(theme.heat_high))


def heat_seen(theme: Theme, share: float, ground: QColor) -> QColor:
    """The colour of a place on the scale (0 to 1) as it is seen over a ground."""
    row = over(heat_table(theme), _rgb(ground))[round(min(1.0, max(0.0, share)) * 255)]
    return QColor(*(int(part) for part in row))


def heat_of(theme: Theme, per_km2: float, ground: QColor) -> QColor:
    """The colour of a density as it is seen over a ground."""
    return heat_seen(theme, float(share_of(np.array([per_km2]))[0]), ground)


def ink_over(theme: Theme, ground: QColor) -> QColor:
    """The theme's text or its ground, whichever can be read better on a colour."""
    return max((theme.text, theme.ground), key=lambda ink: _contrast(ink, ground))


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _rgb(colour: QColor) -> Colour:
    return cast("Colour", (colour.red(), colour.green(), colour.blue()))
