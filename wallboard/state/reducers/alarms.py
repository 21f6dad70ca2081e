"""Alarms: latched until returned and acknowledged (domain 5.5)."""

from wallboard.domain.roster import AlarmState
from wallboard.domain.rows import Alarm
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Alarm | None:
    held = thing.aspects.get("state")
    if held is None or not isinstance(data := held.data, AlarmState):
        return None
    if not data.active and data.acknowledged:
        return None
    return Alarm(
        id=key,
        severity=data.severity,
        active=data.active,
        acknowledged=data.acknowledged,
        words=data.words,
        since=data.since,
    )
