"""Orders of the three lanes."""

from collections.abc import Iterable
from typing import Any

from wallboard.domain.connections import Complaint, ConnectionCourse, ConnectionProject, ConnectionTicks
from wallboard.domain.facts import Fact
from wallboard.domain.orders import (
    OrderAcknowledged,
    OrderHandover,
    OrderHolder,
    OrderMark,
    OrderNeed,
    OrderPause,
    OrderStageValue,
)
from wallboard.domain.rows import Order
from wallboard.state.tables import Thing

NEED_FIELDS = OrderNeed.__struct_fields__
"""Every field of the need stands in the row under the same name."""

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
    pause = thing.aspects.get("pause")
    if pause is not None and isinstance(data := pause.data, OrderPause):
        fields["paused_total"], fields["paused_code"] = data.total, data.code
        fields["pause_changed"] = data.since
        fields["paused_since"] = data.since if data.paused else None
        fields["pauses"] = tuple(data.earlier)
    seen = thing.aspects.get("acknowledged")
    if seen is not None and isinstance(data := seen.data, OrderAcknowledged):
        fields["acknowledged_by"], fields["acknowledged_at"] = data.actor, seen.at
    fields["notes"] = len(thing.entries.get("note", ()))
    _lane_aspects(thing, fields)
    return Order(**fields)


def _lane_aspects(thing: Thing, fields: dict[str, Any]) -> None:
    """What only some orders have: complaint, connection, marks, a hand-over on its way."""
    if not LANE_ASPECTS.isdisjoint(thing.aspects):
        fields["complaint"] = thing.value("complaint", Complaint)
        fields["project"] = thing.value("project", ConnectionProject)
        fields["ticks"] = thing.value("ticks", ConnectionTicks)
        course = thing.value("course", ConnectionCourse)
        entered = course.entered if course is not None else []
        fields["course"] = tuple(sorted(entered, key=lambda each: (each.at, each.step)))
    if not thing.entries:
        return
    if marks := thing.entries.get("mark"):
        fields["marked"] = _first_marks(marks.values())
    if handovers := thing.entries.get("handover"):
        fields["handover"] = _on_its_way(handovers.values())


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
    accepted = any(
        each.accepted_at is not None
        for each in said
        if (each.sent_at, each.frm, each.to) == (last.sent_at, last.frm, last.to)
    )
    return None if accepted else last
