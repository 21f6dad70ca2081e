"""What a move leaves of an order's handling: one fact of the hub's, whole each time (``order.handling``).

A foreign order keeps its source's words, and what was said last stands. Pure: times are epoch s, ``now`` is
given.
"""

import msgspec

from wallboard.domain.facts import Instant
from wallboard.domain.life_cycle import ACCEPTED, DUPLICATE, MOVES, NEW, WAITS, Move, Said
from wallboard.domain.orders import (
    AskKind,
    OrderAsk,
    OrderHandling,
    OrderHandover,
    OrderMark,
    OrderPause,
    Standstill,
)
from wallboard.domain.roles import Deed
from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED, OrderStage

GENERATOR = "generator_supplied"
"""The one pause that is no person's: it ends as the van is taken off."""

FOLD, UNFOLD = "fold", "unfold"
"""What a link as a duplicate does to the other order, and what takes it back."""

ASKS: dict[str, AskKind] = {
    "ask_department": AskKind.DEPARTMENT,
    "ask_specialist": AskKind.SPECIALIST,
    "ask_decision": AskKind.DECISION,
    "escalate": AskKind.ESCALATION,
}
ANSWERS = frozenset({"decide", "reply", "close", "cancel", "reopen", "release", "return", "object"})
"""What ends a question."""


def moved(name: str, row: Order, said: Said, deed: Deed, now: float) -> OrderHandling:
    """The handling after a legal move, whole: what stood, changed by this verb."""
    move, at = MOVES[name], Instant(now)
    stage, holder = _led_to(name, move, row, said), _holder(name, row, said, deed.actor)
    reopened = name == "reopen" or (name == "call_back" and said.supplied is False)
    waits = stage in WAITS
    pause = _pause(name, row, said, deed.actor, at)
    stood = handling_of(row)
    changes = {
        "verb": name,
        "actor": deed.actor,
        "role": deed.role.value,
        "args": given(said),
        "aside": not row.taken and stage is row.stage and holder == row.holder and pause is row.pause,
        "stage": stage,
        "since": Instant(row.since if stage is row.stage else now),
        "reached": _reached(row, stage, at, reopened=reopened),
        "before": (row.before if row.stage in WAITS else row.stage) if waits else None,
        "holder": holder,
        "held_since": at if holder != row.holder else stood.held_since,
        "first_inquirer": row.first_inquirer or holder,
        "handover": _handover(name, row, said, deed.actor, at),
        "pause": pause,
        "asked": _asked(name, row, said, at),
        "linked": _linked(name, row.linked, said),
        "duplicates": _linked(name, row.duplicates, said) if _counts(name, said) else stood.duplicates,
        "returned": row.returned + (name == "return"),
        "reopened": row.reopened + reopened,
        "urged": row.urged + (name == "urge"),
        "supervised": row.supervised + (name == "supervise"),
        "handed_over": row.handed_over + (name == "take_over"),
        **_words_of(name, row, said, at),
    }
    return msgspec.structs.replace(stood, **changes)


def handling_of(row: Order) -> OrderHandling:
    """What stands of an order, as a handling that nobody has said yet."""
    return OrderHandling(
        verb="",
        actor="",
        role="",
        stage=row.stage,
        since=Instant(row.since),
        reached={each: Instant(when) for each, when in row.reached.items()},
        before=row.before,
        holder=row.holder,
        held_since=_instant(row.held_since),
        first_inquirer=row.first_inquirer,
        handover=row.handover,
        pause=row.pause,
        asked=row.asked,
        etr=_instant(row.etr),
        told_at=_instant(row.told_at),
        contacted_at=_instant(row.contacted_at),
        cannot_arrive_at=_instant(row.cannot_arrive_at),
        customer_owned_at=_instant(row.customer_owned_at),
        slot_from=_instant(row.slot_from),
        slot_to=_instant(row.slot_to),
        satisfied=row.satisfied,
        supplied=row.supplied,
        score=row.score,
        contractor=row.contractor,
        coordinator=row.coordinator,
        ruling=row.ruling,
        linked=list(row.linked),
        duplicates=list(row.duplicates),
        part_of=row.part_of,
        returned=row.returned,
        reopened=row.reopened,
        urged=row.urged,
        supervised=row.supervised,
        handed_over=row.handed_over,
    )


def folded(row: Order, into: str, deed: Deed, now: float) -> OrderHandling:
    """A duplicate: closed as a part of the order with this id, and where it stood is remembered."""
    at = Instant(now)
    return msgspec.structs.replace(
        handling_of(row),
        verb=FOLD,
        actor=deed.actor,
        role=deed.role.value,
        stage=OrderStage.CANCELLED,
        since=at,
        before=row.before if row.stage in WAITS else row.stage,
        reached=_reached(row, OrderStage.CANCELLED, at, reopened=False),
        handover=None,
        asked=None,
        pause=_pause("cancel", row, Said(), deed.actor, at),
        part_of=into,
    )


def unfolded(row: Order, deed: Deed, now: float) -> OrderHandling:
    """It is no duplicate after all: it goes on from where it stood."""
    stage = row.before or (ACCEPTED if row.holder else NEW)
    return msgspec.structs.replace(
        handling_of(row),
        verb=UNFOLD,
        actor=deed.actor,
        role=deed.role.value,
        stage=stage,
        since=Instant(now),
        before=None,
        reached=_reached(row, stage, Instant(now), reopened=True),
        part_of="",
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


def repeats(fact: object, name: str, args: msgspec.Struct, actor: str) -> bool:
    """Whether a fact that stands is what this act made, when it came the first time."""
    return isinstance(fact, OrderHandling) and (fact.verb, fact.actor, fact.args) == (
        name,
        actor,
        given(args),
    )


def given(args: msgspec.Struct) -> dict[str, str | float | bool]:
    """What was said besides what is left out, as a fact keeps it."""
    default = {each.name: each.default for each in msgspec.structs.fields(args)}
    fields = ((name, getattr(args, name)) for name in args.__struct_fields__)
    return {name: value for name, value in fields if value != default[name]}


def _instant(at: float | None) -> Instant | None:
    return None if at is None else Instant(at)


def _reached(row: Order, stage: OrderStage, at: Instant, *, reopened: bool) -> dict[str, Instant]:
    reached = {each: Instant(when) for each, when in row.reached.items()}
    if reopened:
        reached = {each: when for each, when in reached.items() if each not in ORDER_CLOSED}
    if stage is not row.stage and stage is not NEW:
        reached.setdefault(stage.value, at)
    return reached


def _led_to(name: str, move: Move, row: Order, said: Said) -> OrderStage:
    if move.back:
        return row.before or (ACCEPTED if row.holder else NEW)
    if name == "call_back" and said.supplied is False:
        return ACCEPTED if row.holder else NEW  # closed while dark: the same order goes on
    if name == "call_back" and said.satisfied:
        return OrderStage.VERIFIED
    if name == "reopen" and row.holder:
        return ACCEPTED
    if name == "return" and row.handover is not None:
        return row.stage  # it goes back to who sent it
    return move.to or row.stage


def _holder(name: str, row: Order, said: Said, actor: str) -> str:
    if name in ("accept", "take_over"):
        return actor
    if name == "assign":
        return said.to
    if name == "return" and row.handover is not None:
        return row.holder
    return "" if name in ("release", "return", "object") else row.holder


def _handover(name: str, row: Order, said: Said, actor: str, at: Instant) -> OrderHandover | None:
    """The hand-over on its way; one that was accepted is told in that act's fact, and is no more after it."""
    if name == "hand_over":
        return OrderHandover(frm=row.holder or actor, to=said.to, sent_at=at, reason=said.words)
    if name == "take_over" and row.handover is not None:
        return msgspec.structs.replace(row.handover, accepted_at=at)
    return None if name in ("release", "return", "object", "assign", "close", "cancel") else row.handover


def _asked(name: str, row: Order, said: Said, at: Instant) -> OrderAsk | None:
    if name in ASKS:
        return OrderAsk(kind=ASKS[name], to=said.to, at=at, words=said.words)
    return None if name in ANSWERS else row.asked


def _words_of(name: str, row: Order, said: Said, at: Instant) -> dict[str, object]:
    """What single verbs add."""
    if name == "set_etr":
        return {"etr": _instant(said.etr)}
    if name == "contact":
        return {"contacted_at": at}
    if name == "mark_told":
        return {"told_at": at}
    if name == "cannot_arrive":
        return {"told_at": at, "cannot_arrive_at": at}
    if name == "decide":
        return {"ruling": said.code}
    if name == "book_slot":
        return {"slot_from": _instant(said.since), "slot_to": _instant(said.until)}
    if name == "call_back":
        return {"satisfied": said.satisfied, "supplied": said.supplied, "score": said.score}
    if name == "mark_customer_owned":
        who = "coordinator" if row.segment == "community" else "contractor"
        return {who: said.to, "customer_owned_at": _instant(row.customer_owned_at) or at}
    return {}


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


def _counts(name: str, said: Said) -> bool:
    return name == "unlink" or (name == "link" and said.code == DUPLICATE)


def _linked(name: str, stood: tuple[str, ...], said: Said) -> list[str]:
    if name == "link":
        return [*stood, said.subject]
    return [each for each in stood if name != "unlink" or each != said.subject]
