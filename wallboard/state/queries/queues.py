"""Queues that nobody may overlook: unclaimed, not located, not accepted, not followed (d.35, d.74).

Each has how many wait and the oldest; one with a limit of its own is coloured by its oldest. Ages s.
"""

from enum import StrEnum

import msgspec

from wallboard.domain.terms import Band, Lane
from wallboard.rules.limits import HandlingRules, RuleSet
from wallboard.rules.questions import waited
from wallboard.rules.sla import band_of
from wallboard.state.queries.calls import CallFace
from wallboard.state.queries.handoffs import band_after
from wallboard.state.queries.lanes import feeders
from wallboard.state.queries.sources import delivered
from wallboard.state.tables import Tables
from wallboard.state.trays import Slips, Tray, Trays


class Queue(StrEnum):
    UNCLAIMED = "unclaimed"
    NOT_LOCATED = "not_located"
    UNACCEPTED = "unaccepted"
    NOT_FOLLOWED = "not_followed"
    PASSED_ROUND = "passed_round"
    DECISION = "decision"


DECISION = Queue.DECISION


class QueueFace(msgspec.Struct, frozen=True):
    """One queue. n: None where no source feeds the service lanes. oldest: age, limit: both s.

    worked: the limit counts working time.
    """

    queue: Queue
    n: int | None
    oldest: float | None = None
    limit: float | None = None
    band: Band = Band.UNCOLOURED
    worked: bool = False


def queues(
    tables: Tables, trays: Trays, rules: RuleSet | None, now: float, calls: CallFace | None
) -> list[QueueFace]:
    """Every queue at ``now`` (epoch s). calls: those of the last day, None where nobody tells of calls."""
    served = any(sourced(tables, trays, lane) for lane in (Lane.REQUEST, Lane.CONNECT))
    if not served and calls is None:
        return [QueueFace(queue, None) for queue in Queue]
    limits = rules.handling if rules is not None else None
    faces = [
        _face(queue, trays, limits, now, calls, served=served) for queue in Queue if queue is not DECISION
    ]
    return [*faces, _decisions(tables, trays, limits, now) if served else QueueFace(DECISION, None)]


def sourced(tables: Tables, trays: Trays, lane: Lane) -> bool:
    """Whether somebody feeds a lane: it has orders, or a source that declares it has delivered."""
    return trays.orders(lane) > 0 or any(map(delivered, feeders(tables, lane)))


def _face(
    queue: Queue,
    trays: Trays,
    limits: HandlingRules | None,
    now: float,
    calls: CallFace | None,
    *,
    served: bool,
) -> QueueFace:
    if queue is Queue.NOT_LOCATED:
        return _not_located(trays.tray(Tray.NOT_LOCATED), now, calls)
    if not served:
        return QueueFace(queue, None)
    if queue is Queue.UNCLAIMED:
        parts = [trays.tray(Tray.UNCLAIMED, lane.value) for lane in (Lane.REQUEST, Lane.CONNECT)]
        began = min((part.oldest for part in parts if part.oldest is not None), default=None)
        limit = None if limits is None else limits.unclaimed_minutes * 60
        return _aged(queue, sum(map(len, parts)), began, now, limit)
    if queue is Queue.UNACCEPTED:
        limit = None if limits is None else limits.handover_minutes * 60
        return _whole(queue, trays.tray(Tray.UNACCEPTED), now, limit)
    if queue is Queue.NOT_FOLLOWED:
        tray = trays.tray(Tray.TAKEN)
        follow = (HandlingRules() if limits is None else limits).follow_minutes * 60
        late = tray.below(now - follow)
        return _aged(queue, late, tray.oldest if late else None, now, follow)
    return QueueFace(queue, len(trays.tray(Tray.PASSED_ROUND)))


def _decisions(tables: Tables, trays: Trays, limits: HandlingRules | None, now: float) -> QueueFace:
    """What waits for a decision, coloured by the worst of each lane's oldest, each by its own clock."""
    parts = [trays.tray(Tray.DECISION, lane.value) for lane in Lane]
    oldest = [part.first(1)[0] for part in parts if len(part)]
    n, began = sum(map(len, parts)), min((slip[0] for slip in oldest), default=None)
    if began is None or limits is None:
        return _aged(DECISION, n, began, now, None if limits is None else limits.decision_minutes * 60)
    each = [waited(tables.orders[key], at, now, limits) for at, key, _ in oldest]
    worst = max(each, key=lambda one: one.spent / one.limit)
    return QueueFace(DECISION, n, max(0.0, now - began), worst.limit, band_after(worst), worst.worked)


def _not_located(tray: Slips, now: float, calls: CallFace | None) -> QueueFace:
    """Orders without a place, and calls that no order took up."""
    began = [at for at in (tray.oldest, calls.oldest if calls else None) if at is not None]
    return _aged(
        Queue.NOT_LOCATED,
        len(tray) + (calls.not_located if calls else 0),
        min(began, default=None),
        now,
        None,
    )


def _whole(queue: Queue, tray: Slips, now: float, limit: float | None) -> QueueFace:
    return _aged(queue, len(tray), tray.oldest, now, limit)


def _aged(queue: Queue, n: int, began: float | None, now: float, limit: float | None) -> QueueFace:
    if began is None:
        return QueueFace(queue, n, limit=limit)
    age = max(0.0, now - began)
    band = Band.UNCOLOURED if limit is None else band_of(age, limit, 0.8 * limit)
    return QueueFace(queue, n, age, limit, band)
