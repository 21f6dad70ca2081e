"""Level of detail: what is worth drawing at a scale. Things fade in over a span of it, so that none jumps.

Scales are study px per kilometre on the ground: the same detail stands on a wall of any size.
"""

import math

from PySide6.QtGui import QColor

from widgets.map.projection import ground_metres
from widgets.map.view import Camera


def closeness(camera: Camera, unit: float) -> float:
    """Study px per kilometre on the ground, in the middle of the view. unit: px per study px."""
    return camera.scale / ground_metres(camera.y) * 1000.0 / unit


def ramp(close: float, begin: float, full: float) -> float:
    """How much of something is there: 0 at ``begin``, 1 at ``full``, even in powers of the scale.

    Either may be the larger: things come as one looks nearer, or go.
    """
    share = math.log(max(close, 1e-9) / begin) / math.log(full / begin)
    return min(1.0, max(0.0, share))


def mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """Ink as it looks so thin upon its ground: opaque, so that pieces of a line may overlap."""
    keep = 1.0 - share
    return QColor(
        round(ground.red() * keep + ink.red() * share),
        round(ground.green() * keep + ink.green() * share),
        round(ground.blue() * keep + ink.blue() * share),
    )
