"""From marks to what is drawn at the scale of now: single marks, or crowds with their number."""

from collections import Counter
from collections.abc import Collection, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.domain.terms import Band
from widgets.map.cluster import Group, gather
from widgets.map.marks import Mark, MarkShape, radius_of
from widgets.map.projection import Floats
from widgets.map.sprites import TWELFTHS, SpriteKey
from widgets.map.view import Camera

CROWDED_FROM, CROWDED_UNTIL = 48, 32
"""Crowds are gathered once so many marks are in view, and again drawn singly below the second number."""

OFF_GLASS = 60.0
"""Study px beyond the window's edge at which a mark is still drawn."""


class Glyph(msgspec.Struct, frozen=True):
    """One thing drawn for outages. x, y: px; count: outages behind it; weight: what outranks what."""

    id: str
    x: int
    y: int
    key: SpriteKey
    reach: float
    weight: float
    count: int
    customers: int | None
    title: str
    planned: bool


class Sizes(msgspec.Struct, frozen=True):
    """Lengths of one window. unit: px per study px; word: px of the number in a crowd's mark."""

    unit: float
    word: float
    generator: str

    @property
    def gather(self) -> float:
        """Marks nearer than this to a heavier one are gathered, px."""
        return max(3.1 * self.word, 84 * self.unit)


class Arrangement(msgspec.Struct, frozen=True):
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
    glyphs = [glyph_of(group, shown, places, sizes) for group in groups]
    return arrangement_of(glyphs, gathered, len(out), lost)


def in_view(screen: Floats, camera: Camera, sizes: Sizes) -> NDArray[np.bool_]:
    """Which places (px) are drawn: those in the window and a little beyond."""
    margin = OFF_GLASS * sizes.unit
    return np.all((screen >= -margin) & (screen <= (camera.width + margin, camera.height + margin)), axis=1)


def is_gathered(shown: int, before: bool) -> bool:
    """Whether so many marks are gathered; it takes fewer to stay so than to become so."""
    return shown >= (CROWDED_UNTIL if before else CROWDED_FROM)


def arrangement_of(glyphs: list[Glyph], gathered: bool, beyond: int, lost: int) -> Arrangement:
    """Glyphs in drawing order, with what lies beyond the view (marks, customers)."""
    glyphs.sort(key=lambda glyph: (glyph.weight, glyph.id))
    centres = frozenset(glyph.id for glyph in glyphs if glyph.count > 1)
    return Arrangement(tuple(glyphs), gathered, centres, beyond, lost)


def glyph_of(group: Group, marks: Sequence[Mark], places: Floats, sizes: Sizes) -> Glyph:
    """What is drawn for one group. places: px of each mark."""
    mark = marks[group.centre]
    x, y = round(float(places[group.centre, 0])), round(float(places[group.centre, 1]))
    if group.alone:
        return _single(mark, x, y, sizes)
    members = [marks[i] for i in group.members]
    total = sum(m.customers or 0 for m in members)
    judged = [m for m in members if m.band is not Band.UNCOLOURED]
    text = str(len(members))
    room = sizes.word * (0.31 * len(text) + 0.42)
    radius = round(max(room, min(radius_of(total) * sizes.unit, sizes.gather / 2 - 8 * sizes.unit)))
    key = SpriteKey(
        shape="cluster",
        radius=radius,
        faded=2 * sum(m.faded for m in members) > len(members),
        text=text,
        warning=_twelfths(judged, Band.WARNING),
        breached=_twelfths(judged, Band.BREACHED),
    )
    return Glyph(
        id=mark.id,
        x=x,
        y=y,
        key=key,
        reach=radius + 7 * sizes.unit,
        weight=sum(m.weight for m in members),
        count=len(members),
        customers=total if any(m.customers is not None for m in members) else None,
        title=_crowd_name(members) or mark.title,
        planned=all(m.shape is MarkShape.PLANNED for m in members),
    )


def _single(mark: Mark, x: int, y: int, sizes: Sizes) -> Glyph:
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
    return Glyph(mark.id, x, y, key, reach, mark.weight, 1, mark.customers, mark.title, planned)


def _twelfths(judged: Collection[Mark], band: Band) -> int:
    """How far round a crowd's rim is lit; one late clock is always seen."""
    late = sum(mark.band is band for mark in judged)
    return max(1, round(TWELFTHS * late / len(judged))) if late else 0


def _crowd_name(members: Sequence[Mark]) -> str:
    """The town, else the region, that holds most of a crowd's customers."""
    for names in ([m.town for m in members], [m.region for m in members]):
        held: Counter[str] = Counter()
        for name, mark in zip(names, members, strict=True):
            if name:
                held[name] += max(1, mark.customers or 0)
        if held:
            return min(held, key=lambda name: (-held[name], name))
    return ""
