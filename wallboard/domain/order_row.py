"""The row of an order: what the room knows of it, resolved from its facts (see ``rows``)."""

import msgspec

from wallboard.domain.connections import (
    Complaint,
    ConnectionProject,
    ConnectionTicks,
    DepartmentTask,
    StepEntered,
)
from wallboard.domain.orders import OrderAsk, OrderHandover, OrderLent, OrderPause, Standstill
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Lane, OrderOrigin, OrderStage


class Order(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An order with its need, stage, holder and pause, and what only its lane has."""

    id: str
    source: str
    lane: Lane
    received_at: float
    origin: OrderOrigin = OrderOrigin.FOREIGN
    number: str = ""
    title: str = ""
    kind: str = ""
    lang: str = ""
    outage: str = ""
    place: str = ""
    region: str = ""
    town: str = ""
    cell: str = ""
    lon: float | None = None
    lat: float | None = None
    area_class: AreaClass | None = None
    segment: str = ""
    channel: str = ""
    customers: int | None = None
    key_customers: int = 0
    kva: float | None = None
    promised_at: float | None = None
    promise_doubtful: bool = False
    by_hand: str = ""
    stage: OrderStage = OrderStage.NEW
    since: float = 0.0
    reached: dict[str, float] = {}
    said: str = ""
    reason: Reason | None = None
    reopened: int = 0
    returned: int = 0
    holder: str = ""
    holder_name: str = ""
    unit: str = ""
    first_inquirer: str = ""
    hops: int = 0
    cross_area: bool = False
    accepted_at: float | None = None
    paused_since: float | None = None
    paused_total: float = 0.0
    paused_code: str = ""
    pause_changed: float | None = None  # when it was last paused or set going again
    pauses: tuple[Standstill, ...] = ()  # those that are over
    stage_seen: float = 0.0  # when the hub learned of the stage
    handover: OrderHandover | None = None  # sent and not accepted yet
    pause: OrderPause | None = None  # the word of it that stands
    before: OrderStage | None = None  # where it goes on after it waited
    held_since: float | None = None
    taken: bool = False  # a desk has moved it: its stage and holder follow no outage any more
    asked: OrderAsk | None = None  # a question that nobody has answered
    ruling: str = ""
    etr: float | None = None  # a desk's own estimate
    told_at: float | None = None
    contacted_at: float | None = None
    cannot_arrive_at: float | None = None
    satisfied: bool | None = None
    supplied: bool | None = None
    score: int | None = None
    customer_owned_at: float | None = None
    contractor: str = ""
    coordinator: str = ""
    slot_from: float | None = None
    slot_to: float | None = None
    linked: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()  # of what is linked, what says the same again
    lent: OrderLent | None = None  # its crew comes from another bureau
    part_of: str = ""  # the order of which it is a duplicate
    urged: int = 0
    supervised: int = 0
    handed_over: int = 0
    last_verb: str = ""
    last_actor: str = ""
    last_at: float | None = None  # when the room did something to it last
    called_at: float | None = None  # when the customer was called back last
    marked: dict[str, float] = {}  # verb -> when it was first done
    complaint: Complaint | None = None
    project: ConnectionProject | None = None
    ticks: ConnectionTicks | None = None
    ticked_at: float | None = None  # when those were said
    course: tuple[StepEntered, ...] = ()
    departments: tuple[DepartmentTask, ...] = ()  # the newest word of each, by name
    notes: int = 0
    acknowledged_by: str = ""
    acknowledged_at: float | None = None

    @property
    def open(self) -> bool:
        return self.stage not in ORDER_CLOSED
