"""Customers who may complain before they do: what happened to their order, and who has it (d.17, d.36)."""

from wallboard.domain.terms import Lane
from wallboard.rules.complaint_risk import signs_of
from wallboard.state.queries.queues import sourced
from wallboard.state.trays import Tray
from widgets.panel import PanelSpec
from widgets.parts.case_words import chain_runs
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace
from widgets.parts.order_words import title_runs


class ContactWatch(Listing):
    """Most signs first; each sign stands in words, and no score."""

    nouns = ("order", "outage", "source")

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        trays, tables = session.boards.trays(), session.tables
        title = (Run(text.t("risk.title"), "title"),)
        if not any(sourced(tables, trays, lane) for lane in Lane):
            return Listed((title, (Run(text.t("no_source"), tone="muted"),)), [])
        risky, repeated = trays.tray(Tray.RISK), trays.tray(Tray.REPEATED)
        counts = [
            Run(text.number(len(risky)), "count", gap=6),
            Run(text.t("unit.orders", n=len(risky)), tone="muted"),
            Run(text.t("risk.repeated", n=text.number(len(repeated))), tone="muted", drop=1, lead=8),
        ]
        rest = len(risky) - most
        if rest > 0:
            counts.append(Run(text.t("more.orders", n=text.number(rest)), tone="muted", drop=2, lead=8))
        rows = [(key, self._row(key, now)) for _, key, _ in risky.first(most)]
        return Listed((title, tuple(counts)), [*rows], text.t("risk.none"))

    def _row(self, key: str, now: float) -> RowFace:
        text, tables = self.session.text, self.session.tables
        order = tables.orders[key]
        signs = [text.reason(sign) for sign in signs_of(order)]
        outage = tables.outages.get(order.outage) if order.outage else None
        more = (Run(" · ".join(signs[1:]), tone="muted", drop=2),) if signs[1:] else ()
        return RowFace(
            title_runs(order, outage, text), (Run(signs[0], bold=True),), chain_runs(order, text, now), more
        )


PANEL = PanelSpec("contact_watch", ContactWatch)
