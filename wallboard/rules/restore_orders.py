"""Which restore order an outage asks for (issue 2): one for each unplanned outage, following its course.

Pure: an outage and the order as they stand in, the facts' payloads that are missing out. Whoever calls
it again with what it asked for gets nothing more.
"""

import msgspec

from wallboard.domain.facts import Payload
from wallboard.domain.orders import OrderNeed, OrderPause, OrderStageValue, Standstill
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage
from wallboard.domain.source_names import ANALYST
from wallboard.domain.terms import (
    AreaClass,
    CrewStatus,
    Lane,
    OrderOrigin,
    OrderStage,
    OutageNature,
    OutageStage,
    Supply,
)
from wallboard.rules.restoration import STILL

REOPEN_S = 6 * 3600.0
"""The same outage back within so many seconds reopens its order; later it is a new need (issue 2)."""

RAISED_FOR = frozenset({OutageNature.UNPLANNED, OutageNature.UNKNOWN, OutageNature.CUSTOMER_OWNED})
"""Natures that ask for a crew. Planned work has its own plan, a momentary outage is over."""

STAGE_OF_WORK: dict[CrewStatus, OrderStage] = {
    CrewStatus.ASSIGNED: OrderStage.ASSIGNED,
    CrewStatus.DISPATCHED: OrderStage.ASSIGNED,
    CrewStatus.ACCEPTED: OrderStage.ASSIGNED,
    CrewStatus.EN_ROUTE: OrderStage.EN_ROUTE,
    CrewStatus.ON_SITE: OrderStage.ON_SITE,
    CrewStatus.MADE_SAFE: OrderStage.ON_SITE,
    CrewStatus.SUSPENDED: OrderStage.SUSPENDED,
    CrewStatus.COMPLETED: OrderStage.WAITING,  # the crew is done, the outage system has not said so
}
"""What the owner says of the crew -> the order's stage; off shift, available, released: nobody has it."""

STAGE_OF_END: dict[OutageStage, OrderStage] = {
    OutageStage.RESTORED_REPORTED: OrderStage.DONE,
    OutageStage.RESTORED_VERIFIED: OrderStage.VERIFIED,
    OutageStage.CLOSED: OrderStage.DONE,
    OutageStage.CANCELLED: OrderStage.CANCELLED,
    OutageStage.UNLISTED: OrderStage.UNLISTED,
}

ROOM_FIELDS = ("kind", "cell", "segment", "channel", "kva", "promised_at")
"""Fields of a need that no outage speaks of."""

ON_GENERATOR = "generator_supplied"
"""Why a restore clock stands while a van supplies the customers (domain 5.1)."""

ENDS = frozenset(stage.value for stage in STAGE_OF_END.values())


def order_key(outage_key: str) -> str:
    """The key of the hub's restore order of an outage."""
    return f"restore/{outage_key}"


def number_of(outage_key: str) -> str:
    """What people call an outage by: its source's own number; of what stayed dark below another one, that
    one's with the area's last part behind it (``still/oms/O0012/TA-0417``: ``O0012-0417``)."""
    of, _, last = outage_key.rpartition("/")
    if not outage_key.startswith(STILL):
        return last
    return f"{of.rpartition('/')[2]}-{last.rpartition('-')[2]}"


def asked_by(outage: Outage, order: Order | None, now: float, *, followed: bool = True) -> list[Payload]:
    """What must be said of the restore order of ``outage`` at ``now`` (epoch s), nothing where all is so.

    followed: the stage that stands was written by this rule; a person's stage is only closed and
    reopened by it, never moved along. A held outage (a doubted poll lost it) changes nothing.
    """
    if outage.held:
        return []
    if outage.nature not in RAISED_FOR or outage.merged_into:
        return [] if order is None or not order.open else [_withdrawn(outage, order, now)]
    if order is None:
        return _raised(outage, now) if outage.dark else []
    if outage.dark and not order.open and now - order.since > REOPEN_S:
        return _raised(outage, now, order.paused_since is not None)
    said: list[Payload] = []
    if outage.dark:
        need = _kept(_need(outage, order.reached.get(OrderStage.NEW.value, order.received_at)), order)
        said += [need] if _differs(need, order) else []
        said += pause_of(outage, order, now)
    stage = _stage(outage, order, now, followed)
    return said if stage is None else [*said, stage]


def pause_of(outage: Outage, order: Order, now: float) -> list[Payload]:
    """The pause that a generator makes, or its end; nothing where the order's clock runs as it should.

    While a van supplies the customers the restore clock stands (domain 5.1, ``pause_states``): it is not
    restored, it stays open and out, and the van is taken off again (d.132). A pause of a person's is theirs.
    """
    supplied, paused = outage.supply is Supply.GENERATOR, order.paused_since is not None
    since = now if outage.supply_since is None else min(outage.supply_since, now)
    if supplied and not paused:
        return [
            OrderPause(
                paused=True,
                since=since,
                code=ON_GENERATOR,
                actor=ANALYST,
                total=order.paused_total,
                earlier=list(order.pauses),
            )
        ]
    if supplied or not paused or order.paused_code != ON_GENERATOR:
        return []
    began = since if order.paused_since is None else min(order.paused_since, since)
    return [
        OrderPause(
            paused=False,
            since=since,
            code=ON_GENERATOR,
            actor=ANALYST,
            total=order.paused_total + since - began,
            earlier=[
                *order.pauses,
                Standstill(since=began, until=since, code=order.paused_code, actor=ANALYST),
            ],
        )
    ]


def abandoned(order: Order, now: float) -> list[Payload]:
    """What must be said of the open order of an outage that nobody speaks of any more."""
    if not order.open:
        return []
    return [_closing(order, OrderStage.UNLISTED, now, "", Reason("vanished"))]


def received_at(outage: Outage, first_seen: float) -> float:
    """When the report was received, epoch s: the clock's start (domain 5.9).

    The source's own word where it has one; else the start of the outage, which cannot lie after the
    moment at which the hub first saw it; else that moment.
    """
    told = outage.reported_at if outage.reported_at is not None else outage.started_at
    return first_seen if told is None else min(told, first_seen)


def _raised(outage: Outage, now: float, was_paused: bool = False) -> list[Payload]:
    """A new order: first seen now, at the stage that the outage's crew is in.

    was_paused: the order of the same key that was closed long ago still stands paused.
    """
    stage = _stage_of_work(outage)
    reached = {OrderStage.NEW.value: now}
    since = now
    if stage is not OrderStage.NEW:
        since = _since(outage, now)
        reached[stage.value] = since
    said: list[Payload] = [
        _need(outage, now),
        OrderStageValue(stage=stage, since=since, reached=reached, said=outage.work_said),
    ]
    if outage.supply is Supply.GENERATOR:
        began = now if outage.supply_since is None else min(outage.supply_since, now)
        said.append(OrderPause(paused=True, since=began, code=ON_GENERATOR, actor=ANALYST))
    elif was_paused:
        said.append(OrderPause(paused=False, since=now, code=ON_GENERATOR, actor=ANALYST))
    return said


def _need(outage: Outage, first_seen: float) -> OrderNeed:
    """The need in the outage's own words; customers are those of now, the outage has the live count."""
    return OrderNeed(
        lane=Lane.RESTORE,
        received_at=received_at(outage, first_seen),
        origin=OrderOrigin.NETWORK,
        number=number_of(outage.id),
        title=outage.place or outage.feeder or outage.device_name or outage.town or outage.region,
        lang=outage.lang,
        outage=outage.id,
        place=outage.place,
        region=outage.region,
        town=outage.town,
        lon=outage.lon,
        lat=outage.lat,
        area_class=AreaClass(outage.area_class) if outage.area_class in set(AreaClass) else None,
        customers=outage.customers_out,
        key_customers=outage.key_customers,
    )


def _kept(need: OrderNeed, order: Order) -> OrderNeed:
    """The need with what only the room itself adds to it, as it stands."""
    return msgspec.structs.replace(need, **{name: getattr(order, name) for name in ROOM_FIELDS})


def _differs(need: OrderNeed, order: Order) -> bool:
    """Whether the need changed in more than the number of customers, which the outage itself carries."""
    return any(
        getattr(need, name) != getattr(order, name)
        for name in OrderNeed.__struct_fields__
        if name != "customers"
    )


def _stage(outage: Outage, order: Order, now: float, followed: bool) -> OrderStageValue | None:
    """The stage that the order should be in; None where it is in it already."""
    end = STAGE_OF_END.get(outage.stage)
    if end is not None:
        return _ended(outage, order, end)
    if not outage.dark:
        return None
    if not order.open:
        return _reopened(outage, order, now)
    if not followed:
        return None
    stage = _stage_of_work(outage)
    since = _since(outage, now)
    earliest = min(since, order.reached.get(stage.value, since))
    if stage is order.stage and (stage is OrderStage.NEW or earliest == order.reached.get(stage.value)):
        return None
    reached = dict(order.reached)
    if stage is not OrderStage.NEW:
        reached[stage.value] = earliest
    return OrderStageValue(
        stage=stage,
        since=earliest if stage is order.stage else since,
        reached=reached,
        said=outage.work_said,
        reopened=order.reopened,
        returned=order.returned,
    )


def _ended(outage: Outage, order: Order, end: OrderStage) -> OrderStageValue | None:
    """Done, verified, cancelled or unlisted; what is verified is not merely done again."""
    further = order.stage in (OrderStage.VERIFIED, OrderStage.ARCHIVED) and end is OrderStage.DONE
    if order.stage is end or further:
        return None
    reason = None
    if end is OrderStage.UNLISTED:
        reason = outage.listing_reason or Reason("vanished")
    return _closing(order, end, outage.since, outage.said, reason)


def _withdrawn(outage: Outage, order: Order, now: float) -> OrderStageValue:
    """The outage turned out to be planned, momentary or a part of another: no order of its own."""
    if outage.merged_into:
        reason = Reason("merged_into", {"outage": outage.merged_into})
    else:
        reason = Reason("no_restore_order", {"nature": outage.nature.value})
    return _closing(order, OrderStage.CANCELLED, now, "", reason)


def _closing(
    order: Order, end: OrderStage, since: float, said: str, reason: Reason | None
) -> OrderStageValue:
    earliest = min(since, order.reached.get(end.value, since))
    return OrderStageValue(
        stage=end,
        since=since,
        reached={**order.reached, end.value: earliest},
        said=said,
        reason=reason,
        reopened=order.reopened,
        returned=order.returned,
    )


def _reopened(outage: Outage, order: Order, now: float) -> OrderStageValue:
    """Back within 6 h: the same order goes on, its clock from the same start; its end is withdrawn."""
    stage = _stage_of_work(outage)
    reached = {name: at for name, at in order.reached.items() if name not in ENDS}
    if stage is not OrderStage.NEW:
        reached[stage.value] = min(_since(outage, now), reached.get(stage.value, now))
    return OrderStageValue(
        stage=stage,
        since=now,
        reached=reached,
        said=outage.work_said,
        reason=Reason("reopened"),
        reopened=order.reopened + 1,
        returned=order.returned,
    )


def _stage_of_work(outage: Outage) -> OrderStage:
    return OrderStage.NEW if outage.work is None else STAGE_OF_WORK.get(outage.work, OrderStage.NEW)


def _since(outage: Outage, now: float) -> float:
    """When the crew's status began; never later than now."""
    return now if outage.work_since is None else min(outage.work_since, now)
