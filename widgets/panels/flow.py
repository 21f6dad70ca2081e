"""网上营业厅 → 客服调度 → 服务单元: how many stand at each step, and the oldest (d.61)."""

import msgspec

from wallboard.config.values import ConfigStruct
from wallboard.domain.terms import Lane
from wallboard.rules.groups import Flow
from wallboard.state.queries.flow import FlowStep, flow
from widgets.panel import PanelSpec
from widgets.parts.headline import Tile
from widgets.parts.heads import Sides
from widgets.parts.ink import Run
from widgets.parts.tile_panel import TilePanel


class FlowOptions(ConfigStruct, frozen=True, kw_only=True):
    """lanes: whose orders flow."""

    lanes: list[Lane] = msgspec.field(default_factory=lambda: [Lane.REQUEST, Lane.CONNECT])


class FlowPanel(TilePanel):
    """Three steps from left to right, and what was done within the last 24 h."""

    nouns = ("order", "source")
    options: FlowOptions

    def title(self) -> Sides:
        return (), ()

    def tiles(self, now: float) -> list[Tile]:
        session, text = self.session, self.session.text
        steps = flow(session.tables, session.boards.trays(), self.options.lanes, now)
        if steps is None:
            none = (Run(text.t("no_source"), tone="muted"),)
            return [Tile(step, self._name(step), "", tone="muted", below=none) for step in Flow]
        return [self._tile(step) for step in steps]

    def _name(self, step: Flow | None) -> str:
        words = self.session.text.t("flow.done" if step is None else f"flow.{step.value}")
        return words if step is Flow.HALL else f"→ {words}"

    def _tile(self, step: FlowStep) -> Tile:
        text = self.session.text
        lanes = [
            text.t("flow.lane", lane=text.t(f"lane.short.{lane.value}"), n=text.number(n))
            for lane, n in step.by_lane.items()
        ]
        below: tuple[Run, ...] = ()
        if step.oldest is not None:
            below = (Run(text.t("queue.waited", age=text.span(step.oldest))),)
        below = (*below, Run(" · ".join(lanes), tone="muted", drop=1))
        tone = "text" if step.total else "muted"
        key = step.flow or "done"
        name, unit = self._name(step.flow), text.t("unit.orders", n=step.total)
        return Tile(key, name, text.number(step.total), unit, tone, below=below)


PANEL = PanelSpec("flow", FlowPanel, FlowOptions)
