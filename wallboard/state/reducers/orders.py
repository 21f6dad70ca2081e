"""Orders of the three lanes."""

from collections.abc import Iterable
from typing import Any

from wallboard.domain.connections import (
    Complaint,
    ConnectionCourse,
    ConnectionProject,
    ConnectionTicks,
    DepartmentTask,
)
from wallboard.domain.facts import Fact
from wallboard.domain.orders import (
    OrderAcknowledged,
    OrderCallback,
    OrderHandling,
    OrderHandover,
    OrderHolder,
    OrderLent,
    OrderMark,
    OrderNeed,
    OrderPause,
    OrderStageValue,
)
from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED, OrderStage
from wallboard.state.tables import Thing

NEED_FIELDS = OrderNeed.__struct_fields__
"""Every field of the need stands in the row under the same name."""

WAITS = frozenset({OrderStage.WAITING, OrderStage.ESCALATED, OrderStage.SUSPENDED})
"""A desk has put it there: a source that moves along meanwhile does not take it out."""

HANDLED_FIELDS = (
    "before",
    "asked",
    "ruling",
    "etr",
    "told_at",
    "contacted_at",
    "cannot_arrive_at",
    "supplied",
    "score",
    "customer_owned_at",
    "contractor",
    "coordinator",
    "slot_from",
    "slot_to",
    "part_of",
    "supervised",
    "handed_over",
)

LANE_ASPECTS = frozenset({"complaint", "project", "ticks", "course"})
"""Aspects that most orders never have."""


def resolve(key: str, thing: Thing) -> Order | None:
    """The order, or None while its need is unknown: a stage alone is nobody's order."""
    need = thing.aspects.get("need")
    if need is None or not isinstance(need.data, OrderNeed):
        return None
    fields: dict[str, Any] = {name: getattr(need.data, name) for name in NEED_FIELDS}
    fields["id"], fields["source"], fields["since"] = key, need.source, need.data.received_at
    stage = thing.aspects.get("stage")
    if stage is not None and isinstance(data := stage.data, OrderStageValue):
        for name in ("stage", "since", "reached", "said", "reason", "reopened", "returned"):
            fields[name] = getattr(data, name)
        fields["stage_seen"] = stage.seen
    holder = thing.aspects.get("holder")
    if holder is not None and isinstance(data := holder.data, OrderHolder):
        for name in ("holder", "unit", "first_inquirer", "hops", "cross_area", "accepted_at"):
            fields[name] = getattr(data, name)
        fields["holder_name"] = data.name
        fields["held_since"] = data.since
    lent = thing.aspects.get("lent")
    if lent is not None and isinstance(data := lent.data, OrderLent):
        fields["lent"] = data
    pause = thing.aspects.get("pause")
    if pause is not None and isinstance(data := pause.data, OrderPause):
        _pause(data, fields)
    seen = thing.aspects.get("acknowledged")
    if seen is not None and isinstance(data := seen.data, OrderAcknowledged):
        fields["acknowledged_by"], fields["acknowledged_at"] = data.actor, seen.at
    fields["notes"] = len(thing.entries.get("note", ()))
    _lane_aspects(thing, fields)
    handling = thing.aspects.get("handling")
    if handling is not None and isinstance(data := handling.data, OrderHandling):
        _handled(data, handling, thing, fields)
    borrowed: OrderLent | None = fields.get("lent")
    if borrowed is not None and borrowed.crew == fields.get("holder") and not borrowed.objected_by:
        fields["cross_area"], fields["unit"] = True, borrowed.frm
    return Order(**fields)


def _pause(data: OrderPause, fields: dict[str, Any]) -> None:
    fields["pause"] = data
    fields["paused_total"], fields["paused_code"] = data.total, data.code
    fields["pause_changed"] = data.since
    fields["paused_since"] = data.since if data.paused else None
    fields["pauses"] = tuple(data.earlier)


def _handled(data: OrderHandling, fact: Fact, thing: Thing, fields: dict[str, Any]) -> None:
    """What the room did, above what a source said before it; a later word of the source's is its own."""

    def later(aspect: str) -> bool:
        other = thing.aspects.get(aspect)
        return other is None or other.seq < fact.seq

    for name in HANDLED_FIELDS:
        fields[name] = getattr(data, name)
    fields["linked"], fields["duplicates"] = tuple(data.linked), tuple(data.duplicates)
    if fact.at >= fields.get("last_at", fact.at):
        fields["last_verb"], fields["last_actor"], fields["last_at"] = data.verb, data.actor, fact.at
    fields["taken"] = not data.aside
    if data.satisfied is not None and "called_at" not in fields:  # a log from before call-backs were entries
        fields["satisfied"], fields["called_at"] = data.satisfied, fact.at
    fields["first_inquirer"] = data.first_inquirer or fields.get("first_inquirer", "")
    for name in ("returned", "reopened", "urged"):
        fields[name] = max(getattr(data, name), fields.get(name, 0))
    fields["hops"] = max(data.handed_over, fields.get("hops", 0))
    _on_the_way(data, fields)
    if data.aside:
        return
    if later("stage"):
        fields["stage"], fields["since"], fields["reached"] = data.stage, data.since, data.reached
        fields["stage_seen"], fields["said"], fields["reason"] = fact.seen, "", None
    else:
        met = {name: at for name, at in data.reached.items() if name not in ORDER_CLOSED}
        fields["reached"] = {**met, **fields["reached"]}
        if data.stage in WAITS and fields["stage"] not in ORDER_CLOSED:
            fields["before"], fields["stage"], fields["since"] = fields["stage"], data.stage, data.since
    if later("holder"):
        if data.holder != fields.get("holder", ""):
            fields["holder_name"], fields["unit"] = data.holder, ""
        fields["holder"], fields["held_since"] = data.holder, data.held_since
    if data.pause is not None and later("pause"):
        _pause(data.pause, fields)


def _on_the_way(data: OrderHandling, fields: dict[str, Any]) -> None:
    """What the room sent stands; beside a source's own hand-overs where it has sent nothing."""
    sent = data.handover
    if sent is not None and sent.accepted_at is None:
        fields["handover"] = sent
    elif not data.aside:
        fields["handover"] = None


def _lane_aspects(thing: Thing, fields: dict[str, Any]) -> None:
    """What only some orders have: complaint, connection, marks, a hand-over on its way."""
    if not LANE_ASPECTS.isdisjoint(thing.aspects):
        fields["complaint"] = thing.value("complaint", Complaint)
        fields["project"] = thing.value("project", ConnectionProject)
        fields["ticks"] = thing.value("ticks", ConnectionTicks)
        if fields["ticks"] is not None:
            fields["ticked_at"] = thing.aspects["ticks"].at
        course = thing.value("course", ConnectionCourse)
        entered = course.entered if course is not None else []
        fields["course"] = tuple(sorted(entered, key=lambda each: (each.at, each.step)))
    if not thing.entries:
        return
    if marks := thing.entries.get("mark"):
        fields["marked"] = _first_marks(marks.values())
        fields["urged"] = sum(fact.data.verb == "urge" for fact in marks.values())  # type: ignore[attr-defined]
        last = max(marks.values(), key=lambda each: (each.at, each.source, each.id))
        if isinstance(data := last.data, OrderMark):
            fields["last_verb"], fields["last_actor"], fields["last_at"] = data.verb, data.actor, last.at
    if handovers := thing.entries.get("handover"):
        fields["handover"] = _on_its_way(handovers.values())
    if callbacks := thing.entries.get("callback"):
        last = max(callbacks.values(), key=lambda each: (each.at, each.source, each.id))
        fields["called_at"] = last.at
        fields["satisfied"] = last.data.satisfied if isinstance(last.data, OrderCallback) else None
    if tasks := thing.entries.get("department"):
        fields["departments"] = _newest_words(tasks.values())


def _newest_words(tasks: Iterable[Fact]) -> tuple[DepartmentTask, ...]:
    """What each department said last, by its name."""
    newest: dict[str, tuple[tuple[float, str, str], DepartmentTask]] = {}
    for fact in tasks:
        if isinstance(data := fact.data, DepartmentTask):
            own = (fact.at, fact.source, fact.id)
            if data.department not in newest or own > newest[data.department][0]:
                newest[data.department] = own, data
    return tuple(task for _, (_, task) in sorted(newest.items()))


def _first_marks(marks: Iterable[Fact]) -> dict[str, float]:
    """Verb -> when it was first done, by verb so that the order of arrival does not matter."""
    first: dict[str, float] = {}
    for fact in marks:
        if isinstance(data := fact.data, OrderMark):
            first[data.verb] = min(fact.at, first.get(data.verb, fact.at))
    return dict(sorted(first.items()))


def _on_its_way(handovers: Iterable[Fact]) -> OrderHandover | None:
    """The hand-over that was sent last, while nobody has said that it was accepted."""
    said = [fact.data for fact in handovers if isinstance(fact.data, OrderHandover)]
    last = max(said, key=lambda each: (each.sent_at, each.to, each.frm, each.accepted_at or 0.0, each.reason))
    over = any(
        each.accepted_at is not None or each.declined_at is not None
        for each in said
        if (each.sent_at, each.frm, each.to) == (last.sent_at, last.frm, last.to)
    )
    return None if over else last
