"""One alarm, from what stands and why it is so now: what the analyst must say of it."""

from wallboard.domain.facts import Instant
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import AlarmState
from wallboard.domain.terms import Severity
from wallboard.state.tables import Tables


def stood(tables: Tables, key: str) -> AlarmState | None:
    """The alarm as it was said last."""
    thing = tables.thing("alarm", key)
    return thing.value("state", AlarmState) if thing is not None else None


def changed(
    before: AlarmState | None, why: Reason | None, severity: Severity, subject: str, now: float
) -> AlarmState | None:
    """The state to be said at ``now`` (epoch s); None where it stands already. why: None: it is over."""
    active = before is not None and before.active
    if why is None:
        if before is None or not active:
            return None
        return AlarmState(
            severity=before.severity,
            active=False,
            words=before.words,
            since=before.since,
            subject=before.subject,
        )
    if before is not None and active and (before.words, before.severity) == (why, severity):
        return None
    since = before.since if before is not None and active else Instant(now)
    return AlarmState(severity=severity, active=True, words=why, since=since, subject=subject)
