"""Orders of one lane, or of a part of it, worst first: clock, limit, who has it, and how it came to him.

The chain names who asked first and stays responsible (首问, d.126); the last act who did what when (d.113).
"""

from typing import Literal

from wallboard.config.values import ConfigStruct
from wallboard.domain.order_row import Order
from wallboard.domain.terms import Lane
from wallboard.rules.groups import Group
from wallboard.state.queries import LaneFace, OrderLine
from wallboard.state.queries.hands import hands
from widgets.panel import PanelSpec
from widgets.parts.case_words import chain_runs, last_runs, used_runs
from widgets.parts.ink import Run
from widgets.parts.lane_words import count_runs, lane_runs
from widgets.parts.listing import BOTH, FAR, Listed, Listing, RowFace
from widgets.parts.order_words import bar_share, clock_run, title_runs


class CaseOptions(ConfigStruct, frozen=True, kw_only=True):
    """lane, group: which orders; none: the whole lane. says: the chain of holders, or the last act."""

    lane: Lane = Lane.REQUEST
    group: Group | None = None
    says: Literal["chain", "last"] = "chain"


class CaseBoard(Listing):
    """What does not fit is counted in the head."""

    nouns = ("order", "outage", "source")
    options: CaseOptions

    def listed(self, now: float, most: int) -> Listed:
        face = self._face(now, most)
        rows = [(line.order.id, self._row(line, now)) for line in face.rows]
        text, options = self.session.text, self.options
        words = text.t(f"case.title.{options.group.value}") if options.group else ""
        title = lane_runs(options.lane, text, words=words, short=self.session.scale.growth >= FAR)
        none = text.t("case.none") if face.sourced else ""
        return Listed((title, count_runs(face, len(rows), text, rest_drop=0)), [*rows], none)

    def _face(self, now: float, most: int) -> LaneFace:
        session, options = self.session, self.options
        area = session.room.area_class
        return session.boards.lane(options.lane, session.rules, now, area, most, options.group)

    @property
    def _wide(self) -> bool:
        """Whether the last act and the limit both have room; else the limit stands in the bar alone."""
        scale = self.session.scale
        return self.options.says == "chain" or self.width() >= scale.px(BOTH) * scale.growth

    def _row(self, line: OrderLine, now: float) -> RowFace:
        text, order = self.session.text, line.order
        chain = self.options.says == "chain"
        below = self._chain(order, now) if chain else last_runs(order, text, now, line.outage)
        return RowFace(
            title_runs(order, line.outage, text),
            (clock_run(line.clock, text, now),),
            below,
            used_runs(line.clock, text, now) if self._wide else (),
            bar_share(line.clock),
            line.clock.band,
        )

    def _chain(self, order: Order, now: float) -> tuple[Run, ...]:
        """Who had it, who has it now and for how long (d.23)."""
        found = hands(self.session.tables, order.id)
        has_it = bool(found) and found[-1].until is None
        return chain_runs(order, self.session.text, now, found[-1].span(now) if has_it else None)


PANEL = PanelSpec("case_board", CaseBoard, CaseOptions)
