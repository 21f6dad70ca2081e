"""Alarms: latched until returned and acknowledged (domain 5.5)."""

from wallboard.domain.roster import AlarmAcknowledged, AlarmState
from wallboard.domain.rows import Alarm
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Alarm | None:
    held = thing.aspects.get("state")
    if held is None or not isinstance(data := held.data, AlarmState):
        return None
    by, at = "", None
    seen = thing.aspects.get("acknowledged")
    if seen is not None and isinstance(seen.data, AlarmAcknowledged):
        raised = held.at if data.since is None else data.since
        if seen.at >= raised:  # said of this alarm, not of an earlier one of the same name
            by, at = seen.data.actor, seen.at
    acknowledged = data.acknowledged or at is not None
    if not data.active and acknowledged:
        return None
    return Alarm(
        id=key,
        severity=data.severity,
        active=data.active,
        acknowledged=acknowledged,
        words=data.words,
        since=data.since,
        acknowledged_by=by,
        acknowledged_at=at,
    )
