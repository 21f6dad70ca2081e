"""Planned work, the worst first: late returns, wrong notices, what runs, what comes (domain 5.1, 5.9)."""

from wallboard.domain.terms import Band
from wallboard.rules.planned import NoticeState
from wallboard.state.queries.planned import PlanLine, PlanTable, plan_table
from widgets.panel import PanelSpec, SteadyPanel
from widgets.parts.ink import Run
from widgets.parts.listing import Listed, Listing, RowFace


class PlanBoard(Listing, SteadyPanel):
    """Window, customers, notice and its share, the return planned against actual, repeats."""

    nouns = ("plan", "outage", "source")

    def listed(self, now: float, most: int) -> Listed:
        session, text = self.session, self.session.text
        table = plan_table(session.tables, session.rules, now, text.zone, most)
        title = (Run(text.t("plans.title"), "title"),)
        if table is None:
            return Listed((title, (Run(text.t("no_source"), tone="muted"),)), [])
        rows = [(line.plan.id, self._row(line, now)) for line in table.lines]
        return Listed((title, self._counts(table, len(rows))), [*rows], text.t("plans.none"))

    def _counts(self, table: PlanTable, shown: int) -> tuple[Run, ...]:
        text = self.session.text
        runs = [Run(text.number(table.running), "count", gap=6), Run(text.t("plans.running"), tone="muted")]
        for n, key, tone, drop in (
            (table.late, "plans.late", "breached", 0),
            (table.wrong, "plans.wrong", "warning", 1),
            (table.often, "plans.often", "text", 3),
            (table.returned, "plans.returned", "muted", 4),
        ):
            if n:
                glyph = {"breached": "diamond", "warning": "triangle"}.get(tone, "")
                runs.append(Run(text.t(key, n=text.number(n)), tone=tone, glyph=glyph, drop=drop, lead=8))
        if table.total > shown:
            more = text.t("plans.more", n=text.number(table.total - shown))
            runs.append(Run(more, tone="muted", drop=2, lead=8))
        return tuple(runs)

    def _row(self, line: PlanLine, now: float) -> RowFace:
        text, plan, how = self.session.text, line.plan, line.standing
        name = [Run(text.name(plan.title), "row", elide=True)]
        if plan.customers is not None:
            name.append(Run(text.t("customers", n=text.number(plan.customers)), "row", tone="muted", drop=3))
        if plan.key_customers:
            name.append(Run(text.t("plans.key", n=text.number(plan.key_customers)), "row", drop=2))
        beyond = [Run(self._window(line, now), tone="muted", drop=1)]
        if how.repeat > 1:
            words = text.t("plans.repeat", n=text.number(how.repeat))
            beyond.append(Run(words, tone="warning" if how.often else "muted", drop=2))
        return RowFace(tuple(name), (self._state(line, now),), self._below(line, now), tuple(beyond))

    def _state(self, line: PlanLine, now: float) -> Run:
        """Late by how much; running until; begins when, or should have begun."""
        text, plan, how = self.session.text, line.plan, line.standing
        if how.over > 0:
            words = text.t("plans.over", span=text.span(how.over))
            return Run(words, "row", tone="breached", glyph="diamond")
        if line.begun:
            return Run(text.t("plans.until", time=text.clock_time(plan.window_to, now)), "row")
        if now > plan.window_from:
            words = text.t("plans.not_begun", span=text.span(now - plan.window_from))
            return Run(words, "row", tone="muted")
        return Run(text.t("plans.from", time=text.clock_time(plan.window_from, now)), "row", tone="muted")

    def _below(self, line: PlanLine, now: float) -> tuple[Run, ...]:
        """The new notice of a late return, else the notice and the share that it reached."""
        text, plan, how = self.session.text, line.plan, line.standing
        clock = how.new_notice
        if clock is not None:
            if clock.done is not None:
                told = Run(text.t("plans.retold", time=text.clock_time(clock.done, now)))
            else:
                late = clock.band(now, 1.0) is Band.BREACHED
                told = Run(
                    text.t("plans.not_retold", span=text.span(now - clock.since)),
                    tone="breached" if late else "text",
                    glyph="diamond" if late else "",
                )
            new = plan.new_return_at
            until = [] if new is None else [Run(text.t("plans.new", time=text.clock_time(new, now)), drop=1)]
            return (*until, told)
        words = text.t(f"plans.notice.{how.notice.value}")
        if how.due is not None and how.notice in (NoticeState.AHEAD, NoticeState.MISSING, NoticeState.LATE):
            words += " " + text.t("plans.due", time=text.clock_time(how.due, now))
        wrong = how.notice in (NoticeState.MISSING, NoticeState.LATE)
        runs = [
            Run(
                words,
                tone="breached" if wrong else "text" if how.wrong else "muted",
                glyph="diamond" if wrong else "",
            )
        ]
        if how.served is not None:
            runs.append(Run(text.t("plans.served", share=text.share(how.served)), tone="muted", drop=1))
        return tuple(runs)

    def _window(self, line: PlanLine, now: float) -> str:
        """08:00–16:00; how it really began, where that differs by minutes."""
        text, plan = self.session.text, line.plan
        window = f"{text.clock_time(plan.window_from, now)}–{text.local(plan.window_to):%H:%M}"
        if plan.started_at is None or abs(plan.started_at - plan.window_from) < 60:
            return window
        return f"{window} · {text.t('plans.began', time=text.clock_time(plan.started_at, now))}"


PANEL = PanelSpec("plan_board", PlanBoard)
