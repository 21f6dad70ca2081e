"""Where labels go: greedy, worst first, in positions around the mark, and they stay where they were.

A label never lies over another label, over a mark that weighs more than its own, over what is blocked
(legend, inset) or beyond the frame. At its mark's rim it stands only where that mark is clearly the nearest;
elsewhere a line joins them, or it is left out. Among what is allowed the place with the fewest lesser marks
wins.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from widgets.map.projection import Box, Floats
from widgets.map.steps import Steps, at_once

SLOTS: tuple[tuple[float, float, float], ...] = (
    (1.0, 0.0, 0.0),
    (-1.0, 0.0, 1.0),
    (0.0, -1.0, 0.5),
    (0.0, 1.0, 0.5),
    (0.7, -0.7, 0.0),
    (0.7, 0.7, 0.0),
    (-0.7, -0.7, 1.0),
    (-0.7, 0.7, 1.0),
    (0.3, -0.95, 0.0),
    (0.3, 0.95, 0.0),
    (-0.3, -0.95, 1.0),
    (-0.3, 0.95, 1.0),
    (0.0, -1.0, 0.3),
    (0.0, -1.0, 0.7),
    (0.0, 1.0, 0.3),
    (0.0, 1.0, 0.7),
    (0.0, -1.0, 0.12),
    (0.0, -1.0, 0.88),
    (0.0, 1.0, 0.12),
    (0.0, 1.0, 0.88),
    (0.92, -0.38, 0.0),
    (0.92, 0.38, 0.0),
    (-0.92, -0.38, 1.0),
    (-0.92, 0.38, 1.0),
)
"""The eight positions in order of preference, then four steeper ones, eight aside above and below, and four
flatter ones: where on the mark's rim (x right, y down, in radii) the label is hung up, and the share of it
that lies to the left of that point."""


COVERED, CROSSED, BESIDE = 32, 8, 16
"""What it costs to lie over a lesser mark, to run a line over one, or to stand so near to another mark that
the label could be that one's; a ring further off costs 24."""

TOUCHING = 64
"""What it costs a label that a line joins to its mark to touch another: rather two distances further off."""

NEAR = 4.0
"""Another mark is near a label within so many gaps (the space between a mark and its own label)."""

CLEARER = 1.5
"""Another mark must stand so many times as far from a label as its own: else it is read as that one's."""

PIECES = 6
"""Boxes along the line of a label that stands further off: what lies beside a slanted line stays free."""

STAY = 30
"""A label that stands further off stays there unless another place costs that much less."""

STACKED, STACKING = 1000, 2
"""Slots from this number on are those of a label in two lines, and what it costs to need them."""

PRICE = (STACKING, 1)
"""What a slot costs at least: for its second line, and for its number within its line."""

RINGS, RINGS_CALM, RING = 6, 3, 0.8
"""An urgent label tries so many distances from the rim, another of a mark fewer, each further by this share
of its height; beyond the first a line joins it to its mark. The name of a place stands at the first."""

HUNG = np.array(SLOTS)
EVERY = {
    (rings, stacked): np.array(
        [line * STACKED + slot for line in range(2 if stacked else 1) for slot in range(len(SLOTS) * rings)]
    )
    for rings in (1, RINGS_CALM, RINGS)
    for stacked in (False, True)
}
"""Slots by how many distances a label tries and whether it may stand in two lines."""


class Wish(msgspec.Struct, frozen=True, gc=False):
    """A label that wants a place: its mark's middle and radius, its own size (all px), its mark's weight.

    weight: below 0 it is a place's name, without a mark of its own. urgent: it may stand further off than
    others, where there is no room at the rim. stacked: width and height (px) of the same label in two lines,
    where it may be so.
    """

    id: str
    x: float
    y: float
    radius: float
    width: float
    height: float
    weight: float
    urgent: bool = False
    stacked: tuple[float, float] | None = None

    @property
    def marked(self) -> bool:
        """Whether it must be seen to belong to its mark."""
        return self.weight >= 0


class Placed(msgspec.Struct, frozen=True, gc=False):
    """Where a label stands: slot number and box (px, y down: ``bottom`` is the smaller y)."""

    id: str
    slot: int
    box: Box

    @property
    def in_two_lines(self) -> bool:
        return self.slot >= STACKED

    @property
    def side(self) -> float:
        """Which way the label reaches from its mark: from 1, all to the right, to -1, all to the left."""
        return 1.0 - 2.0 * SLOTS[self.slot % STACKED % len(SLOTS)][2]


class Marks(msgspec.Struct, frozen=True, gc=False):
    """All marks on the glass: middles (n, 2), radii and weights, px."""

    xy: Floats
    radius: Floats
    weight: Floats


Hopeless = dict[str, tuple[object, ...]]
"""Labels that found no place, by id, with all that this depended on."""


def slot_box(wish: Wish, slot: int, gap: float) -> Box:
    """The box of a label in one of its positions."""
    return Box(*_boxes(wish, np.array([slot]), gap)[0].tolist())


def _boxes(wish: Wish, slots: NDArray[np.int64], gap: float) -> Floats:
    """The boxes of a label in these positions: rows of left, lower y, right, upper y."""
    lines, rest = np.divmod(slots, STACKED)
    ring, row = np.divmod(rest, len(SLOTS))
    across, down, share = HUNG[row].T
    sizes = np.array([(wish.width, wish.height), wish.stacked or (wish.width, wish.height)])
    width, height = sizes[lines].T
    reach = wish.radius + gap + ring * RING * wish.height
    left = wish.x + across * reach - share * width
    low = wish.y + down * reach - height * (1.0 - np.sign(down)) / 2
    return np.stack([left, low, left + width, low + height], axis=1)


def place(
    wishes: Sequence[Wish],
    marks: Marks,
    frame: Box,
    blocked: Sequence[Box] = (),
    before: Mapping[str, int] | None = None,
    *,
    gap: float = 4.0,
    most: int = 1000,
    hopeless: Hopeless | None = None,
    strict: bool = False,
) -> list[Placed]:
    """``placing`` at once."""
    steps = placing(
        wishes, marks, frame, blocked, before, gap=gap, most=most, hopeless=hopeless, strict=strict
    )
    return at_once(steps)


def placing(
    wishes: Sequence[Wish],
    marks: Marks,
    frame: Box,
    blocked: Sequence[Box] = (),
    before: Mapping[str, int] | None = None,
    *,
    gap: float = 4.0,
    most: int = 1000,
    hopeless: Hopeless | None = None,
    strict: bool = False,
) -> Steps[list[Placed]]:
    """Places for as many labels as fit, at most ``most``, a step each; ``wishes`` come worst first.

    An urgent one that the worse ones left no place is placed before them, where more of the urgent ones then
    find one; strict: not so. before: the slot each label had; it keeps it while that place is still allowed.
    hopeless: kept from call to call, it spares the search for labels that found no place while nothing about
    them differs.
    """
    known: Hopeless = {} if hopeless is None else dict(hopeless)
    ground = (marks.xy.tobytes(), marks.radius.tobytes(), frame)

    def one_by_one(these: Sequence[Wish]) -> Steps[tuple[list[Placed], Hopeless]]:
        return _in_turn(these, marks, frame, blocked, before or {}, gap, most, known, ground)

    placed, lost = yield from one_by_one(wishes)
    left = [wish for wish in wishes if wish.urgent and wish.id in lost]
    if left and not strict:
        others = [wish for wish in wishes if wish not in left]
        again, still = yield from one_by_one([*left, *others])
        if sum(wish.id in still for wish in wishes if wish.urgent) < len(left):
            placed, lost = again, still
    if hopeless is not None:
        hopeless.clear()
        hopeless.update(lost)
    return placed


def _in_turn(
    wishes: Sequence[Wish],
    marks: Marks,
    frame: Box,
    blocked: Sequence[Box],
    before: Mapping[str, int],
    gap: float,
    most: int,
    spared: Hopeless,
    ground: tuple[object, ...],
) -> Steps[tuple[list[Placed], Hopeless]]:
    """Places in this order, and what found none; ``spared`` is what is known to find none."""
    placed: list[Placed] = []
    taken: list[Box] = list(blocked)
    lost: Hopeless = {}
    for wish in wishes:
        if len(placed) >= most:
            break
        case = wish, ground, (marks.weight > wish.weight).tobytes(), tuple(taken)
        found = None
        if spared.get(wish.id) != case:
            found = _best(wish, marks, frame, taken, before.get(wish.id), gap)
            yield
        if found is None:
            lost[wish.id] = case
            continue
        placed.append(found)
        taken.append(found.box)
        end = line_end(wish, found)
        if end is not None:
            taken += corridor(end, found.box)
    return placed, lost


def _best(
    wish: Wish, marks: Marks, frame: Box, taken: Sequence[Box], before: int | None, gap: float
) -> Placed | None:
    """The cheapest place. At the rim a label stays where it was; further off it looks for a nearer place."""
    wanted = _slots_of(wish)
    kept: tuple[float, int, Box] | None = None
    if before is not None and before in wanted:
        kept = _cheapest(_free(np.array([before]), wish, frame, taken, gap), wish, marks, taken, gap)
        if kept is not None:
            near = before % STACKED < len(SLOTS)
            wanted = wanted[:0] if near else wanted[np.dot(PRICE, divmod(wanted, STACKED)) < kept[0] - STAY]
    best = _cheapest(_free(wanted, wish, frame, taken, gap), wish, marks, taken, gap)
    if kept is not None and (best is None or kept[0] <= best[0] + STAY):
        best = kept
    return None if best is None else Placed(wish.id, *best[1:])


def _cheapest(
    free: Sequence[tuple[int, Box]], wish: Wish, marks: Marks, taken: Sequence[Box], gap: float
) -> tuple[float, int, Box] | None:
    """Cost, slot and box of the cheapest of these; None where each lies over something heavier."""
    best: tuple[float, int, Box] | None = None
    for (slot, box), lesser in zip(free, _lesser(free, wish, marks, gap), strict=True):
        lines, order = divmod(slot, STACKED)
        if lesser is None or (best is not None and lesser + order + STACKING * lines >= best[0]):
            continue
        crossed = _line_hits(wish, slot, box, marks, taken)
        if crossed is None:
            continue
        cost = lesser + CROSSED * crossed + order + STACKING * lines
        if best is None or cost < best[0]:
            best = (cost, slot, box)
    return best


def _slots_of(wish: Wish) -> NDArray[np.int64]:
    """The slots that a label may take, the best first."""
    rings = RINGS if wish.urgent else RINGS_CALM if wish.marked else 1
    return EVERY[rings, wish.stacked is not None]


def _free(
    slots: NDArray[np.int64], wish: Wish, frame: Box, taken: Sequence[Box], gap: float
) -> list[tuple[int, Box]]:
    """The slots whose boxes lie within the frame and over nothing that is taken."""
    boxes = _boxes(wish, slots, gap)
    left, low, right, top = boxes.T
    free = (left >= frame.left) & (right <= frame.right) & (low >= frame.bottom) & (top <= frame.top)
    if taken and free.any():
        other = np.array([(box.left, box.bottom, box.right, box.top) for box in taken])
        meets = (left[:, None] < other[:, 2]) & (other[:, 0] < right[:, None])
        meets &= (low[:, None] < other[:, 3]) & (other[:, 1] < top[:, None])
        free &= ~meets.any(axis=1)
    rows = np.flatnonzero(free)
    return [(slot, Box(*box)) for slot, box in zip(slots[rows].tolist(), boxes[rows].tolist(), strict=True)]


def _lesser(found: Sequence[tuple[int, Box]], wish: Wish, marks: Marks, gap: float) -> list[int | None]:
    """What lesser marks under each box cost, and those beside it; None where it may not stand.

    That is over a heavier mark, or at the rim where another mark is not clearly further off than its own.
    """
    if not found or len(marks.xy) == 0:
        return [0] * len(found)
    left, low, right, top = np.array([(b.left, b.bottom, b.right, b.top) for _, b in found]).T[..., None]
    whole = Box(float(left.min()), float(low.min()), float(right.max()), float(top.max()))
    marks = _about(marks, whole, NEAR * gap)
    x, y = marks.xy[:, 0], marks.xy[:, 1]
    dx, dy = _beyond(left, x, right), _beyond(low, y, top)
    away = dx * dx + dy * dy
    own = (np.abs(x - wish.x) <= 0.5) & (np.abs(y - wish.y) <= 0.5) & (marks.radius <= wish.radius)
    over = (away < marks.radius * marks.radius) & ~own
    near = (away < (marks.radius + NEAR * gap) ** 2) & (marks.weight >= 0) & ~own & ~over
    barred: NDArray[np.bool_] = np.count_nonzero(over & (marks.weight > wish.weight), axis=1) > 0
    costs = COVERED * np.count_nonzero(over, axis=1) + BESIDE * np.count_nonzero(near, axis=1)
    if wish.marked:
        joined = np.array([[slot % STACKED >= len(SLOTS)] for slot, _ in found])
        own_away = np.hypot(_beyond(left, wish.x, right), _beyond(low, wish.y, top)) - wish.radius
        clear = CLEARER * np.where(joined, gap, own_away)
        nearer = (np.sqrt(away) - marks.radius < clear) & (marks.weight >= 0) & ~own
        touched: NDArray[np.bool_] = np.count_nonzero(nearer, axis=1) > 0
        barred = barred | (touched & ~joined[:, 0])
        costs += TOUCHING * touched
    return [None if bad else n for bad, n in zip(barred.tolist(), costs.tolist(), strict=True)]


def _beyond(low: Floats, at: Floats | float, high: Floats) -> Floats:
    """How far something lies outside a span along one axis; 0 within it."""
    return np.maximum(np.maximum(low - at, at - high), 0.0)


def _about(marks: Marks, box: Box, reach: float) -> Marks:
    """The marks whose rims come within ``reach`` of a box."""
    far = marks.radius + reach
    x, y = marks.xy[:, 0], marks.xy[:, 1]
    near = (x > box.left - far) & (x < box.right + far) & (y > box.bottom - far) & (y < box.top + far)
    return Marks(marks.xy[near], marks.radius[near], marks.weight[near])


def line_end(wish: Wish, one: Placed) -> tuple[float, float] | None:
    """The point of the mark's rim that faces a label which stands further off; None for a near one."""
    if one.slot % STACKED < len(SLOTS):
        return None
    x, y = nearest(one.box, wish.x, wish.y)
    away = math.hypot(x - wish.x, y - wish.y)
    return wish.x + (x - wish.x) / away * wish.radius, wish.y + (y - wish.y) / away * wish.radius


def nearest(box: Box, x: float, y: float) -> tuple[float, float]:
    """The point of a box nearest to a point."""
    return min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)


def corridor(end: tuple[float, float], box: Box) -> list[Box]:
    """The boxes along the line from a mark's rim to its label."""
    x, y = nearest(box, *end)
    xs, ys = np.linspace(x, end[0], PIECES + 1).tolist(), np.linspace(y, end[1], PIECES + 1).tolist()
    return [
        Box(min(a, b), min(c, d), max(a, b), max(c, d)).grown(2.0)
        for (a, b), (c, d) in zip(pairwise(xs), pairwise(ys), strict=True)
    ]


def _line_hits(wish: Wish, slot: int, box: Box, marks: Marks, taken: Sequence[Box]) -> int | None:
    """How many lesser marks the line of a label that stands further off runs over.

    None: it would run over a heavier mark or another label.
    """
    end = line_end(wish, Placed(wish.id, slot, box))
    if end is None:
        return 0
    if any(piece.meets(other) for piece in corridor(end, box) for other in taken):
        return None
    near = np.array(nearest(box, *end))
    steps = np.linspace(0.0, 1.0, 9)[:, None] * (np.array(end) - near) + near
    others = np.hypot(marks.xy[:, 0] - wish.x, marks.xy[:, 1] - wish.y) > 0.5
    xy, radius, weight = marks.xy[others], marks.radius[others], marks.weight[others]
    away = np.hypot(steps[:, :1] - xy[:, 0], steps[:, 1:] - xy[:, 1])
    hit = (away < radius).any(axis=0)
    return None if (hit & (weight > wish.weight)).any() else int(np.count_nonzero(hit))
