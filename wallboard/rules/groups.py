"""Which part of its lane an order belongs to, and how far it has come through the room (d.61, d.117-121)."""

from enum import StrEnum

from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.limits import COMPLAINED


class Group(StrEnum):
    """Parts of the request and connection lanes; ``WHOLE``: the lane has none, or nobody said which."""

    WHOLE = ""
    COMPLAINT = "complaint"
    REQUEST = "request"
    LV = "lv"
    MV = "mv"


class Flow(StrEnum):
    """网上营业厅 → 客服调度 → 服务单元: it arrived, a desk has it, a unit has it."""

    HALL = "hall"
    DISPATCH = "dispatch"
    UNIT = "unit"


WITH_UNIT = frozenset({OrderStage.ASSIGNED, OrderStage.EN_ROUTE, OrderStage.ON_SITE})
"""Stages in which somebody is to go, or is there."""

VOLTAGES: dict[str, Group] = {"lv": Group.LV, "mv": Group.MV}


def group_of(order: Order) -> Group:
    """The part of its lane."""
    if order.lane is Lane.REQUEST:
        complained = order.complaint is not None or order.kind == COMPLAINED
        return Group.COMPLAINT if complained else Group.REQUEST
    if order.lane is Lane.CONNECT and order.project is not None:
        category, voltage = order.project.category.partition("_")[0], order.project.voltage
        return VOLTAGES.get(voltage) or VOLTAGES.get(category) or Group.WHOLE
    return Group.WHOLE


def flow_of(order: Order) -> Flow:
    """How far an open order has come; what waits or stands still stays where it was."""
    stage = order.before if order.before is not None else order.stage
    if stage is OrderStage.NEW and not order.holder:
        return Flow.HALL
    return Flow.UNIT if stage in WITH_UNIT else Flow.DISPATCH


def channel_of(order: Order) -> str:
    """How the customer came: the complaint's channel, the order's, or what is known of its origin."""
    complained = order.complaint.channel if order.complaint is not None else ""
    return complained or order.channel or order.origin.value
