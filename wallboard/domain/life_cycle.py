"""The life cycle of an order: every verb with its stages, lanes and roles and where it leads, as one table.

The hub judges by it, desks offer what it allows, tests walk through it. What a move leaves stands in
``wallboard.domain.handling``, what it says of other things in ``wallboard.domain.consequences``.
"""

from enum import StrEnum
from typing import Annotated, Any

import msgspec

from wallboard.domain.orders import AskKind
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import DESKS, LEADS, LEADS_OF, Role
from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED, Lane, OrderStage

NEW, ACCEPTED, ASSIGNED = OrderStage.NEW, OrderStage.ACCEPTED, OrderStage.ASSIGNED
EN_ROUTE, ON_SITE, DONE = OrderStage.EN_ROUTE, OrderStage.ON_SITE, OrderStage.DONE
WAITING, ESCALATED, SUSPENDED = OrderStage.WAITING, OrderStage.ESCALATED, OrderStage.SUSPENDED

HELD = frozenset({ACCEPTED, ASSIGNED, EN_ROUTE, ON_SITE})
"""Somebody has it and works on it."""
WORK = HELD | {NEW}
OPEN = frozenset(OrderStage) - ORDER_CLOSED
TELLS = OPEN | {DONE}
"""Its customers are told, also that the light is back."""
WAITS = frozenset({WAITING, ESCALATED, SUSPENDED})
"""It goes on later from where it stood."""

ALL_LANES = frozenset(Lane)
RESTORE = frozenset({Lane.RESTORE})
REPAIRS = frozenset({Lane.RESTORE, Lane.REQUEST})

LONGEST_LINE = 400
FARTHEST_S = 366 * 86_400.0
"""Nobody says a time farther ahead, s."""

Line = Annotated[str, msgspec.Meta(max_length=LONGEST_LINE)]
Score = Annotated[int, msgspec.Meta(ge=1, le=5)]
Customers = Annotated[int, msgspec.Meta(ge=0, le=100_000_000)]


class ReturnCode(StrEnum):
    """Why an order is sent back (退单)."""

    NOT_MINE = "not_mine"
    NO_AUTHORITY = "no_authority"
    WRONG_ADDRESS = "wrong_address"
    DUPLICATE = "duplicate"


class Ruling(StrEnum):
    """What was decided (审批)."""

    APPROVED = "approved"
    DECLINED = "declined"


DUPLICATE = "duplicate"
"""The code of a link to a call or order that says the same again: it is counted and not shown twice."""


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a verb may be given; each verb names what it needs and takes nothing else."""

    words: Line = ""
    to: Line = ""  # who gets it, or is asked
    code: Line = ""  # a reason's code
    subject: Line = ""  # another thing, as in ``call/95598-7``
    satisfied: bool | None = None
    supplied: bool | None = None  # whether the customer has light, as he says himself
    score: Score | None = None
    customers: Customers | None = None  # how many were told
    etr: float | None = None  # epoch s
    since: float | None = None  # epoch s, of a slot that was agreed
    until: float | None = None
    urgent: bool | None = None  # quiet hours do not hold it


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One verb. stages: in which it is legal. to: where it leads; None: the stage stays.

    back: it leads to where the order stood before it waited. needs, may: fields of ``Said``. roles: who may.
    """

    stages: frozenset[OrderStage]
    to: OrderStage | None = None
    back: bool = False
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ("words",)
    lanes: frozenset[Lane] = ALL_LANES
    roles: frozenset[Role] = DESKS


MOVES: dict[str, Move] = {
    "accept": Move(stages=frozenset({NEW, ASSIGNED}), to=ACCEPTED),
    "assign": Move(stages=frozenset({NEW, ACCEPTED, ASSIGNED}), to=ASSIGNED, needs=("to",)),
    "set_out": Move(stages=frozenset({ACCEPTED, ASSIGNED}), to=EN_ROUTE),
    "arrive": Move(stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), to=ON_SITE),
    "release": Move(stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), to=NEW),
    "object": Move(stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), to=NEW, needs=("words",), lanes=RESTORE),
    "hand_over": Move(stages=HELD, needs=("to",)),
    "take_over": Move(stages=HELD),
    "return": Move(stages=frozenset({NEW, ACCEPTED, ASSIGNED}), to=NEW, needs=("code",)),
    "urge": Move(stages=OPEN),
    "supervise": Move(stages=OPEN, roles=LEADS),
    "contact": Move(stages=OPEN),
    "ask_department": Move(stages=HELD, to=WAITING, needs=("to", "words")),
    "ask_specialist": Move(stages=HELD, to=WAITING, needs=("to", "words")),
    "ask_decision": Move(stages=HELD, to=WAITING, needs=("to", "words")),
    "escalate": Move(stages=WORK | {WAITING}, to=ESCALATED, needs=("words",)),
    "decide": Move(
        stages=frozenset({WAITING, ESCALATED}),
        back=True,
        needs=("words",),
        may=("words", "code"),
        roles=LEADS,
    ),
    "reply": Move(stages=frozenset({WAITING}), back=True, needs=("words",)),
    "confirm_outage": Move(stages=OPEN, lanes=RESTORE),
    "deny_outage": Move(stages=OPEN, needs=("words",), lanes=RESTORE),
    "set_etr": Move(stages=WORK, needs=("etr",), lanes=RESTORE),
    "mark_told": Move(stages=OPEN, may=("words", "customers")),
    "mark_entered": Move(stages=TELLS, lanes=RESTORE),
    "confirm_etr": Move(stages=OPEN, lanes=RESTORE),
    "send_message": Move(
        stages=TELLS,
        needs=("to", "code", "words", "customers"),
        may=("etr", "urgent"),
        lanes=RESTORE,
    ),
    "second_key": Move(stages=TELLS, needs=("subject",), lanes=RESTORE),
    "withdraw_message": Move(stages=TELLS, needs=("subject",), lanes=RESTORE),
    "send_van": Move(stages=OPEN, needs=("to",), lanes=RESTORE),
    "recall_van": Move(stages=frozenset(OrderStage) - {OrderStage.ARCHIVED}, needs=("to",), lanes=RESTORE),
    "suspend": Move(stages=HELD, to=SUSPENDED, needs=("code",)),
    "resume": Move(stages=frozenset({SUSPENDED}), back=True),
    "call_back": Move(stages=frozenset({DONE}), needs=("satisfied",), may=("words", "supplied", "score")),
    "link": Move(
        stages=frozenset(OrderStage) - {OrderStage.ARCHIVED}, needs=("subject",), may=("words", "code")
    ),
    "unlink": Move(stages=frozenset(OrderStage) - {OrderStage.ARCHIVED}, needs=("subject",)),
    "mark_customer_owned": Move(stages=WORK, needs=("to",), lanes=REPAIRS),
    "book_slot": Move(stages=WORK | {WAITING, SUSPENDED}, needs=("since", "until"), lanes=REPAIRS),
    "cannot_arrive": Move(
        stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), needs=("words",), may=("words", "customers")
    ),
    "close": Move(stages=HELD, to=DONE, needs=("words",)),
    "cancel": Move(stages=OPEN, to=OrderStage.CANCELLED, needs=("words",)),
    "reopen": Move(
        stages=frozenset({DONE, OrderStage.VERIFIED, OrderStage.CANCELLED, OrderStage.UNLISTED}),
        to=NEW,
        needs=("words",),
    ),
    "archive": Move(stages=frozenset({OrderStage.VERIFIED, OrderStage.CANCELLED}), to=OrderStage.ARCHIVED),
}
"""Every move of an order by its verb: the one place where they are written."""


def barred(name: str, row: Order) -> Reason | None:
    """Why this verb is not open to anybody for this order now, whatever is said with it."""
    move = MOVES[name]
    if row.lane not in move.lanes:
        return Reason("not_in_lane", {"lane": row.lane.value})
    if row.stage not in move.stages:
        return Reason("not_in_stage", {"stage": row.stage.value})
    if row.part_of and name in ("reopen", "archive"):
        return Reason("part_of_another", {"order": row.part_of})
    if name == "hand_over" and row.handover is not None:
        return Reason("handover_under_way", {"to": row.handover.to})
    if name == "take_over" and row.handover is None:
        return Reason("no_handover")
    asked = row.asked
    if name == "decide" and asked is not None and asked.kind in (AskKind.DEPARTMENT, AskKind.SPECIALIST):
        return Reason("answer_awaited", {"to": asked.to})
    if name == "reply" and asked is not None and asked.kind is AskKind.DECISION:
        return Reason("decision_awaited", {"to": asked.to})
    return None


def barred_to(name: str, row: Order, actor: str, role: Role) -> Reason | None:
    """Why this one may not, though others may: another's hand-over, another lane's lead."""
    if role not in MOVES[name].roles:
        return Reason("role_may_not", {"role": role.value})
    if name == "decide" and role not in LEADS_OF[row.lane]:
        return Reason("role_may_not_here", {"role": role.value, "lane": row.lane.value})
    if name == "take_over" and row.handover is not None and row.handover.to != actor:
        return Reason("handover_to_another", {"to": row.handover.to})
    return None


def illegal(name: str, row: Order, said: Said) -> Reason | None:
    """Why this verb is no legal move of this order now; None where it is."""
    return barred(name, row) or _ill_said(MOVES[name], said) or _unfit(name, row, said)


def _ill_said(move: Move, said: Said) -> Reason | None:
    for field in Said.__struct_fields__:
        value: Any = getattr(said, field)
        given = value is not None and (not isinstance(value, str) or bool(value.strip()))
        if given and field not in (*move.needs, *move.may):
            return Reason("bad_args", {"error": f"{field} is not taken"})
        if not given and field in move.needs:
            return Reason("no_words") if field == "words" else Reason("field_missing", {"field": field})
    return None


def _unfit(name: str, row: Order, said: Said) -> Reason | None:
    """What this one verb asks of the order besides its stage."""
    if name == "return" and said.code not in set(ReturnCode):
        return Reason("unknown_return_code", {"code": said.code})
    if name == "hand_over" and said.to == row.holder:
        return Reason("holder_already", {"who": said.to})
    if name == "decide" and said.code and said.code not in set(Ruling):
        return Reason("unknown_ruling", {"code": said.code})
    if name == "link":
        return _unlinkable(row, said)
    if name == "unlink" and said.subject not in row.linked:
        return Reason("not_linked", {"subject": said.subject})
    return None


def _unlinkable(row: Order, said: Said) -> Reason | None:
    if said.code not in ("", DUPLICATE):
        return Reason("unknown_link_code", {"code": said.code})
    if said.subject == f"order/{row.id}":
        return Reason("linked_to_itself")
    if said.subject in row.linked:
        return Reason("linked_already", {"subject": said.subject})
    if said.code and said.subject.partition("/")[0] not in ("call", "order"):
        return Reason("no_duplicate", {"subject": said.subject})
    return None


def ill_timed(name: str, said: Said, now: float) -> Reason | None:
    """What only the time forbids: an estimate in the past, a slot that is over or has no length."""
    if name == "set_etr" and said.etr is not None and not now < said.etr < now + FARTHEST_S:
        return Reason("etr_not_ahead")
    if name == "book_slot" and not _ahead(said.since, said.until, now):
        return Reason("slot_not_ahead")
    return None


def _ahead(since: float | None, until: float | None, now: float) -> bool:
    return since is not None and until is not None and now < since < until < now + FARTHEST_S
