"""A measure in words: its value with its unit, what it was taken from, and its goal."""

from wallboard.state.queries.measures import MeasureFace, Unit
from widgets.parts.headline import NOTHING
from widgets.parts.ink import Run
from widgets.text import Text


def value_of(face: MeasureFace, text: Text) -> tuple[str, str]:
    """The figure and its unit; words where no source speaks of it, a dash where its window holds nothing."""
    if not face.sourced:
        return text.t("no_source"), ""
    if face.value is None:
        return NOTHING, ""
    if face.unit is Unit.SHARE:
        return text.share(face.value).removesuffix(" %"), "%"
    return text.number(face.value), text.t(f"unit.{face.unit.value}", n=text.number(face.value))


def basis_runs(face: MeasureFace, text: Text) -> list[Run]:
    """Out of how many, and by when; the goal where there is one."""
    runs: list[Run] = []
    if not face.sourced:
        return runs
    if face.goal is not None:
        bound = face.goal.at_least if face.goal.at_least is not None else face.goal.at_most or 0.0
        sign = "≥" if face.goal.at_least is not None else "≤"
        words = text.share(bound) if face.unit is Unit.SHARE else text.number(bound)
        key = "measure.missed" if face.missed else "measure.goal"
        runs.append(Run(text.t(key, bound=f"{sign} {words}"), bold=face.missed))
    if face.unit is not Unit.ORDERS:
        runs.append(Run(text.t("measure.of", n=text.number(face.n)), tone="muted", drop=1))
    if face.oldest is not None:
        runs.append(Run(text.t("queue.waited", age=text.span(face.oldest)), tone="muted", drop=2))
    return runs
