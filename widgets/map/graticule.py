"""Meridians and parallels for a map without districts: where they run, and their degrees at its edge."""

import math

from widgets.map.labels import LabelFace
from widgets.map.legend import note_metrics
from widgets.map.projection import EARTH_RADIUS, MAX_LATITUDE, Box, project_one, unproject_one
from widgets.map.view import Camera
from widgets.session import Session

MINUTES = (1800, 1200, 600, 300, 120, 60, 30, 20, 10, 5, 2, 1)
"""Minutes of arc that may lie between two lines."""

APART = 170.0
"""Study px between two meridians at least."""

MOST_LINES = 60

EDGE = 6.0
"""Study px between a degree and the map's edge."""


def minutes_apart(scale: float, least: float) -> int:
    """Minutes of arc between two lines, so that meridians lie ``least`` px apart or more."""
    minute = math.radians(1 / 60) * EARTH_RADIUS * scale
    fitting = [minutes for minutes in MINUTES if minutes * minute >= least]
    return fitting[-1] if fitting else MINUTES[0]


def lines_of(camera: Camera, session: Session) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """Meridians and parallels in view: (x px, minutes east) and (y px, minutes north)."""
    step = minutes_apart(camera.scale, session.scale.px(APART))
    seen = camera.bounds()
    west, south = unproject_one(seen.left, seen.bottom)
    east, north = unproject_one(seen.right, seen.top)
    across = _multiples(max(west, -180.0), min(east, 180.0), step)
    along = _multiples(max(south, -MAX_LATITUDE), min(north, MAX_LATITUDE), step)
    meridians = [(camera.point(project_one(m / 60, 0.0)[0], 0.0)[0], m) for m in across]
    parallels = [(camera.point(0.0, project_one(0.0, m / 60)[1])[1], m) for m in along]
    return meridians, parallels


def _multiples(low: float, high: float, step: int) -> list[int]:
    """Multiples of ``step`` minutes between two degrees."""
    first, last = math.ceil(low * 60 / step), math.floor(high * 60 / step)
    return [n * step for n in range(first, last + 1)][:MOST_LINES]


def degree_words(minutes: int, session: Session, *, north: bool) -> str:
    """Degrees, and minutes where there are some: 49°30′N."""
    degrees, rest = divmod(abs(minutes), 60)
    figure = f"{degrees}°{rest:02}′" if rest else f"{degrees}°"
    if not minutes:
        return figure
    side = ("north" if minutes > 0 else "south") if north else ("east" if minutes > 0 else "west")
    return session.text.t(f"map.degrees.{side}", n=figure)


def degrees_of(camera: Camera, session: Session, frame: Box) -> tuple[LabelFace, ...]:
    """The degrees along the upper and the left edge of ``frame`` (px), none over another."""
    metrics, edge = note_metrics(session), session.scale.px(EDGE)
    meridians, parallels = lines_of(camera, session)
    height = metrics.height()
    faces: list[LabelFace] = []
    wanted = [(x, frame.bottom + edge + height / 2, m, False) for x, m in meridians]
    wanted += [(frame.left + edge, y, m, True) for y, m in reversed(parallels)]
    for x, y, minutes, north in wanted:
        words = degree_words(minutes, session, north=north)
        width = metrics.horizontalAdvance(words)
        left = x if north else x - width / 2
        box = Box(left, y - height / 2, left + width, y + height / 2)
        if frame.grown(-edge / 2).holds(box) and not any(box.grown(edge).meets(f.box) for f in faces):
            faces.append(LabelFace(f"degrees/{words}", words, "", 0, box, muted=True))
    return tuple(faces)
