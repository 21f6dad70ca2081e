"""From marks to what is drawn at the scale of now: single marks, or crowds with their number."""

from collections.abc import Collection, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.domain.terms import Band
from widgets.map.cluster import Group, gather
from widgets.map.marks import Mark, MarkShape, radius_of
from widgets.map.naming import Naming, naming_of
from widgets.map.projection import Box, Floats
from widgets.map.sprites import TWELFTHS, SpriteKey
from widgets.map.view import Camera

CROWDED_FROM, CROWDED_UNTIL = 48, 32
"""Crowds are gathered once so many marks are in view, and again drawn singly below the second number."""


class Glyph(msgspec.Struct, frozen=True, gc=False):
    """One thing drawn for outages. x, y: px; count: outages behind it; weight: what outranks what.

    customers: without supply, all behind it together; of a mark that is back, those to be verified.
    """

    id: str
    x: int
    y: int
    key: SpriteKey
    reach: float
    weight: float
    count: int
    customers: int | None
    naming: Naming
    planned: bool
    at_least: bool = False  # what the customers are worth, as of a mark
    about: bool = False


def box_around(glyph: Glyph) -> Box:
    """All px that a mark covers, as an upright box."""
    reach = glyph.reach
    return Box(glyph.x - reach, glyph.y - reach, glyph.x + reach, glyph.y + reach)


class Sizes(msgspec.Struct, frozen=True, gc=False):
    """Lengths of one window. unit: px per study px; word: px of the number in a crowd's mark.

    foot: px at the window's lower edge that the legend covers: nothing there is on the map.
    """

    unit: float
    word: float
    generator: str
    foot: float = 0.0

    @property
    def gather(self) -> float:
        """Marks nearer than this to a heavier one are gathered, px."""
        return max(3.1 * self.word, 84 * self.unit)


class Arrangement(msgspec.Struct, frozen=True, gc=False):
    """Glyphs in drawing order (heaviest last), whether crowds are gathered, and what lies beyond the view."""

    glyphs: tuple[Glyph, ...] = ()
    gathered: bool = False
    centres: frozenset[str] = frozenset()
    beyond: int = 0
    beyond_customers: int = 0


def arrange(
    marks: Sequence[Mark],
    xy: Floats,
    weights: Floats,
    camera: Camera,
    sizes: Sizes,
    before: Arrangement,
    *,
    may_gather: bool = True,
) -> Arrangement:
    """What is drawn for these marks (columns of ``OutageBook``); ``before`` keeps crowds in place."""
    if not marks:
        return Arrangement()
    screen = camera.to_screen(xy)
    seen = in_view(screen, camera, sizes)
    index: list[int] = np.flatnonzero(seen).tolist()
    shown = [marks[i] for i in index]
    gathered = may_gather and is_gathered(len(shown), before.gathered)
    places, heavy = screen[index], weights[index]
    if gathered:
        ids = [mark.id for mark in shown]
        groups = gather(places, heavy, sizes.gather, ids, before.centres)
    else:
        groups = [Group(i, (i,)) for i in range(len(shown))]
    out = [marks[i] for i in np.flatnonzero(~seen).tolist()]
    lost = sum(mark.customers or 0 for mark in out)
    frame = frame_of(camera, sizes)
    glyphs = [glyph_of(group, shown, places, sizes, frame) for group in groups]
    return arrangement_of(glyphs, gathered, len(out), lost)


def frame_of(camera: Camera, sizes: Sizes) -> Box:
    """What of the window is map, px."""
    return Box(0.0, 0.0, camera.width, max(1.0, camera.height - sizes.foot))


def in_view(screen: Floats, camera: Camera, sizes: Sizes) -> NDArray[np.bool_]:
    """Which places (px) are on the map; the rest is counted as beyond it."""
    frame = frame_of(camera, sizes)
    return np.all((screen >= (frame.left, frame.bottom)) & (screen <= (frame.right, frame.top)), axis=1)


def is_gathered(shown: int, before: bool) -> bool:
    """Whether so many marks are gathered; it takes fewer to stay so than to become so."""
    return shown >= (CROWDED_UNTIL if before else CROWDED_FROM)


def arrangement_of(glyphs: list[Glyph], gathered: bool, beyond: int, lost: int) -> Arrangement:
    """Glyphs in drawing order, with what lies beyond the view (marks, customers)."""
    glyphs.sort(key=lambda glyph: (glyph.weight, glyph.id))
    centres = frozenset(glyph.id for glyph in glyphs if glyph.count > 1)
    return Arrangement(tuple(glyphs), gathered, centres, beyond, lost)


def glyph_of(group: Group, marks: Sequence[Mark], places: Floats, sizes: Sizes, frame: Box) -> Glyph:
    """What is drawn for one group. places: px of each mark.

    Near the edge of ``frame`` a mark is drawn so that all of it is seen; it still covers its place.
    """
    mark = marks[group.centre]
    x, y = float(places[group.centre, 0]), float(places[group.centre, 1])
    if group.alone:
        return _single(mark, x, y, sizes, frame)
    members = [marks[i] for i in group.members]
    out = [m for m in members if m.shape is not MarkShape.UNVERIFIED]
    total = sum(m.customers or 0 for m in out)
    judged = [m for m in members if m.band is not Band.UNCOLOURED]
    text = f"{len(members):,}"
    room = sizes.word * (0.31 * len(text.replace(",", "")) + 0.14 * text.count(",") + 0.42)
    radius = round(max(room, min(radius_of(total) * sizes.unit, sizes.gather / 2 - 8 * sizes.unit)))
    key = SpriteKey(
        shape="cluster",
        radius=radius,
        faded=2 * sum(m.faded for m in members) > len(members),
        text=text,
        warning=_twelfths(judged, Band.WARNING),
        breached=_twelfths(judged, Band.BREACHED),
    )
    reach = radius + 7 * sizes.unit
    x, y = _within(x, y, reach, frame)
    return Glyph(
        id=mark.id,
        x=x,
        y=y,
        key=key,
        reach=reach,
        weight=sum(m.weight for m in members),
        count=len(members),
        customers=total if any(m.customers is not None for m in members) else None,
        naming=naming_of(members),
        planned=all(m.shape is MarkShape.PLANNED for m in members),
        at_least=any(m.at_least for m in out),
        about=any(m.about for m in out),
    )


def _single(mark: Mark, x: float, y: float, sizes: Sizes, frame: Box) -> Glyph:
    least = 15.0 if mark.shape is MarkShape.GENERATOR else 0.0
    radius = round(max(mark.radius, least) * sizes.unit)
    late = mark.band in (Band.WARNING, Band.BREACHED)
    key = SpriteKey(
        shape=mark.shape.value,
        radius=radius,
        band=mark.band if late else Band.CALM,
        faded=mark.faded,
        text=sizes.generator if mark.shape is MarkShape.GENERATOR else "",
    )
    reach = radius + (7 if late or mark.faded else 2) * sizes.unit
    planned = mark.shape is MarkShape.PLANNED
    x, y = _within(x, y, reach, frame)
    naming, worth = naming_of([mark]), (mark.at_least, mark.about)
    return Glyph(mark.id, x, y, key, reach, mark.weight, 1, mark.customers, naming, planned, *worth)


def _within(x: float, y: float, reach: float, frame: Box) -> tuple[int, int]:
    """The nearest pixel at which all of a mark lies in the frame (its middle, where that has no room)."""
    across, along = min(reach, frame.width / 2), min(reach, frame.height / 2)
    x = min(max(x, frame.left + across), frame.right - across)
    y = min(max(y, frame.bottom + along), frame.top - along)
    return round(x), round(y)


def _twelfths(judged: Collection[Mark], band: Band) -> int:
    """How far round a crowd's rim is lit; one late clock is always seen."""
    late = sum(mark.band is band for mark in judged)
    return max(1, round(TWELFTHS * late / len(judged))) if late else 0
