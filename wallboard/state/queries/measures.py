"""Measures (KPI) of the service side: each with window, basis and goal, as in docs/measures.md.

What was settled within the last 24 h and what stands open now are never added up. Instants epoch s.
"""

from collections.abc import Callable
from enum import StrEnum
from statistics import median

import msgspec

from wallboard.domain.terms import Lane, Measure
from wallboard.rules.limits import Goal, RuleSet
from wallboard.state.queries.queues import sourced
from wallboard.state.tables import Tables
from wallboard.state.trays import Slips, Tray, Trays

WINDOW_S = 24 * 3600.0
"""Closed orders stay in the store for so long: what is settled is measured over it."""

DAY_S = 86_400.0

SERVICE = (Lane.REQUEST, Lane.CONNECT)


class Unit(StrEnum):
    SHARE = "share"
    KVA = "kva"
    DAYS = "days"
    ORDERS = "orders"


class MeasureFace(msgspec.Struct, frozen=True):
    """One measure. value: a share from 0 to 1, kVA, days or orders; None where the window holds none.

    n: how many orders it is taken from. settled: over the last 24 h; else it stands open now. oldest: age of
    the oldest, s. goal: what it is held to.
    """

    measure: Measure
    unit: Unit
    sourced: bool
    value: float | None = None
    n: int = 0
    settled: bool = True
    oldest: float | None = None
    goal: Goal | None = None

    @property
    def missed(self) -> bool:
        """Whether it is on the wrong side of its goal."""
        return self.goal is not None and self.value is not None and self.goal.missed(self.value)


def measure(tables: Tables, trays: Trays, rules: RuleSet | None, now: float, which: Measure) -> MeasureFace:
    """One measure at ``now``."""
    unit, lanes, count = MEASURED[which]
    goals = {goal.measure: goal for goal in rules.goals} if rules is not None else {}
    if not any(sourced(tables, trays, lane) for lane in lanes):
        return MeasureFace(which, unit, False, goal=goals.get(which))
    return msgspec.structs.replace(count(which, unit, trays, now), goal=goals.get(which))


def _share(which: Measure, unit: Unit, met: int, of: int) -> MeasureFace:
    return MeasureFace(which, unit, True, met / of if of else None, of)


def _within(trays: Trays, tray: Tray, parts: tuple[str, ...], now: float) -> int:
    return sum(len(trays.tray(tray, part).within(now - WINDOW_S, now)) for part in parts)


def _satisfied(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    yes, no = (_within(trays, Tray.CALLED, (part,), now) for part in ("yes", "no"))
    return _share(which, unit, yes, yes + no)


def _of_done(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    """The share of what was done that lies in a tray of its own."""
    parts = tuple(lane.value for lane in SERVICE)
    tray = Tray.REMOTE if which is Measure.REMOTE else Tray.FIRST_TIME
    return _share(which, unit, _within(trays, tray, parts, now), _within(trays, Tray.DONE, parts, now))


def _online(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    came = _within(trays, Tray.CAME, tuple(trays.parts(Tray.CAME)), now)
    return _share(which, unit, _within(trays, Tray.ONLINE, ("",), now), came)


def _one_visit(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    yes, no = (_within(trays, Tray.VISITED, (part,), now) for part in ("yes", "no"))
    return _share(which, unit, yes, yes + no)


def _kva_waiting(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    open_ = [trays.tray(Tray.WAITING_KVA, part) for part in trays.parts(Tray.WAITING_KVA)]
    n, total = sum(map(len, open_)), sum(tray.total for tray in open_) / 10
    return MeasureFace(which, unit, True, total, n, settled=False, oldest=_oldest(open_, now))


def _kva_connected(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    slips = [
        slip
        for part in trays.parts(Tray.CONNECTED)
        for slip in trays.tray(Tray.CONNECTED, part).within(now - WINDOW_S, now)
    ]
    return MeasureFace(which, unit, True, sum(slip[2] for slip in slips) / 10, len(slips))


def _days(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    part = which.value.partition("_")[0]
    took = [slip[2] / DAY_S for slip in trays.tray(Tray.TOOK, part).within(now - WINDOW_S, now)]
    return MeasureFace(which, unit, True, median(took) if took else None, len(took))


def _waiting(which: Measure, unit: Unit, trays: Trays, now: float) -> MeasureFace:
    tray = Tray.DECISION if which is Measure.DECISIONS else Tray.ASKED
    open_ = [trays.tray(tray, lane.value) for lane in Lane]
    n = sum(map(len, open_))
    return MeasureFace(which, unit, True, float(n), n, settled=False, oldest=_oldest(open_, now))


def _oldest(trays: list[Slips], now: float) -> float | None:
    began = min((tray.oldest for tray in trays if tray.oldest is not None), default=None)
    return None if began is None else max(0.0, now - began)


Count = Callable[[Measure, Unit, Trays, float], MeasureFace]

CONNECT = (Lane.CONNECT,)

MEASURED: dict[Measure, tuple[Unit, tuple[Lane, ...], Count]] = {
    Measure.SATISFIED: (Unit.SHARE, tuple(Lane), _satisfied),
    Measure.FIRST_TIME: (Unit.SHARE, SERVICE, _of_done),
    Measure.REMOTE: (Unit.SHARE, SERVICE, _of_done),
    Measure.ONLINE: (Unit.SHARE, SERVICE, _online),
    Measure.KVA_WAITING: (Unit.KVA, CONNECT, _kva_waiting),
    Measure.KVA_CONNECTED: (Unit.KVA, CONNECT, _kva_connected),
    Measure.LV_DAYS: (Unit.DAYS, CONNECT, _days),
    Measure.MV_DAYS: (Unit.DAYS, CONNECT, _days),
    Measure.ONE_VISIT: (Unit.SHARE, CONNECT, _one_visit),
    Measure.DECISIONS: (Unit.ORDERS, SERVICE, _waiting),
    Measure.ASKED: (Unit.ORDERS, SERVICE, _waiting),
}
"""Of each: its unit, the lanes that must be fed for it, and how it is counted."""
