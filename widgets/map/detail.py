"""Level of detail: what is worth drawing at a scale. Things fade in over a span of it, so that none jumps.

Scales are study px per kilometre on the ground: the same detail stands on a wall of any size.
"""

import math

from PySide6.QtGui import QColor

from widgets.map.projection import ground_metres
from widgets.map.view import Camera

AREA_QUIET = (24.0, 70.0)
"""Study px per km between which areas that have supply fade in."""

AREA_STATED = (5.0, 18.0)
"""The same of those that have none: they are looked for from further off."""

STATION_FADES = {"low": (9.0, 26.0), "high": (4.0, 10.0)}
"""The same of a station, below ``HIGH_KV`` and from there on."""

HIGH_KV = 100.0

KEY_HOSPITAL, KEY_OTHER = (30.0, 80.0), (60.0, 150.0)
"""The same of a key customer."""

DEVICE_FADES = {
    "breaker": (90.0, 220.0),
    "switch": (110.0, 260.0),
    "lateral_switch": (200.0, 420.0),
    "fuse": (240.0, 480.0),
    "tie": (90.0, 200.0),
}
"""The same of a device."""

AREA_LEAST, AREA_MOST, AREA_AT = 1.5, 7.0, 45.0
"""Study px of an area's radius: least, most, and the scale (px per km) up to which it has the least."""

STATION_LEAST, STATION_MOST, STATION_AT = 3.0, 8.0, 12.0
"""The same of half a station's side."""


def area_radius(close: float) -> float:
    """Study px of an area's radius at a scale."""
    return min(AREA_MOST, max(AREA_LEAST, AREA_LEAST * (close / AREA_AT) ** 0.62))


def station_reach(close: float) -> float:
    """Study px of half a station's side at a scale."""
    return min(STATION_MOST, max(STATION_LEAST, STATION_LEAST * (close / STATION_AT) ** 0.4))


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
