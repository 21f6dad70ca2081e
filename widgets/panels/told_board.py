"""Who was told, the worst first: entered for 95598, told by group and version, how long the oldest waits
(d.11-d.14).
"""

from wallboard.domain.messages import MessageStep
from wallboard.domain.terms import Band
from wallboard.rules.notification import GroupTold, TellingClock
from wallboard.state.queries.telling import TellingLine, TellingTable, telling_table
from widgets.panel import PanelSpec, SteadyPanel
from widgets.parts.glyphs import BAND_GLYPH
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace
from widgets.parts.order_words import BAND_TONE
from widgets.parts.outage_words import name_runs


class ToldBoard(Listing, SteadyPanel):
    """What does not fit is counted in the head, beside what is not entered and who is not told."""

    nouns = ("outage", "source")

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        table = telling_table(session.tables, session.rules, now, most)
        title = (Run(text.t("telling.title"), "title"),)
        if table is None:
            return Listed((title, (Run(text.t("no_source"), tone="muted"),)), [])
        rows = [(line.outage.id, self._row(line, now)) for line in table.lines]
        return Listed((title, self._counts(table, len(rows), now)), [*rows], text.t("telling.none"))

    def _counts(self, table: TellingTable, shown: int, now: float) -> tuple[Run, ...]:
        text, gap = self.session.text, self.session.boards.told(now)
        runs: list[Run] = []
        if gap is not None:
            number = text.bounded(gap.untold, at_least=gap.at_least)
            runs += [Run(number, "count", gap=6), Run(text.t("telling.untold"), tone="muted", drop=1)]
            if gap.untold and gap.oldest_untold_age is not None:
                oldest = text.t("telling.oldest", span=text.age(gap.oldest_untold_age))
                runs.append(Run(oldest, tone="muted", drop=2))
        if table.unentered:
            late = "breached" if table.late else "muted"
            words = text.t("telling.unentered", n=text.number(table.unentered))
            runs.append(Run(words, tone=late, glyph="diamond" if table.late else "", drop=1, lead=8))
        if table.keys:
            runs.append(Run(text.t("telling.keys", n=text.number(table.keys)), drop=3, lead=8))
        if table.total > shown:
            more = text.t("more.outages", n=text.number(table.total - shown))
            runs.append(Run(more, tone="muted", drop=4, lead=8))
        return tuple(runs)

    def _row(self, line: TellingLine, now: float) -> RowFace:
        text, clock = self.session.text, self._clock(line)
        band = self._band(clock, now)
        groups = [run for group in line.groups for run in self._group(group, many=len(line.groups) > 1)]
        version = text.t("telling.version", n=line.outage.etr_revision + 1)
        beyond = [Run(version, tone="muted", drop=2)] if line.outage.dark and line.told is not None else []
        if line.oldest is not None:
            beyond.append(
                Run(text.t("telling.waits", span=text.age(now - line.oldest)), tone="muted", drop=1)
            )
        return RowFace(
            name_runs(line.outage, text),
            (self._clock_run(clock, line, now),),
            (*groups, *self._waiting(line)),
            tuple(beyond),
            self._share(clock, now),
            band,
        )

    def _clock(self, line: TellingLine) -> TellingClock | None:
        """The first of the two that is open; none where both are met."""
        open_ = [each for each in (line.entered, line.told) if each is not None and each.done is None]
        return open_[0] if open_ else None

    def _band(self, clock: TellingClock | None, now: float) -> Band:
        rules = self.session.rules
        return Band.CALM if clock is None else clock.band(now, rules.warn_share if rules is not None else 1.0)

    def _clock_run(self, clock: TellingClock | None, line: TellingLine, now: float) -> Run:
        """``95598录入 超 3 分``, ``告知 剩 4 分``; without a limit what has passed."""
        text, band = self.session.text, self._band(clock, now)
        if line.told is None:
            return Run(text.t("telling.foreseen"), "row", tone="muted")
        if clock is None:
            return Run(text.t("telling.done"), "row", tone="muted", glyph="tick")
        target = text.t("telling.entered" if clock is line.entered else "telling.told")
        if clock.due is None:
            words = text.t("clock.so_far", target=target, span=text.span(now - clock.since))
        elif now > clock.due:
            words = text.t("clock.over", target=target, span=text.span(now - clock.due))
        else:
            words = text.t("clock.left", target=target, span=text.span(clock.due - now))
        return Run(words, "row", tone=BAND_TONE[band], glyph=BAND_GLYPH[band])

    def _share(self, clock: TellingClock | None, now: float) -> int | None:
        if clock is None or clock.due is None or clock.due <= clock.since:
            return None
        return min(1001, round(1000 * (now - clock.since) / (clock.due - clock.since)))

    def _group(self, group: GroupTold, *, many: bool) -> list[Run]:
        """``重要客户 3/4``, and how many know an older version only."""
        text = self.session.text
        of = "" if group.customers is None else f" / {text.number(group.customers)}"
        name = text.t(f"group.{group.group}") if many else text.t("telling.told_of")
        runs = [Run(f"{name} {text.number(group.told)}{of}", drop=1 if group.group == "others" else 0)]
        if group.older:
            older = text.t("telling.older", n=text.number(group.older))
            runs.append(Run(older, tone="muted", drop=4))
        return runs

    def _waiting(self, line: TellingLine) -> list[Run]:
        """What is on its way, and what it waits for."""
        text = self.session.text
        steps = {each.step for each in line.waiting}
        for step in (MessageStep.WAITING, MessageStep.SENDING, MessageStep.READY):
            if step in steps:
                return [Run(text.t(f"message.step.{step.value}"), glyph="ring", drop=3)]
        return []


PANEL = PanelSpec("told_board", ToldBoard)
