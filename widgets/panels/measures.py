"""Measures of the service side: value, what it was taken from, over which time, and its goal."""

from wallboard.config.values import ConfigStruct
from wallboard.domain.terms import Measure
from wallboard.state.queries.measures import MeasureFace, Unit, measure
from widgets.panel import PanelSpec
from widgets.parts.headline import NOTHING, Tile
from widgets.parts.heads import Sides
from widgets.parts.ink import Run
from widgets.parts.tile_panel import TilePanel


class MeasuresOptions(ConfigStruct, frozen=True, kw_only=True):
    """of: which, in their order. title: the key of the panel's name, after ``measures.``."""

    of: list[Measure]
    title: str = "service"


class Measures(TilePanel):
    """What is settled (the last 24 h) and what stands open now say which they are."""

    nouns = ("order", "source")
    options: MeasuresOptions

    def title(self) -> Sides:
        text = self.session.text
        name = Run(text.t(f"measures.{self.options.title}"), "title")
        return (name,), (Run(text.t("measures.window"), tone="muted", elide=True),)

    def tiles(self, now: float) -> list[Tile]:
        session = self.session
        trays = session.boards.trays()
        return [
            self._tile(measure(session.tables, trays, session.rules, now, which)) for which in self.options.of
        ]

    def _tile(self, face: MeasureFace) -> Tile:
        text = self.session.text
        label = text.t(f"measure.{face.measure.value}")
        if not face.sourced:
            return Tile(
                face.measure, label, "", tone="muted", below=(Run(text.t("no_source"), tone="muted"),)
            )
        value, unit = self._value(face)
        tone = "text" if face.value else "muted"
        return Tile(face.measure, label, value, unit, tone, below=tuple(self._basis(face)))

    def _value(self, face: MeasureFace) -> tuple[str, str]:
        text = self.session.text
        if face.value is None:
            return NOTHING, ""
        if face.unit is Unit.SHARE:
            return text.share(face.value).removesuffix(" %"), "%"
        return text.number(face.value), text.t(f"unit.{face.unit.value}")

    def _basis(self, face: MeasureFace) -> list[Run]:
        """Out of how many, and by when; the goal where there is one."""
        text = self.session.text
        runs: list[Run] = []
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


PANEL = PanelSpec("measures", Measures, MeasuresOptions)
