"""The life cycle of an order: every verb with the stages it is legal in and where it leads, as one table.

The hub judges by it, desks offer what it allows, tests walk through it. All that the room does to an order
stands in one fact of the hub's (``order.handling``), whole each time: a foreign order keeps its source's
words, and what was said last stands. Pure: times are epoch s, ``now`` is given.
"""

from enum import StrEnum
from typing import Annotated, Any

import msgspec

from wallboard.domain.facts import Instant
from wallboard.domain.orders import OrderHandling, OrderHandover, OrderMark, OrderPause, Standstill
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED, Lane, OrderStage

NEW, ACCEPTED, ASSIGNED = OrderStage.NEW, OrderStage.ACCEPTED, OrderStage.ASSIGNED
EN_ROUTE, ON_SITE, DONE = OrderStage.EN_ROUTE, OrderStage.ON_SITE, OrderStage.DONE
WAITING, ESCALATED, SUSPENDED = OrderStage.WAITING, OrderStage.ESCALATED, OrderStage.SUSPENDED

HELD = frozenset({ACCEPTED, ASSIGNED, EN_ROUTE, ON_SITE})
"""Somebody has it and works on it."""
WORK = HELD | {NEW}
OPEN = frozenset(OrderStage) - ORDER_CLOSED

ALL_LANES = frozenset(Lane)
RESTORE = frozenset({Lane.RESTORE})

Line = Annotated[str, msgspec.Meta(max_length=400)]


GENERATOR = "generator_supplied"
"""The one pause that is no person's: it ends as the van is taken off."""


class ReturnCode(StrEnum):
    """Why an order is sent back (退单)."""

    NOT_MINE = "not_mine"
    NO_AUTHORITY = "no_authority"
    WRONG_ADDRESS = "wrong_address"
    DUPLICATE = "duplicate"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a verb may be given; each verb names what it needs and takes nothing else."""

    words: Line = ""
    to: Line = ""  # who gets it, or is asked
    code: Line = ""  # a reason's code
    subject: Line = ""  # another thing, as in ``call/95598-7``
    satisfied: bool | None = None
    etr: float | None = None  # epoch s


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One verb. stages: in which it is legal. to: where it leads; None: the stage stays.

    back: it leads to where the order stood before it waited. needs, may: fields of ``Said``.
    """

    stages: frozenset[OrderStage]
    to: OrderStage | None = None
    back: bool = False
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ("words",)
    lanes: frozenset[Lane] = ALL_LANES


MOVES: dict[str, Move] = {
    "accept": Move(stages=frozenset({NEW, ASSIGNED}), to=ACCEPTED),
    "assign": Move(stages=frozenset({NEW, ACCEPTED, ASSIGNED}), to=ASSIGNED, needs=("to",)),
    "set_out": Move(stages=frozenset({ACCEPTED, ASSIGNED}), to=EN_ROUTE),
    "arrive": Move(stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), to=ON_SITE),
    "release": Move(stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), to=NEW),
    "hand_over": Move(stages=HELD, needs=("to",)),
    "take_over": Move(stages=HELD),
    "return": Move(stages=frozenset({NEW, ACCEPTED, ASSIGNED}), to=NEW, needs=("code",)),
    "urge": Move(stages=OPEN),
    "supervise": Move(stages=OPEN),
    "ask_department": Move(stages=HELD, to=WAITING, needs=("to", "words")),
    "ask_specialist": Move(stages=HELD, to=WAITING, needs=("to", "words")),
    "ask_decision": Move(stages=HELD, to=WAITING, needs=("to", "words")),
    "escalate": Move(stages=WORK | {WAITING}, to=ESCALATED, needs=("words",)),
    "decide": Move(stages=frozenset({WAITING, ESCALATED}), back=True, needs=("words",)),
    "reply": Move(stages=frozenset({WAITING}), back=True, needs=("words",)),
    "set_etr": Move(stages=WORK, needs=("etr",), lanes=RESTORE),
    "mark_told": Move(stages=OPEN),
    "suspend": Move(stages=HELD, to=SUSPENDED, needs=("code",)),
    "resume": Move(stages=frozenset({SUSPENDED}), back=True),
    "call_back": Move(stages=frozenset({DONE}), needs=("satisfied",)),
    "link": Move(stages=frozenset(OrderStage) - {OrderStage.ARCHIVED}, needs=("subject",)),
    "unlink": Move(stages=frozenset(OrderStage) - {OrderStage.ARCHIVED}, needs=("subject",)),
    "mark_customer_owned": Move(stages=WORK, needs=("to",), lanes=RESTORE | {Lane.REQUEST}),
    "cannot_arrive": Move(stages=frozenset({ACCEPTED, ASSIGNED, EN_ROUTE}), needs=("words",)),
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


def illegal(name: str, row: Order, said: Said) -> Reason | None:
    """Why this verb is no legal move of this order now; None where it is."""
    move = MOVES[name]
    if row.lane not in move.lanes:
        return Reason("not_in_lane", {"lane": row.lane.value})
    if row.stage not in move.stages:
        return Reason("not_in_stage", {"stage": row.stage.value})
    return _ill_said(move, said) or _unfit(name, row, said)


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
    if name == "hand_over" and row.handover is not None:
        return Reason("handover_under_way", {"to": row.handover.to})
    if name == "hand_over" and said.to == row.holder:
        return Reason("holder_already", {"who": said.to})
    if name == "take_over" and row.handover is None:
        return Reason("no_handover")
    if name == "link" and said.subject in row.linked:
        return Reason("linked_already", {"subject": said.subject})
    if name == "unlink" and said.subject not in row.linked:
        return Reason("not_linked", {"subject": said.subject})
    return None


def ill_timed(name: str, row: Order, said: Said, actor: str, now: float) -> Reason | None:
    """What only the actor or the time forbids: another's hand-over, an estimate in the past."""
    if name == "take_over" and row.handover is not None and row.handover.to != actor:
        return Reason("handover_to_another", {"to": row.handover.to})
    if name == "set_etr" and said.etr is not None and not now < said.etr < now + 366 * 86_400:
        return Reason("etr_not_ahead")
    return None


def moved(name: str, row: Order, said: Said, actor: str, role: str, now: float) -> OrderHandling:
    """The handling after a legal move, whole: what stood, changed by this verb."""
    move, at = MOVES[name], Instant(now)
    stage = _led_to(name, move, row, said)
    began = row.since if stage is row.stage else now
    reached = {each: Instant(when) for each, when in row.reached.items()}
    if name == "reopen":
        reached = {each: when for each, when in reached.items() if each not in ORDER_CLOSED}
    if stage is not row.stage and stage is not NEW:
        reached.setdefault(stage.value, at)
    waits = stage in (WAITING, ESCALATED, SUSPENDED)
    before = (row.before if row.stage in (WAITING, ESCALATED, SUSPENDED) else row.stage) if waits else None
    holder = _holder(name, row, said, actor)
    return OrderHandling(
        verb=name,
        actor=actor,
        role=role,
        args=_given(said),
        stage=stage,
        since=Instant(began),
        reached=reached,
        before=before,
        holder=holder,
        held_since=at if holder != row.holder else _instant(row.held_since),
        first_inquirer=row.first_inquirer or holder,
        handover=_handover(name, row, said, actor, at),
        pause=_pause(name, row, said, actor, at),
        etr=Instant(said.etr) if name == "set_etr" and said.etr is not None else _instant(row.etr),
        told_at=at if name in ("mark_told", "cannot_arrive") else _instant(row.told_at),
        satisfied=said.satisfied if name == "call_back" else row.satisfied,
        contractor=said.to if name == "mark_customer_owned" else row.contractor,
        linked=_linked(name, row, said),
        returned=row.returned + (name == "return"),
        reopened=row.reopened + (name == "reopen"),
        urged=row.urged + (name == "urge"),
        handed_over=row.handed_over + (name == "take_over"),
    )


def mark_of(handling: OrderHandling) -> OrderMark:
    """The act alone, as an entry of the order's thread: handlings replace each other, entries stay."""
    return OrderMark(
        verb=handling.verb,
        actor=handling.actor,
        role=handling.role,
        words=str(handling.args.get("words", "")),
        args={name: value for name, value in handling.args.items() if name != "words"},
        stage=handling.stage,
    )


def repeats(fact: object, name: str, said: Said, actor: str) -> bool:
    """Whether a fact that stands is what this act made, when it came the first time."""
    return isinstance(fact, OrderHandling) and (fact.verb, fact.actor, fact.args) == (
        name,
        actor,
        _given(said),
    )


def _given(said: Said) -> dict[str, str | float | bool]:
    default = Said()
    fields = ((name, getattr(said, name)) for name in Said.__struct_fields__)
    return {name: value for name, value in fields if value != getattr(default, name)}


def _instant(at: float | None) -> Instant | None:
    return None if at is None else Instant(at)


def _led_to(name: str, move: Move, row: Order, said: Said) -> OrderStage:
    if move.back:
        return row.before or (ACCEPTED if row.holder else NEW)
    if name == "call_back" and said.satisfied:
        return OrderStage.VERIFIED
    if name == "reopen" and row.holder:
        return ACCEPTED
    return move.to or row.stage


def _holder(name: str, row: Order, said: Said, actor: str) -> str:
    if name in ("accept", "take_over"):
        return actor
    if name == "assign":
        return said.to
    return "" if name in ("release", "return") else row.holder


def _handover(name: str, row: Order, said: Said, actor: str, at: Instant) -> OrderHandover | None:
    """The hand-over on its way; one that was accepted is told in that act's fact, and is no more after it."""
    if name == "hand_over":
        return OrderHandover(frm=row.holder or actor, to=said.to, sent_at=at, reason=said.words)
    if name == "take_over" and row.handover is not None:
        return msgspec.structs.replace(row.handover, accepted_at=at)
    return None if name in ("release", "return", "assign", "close", "cancel") else row.handover


def _pause(name: str, row: Order, said: Said, actor: str, at: Instant) -> OrderPause | None:
    """The clock stands from a suspension to whatever leads out of it."""
    if name == "suspend" and row.paused_since is None:
        earlier = list(row.pauses)
        return OrderPause(
            paused=True, since=at, code=said.code, actor=actor, total=row.paused_total, earlier=earlier
        )
    ends = name in ("resume", "cancel", "reopen") and row.pause is not None and row.pause.code != GENERATOR
    if not ends or row.paused_since is None:
        return row.pause
    began = min(Instant(row.paused_since), at)
    over = Standstill(since=Instant(began), until=at, code=row.paused_code, actor=actor)
    return OrderPause(
        paused=False,
        since=at,
        code=row.paused_code,
        actor=actor,
        total=row.paused_total + at - began,
        earlier=[*row.pauses, over],
    )


def _linked(name: str, row: Order, said: Said) -> list[str]:
    if name == "link":
        return [*row.linked, said.subject]
    return [each for each in row.linked if name != "unlink" or each != said.subject]
