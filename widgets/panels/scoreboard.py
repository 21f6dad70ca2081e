"""Scoreboards of cells and of crews, and orders closed per person: at a desk only (d.51, d.136, d.137).

What judges people is nobody's to read from across a hall: without a desk the panel says so and shows nothing.
"""

from typing import Literal

from wallboard.config.values import ConfigStruct
from wallboard.state.queries.cells import CellLine
from wallboard.state.queries.scoreboard import CrewScore, Output, Scoreboard, scoreboard
from widgets.panel import PanelSpec, SteadyPanel
from widgets.parts.headline import NOTHING
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace


class ScoreboardOptions(ConfigStruct, frozen=True, kw_only=True):
    """of: ``cells`` (what they solve by themselves) or ``crews`` (orders closed per person)."""

    of: Literal["cells", "crews"] = "cells"


class ScoreList(Listing, SteadyPanel):
    """The best first, each with its place; what does not fit is counted in the head."""

    nouns = ("order", "outage", "crew", "cell", "roster", "source")
    options: ScoreboardOptions

    @property
    def row_height(self) -> int:
        """Tight: it is read at arm's length."""
        scale = self.session.scale
        return round(scale.line("row") + scale.line("small") + scale.px(8))

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        title = (Run(text.t(f"score.title.{self.options.of}"), "title"),)
        if session.desk is None:
            return Listed((title, ()), [], text.t("score.desk_only"))
        found = scoreboard(session.tables, session.boards.trays(), now)
        if self.options.of == "cells":
            rows = [
                (line.cell.id, self._cell(place, line)) for place, line in enumerate(found.cells[:most], 1)
            ]
            head = self._rest(len(found.cells), len(rows))
        else:
            rows = [(one.crew.id, self._crew(place, one)) for place, one in enumerate(found.crews[:most], 1)]
            head = (*self._outputs(found), *self._rest(len(found.crews), len(rows)))
        return Listed((title, head), [*rows], text.t("score.none"))

    def _outputs(self, found: Scoreboard) -> tuple[Run, ...]:
        """Orders for each person: of the shift that runs, and of the one before."""
        return tuple(
            run
            for key, output in (("now", found.now), ("before", found.before))
            if output is not None
            for run in self._output(key, output)
        )

    def _output(self, key: str, output: Output) -> tuple[Run, ...]:
        text, each = self.session.text, output.per_person
        value = NOTHING if each is None else f"{each:.2f}"
        words = text.t(f"score.{key}", shift=text.name(output.shift.name))
        basis = text.t("score.of", done=text.number(output.done), persons=text.number(output.persons or 0))
        return (
            Run(words, tone="muted", gap=6, drop=int(key == "before")),
            Run(value, "count", gap=6, drop=int(key == "before")),
            Run(basis, tone="muted", drop=2 + int(key == "before"), gap=16),
        )

    def _rest(self, total: int, shown: int) -> tuple[Run, ...]:
        text = self.session.text
        more = Run(text.t("score.more", n=text.number(total - shown)), tone="muted", drop=1)
        return (more,) if total > shown else ()

    def _cell(self, place: int, line: CellLine) -> RowFace:
        text, cell = self.session.text, line.cell
        share = text.share(line.inside / line.done) if line.done else NOTHING
        owners = " · ".join(text.name(name) for name in (cell.manager, cell.equipment) if name)
        hazards = text.number(cell.hazards_open or 0)
        below = text.t("score.overdue", n=text.number(line.overdue), hazards=hazards)
        return RowFace(
            (Run(f"{place}", "row", tone="muted", gap=12), Run(text.name(cell.name), "row", elide=True)),
            (Run(share, "row", gap=6), Run(text.t("score.inside", n=text.number(line.done)), tone="muted")),
            (Run(owners, tone="muted", elide=True),),
            (Run(below, tone="muted"),),
        )

    def _crew(self, place: int, score: CrewScore) -> RowFace:
        text, crew = self.session.text, score.crew
        done = text.t("score.done", n=text.number(score.done), persons=text.number(crew.persons))
        return RowFace(
            (Run(f"{place}", "row", tone="muted", gap=12), Run(text.name(crew.name), "row", elide=True)),
            (
                Run(f"{score.per_person:.2f}", "row", gap=6),
                Run(text.t("score.per_person"), tone="muted"),
            ),
            (Run(text.name(crew.unit), tone="muted", elide=True),),
            (Run(done, tone="muted"),),
        )


PANEL = PanelSpec("scoreboard", ScoreList, ScoreboardOptions)
