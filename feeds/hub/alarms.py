"""One alarm, from what stands and why it is so now: what the analyst must say of it (domain 5.5)."""

from collections.abc import Iterable

from msgspec.structs import replace

from wallboard.domain.alarms import SEVERITY, AlarmKind, AlarmState
from wallboard.domain.facts import Instant
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
from wallboard.rules.alarms import GRAVITY, gravest
from wallboard.state.tables import Tables

Alarms = list[tuple[str, AlarmState]]
"""What is to be said of alarms, by key."""

REMEMBERED_S = 3600.0
"""How long it is remembered that an alarm came, s."""

MOST_RAISED = 60
"""So many times at most: the newest."""


def stood(tables: Tables, key: str) -> AlarmState | None:
    """The alarm as it was said last."""
    thing = tables.thing("alarm", key)
    return thing.value("state", AlarmState) if thing is not None else None


def news(tables: Tables, each: Iterable[tuple[str, Reason | None, str]], now: float) -> Alarms:
    """Of alarms by key, why each is so now and its subject: those of which something is to be said."""
    states = [(key, changed(tables, key, why, subject, now)) for key, why, subject in each]
    return [(key, state) for key, state in states if state is not None]


def changed(tables: Tables, key: str, why: Reason | None, subject: str, now: float) -> AlarmState | None:
    """The state to be said at ``now`` (epoch s); None where it stands already. why: None: it is over.

    Raises ValueError for words that name no kind of alarm.
    """
    before = stood(tables, key)
    if why is None:
        return replace(before, active=False) if before is not None and before.active else None
    severity = SEVERITY[AlarmKind(why.code)]
    if before is not None and before.active and (before.words, before.severity) == (why, severity):
        return None
    came = before is None or not before.active
    return AlarmState(
        severity=severity,
        active=True,
        words=why,
        since=Instant(now) if before is None or came else before.since,
        subject=subject,
        worst=_worst(tables.alarms.get(key), severity),
        worse_at=_worse_at(before, severity, now),
        raised=_raised(before, now) if before is None or came else before.raised,
    )


def _worst(row: Alarm | None, severity: Severity) -> Severity | None:
    """The gravest that nobody has seen yet, where that is graver than what is now."""
    if row is None or row.acknowledged:
        return None
    worst = gravest(row.severity, severity)
    return worst if worst is not severity else None


def _worse_at(before: AlarmState | None, severity: Severity, now: float) -> Instant | None:
    """When it grew graver than it was last said to be: whoever has seen the lesser one has not seen this."""
    if before is None:
        return None
    return Instant(now) if GRAVITY[severity] < GRAVITY[before.severity] else before.worse_at


def _raised(before: AlarmState | None, now: float) -> list[Instant]:
    known = [] if before is None else [at for at in before.raised if 0 <= now - at < REMEMBERED_S]
    return [*known, Instant(now)][-MOST_RAISED:]
