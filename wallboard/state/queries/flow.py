"""网上营业厅 → 客服调度 → 服务单元: how many orders stand at each step, and the oldest there (d.61)."""

import msgspec

from wallboard.domain.terms import Lane
from wallboard.rules.groups import Flow
from wallboard.state.queries.queues import sourced
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

DAY_S = 24 * 3600.0


class FlowStep(msgspec.Struct, frozen=True):
    """flow: None of what was done in 24 h. by_lane: of lanes that are fed. oldest: age s."""

    flow: Flow | None
    by_lane: dict[Lane, int]
    oldest: float | None = None

    @property
    def total(self) -> int:
        return sum(self.by_lane.values())


def flow(tables: Tables, trays: Trays, lanes: list[Lane], now: float) -> list[FlowStep] | None:
    """The three steps and what left them, at ``now`` (epoch s); None where nobody feeds any of the lanes."""
    fed = [lane for lane in lanes if sourced(tables, trays, lane)]
    if not fed:
        return None
    steps = [_step(trays, fed, step, now) for step in Flow]
    done = {lane: len(trays.tray(Tray.DONE, lane.value).within(now - DAY_S, now)) for lane in fed}
    return [*steps, FlowStep(None, done)]


def _step(trays: Trays, lanes: list[Lane], step: Flow, now: float) -> FlowStep:
    here = {lane: trays.tray(Tray.FLOW, f"{lane.value}.{step.value}") for lane in lanes}
    began = min((tray.oldest for tray in here.values() if tray.oldest is not None), default=None)
    oldest = None if began is None else max(0.0, now - began)
    return FlowStep(step, {lane: len(tray) for lane, tray in here.items()}, oldest)
