"""Measures of the service side: value, what it was taken from, over which time, and its goal."""

from wallboard.config.values import ConfigStruct
from wallboard.domain.terms import Measure
from wallboard.state.queries.measures import MeasureFace, measure
from widgets.panel import PanelSpec
from widgets.parts.headline import Tile
from widgets.parts.heads import Sides
from widgets.parts.ink import Run
from widgets.parts.measure_words import basis_runs, value_of
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
        value, unit = value_of(face, text)
        tone = "text" if face.value else "muted"
        return Tile(face.measure, label, value, unit, tone, below=tuple(basis_runs(face, text)))


PANEL = PanelSpec("measures", Measures, MeasuresOptions)
