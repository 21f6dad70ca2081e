"""Words beside the signs of work and weather: off the marks; the labels then keep off them."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from wallboard.state.queries.works import WorkState
from widgets.map.conditions import Conditions, StormSpot, WorkSpot
from widgets.map.projection import Box
from widgets.map.view import Camera
from widgets.session import Session

TRACK_STEP = 14.0
"""Study px between the boxes along a storm's track that words keep off."""


class WordFace(msgspec.Struct, frozen=True, gc=False):
    """Words on the map. what: ``work``, ``storm``, ``gale`` or ``wind``; box: px, y down.

    anchor: where a line joins them to their sign, px; None right or left of it.
    """

    what: str
    words: str
    box: Box
    anchor: tuple[float, float] | None = None


def word_reach(face: WordFace, halo: float) -> Box:
    """All px that the words cover, with their halo and the line to their sign."""
    box = face.box.grown(halo)
    if face.anchor is None:
        return box
    x, y = face.anchor
    return box.joined(Box(x, y, x, y).grown(halo))


class _Wish(msgspec.Struct, frozen=True):
    """Lines beside a sign of this half size (px); must: they stand even where there is no room."""

    x: float
    y: float
    half: float
    lines: tuple[tuple[str, str], ...]
    must: bool = False


def condition_words(
    now: Conditions, camera: Camera, session: Session, frame: Box, taken: Sequence[Box]
) -> tuple[WordFace, ...]:
    """What stands beside the signs. frame: where words may stand; taken: what they keep off; px, y down."""
    kept = [*taken, *track_boxes(now.storms, camera, session.scale.px(TRACK_STEP))]
    faces: list[WordFace] = []
    for wish in _wishes(now, camera, session):
        placed = _placed(wish, session, frame, kept)
        faces += placed
        kept += [face.box for face in placed]
    return tuple(faces)


def sign_boxes(now: Conditions, camera: Camera, unit: float) -> list[Box]:
    """What labels keep off: storms' centres and late work. unit: px per study px."""
    spots = [(storm.fixes[storm.here].x, storm.fixes[storm.here].y) for storm in now.storms]
    spots += [(spot.x, spot.y) for spot in now.works if spot.state is WorkState.LATE]
    half = 22 * unit
    places = [camera.point(x, y) for x, y in spots]
    return [Box(x - half, y - half, x + half, y + half) for x, y in places]


def track_boxes(storms: Sequence[StormSpot], camera: Camera, step: float) -> list[Box]:
    """Small boxes along the tracks, as far as the window shows them; step: px."""
    boxes: list[Box] = []
    for storm in storms:
        spots = [camera.point(fix.x, fix.y) for fix in storm.fixes]
        for (ax, ay), (bx, by) in pairwise(spots):
            steps = max(1, min(400, math.ceil(math.hypot(bx - ax, by - ay) / step)))
            for i in range(steps + 1):
                x, y = ax + (bx - ax) * i / steps, ay + (by - ay) * i / steps
                if 0 <= x <= camera.width and 0 <= y <= camera.height:
                    boxes.append(Box(x - 4, y - 4, x + 4, y + 4))
    return boxes


def _wishes(now: Conditions, camera: Camera, session: Session) -> Iterator[_Wish]:
    """Storms first, then late work, then the strongest wind."""
    unit, text = session.scale.px(1), session.text
    for storm in now.storms:
        here = storm.fixes[storm.here]
        lines = [("storm", text.name(storm.name))]
        if here.gale_km:
            lines.append(("gale", text.t("map.gale", km=text.number(round(here.gale_km)))))
        yield _Wish(*camera.point(here.x, here.y), 24 * unit, tuple(lines), must=True)
    for spot in now.works:
        if spot.state is WorkState.LATE:
            yield _Wish(
                *camera.point(spot.x, spot.y), 29 * unit, (("work", late_words(spot, session)),), must=True
            )
    windy = [spot for spot in now.air if spot.gust]
    if windy:
        worst = max(windy, key=lambda spot: spot.gust)
        words = text.t("map.gust", n=text.number(round(worst.gust)))
        yield _Wish(*camera.point(worst.x, worst.y), 14 * unit, (("wind", words),))


def late_words(spot: WorkSpot, session: Session) -> str:
    """How late it is, or until when it was put off."""
    text = session.text
    if spot.put_off:
        return text.t("map.work.put_off", at=text.clock_time(spot.until, session.now()))
    return text.t("map.work.late", span=text.duration(spot.over * 60))


def _placed(wish: _Wish, session: Session, frame: Box, kept: Sequence[Box]) -> list[WordFace]:
    """The lines at the first side that is free; nowhere where none is, unless they must stand."""
    if not Box(0, 0, frame.right, frame.top).meets(Box(wish.x - 1, wish.y - 1, wish.x + 1, wish.y + 1)):
        return []
    metrics = session.scale.metrics("small", bold=True)
    wide = max(metrics.horizontalAdvance(words) for _, words in wish.lines)
    high = metrics.height() * len(wish.lines)
    reaches = (*REACHES, *FARTHER) if wish.must else REACHES
    boxes = [_at(wish, *side, wide, high, reach) for reach in reaches for side in SIDES]
    if wish.must:
        boxes += _corners(frame, wide, high)
    met = [(sum(box.meets(each) for each in kept), i) for i, box in enumerate(boxes) if frame.holds(box)]
    least = min(met, default=(1, 0))
    chosen = [boxes[least[1]]] if met and (wish.must or not least[0]) else []
    step = metrics.height()
    anchor = None if least[1] < BESIDE else (wish.x, wish.y)
    return [
        WordFace(
            what,
            words,
            Box(box.left, box.bottom + i * step, box.right, box.bottom + (i + 1) * step),
            None if i else anchor,
        )
        for box in chosen
        for i, (what, words) in enumerate(wish.lines)
    ]


CORNER = 0.5
"""At a corner words stand so much nearer to the sign."""

SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
"""Right, left, below, above, then the corners."""

BESIDE = 2
"""The first places, at the height of the sign and next to it: there nobody asks whose words they are."""

REACHES = (1.0, 2.0)
"""Half sizes of the sign between its middle and the words: beside it, else beyond a mark that is there."""

FARTHER = (4.0, 7.0, 10.0)
"""Where crowds of marks lie all around, what must stand goes beyond them, on a line."""


def _corners(frame: Box, wide: float, high: float) -> list[Box]:
    """The frame's corners, the last places of what must stand: a small map may have no other."""
    left, top = frame.right - wide, frame.top - high
    return [Box(x, y, x + wide, y + high) for y in (frame.bottom, top) for x in (frame.left, left)]


def _at(wish: _Wish, dx: int, dy: int, wide: float, high: float, reach: float) -> Box:
    """The box of the lines on one side of the sign."""
    near = reach * (CORNER if dx and dy else 1.0)
    x = wish.x + dx * (near * wish.half + wide / 2)
    y = wish.y + dy * (near * wish.half + high / 2)
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
