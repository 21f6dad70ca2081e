"""The head of a lane in words: its name, how many are open, warned and breached, and what is not shown."""

from wallboard.domain.terms import Lane
from wallboard.state.queries import LaneFace
from widgets.parts.glyphs import LANE_GLYPH
from widgets.parts.ink import Run
from widgets.text import Text


def lane_runs(lane: Lane, text: Text, *, short: bool = False, words: str = "") -> tuple[Run, ...]:
    """The lane's sign and its name. words: the name of a part of it."""
    name = words or text.t(f"{'lane.short' if short else 'lane'}.{lane.value}")
    return Run("", "title", tone=lane.value, glyph=LANE_GLYPH[lane], gap=12), Run(name, "title")


def count_runs(face: LaneFace, shown: int, text: Text, *, rest_drop: int = 4) -> tuple[Run, ...]:
    """How many are open, how they stand, and how many are not among the ``shown``.

    rest_drop: the drop number of the last; 0: it never goes.
    """
    if not face.sourced:
        return (Run(text.t("source.no_data" if face.awaited else "lane.no_source"), tone="muted"),)
    runs = [
        Run(text.bounded(face.open, at_least=face.at_least), "count", gap=6),
        Run(text.t("lane.open"), tone="muted", drop=1),
        *_band_runs(face, text),
    ]
    rest = face.open - shown
    if shown and rest > 0:
        runs.append(Run(text.t("more.orders", n=text.number(rest)), tone="muted", drop=rest_drop, lead=8))
    return tuple(runs)


def _band_runs(face: LaneFace, text: Text) -> list[Run]:
    """How many are warned and breached, and by what; where nothing judges them, that."""
    if face.warning is None or face.breached is None:
        return [Run(text.t("lane.no_limits"), tone="muted", drop=2, lead=8)]
    runs: list[Run] = []
    for n, tone, glyph in ((face.warning, "warning", "triangle"), (face.breached, "breached", "diamond")):
        lit = tone if n else "muted"
        runs.append(Run(text.number(n), "count", tone=lit, glyph=glyph, gap=6, lead=6))
        runs.append(Run(text.t(f"lane.{tone}"), tone="muted", drop=3))
    if face.by_promise:
        runs.append(Run(text.t("lane.by_promise"), tone="muted", drop=2, lead=8))
    if face.uncoloured:
        words = text.t("lane.unjudged", n=text.number(face.uncoloured))
        runs.append(Run(words, tone="muted", drop=5, lead=8))
    return runs
