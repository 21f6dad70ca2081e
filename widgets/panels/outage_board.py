"""Outages worst first: stage, place, customers, how long, the restoration time, evidence, crew, told (d.77).

Rows rank by key customers and customers out, never by a clock: nothing moves only because time passes.
"""

from wallboard.domain.back_feed import van_on
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Lane, OutageStage
from wallboard.rules.restore_orders import order_key
from wallboard.state.queries import Totals
from widgets.panel import PanelSpec
from widgets.parts.ink import Run
from widgets.parts.lane_words import lane_runs
from widgets.parts.listing import Listed, Listing, RowFace
from widgets.parts.outage_words import etr_band, etr_run, etr_share, known_runs, name_runs, since_runs
from widgets.text import Text

COUNTED = (
    OutageStage.SUSPECTED,
    OutageStage.PREDICTED,
    OutageStage.PROBABLE,
    OutageStage.CONFIRMED,
    OutageStage.PARTLY_RESTORED,
    OutageStage.RESTORED_REPORTED,
)
"""Stages whose numbers stand in the head, in the order of an outage's life."""


class OutageBoard(Listing):
    """What does not fit is counted in the head, beside how many are at each stage."""

    nouns = ("outage", "order", "source", "crew", "van")

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        figures = session.boards.totals(now)
        title = lane_runs(Lane.RESTORE, text, words=text.t("outages.title"))
        if figures.outages is None:
            why = text.t("source.no_data" if figures.awaited else "lane.no_source")
            return Listed((title, (Run(why, tone="muted"),)), [])
        rows = session.boards.worst_outages(most)
        counts = _counts(figures, len(rows), text)
        return Listed(
            (title, counts), [(row.id, self._row(row, now)) for row in rows], text.t("outages.none")
        )

    def _row(self, outage: Outage, now: float) -> RowFace:
        text, tables = self.session.text, self.session.tables
        van = tables.vans.get(outage.van) or van_on(outage, tables.vans.values())
        order = tables.orders.get(order_key(outage.id))
        return RowFace(
            name_runs(outage, text),
            (etr_run(outage, text, now),),
            known_runs(outage, text, now, van, order),
            since_runs(outage, text, now),
            etr_share(outage, now),
            etr_band(outage, now),
        )


def _counts(figures: Totals, shown: int, text: Text) -> tuple[Run, ...]:
    """How many are open, how many at each stage, and how many have no row."""
    total = figures.outages or 0
    runs = [Run(text.number(total), "count", gap=6), Run(text.t("unit.outages"), tone="muted")]
    by_stage = figures.by_stage
    for drop, stage in enumerate(sorted(COUNTED, key=lambda each: -by_stage.get(each.value, 0)), 2):
        if n := by_stage.get(stage.value, 0):
            words = f"{text.t(f'outage.stage.{stage.value}')} {text.number(n)}"
            runs.append(Run(words, tone="muted", drop=drop, lead=8))
    if total > shown:
        runs.append(Run(text.t("more.outages", n=text.number(total - shown)), tone="muted", drop=1, lead=8))
    return tuple(runs)


PANEL = PanelSpec("outage_board", OutageBoard)
