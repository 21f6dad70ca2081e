"""The inset: the worst outage from near by, in the emptiest corner, so that the main map need not move."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec
import numpy as np

from widgets.map.focus import Pushed
from widgets.map.glyphs import Arrangement, Glyph, Sizes, arrange, box_around
from widgets.map.marks import NOT_OUT, Mark
from widgets.map.naming import named, naming_of
from widgets.map.outage_book import OutageBook
from widgets.map.placement import nearest
from widgets.map.projection import Box, ground_metres
from widgets.map.steps import Steps
from widgets.map.view import Camera
from widgets.session import Session

WIDTH, HEIGHT = 344.0, 256.0
LEAST_WIDTH, LEAST_HEIGHT, MOST_SHARE = 250.0, 210.0, 0.42
MARGIN = 24.0
"""Study px, at least so large, and the share of the map's width that an inset may take."""

CHOICE_S = 1.0
"""Real seconds before the inset's place is thought over again."""

LEAST_ACROSS_M, MOST_ACROSS_M = 6000.0, 24000.0
NEIGHBOURS = 8
"""The inset shows so many neighbours, within these ground metres from left to right."""

NEARER = 3.0
"""The inset is worth its place once it magnifies so many times."""

MOST_HIDDEN = 0.01
"""Where every place would leave more than this share of the weight unnamed there is no inset."""

UNDER = 1e15
"""What it costs to lie over a mark: no place that does is taken."""

UNNAMED = 4.0
"""Weight that a place leaves without a label costs so much more than weight under its line."""

LEAST_CUSTOMERS = 20
"""The worst outage is worth an inset from so many customers on, or where nobody counts them."""

LEADER_STEPS = 8

REPLACES = 1.25
"""How many times heavier another outage must be to take the inset over."""

CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left", "top", "right", "bottom", "left")
"""Where it may stand, in order of preference: the corners, then the middle of an edge."""

LEAST_COMPANY = 3
"""On a map without a base an inset with fewer marks than this says nothing that the label does not."""


class InsetFace(msgspec.Struct, frozen=True):
    """What the inset shows. box: px of the window; camera: its own view; target: px on the main map.

    pushed: the desk that shows it and since when, where it is not the wall's own choice.
    """

    mark: Mark
    name: str
    corner: str
    box: Box
    camera: Camera
    arrangement: Arrangement
    target: tuple[float, float]
    pushed: Pushed | None = None


class Choice:
    """The place that was chosen for one outage in one view: it takes long, and stands for a while."""

    def __init__(self) -> None:
        self.corner: str | None = None
        self._for: object = None
        self._at = 0.0

    def stands(self, what: object, now: float) -> bool:
        """Whether the last choice was for the same and is younger than ``CHOICE_S``. now: real s."""
        return what == self._for and 0 < now - self._at < CHOICE_S

    def make(self, what: object, corner: str | None, now: float) -> None:
        self._for, self.corner, self._at = what, corner, now


def worst_of(book: OutageBook, camera: Camera, before: str) -> Mark | None:
    """The heaviest outage in view that is neither planned nor back; ``before`` stays unless far outdone."""
    box = camera.bounds()
    worst = next((mark for mark in book.heaviest() if _inside(mark, box)), None)
    kept = book.marks.get(before)
    if worst is None or kept is None or kept.shape in NOT_OUT or not _inside(kept, box):
        return worst
    return kept if worst.weight < REPLACES * kept.weight else worst


def _inside(mark: Mark, box: Box) -> bool:
    return box.left <= mark.x <= box.right and box.bottom <= mark.y <= box.top


def inset_of(
    book: OutageBook,
    glyphs: Sequence[Glyph],
    unnamed: Callable[[Box], Steps[float]],
    camera: Camera,
    session: Session,
    sizes: Sizes,
    frame: Box,
    before: InsetFace | None,
    choice: "Choice",
    *,
    least: int = 1,
    pushed: Pushed | None = None,
) -> Steps[InsetFace | None]:
    """The inset of now; None where the main map is near enough, or nothing is out.

    What a desk has pushed is shown in any case, in view or not, where it hides least.

    unnamed: weight of the worst outages that a box would leave without a label; choice: when and how the
    place was last chosen. least: marks to be shown.
    """
    scale = session.scale
    grow = scale.text_px("small") / scale.px(28)
    width = round(min(scale.px(WIDTH) * grow, frame.width * MOST_SHARE))
    height = round(min(scale.px(HEIGHT) * grow, frame.height / 2))
    if width < scale.px(LEAST_WIDTH) * grow or height < scale.px(LEAST_HEIGHT) * grow:
        return None
    height += 0 if pushed is None else round(scale.line("small"))  # a third line of words
    mark = _own_choice(book, camera, before) if pushed is None else pushed.mark
    if mark is None:
        return None
    near = before.camera.scale if before and before.mark.id == mark.id else _scale(book, mark, width)
    if pushed is None and near < NEARER * camera.scale:
        return None
    target = camera.point(mark.x, mark.y)
    boxes = {c: _box(c, frame, width, height, scale.px(MARGIN)) for c in CORNERS}
    covered = {c: _hidden(glyphs, box, target) for c, box in boxes.items()}
    total = sum(g.weight for g in glyphs)
    here = (camera, mark.id, pushed is not None)
    corner = choice.corner
    moment = session.clock.monotonic()
    stands = choice.stands(here, moment) and (corner is None or covered[corner] < UNDER)
    if not stands:
        before_corner = before.corner if before else ""
        corner = yield from _corner(covered, lambda c: unnamed(boxes[c]), total, before_corner)
        if corner is None and pushed is not None:
            corner = min(CORNERS, key=lambda c: (covered[c], CORNERS.index(c)))
        choice.make(here, corner, moment)
    if corner is None:
        return None
    box = boxes[corner]
    head = header_height(session, pushed)
    view = Camera(mark.x, mark.y, near, float(width), float(height) - head)
    inside = _near_by(book, view, sizes)
    if pushed is None and len(inside.glyphs) < least:
        return None
    name = named(naming_of([mark]), book.census, session.text)
    if not Box(0.0, 0.0, camera.width, camera.height).holds(Box(*target, *target)):
        target = box.centre  # out of view no line leads there
    return InsetFace(mark, name, corner, box, view, inside, (round(target[0]), round(target[1])), pushed)


def _own_choice(book: OutageBook, camera: Camera, before: InsetFace | None) -> Mark | None:
    """The worst outage, where it is large enough for an inset."""
    own = worst_of(book, camera, before.mark.id if before else "")
    return None if own is None or 0 < (own.customers or LEAST_CUSTOMERS) < LEAST_CUSTOMERS else own


def _near_by(book: OutageBook, view: Camera, sizes: Sizes) -> Arrangement:
    """The marks that the inset's own camera sees, each for itself."""
    marks, xy, weights = book.columns()
    bounds = view.bounds()
    by = [(bounds.left, bounds.bottom) <= xy, xy <= (bounds.right, bounds.top)]
    close = np.flatnonzero(np.all(by[0] & by[1], axis=1))
    shown = [marks[i] for i in close.tolist()]
    whole = msgspec.structs.replace(sizes, foot=0.0)
    inside = arrange(shown, xy[close], weights[close], view, whole, Arrangement(), may_gather=False)
    return msgspec.structs.replace(inside, beyond=0, beyond_customers=0)


def header_height(session: Session, pushed: Pushed | None) -> float:
    """Px of the two lines that name the outage, and of a third that says who shows it."""
    lines = 2 if pushed is None else 3
    return float(round(lines * session.scale.line("small") + session.scale.px(12)))


def _scale(book: OutageBook, mark: Mark, width: float) -> float:
    """Px per plane metre at which the nearest neighbours are in the inset."""
    _, xy, _ = book.columns()
    away = np.sort(np.abs(xy - (mark.x, mark.y)).max(axis=1))
    furthest = float(away[min(NEIGHBOURS, len(away) - 1)]) if len(away) else 0.0
    reach = furthest * ground_metres(mark.y) * 2.4
    across = min(MOST_ACROSS_M, max(LEAST_ACROSS_M, reach))
    return width / across * ground_metres(mark.y)


def _box(corner: str, frame: Box, width: float, height: float, margin: float) -> Box:
    left = (frame.left + frame.right - width) / 2
    low = (frame.bottom + frame.top - height) / 2
    if "left" in corner:
        left = frame.left + margin
    elif "right" in corner:
        left = frame.right - margin - width
    if "top" in corner:
        low = frame.bottom + margin
    elif "bottom" in corner:
        low = frame.top - margin - height
    return Box(float(round(left)), float(round(low)), float(round(left + width)), float(round(low + height)))


def _corner(
    covered: dict[str, float], unnamed: Callable[[str], Steps[float]], total: float, before: str
) -> Steps[str | None]:
    """The place that hides least, None where each hides too much.

    The one of before is kept while nothing heavy lies under it. covered: weight under each place;
    unnamed: what it would hide beside that, which takes long to find out and is asked for as needed.
    """
    hidden: dict[str, float] = {}
    best, least = "", float("inf")
    for corner in sorted(CORNERS, key=lambda c: (covered[c], CORNERS.index(c))):
        if covered[corner] > min(least, MOST_HIDDEN * total):
            break
        hidden[corner] = covered[corner] + UNNAMED * (yield from unnamed(corner))
        if (hidden[corner], CORNERS.index(corner)) < (least, CORNERS.index(best) if best else 0):
            best, least = corner, hidden[corner]
    if not best:
        return None
    if before and before not in hidden:
        hidden[before] = covered[before] + UNNAMED * (yield from unnamed(before))
    kept = bool(before) and hidden[before] <= max(2.0 * least, 0.02 * total)
    chosen = before if kept else best
    return chosen if hidden[chosen] <= MOST_HIDDEN * total else None


def _hidden(glyphs: Sequence[Glyph], box: Box, target: tuple[float, float]) -> float:
    """What it costs to put a box there: over a mark it is out of the question, a line over one is dear."""
    x, y = target
    hidden = UNDER if box.grown(30).meets(Box(x - 1, y - 1, x + 1, y + 1)) else 0.0
    for glyph in glyphs:
        if box.meets(box_around(glyph)):
            hidden += UNDER
        elif glyph.count > 1 and _crosses(box, target, glyph):
            hidden += 0.1 * glyph.weight
    return hidden


def leader_start(box: Box, target: tuple[float, float]) -> tuple[float, float]:
    """The point of the inset's rim nearest to its place on the main map, px."""
    return nearest(box, *target)


def leader_boxes(face: InsetFace) -> list[Box]:
    """The px that the inset's line runs through, as a row of small boxes."""
    (x, y), (to_x, to_y) = leader_start(face.box, face.target), face.target
    xs, ys = np.linspace(x, to_x, LEADER_STEPS + 1).tolist(), np.linspace(y, to_y, LEADER_STEPS + 1).tolist()
    return [
        Box(min(left, right), min(top, low), max(left, right), max(top, low))
        for (left, right), (top, low) in zip(pairwise(xs), pairwise(ys), strict=True)
    ]


def _crosses(box: Box, target: tuple[float, float], glyph: Glyph) -> bool:
    """Whether the inset's line would run over a mark that is not its target."""
    x, y = leader_start(box, target)
    dx, dy = target[0] - x, target[1] - y
    length = dx * dx + dy * dy
    along = ((glyph.x - x) * dx + (glyph.y - y) * dy) / length if length else 0.0
    off = (glyph.x - x - along * dx) ** 2 + (glyph.y - y - along * dy) ** 2
    here = (glyph.x - target[0]) ** 2 + (glyph.y - target[1]) ** 2 <= glyph.reach**2
    return not here and 0 < along < 1 and off < glyph.reach**2
