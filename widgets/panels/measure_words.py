"""What each measure counts, over which time and of what, with its value now: for whoever asks."""

from wallboard.domain.terms import Measure
from wallboard.state.queries.measures import measure
from widgets.panel import PanelSpec
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace
from widgets.parts.measure_words import basis_runs, value_of


class MeasureWords(Listing):
    """One row a measure: name and value, below what it means and what it was taken from."""

    nouns = ("order", "source")

    def listed(self, now: float, most: int) -> Listed:
        text = self.session.text
        title = (Run(text.t("measures.words"), "title"),)
        rows = [(which, self._row(which, now)) for which in list(Measure)[:most]]
        rest = len(Measure) - len(rows)
        said = [Run(text.t("measures.window"), tone="muted", elide=True)]
        if rest:
            said.append(Run(text.t("measures.more", n=rest), tone="muted"))
        return Listed((title, tuple(said)), [*rows])

    def _row(self, which: Measure, now: float) -> RowFace:
        session, text = self.session, self.session.text
        face = measure(session.tables, session.boards.trays(), session.rules, now, which)
        value, unit = value_of(face, text)
        return RowFace(
            (Run(text.t(f"measure.{which.value}"), "row"),),
            (Run(value, "row", gap=6), Run(unit, tone="muted")),
            (Run(text.t(f"measure.{which.value}.means"), tone="muted", elide=True, least=40.0),),
            tuple(basis_runs(face, text)),
        )


PANEL = PanelSpec("measure_words", MeasureWords)
