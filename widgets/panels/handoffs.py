"""What lies between the two desks: whom it waits for, how long, and what was done last (d.113)."""

from wallboard.domain.terms import Lane
from wallboard.state.queries.handoffs import Handoff, Waits, handoffs
from wallboard.state.queries.queues import sourced
from widgets.panel import PanelSpec
from widgets.parts.case_words import last_runs, limit_words
from widgets.parts.glyphs import BAND_GLYPH, LANE_GLYPH
from widgets.parts.ink import SPARE, Run
from widgets.parts.listing import BOTH, Listed, Listing, RowFace
from widgets.parts.order_words import BAND_TONE, title_runs


class HandoffList(Listing):
    """Hand-overs, questions and decisions of all lanes."""

    nouns = ("order", "outage", "source")

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        trays, tables = session.boards.trays(), session.tables
        title = (Run(text.t("handoff.title"), "title"),)
        if not any(sourced(tables, trays, lane) for lane in Lane):
            return Listed((title, (Run(text.t("no_source"), tone="muted"),)), [])
        found = handoffs(tables, trays, session.rules, now, most)
        counts = [
            Run(text.number(found.total), "count", gap=6),
            Run(text.t("unit.orders", n=found.total), tone="muted"),
        ]
        rest = found.total - len(found.rows)
        if rest > 0:
            counts.append(Run(text.t("more.orders", n=text.number(rest)), tone="muted", drop=1, lead=8))
        rows = [((row.order.id, row.waits), self._row(row, now)) for row in found.rows]
        return Listed((title, tuple(counts)), [*rows], text.t("handoff.none"))

    def _row(self, row: Handoff, now: float) -> RowFace:
        text, order = self.session.text, row.order
        outage = self.session.tables.outages.get(order.outage) if order.outage else None
        whom = order.asked.to if order.asked is not None else ""
        if row.waits is Waits.ACCEPTANCE and order.handover is not None:
            whom = order.handover.to
        said = text.t(f"handoff.{row.waits.value}", span=text.span(row.age))
        to = (Run(f"→ {text.name(whom)}", bold=True, gap=10),) if whom else ()
        lane = Run("", "row", tone=order.lane.value, glyph=LANE_GLYPH[order.lane], gap=10)
        spent = row.waited
        share = None if spent is None else min(1001, round(1000 * spent.spent / spent.limit))
        held = last_runs(order, text, now)
        done = next((i for i, run in enumerate(held) if run.text.startswith("·")), len(held))
        below, limit = (*held[:done], *to, *held[done:]), self._limit(row)
        return RowFace(
            (lane, *title_runs(order, outage, text)),
            (Run(said, "row", tone=BAND_TONE[row.band], glyph=BAND_GLYPH[row.band], elide=True, least=14.0),),
            below if self._wide else (*below, *limit),
            limit if self._wide else (),
            share,
            row.band,
        )

    @property
    def _wide(self) -> bool:
        """Whether the limit has a side of its own; else it goes before a name is shortened for it."""
        scale = self.session.scale
        return self.width() >= scale.px(BOTH) * scale.growth

    def _limit(self, row: Handoff) -> tuple[Run, ...]:
        if row.waited is None:
            return ()
        words = limit_words(row.waited.limit, self.session.text, worked=row.waited.worked)
        return (Run(words, tone="muted", drop=SPARE + 2),)


PANEL = PanelSpec("handoffs", HandoffList)
