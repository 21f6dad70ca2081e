"""The words on the map: which outages are named, what is said of them, and where it stands."""

from collections.abc import Callable, Collection, Sequence

import msgspec
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from widgets.map.base_map import Place
from widgets.map.census import Census
from widgets.map.glyphs import Glyph
from widgets.map.marks import Mark, MarkShape
from widgets.map.naming import elided, named
from widgets.map.placement import Hopeless, Marks, Placed, Wish, corridor, line_end, placing
from widgets.map.projection import Box
from widgets.map.steps import Steps
from widgets.map.view import Camera
from widgets.session import Session

MOST = 9
"""Outages named at once: more cannot be read from across a room."""

WIDEST = 330.0
"""Study px of the longest name; the rest is cut with an ellipsis."""

LEAST_SHARE = 0.05
"""Of many, an outage with less than this share of the worst one's weight is not named."""

A_PLACE = -0.5
"""The weight of a place's name: it lies over no vehicle either, and is rather left out."""

OVER_NONE = 0.0
"""The weight of a label: it lies over no mark, however small; over a vehicle, if there is no other place."""

WORST = 3
"""The worst few must be named: they may stand further off, joined by a line."""

NEVER_COVERED = 1e15
"""The weight of a crowd's mark against labels: its number must be read."""

GAP = 6.0
"""Study px between a mark and its label."""

LINES_HIGH = 1.8
"""Heights of a line that a label in two lines takes."""

PLACE_REACH = 34.0
"""Study px that a place's name may shift from the middle of the place."""

MOST_PLACES = 24

MANY_SPOTS = 400
"""Vehicles in view from which labels do not look out for them: they are everywhere."""

APART = 0.45
"""Heights of a line between a place's name and the next, so that two are not read as one."""

STAYS = 1.1
"""So much larger counts a place whose name stands there already: names do not take turns while one pans."""


Slots = dict[str, int]
"""The slot in which each label stood, by its id."""


class LabelFace(msgspec.Struct, frozen=True, gc=False):
    """One label as drawn. box: px, y down; muted: a place's name, not an outage's.

    anchor: where its mark's rim is, when the label stands so far off that a line must join them. lines: two
    where the figure stands below the name; side: 1 right of its mark, -1 left, 0 above it.
    """

    id: str
    name: str
    figure: str
    slot: int
    box: Box
    muted: bool = False
    anchor: tuple[float, float] | None = None
    lines: int = 1
    side: float = 1.0


class LabelBook:
    """Places labels and remembers where each stood, so that they keep still."""

    def __init__(self) -> None:
        self._slots: Slots = {}
        self._view: tuple[float, float, float] | None = None  # scale and size of the last arrangement
        self._place_slots: Slots = {}
        self._hopeless: Hopeless = {}
        self._hopeless_places: Hopeless = {}
        self._last: dict[int, tuple[tuple[object, ...], list[Placed]]] = {}  # by how many: asked, and found
        self._read: tuple[Sequence[Glyph], list[tuple[Wish, str, str]], Marks] | None = None

    def arrange(
        self,
        glyphs: Sequence[Glyph],
        spots: Callable[[], Sequence[tuple[int, int]]],
        places: Sequence[Place],
        camera: Camera,
        session: Session,
        census: Census,
        frame: Box,
        blocked: Sequence[Box],
        crossed: Sequence[Box] = (),
    ) -> Steps[tuple[LabelFace, ...]]:
        """Labels of the worst outages, then names of places where room is left; a step for each search.

        census: what towns hold in all, so that a part is not called the whole.
        crossed: where the inset's line runs; names of places keep off it. spots: where vehicles stand (px).
        They forbid an outage's label no place, so they are looked at only for labels that do not stay where
        they were.
        """

        def put(wishes: list[Wish], taken: Sequence[Box], slots: Slots, most: int) -> Steps[list[Placed]]:
            of_places = slots is self._place_slots
            spared = self._hopeless_places if of_places else self._hopeless
            asked = (wishes, slots, list(taken), frame, ground, gap)
            last, found = self._last.get(most, ((), []))
            if last != asked:
                found = yield from placing(
                    wishes, marks, frame, taken, slots, gap=gap, most=most, hopeless=spared
                )
                self._last[most] = asked, found
            if all(slots.get(one.id) == one.slot for one in found):
                return found
            there = spots()
            if len(there) > MANY_SPOTS:
                return found
            crowded = _marks(glyphs, there, session.scale.px(9), A_PLACE / 2 if of_places else -1.0)
            return (yield from placing(wishes, crowded, frame, taken, slots, gap=gap, most=most))

        view = camera.scale, camera.width, camera.height
        if view != self._view:  # what was the best place at another scale says nothing here
            self._view, self._slots, self._place_slots = view, {}, {}
        outages, marks = self._wanted(glyphs, session, census)
        gap = session.scale.px(GAP)
        ground = tuple(column.tobytes() for column in (marks.xy, marks.radius, marks.weight))
        placed = yield from put([wish for wish, _, _ in outages], blocked, self._slots, MOST)
        self._read = None
        self._slots = {one.id: one.slot for one in placed}
        yield
        by_id = {row[0].id: row for row in outages}
        faces = [_face(one, *by_id[one.id]) for one in placed]
        lines = [box for f in faces if f.anchor is not None for box in corridor(f.anchor, f.box)]
        taken = [*blocked, *crossed, *(face.box for face in faces), *lines]
        titles = {glyph.id: session.text.name(glyph.naming.title) for glyph in glyphs}
        said = {titles[face.id] for face in faces}
        spare = [pair for pair in _names(places, camera, session, self._place_slots) if pair[1] not in said]
        spread = yield from put([w for w, _ in spare], taken, self._place_slots, MOST_PLACES)
        self._place_slots = {one.id: one.slot for one in spread}
        names = {wish.id: name for wish, name in spare}
        faces += [LabelFace(one.id, names[one.id], "", one.slot, one.box, muted=True) for one in spread]
        return tuple(faces)

    def unnamed(
        self, glyphs: Sequence[Glyph], session: Session, census: Census, frame: Box, blocked: Sequence[Box]
    ) -> Steps[float]:
        """Weight of the worst few outages that could not be named were ``blocked`` taken."""
        outages, marks = self._wanted(glyphs, session, census)
        wishes, gap = [wish for wish, _, _ in outages if wish.urgent], session.scale.px(GAP)
        placed = yield from placing(wishes, marks, frame, blocked, self._slots, gap=gap, strict=True)
        named = {one.id for one in placed}
        lost = {wish.id for wish in wishes} - named
        return sum(glyph.weight for glyph in glyphs if glyph.id in lost)

    def _wanted(
        self, glyphs: Sequence[Glyph], session: Session, census: Census
    ) -> tuple[list[tuple[Wish, str, str]], Marks]:
        """The labels that are wanted, and the marks in their way; read once for each arrangement."""
        if self._read is None or self._read[0] is not glyphs:
            self._read = glyphs, self._outages(glyphs, session, census), _marks(glyphs)
        return self._read[1:]

    def _outages(
        self, glyphs: Sequence[Glyph], session: Session, census: Census
    ) -> list[tuple[Wish, str, str]]:
        """The worst glyphs with their words; one that was named before is preferred by a tenth."""
        metrics, plain = session.scale.metrics("small", bold=True), session.scale.metrics("small", bold=False)
        ranked = sorted(
            (g for g in glyphs if g.naming.title and not g.planned),
            key=lambda g: (-g.weight * (1.1 if g.id in self._slots else 1.0), g.id),
        )[: 2 * MOST]
        least = ranked[0].weight * LEAST_SHARE if ranked else 0.0
        out: list[tuple[Wish, str, str]] = []
        for rank, glyph in enumerate(ranked):
            if glyph.weight < least and len(ranked) > MOST:
                break
            name, figure = outage_words(glyph, session, census, metrics)
            first, second = metrics.horizontalAdvance(name), plain.horizontalAdvance(figure)
            height, two = metrics.height(), bool(figure) and glyph.count > 1
            wish = Wish(
                glyph.id,
                glyph.x,
                glyph.y,
                glyph.reach,
                first + metrics.horizontalAdvance(" ") + second if figure else first,
                height,
                OVER_NONE,
                rank < WORST and glyph.weight >= least,
                (max(first, second), LINES_HIGH * height) if two else None,
            )
            out.append((wish, name, figure))
        return out


def outage_words(glyph: Glyph, session: Session, census: Census, metrics: QFontMetricsF) -> tuple[str, str]:
    """Name, cut to length, and customers of one glyph."""
    short = elided(session.text.name(glyph.naming.title), metrics, session.scale.px(WIDEST))
    name = named(glyph.naming, census, session.text, short)
    if glyph.customers is None:
        return name, ""
    return name, customers_words(glyph, glyph.key.shape, session)


def customers_words(what: Glyph | Mark, shape: str, session: Session) -> str:
    """So many are out (≥, ≈ where that is not exact); where they were reported back, are to be verified."""
    if what.customers is None:
        return ""
    key = "map.customers.back" if shape == MarkShape.UNVERIFIED else "map.customers"
    number = session.text.bounded(what.customers, at_least=what.at_least, about=what.about)
    return session.text.t(key, n=number)


def _face(one: Placed, wish: Wish, name: str, figure: str) -> LabelFace:
    lines, anchor = 2 if one.in_two_lines else 1, line_end(wish, one)
    return LabelFace(one.id, name, figure, one.slot, one.box, anchor=anchor, lines=lines, side=one.side)


def _marks(
    glyphs: Sequence[Glyph], spots: Sequence[tuple[int, int]] = (), vehicle: float = 0.0, light: float = -1.0
) -> Marks:
    """Marks, and vehicles of a radius (px) as marks that weigh ``light``."""
    rows = [(g.x, g.y, g.reach, NEVER_COVERED if g.count > 1 else g.weight) for g in glyphs]
    rows += [(x, y, vehicle, light) for x, y in spots]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Marks(table[:, :2], table[:, 2], table[:, 3])


def _names(
    places: Sequence[Place], camera: Camera, session: Session, before: Collection[str]
) -> list[tuple[Wish, str]]:
    """The names that are wanted, the largest first; of two alike the one that stood there before."""
    metrics = session.scale.metrics("small", bold=False)
    out: list[tuple[Wish, str]] = []

    def turn(spot: Place) -> tuple[float, str]:
        return -spot.size * (STAYS if _key(spot) in before else 1.0), spot.name

    for spot in sorted(places, key=turn):
        reach = session.scale.px(PLACE_REACH if spot.reach is None else spot.reach)
        x, y = camera.point(spot.x, spot.y)
        width, height = metrics.horizontalAdvance(spot.name) + APART * metrics.height(), metrics.height()
        out.append((Wish(_key(spot), x, y, reach, width, height, A_PLACE), spot.name))
    return out


def _key(spot: Place) -> str:
    return f"place/{spot.key or spot.name}"


def as_rect(box: Box, grow: float = 0.0) -> QRectF:
    """A px box (y down) as Qt's rectangle."""
    return QRectF(box.left - grow, box.bottom - grow, box.width + 2 * grow, box.height + 2 * grow)
