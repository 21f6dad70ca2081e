"""A sheet of the quiet picture as rectangles of device pixels: its parts, its bands, and what they cover."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from widgets.map.projection import Box

PART = 256
"""Device px across a part that is drawn at one go."""

BAND_PX = 1 << 19
"""Device px of a sheet that are taken over from the last one at one go: some ms of memory."""


def outside(whole: QRect, kept: QRect | None) -> list[QRect]:
    """What of a rectangle lies outside of another, as at most four rectangles."""
    if kept is None or not whole.intersects(kept):
        return [whole]
    inner = whole.intersected(kept)
    above = QRect(whole.left(), whole.top(), whole.width(), inner.top() - whole.top())
    below = QRect(whole.left(), inner.bottom() + 1, whole.width(), whole.bottom() - inner.bottom())
    left = QRect(whole.left(), inner.top(), inner.left() - whole.left(), inner.height())
    right = QRect(inner.right() + 1, inner.top(), whole.right() - inner.right(), inner.height())
    return [rect for rect in (above, below, left, right) if not rect.isEmpty()]


def moved_to(rects: Sequence[QRect], kept: QRect | None, whole: QRect) -> list[QRect]:
    """What an old sheet owed, where it lies in the new one; all is owed there unless its pixels were kept."""
    if kept is None:
        return []
    moved = [rect.translated(kept.topLeft()).intersected(whole) for rect in rects]
    return [rect for rect in moved if not rect.isEmpty()]


def fresh_of(rects: Sequence[QRect], known: Sequence[QRect], whole: QRect, part: int) -> list[QRect]:
    """Those that lie in none that is known. part: px across the parts that are."""
    same = {rect.getRect() for rect in known}
    fresh = [rect for rect in rects if rect.getRect() not in same]
    about = [_part_at(rect.left() // part, rect.top() // part, whole, part) for rect in fresh]
    fresh = [
        rect
        for rect, its in zip(fresh, about, strict=True)
        if its.getRect() not in same or not its.contains(rect)
    ]
    wide = [rect for rect in known if rect.width() >= PART or rect.height() >= PART]
    return [rect for rect in fresh if not any(other.contains(rect) for other in wide)]


def without(rects: Sequence[QRect], covers: Sequence[QRect]) -> list[QRect]:
    """Those that lie in no one of ``covers``."""
    return [rect for rect in rects if not any(cover.contains(rect) for cover in covers)]


def parts(rect: QRect) -> list[QRect]:
    """A rectangle in pieces of at most ``PART`` px a side."""
    return [
        QRect(x, y, min(PART, rect.right() + 1 - x), min(PART, rect.bottom() + 1 - y))
        for y in range(rect.top(), rect.bottom() + 1, PART)
        for x in range(rect.left(), rect.right() + 1, PART)
    ]


def gathered(rects: Sequence[QRect], whole: QRect, part: int) -> list[QRect]:
    """The parts in which these lie, in their order."""
    places = dict.fromkeys(
        (x, y)
        for rect in rects
        for x in range(rect.left() // part, rect.right() // part + 1)
        for y in range(rect.top() // part, rect.bottom() // part + 1)
    )
    return [_part_at(x, y, whole, part) for x, y in places]


def _part_at(x: int, y: int, whole: QRect, part: int) -> QRect:
    return QRect(x * part, y * part, part, part).intersected(whole)


def parts_of(low: NDArray[np.int64], high: NDArray[np.int64], whole: QRect, part: int) -> list[QRect]:
    """The parts (device px across) of a sheet that these spans (upper bounds without) touch."""
    first, last = low // part, np.maximum(high - 1, low) // part
    spans = np.unique(np.hstack([first, last]), axis=0).tolist()
    places = {(x, y) for a, b, c, d in spans for x in range(a, c + 1) for y in range(b, d + 1)}
    return [_part_at(x, y, whole, part) for x, y in sorted(places)]


def nearest_last(parts: Sequence[QRect], whole: QRect) -> list[QRect]:
    """Parts by their distance from the middle, the furthest first: they are taken from the end."""
    middle = whole.center()
    return sorted(parts, key=lambda part: -(part.center() - middle).manhattanLength())


def joined(rects: Sequence[QRect]) -> list[QRect]:
    """One rectangle for all, where they fill it; else each for itself."""
    whole = QRect()
    for rect in rects:
        whole = whole.united(rect)
    filled = sum(rect.width() * rect.height() for rect in rects)
    return [whole] if filled >= whole.width() * whole.height() else list(rects)


def pixels(span: Box, ratio: float) -> QRect:
    """A px box (y down) as whole device pixels, rounded outwards."""
    left, top = int(span.left * ratio // 1), int(span.bottom * ratio // 1)
    return QRect(left, top, int(-(-span.right * ratio // 1)) - left, int(-(-span.top * ratio // 1)) - top)


def bands(whole: QRect) -> list[QRect]:
    """A sheet from top to bottom in bands of some ``BAND_PX``."""
    high = max(1, BAND_PX // max(1, whole.width()))
    return [QRect(0, y, whole.width(), min(high, whole.height() - y)) for y in range(0, whole.height(), high)]
