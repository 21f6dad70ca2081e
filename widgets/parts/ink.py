"""Lines of text made of runs: one baseline, fixed order, dropped or elided where room is short.

Nothing is clipped: a line that does not fit loses its least needed runs, then shortens the one run that
may be shortened with an ellipsis.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from widgets.parts.badges import LOOKS, PAD, draw_plate
from widgets.parts.glyphs import draw_glyph
from widgets.scale import Scale
from widgets.theme import Theme

LEAST_EM = 5.2
"""Characters that a shortened run keeps before its neighbours are asked to go, unless it says otherwise."""

DOTS, LOOSE = "…", " ,，、·:：;；-–("
"""What ends a shortened text, and what never stands before it."""

SPARE = 4
"""Runs of this drop number and above go before a more needed one is shortened for them."""


@dataclass(frozen=True)
class Run:
    """A piece of a line. ``tone`` names a theme token; ``glyph`` a painted sign before the text.

    drop: runs with the highest number go first when room lacks, 0 never goes. gap: study pixels after it.
    """

    text: str
    role: str = "small"
    tone: str = "text"
    bold: bool | None = None
    glyph: str = ""
    drop: int = 0
    elide: bool = False
    gap: float = 12.0
    lead: float = 0.0  # study pixels before it, where it is not the first of its line
    room: str = ""  # the widest text that may stand here: digits change, the line does not move
    plate: str = ""  # a plate behind sign and text (``badges.PLATES``)
    least: float = LEAST_EM  # characters that it keeps while it is shortened and may still be dropped
    short: str = ""  # what it says instead where room lacks, before anything is dropped or cut


def badge(name: str, words: str, **look: Any) -> Run:
    """The run of a state of health with its sign and plate, by its name in ``LOOKS``."""
    glyph, plate = LOOKS[name]
    return Run(words, glyph=glyph, plate=plate, bold=name != "live", **look)


def tone_of(theme: Theme, tone: str) -> QColor:
    """The colour of a token's name."""
    return getattr(theme, tone)


def width_of(run: Run, scale: Scale) -> float:
    """Window pixels of a run without its gap."""
    width = scale.advance(run.role, run.bold, run.text) if run.text else 0.0
    if run.room:
        width = max(width, scale.advance(run.role, run.bold, run.room))
    if run.glyph:
        width += glyph_side(run, scale) + (scale.px(8) if run.text else 0.0)
    return width + (2 * scale.px(PAD) if run.plate else 0.0)


def glyph_side(run: Run, scale: Scale) -> float:
    return scale.text_px(run.role) * (0.64 if run.role == "count" else 0.78)


def line_width(runs: Sequence[Run], scale: Scale) -> float:
    """Window pixels of a whole line."""
    if not runs:
        return 0.0
    gaps = sum(scale.px(run.gap + after.lead) for run, after in pairwise(runs))
    return sum(width_of(run, scale) for run in runs) + gaps


def least_width(runs: Sequence[Run], scale: Scale) -> float:
    """Window pixels below which a line loses something that it must say."""
    kept = [run for run in runs if not run.drop]
    return line_width(kept, scale) - sum(_give(run, scale) for run in kept)


def _give(run: Run, scale: Scale) -> float:
    """How much a run may be shortened."""
    spared = width_of(run, scale) - width_of(replace(run, text=run.short), scale) if run.short else 0.0
    if not run.elide:
        return spared
    return max(spared, width_of(run, scale) - scale.text_px(run.role) * run.least)


def fit(runs: Sequence[Run], width: float, scale: Scale) -> list[Run]:
    """The runs that fit into ``width``.

    Long text is first thought of as shortened to its ``short`` or its ``least`` (while spare runs stand, only
    theirs); then
    droppable runs go, all of one number at once; at last the elidable runs (or else the last run) share
    what is left, the first keeping most.
    """
    kept = [run for run in runs if run.text or run.glyph]
    while kept:
        worst = max(run.drop for run in kept)
        givers = kept if worst < SPARE else [run for run in kept if run.drop >= SPARE]
        shortest = line_width(kept, scale) - sum(_give(run, scale) for run in givers)
        if shortest <= width or not worst:
            break
        kept = [run for run in kept if run.drop != worst]
    return _shorten(kept, line_width(kept, scale) - width, scale)


def _shorten(runs: list[Run], over: float, scale: Scale) -> list[Run]:
    """Say it shorter, then take ``over`` pixels from the elidable runs, the last first; what is still over,
    from the first."""
    for i, run in enumerate(runs):
        if over > 0 and run.short:
            runs[i] = replace(run, text=run.short)
            over -= width_of(run, scale) - width_of(runs[i], scale)
    if over <= 0 or not runs:
        return runs
    elidable = [i for i, run in enumerate(runs) if run.elide] or [len(runs) - 1]
    for keep in (1.0, 0.0):
        for i in reversed(elidable):
            spare = width_of(runs[i], scale) - scale.text_px(runs[i].role) * runs[i].least * keep
            if over > 0.5 and spare > 0:
                runs[i] = _elided(runs[i], min(over, spare), scale)
                over -= min(over, spare)
    return [run for run in runs if run.text or run.glyph]


def _elided(run: Run, by: float, scale: Scale) -> Run:
    """The run, narrower by at least ``by`` pixels; Qt's own answer may be some pixels too wide."""
    metrics = scale.metrics(run.role, run.bold)
    space = metrics.horizontalAdvance(run.text) - by
    text, room = run.text, space
    while text and metrics.horizontalAdvance(text) > space:
        text = metrics.elidedText(run.text, Qt.TextElideMode.ElideRight, room) if room > 0 else ""
        if text.endswith(DOTS):
            text = text.removesuffix(DOTS).rstrip(LOOSE) + DOTS
        room -= max(2.0, metrics.horizontalAdvance(text) - space)
    return replace(run, text=text)


def draw_line(
    painter: QPainter,
    rect: QRectF,
    runs: Sequence[Run],
    scale: Scale,
    theme: Theme,
    *,
    right: bool = False,
    base: float | None = None,
) -> float:
    """Draw a line on one baseline, vertically centred in ``rect``; returns the width used.

    base: the baseline where lines of different sizes stand side by side, window pixels.
    """
    kept = fit(runs, rect.width(), scale)
    if not kept:
        return 0.0
    width = line_width(kept, scale)
    x = rect.right() - width if right else rect.left()
    if base is None:
        tallest = max(kept, key=lambda run: scale.text_px(run.role))
        base = rect.center().y() + scale.text_px(tallest.role) * 0.37
    for i, run in enumerate(kept):
        x += scale.px(run.lead) if i else 0.0
        draw_run(painter, x, base, run, scale, theme)
        x += width_of(run, scale) + scale.px(run.gap)
    return width


def draw_run(painter: QPainter, x: float, base: float, run: Run, scale: Scale, theme: Theme) -> None:
    """Draw one run with its left edge at ``x`` on the baseline ``base``."""
    colour = tone_of(theme, run.tone)
    if run.plate:
        half = scale.text_px(run.role) * 0.62
        middle = base - scale.text_px(run.role) * 0.37
        plate = QRectF(x, middle - half, width_of(run, scale), 2 * half)
        draw_plate(painter, plate, run.plate, colour, scale.px(1))
        x += scale.px(PAD)
        colour = theme.ground if run.plate == "solid" else colour
    if run.glyph:
        side = glyph_side(run, scale)
        middle = base - scale.text_px(run.role) * 0.37
        draw_glyph(painter, QRectF(x, middle - side / 2, side, side), run.glyph, colour)
        x += side + (scale.px(8) if run.text else 0.0)
    if run.text:
        painter.setFont(scale.font(run.role, run.bold))
        painter.setPen(colour)
        painter.drawText(QPointF(x, base), run.text)  # a text at a point is never read as markup


def draw_split(
    painter: QPainter,
    rect: QRectF,
    left: Sequence[Run],
    right: Sequence[Run],
    scale: Scale,
    theme: Theme,
    *,
    gap: float = 24.0,
) -> None:
    """Both sides on one baseline. Each loses its droppable runs before the other is shortened.

    gap: study px between them at least.
    """
    gap = scale.px(gap)
    free = rect.width() - least_width(left, scale) - gap
    room = min(rect.width(), max(least_width(right, scale), free))
    used = draw_line(
        painter, QRectF(rect.right() - room, rect.top(), room, rect.height()), right, scale, theme, right=True
    )
    taken = used + gap if used else 0.0
    draw_line(painter, rect.adjusted(0, 0, -taken, 0), left, scale, theme)


def hatch(painter: QPainter, rect: QRectF, pen: QPen, apart: float) -> None:
    """Slanted lines within a rectangle."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen)
    steps = int((rect.width() + rect.height()) / apart) + 1
    lines = [
        QLineF(rect.left() + i * apart - rect.height(), rect.bottom(), rect.left() + i * apart, rect.top())
        for i in range(steps + 1)
    ]
    painter.drawLines(lines)
    painter.restore()
