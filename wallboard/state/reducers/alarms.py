"""Alarms: latched until returned and acknowledged, chatter held as one, the shelf as it is (domain 5.5)."""

from typing import TypeVar

from wallboard.domain.alarms import AlarmAcknowledged, AlarmChatter, AlarmShelf, AlarmState
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.rows import Alarm
from wallboard.rules.alarms import gravest
from wallboard.state.tables import Thing

P = TypeVar("P", bound=Payload)


def resolve(key: str, thing: Thing) -> Alarm | None:
    held = thing.aspects.get("state")
    if held is None or not isinstance(data := held.data, AlarmState):
        return None
    chatter = thing.value("chatter", AlarmChatter)
    chatters = chatter is not None and not chatter.over
    seen, by = _said(thing, "acknowledged", AlarmAcknowledged)
    if seen is not None and seen.at < _to_be_seen(held, data, thing):
        seen = by = None  # said of an earlier one of the same name, or before it grew graver
    shelved, shelf = _said(thing, "shelf", AlarmShelf)
    if shelf is not None and (shelf.ended is not None or shelf.until is None):
        shelved = shelf = None
    active, acknowledged = data.active or chatters, data.acknowledged or seen is not None
    if not active and acknowledged and shelf is None:
        return None
    return Alarm(
        id=key,
        severity=data.severity if acknowledged else gravest(data.severity, data.worst),
        active=active,
        acknowledged=acknowledged,
        words=data.words,
        subject=data.subject,
        since=data.since,
        acknowledged_by=by.actor if by is not None else "",
        acknowledged_at=seen.at if seen is not None else None,
        times=_times(chatter, data) if chatter is not None and chatters else 0,
        chatters_since=chatter.since if chatter is not None and chatters else None,
        shelved_by=shelf.actor if shelf is not None else "",
        shelved_at=shelved.at if shelved is not None else None,
        shelved_until=shelf.until if shelf is not None else None,
        shelved_words=shelf.words if shelf is not None else "",
    )


def _said(thing: Thing, aspect: str, cls: type[P]) -> tuple[Fact | None, P | None]:
    """The fact of an aspect and what it says; nothing where nothing stands."""
    data = thing.value(aspect, cls)
    return (None, None) if data is None else (thing.aspects[aspect], data)


def _to_be_seen(held: Fact, data: AlarmState, thing: Thing) -> float:
    """From when on (epoch s) a word counts: it came, or grew graver; it chatters: since it began to."""
    graver = data.worse_at
    came = held.at if data.since is None else data.since
    told, chatter = _said(thing, "chatter", AlarmChatter)
    if told is not None and chatter is not None and (not chatter.over or came <= told.at):
        came = min(came, chatter.since)
    return came if graver is None else max(came, graver)


def _times(chatter: AlarmChatter, data: AlarmState) -> int:
    """So often it came since it began to chatter: as it was said then, and more since."""
    return max(chatter.times, sum(at >= chatter.since for at in data.raised))
