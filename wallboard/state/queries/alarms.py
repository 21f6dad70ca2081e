"""The alarms as desk and wall show them: counted, the gravest of each subject first, a flood as a summary."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from wallboard.domain.alarms import ALARMS, HAZARDS, AlarmFlood, AlarmStanding, AlarmState
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import Severity
from wallboard.rules.alarms import GRAVITY, SubjectAlarms, alarm_rank, by_subject
from wallboard.state.tables import Tables


class Came(msgspec.Struct, frozen=True):
    """An alarm that came, whether it stands or not. at: epoch s."""

    key: str
    words: Reason
    severity: Severity
    at: float


class FloodFace(msgspec.Struct, frozen=True):
    """What a flood came to. since: of its first alarm, epoch s. came: alarms, once each; standing: of them.

    by_severity, by_kind: the gravest and the most first. hazards: one by one.
    """

    since: float
    came: int
    standing: int
    by_severity: tuple[tuple[Severity, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    first: Came
    worst: Came
    hazards: tuple[Alarm, ...]


class AlarmCounts(msgspec.Struct, frozen=True):
    """How many alarms stand, shelved ones left out. severities: how many of each, the gravest first.

    unseen: nobody has acknowledged them; returned: of these, over; chatter: that come and go. shelved: beside
    all these. flooded: there is a flood.
    """

    severities: tuple[tuple[Severity, int], ...]
    unseen: int
    returned: int
    chatter: int
    shelved: int
    flooded: bool

    @property
    def standing(self) -> int:
        """How many are listed."""
        return sum(n for _, n in self.severities)


class AlarmsFace(msgspec.Struct, frozen=True):
    """All alarms. lines: one a subject, the worst first; shelved: the first that comes back first."""

    counts: AlarmCounts
    lines: tuple[SubjectAlarms, ...]
    shelved: tuple[Alarm, ...]
    flood: FloodFace | None = None


def alarm_counts(tables: Tables) -> AlarmCounts:
    """How many of what: one pass over the alarms."""
    severities: Counter[Severity] = Counter()
    unseen = returned = chatter = shelved = 0
    for row in tables.alarms.values():
        standing = row.standing
        if standing is AlarmStanding.SHELVED:
            shelved += 1
            continue
        severities[row.severity] += 1
        unseen += not row.acknowledged
        returned += standing is AlarmStanding.RETURNED
        chatter += row.times > 0
    counted = tuple((severity, severities[severity]) for severity in Severity if severities[severity])
    return AlarmCounts(counted, unseen, returned, chatter, shelved, flood_of(tables) is not None)


def alarms_face(tables: Tables) -> AlarmsFace:
    """The alarms as they stand."""
    rows = tables.alarms.values()
    shelved = [row for row in rows if row.standing is AlarmStanding.SHELVED]
    shelved.sort(key=lambda row: (row.shelved_until or 0.0, row.id))
    flood = flood_of(tables)
    return AlarmsFace(
        counts=alarm_counts(tables),
        lines=tuple(by_subject(rows)),
        shelved=tuple(shelved),
        flood=None if flood is None else flood_face(tables, flood),
    )


def flood_of(tables: Tables) -> AlarmFlood | None:
    """The flood that stands; None while it is calm."""
    thing = tables.thing("room", ALARMS)
    flood = thing.value("flood", AlarmFlood) if thing is not None else None
    return None if flood is None or flood.over else flood


def flood_face(tables: Tables, flood: AlarmFlood) -> FloodFace | None:
    """What has come since a flood began; None where nothing of it is known any more."""
    came = list(_came(tables, flood.since))
    if not came:
        return None
    severities = Counter(each.severity for each in came)
    kinds = Counter(each.words.code for each in came)
    rows = [row for each in came if (row := tables.alarms.get(each.key)) is not None]
    listed = sorted((row for row in rows if row.standing is not AlarmStanding.SHELVED), key=alarm_rank)
    return FloodFace(
        since=flood.since,
        came=len(came),
        standing=len(listed),
        by_severity=tuple((severity, severities[severity]) for severity in Severity if severities[severity]),
        by_kind=tuple(sorted(kinds.items(), key=lambda each: (-each[1], each[0]))),
        first=min(came, key=lambda each: (each.at, each.key)),
        worst=min(came, key=lambda each: (GRAVITY[each.severity], each.at, each.key)),
        hazards=tuple(row for row in listed if row.kind in HAZARDS),
    )


def _came(tables: Tables, since: float) -> Iterator[Came]:
    """Every alarm that came since an instant, when it did first; those that are over and seen too."""
    for key, thing in tables.things("alarm").items():
        state = thing.value("state", AlarmState)
        mine = [at for at in state.raised if at >= since] if state is not None else []
        if state is not None and mine:
            row = tables.alarms.get(key)
            severity = row.severity if row is not None else state.severity
            yield Came(key, state.words, severity, min(mine))
