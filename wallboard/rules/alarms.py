"""What a rule set says of alarms, and what follows: floods, chatter, the shelf, who comes first (domain 5.5).

Pure. Where no such figures are in force there are no floods, no chatter and no shelf.
"""

from collections.abc import Iterable, Sequence

import msgspec

from wallboard.domain.alarms import HAZARDS, AlarmStanding
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity

FLOOD, CALM, CHATTER, SHELF = "flood", "calm", "chatter", "shelf"

ALARM_FIGURES: dict[str, tuple[str, ...]] = {
    FLOOD: ("times", "minutes"),
    CALM: ("times",),
    CHATTER: ("times", "minutes"),
    SHELF: ("minutes",),
}
"""What each is given as. flood: more new alarms than so many in so many minutes; calm: it ends with fewer in
the same time. chatter: one alarm that comes more often than that; it is calm once it did not for so long.
shelf: the longest that one may be put aside.
"""

GRAVITY: dict[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}
"""0 is the gravest."""

_WAITS = {
    AlarmStanding.UNACKNOWLEDGED: 0,
    AlarmStanding.RETURNED: 1,
    AlarmStanding.ACKNOWLEDGED: 2,
    AlarmStanding.SHELVED: 3,
}


class AlarmLimit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One figure of a rule set. status: how sure; source: where it stands."""

    what: str
    times: int | None = None
    minutes: float | None = None
    status: str = "to_verify"
    source: str = ""


class SubjectAlarms(msgspec.Struct, frozen=True):
    """The gravest alarm of one subject, and how many others it has."""

    alarm: Alarm
    others: int = 0


def alarm_limit(limits: Iterable[AlarmLimit], what: str) -> AlarmLimit | None:
    """The figure, where the rule set has one."""
    return next((each for each in limits if each.what == what), None)


def longest_shelf(limits: Iterable[AlarmLimit]) -> float | None:
    """For how long an alarm may be shelved at most, s; None where nobody has said: then not at all."""
    limit = alarm_limit(limits, SHELF)
    return None if limit is None or limit.minutes is None else limit.minutes * 60.0


def window_of(limits: Iterable[AlarmLimit], what: str) -> float:
    """The time in which a figure counts, s; 0 where none is in force."""
    limit = alarm_limit(limits, what)
    return 0.0 if limit is None or limit.minutes is None else limit.minutes * 60.0


def lately(raised: Iterable[float], window: float, now: float) -> list[float]:
    """The instants (epoch s) of the last ``window`` s, oldest first."""
    return sorted(at for at in raised if now - window < at <= now)


def flooded(came: int, limits: Sequence[AlarmLimit], *, standing: bool) -> bool:
    """Whether there is a flood. came: new alarms within its window; standing: there was one before."""
    flood, calm = alarm_limit(limits, FLOOD), alarm_limit(limits, CALM)
    if flood is None or flood.times is None:
        return False
    if standing and calm is not None and calm.times is not None:
        return came >= calm.times
    return came > flood.times


def chattering(came: int, limits: Sequence[AlarmLimit], *, standing: bool) -> bool:
    """Whether one alarm chatters. came: times within the window; standing: it did before."""
    limit = alarm_limit(limits, CHATTER)
    if limit is None or limit.times is None:
        return False
    return came > 0 if standing else came > limit.times


def gravest(*severities: Severity | None) -> Severity:
    """The gravest of those that are said. Raises ValueError where none is."""
    return min((each for each in severities if each is not None), key=GRAVITY.__getitem__)


def alarm_rank(alarm: Alarm) -> tuple[object, ...]:
    """Sorts the list: hazards, then the gravest, then what nobody has seen, then the newest."""
    return (
        alarm.kind not in HAZARDS,
        GRAVITY[alarm.severity],
        _WAITS[alarm.standing],
        -(alarm.since or 0.0),
        alarm.id,
    )


def by_subject(alarms: Iterable[Alarm]) -> list[SubjectAlarms]:
    """One line a subject with the gravest of its alarms, in the list's order; shelved ones are left out."""
    found: dict[str, list[Alarm]] = {}
    for alarm in alarms:
        if alarm.standing is not AlarmStanding.SHELVED:
            found.setdefault(alarm.subject or alarm.id, []).append(alarm)
    lines = [SubjectAlarms(min(mine, key=alarm_rank), len(mine) - 1) for mine in found.values()]
    return sorted(lines, key=lambda line: alarm_rank(line.alarm))
