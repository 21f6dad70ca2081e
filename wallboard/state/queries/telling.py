"""Who was told, outage by outage, the worst first: entered clock, told share by group and version
(d.11-d.14).
"""

import msgspec

from wallboard.domain.messages import Message
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Band
from wallboard.rules.limits import RuleSet
from wallboard.rules.notification import (
    KNOWN,
    GroupTold,
    TellingClock,
    entered_clock,
    groups_told,
    informed,
    told_clock,
    untold,
    untold_since,
)
from wallboard.rules.telling_limits import TellingLimit
from wallboard.state.queries.sources import speaks
from wallboard.state.tables import Tables


class TellingLine(msgspec.Struct, frozen=True):
    """One outage. entered, told: None while it is not confirmed. waiting: messages that have no end yet.

    oldest: since when somebody waits to be told, epoch s.
    """

    outage: Outage
    entered: TellingClock | None
    told: TellingClock | None
    groups: tuple[GroupTold, ...]
    untold: int
    informed: int
    oldest: float | None
    waiting: tuple[Message, ...]


class TellingTable(msgspec.Struct, frozen=True):
    """lines: the worst, as many as were asked for, of ``total``.

    unentered: with something that is not entered for 95598, late: of them over the limit. waiting: messages
    without an end, keys: of them those that wait for the second key. How many are not told, and how long the
    oldest of them waits, is ``told``'s to say.
    """

    lines: tuple[TellingLine, ...]
    total: int
    unentered: int
    late: int
    waiting: int
    keys: int


def telling_table(tables: Tables, rules: RuleSet | None, now: float, n: int) -> TellingTable | None:
    """Telling at ``now`` (epoch s); None where no source speaks of it. Costs the outages."""
    known = [row for row in tables.outages.values() if row.stage in KNOWN and not row.merged_into]
    spoken = any(row.entered_at is not None or row.tellings or row.messages for row in known)
    if not spoken and not speaks(tables, "outage.told", "outage.entered"):
        return None
    limits = rules.tellings if rules is not None else []
    restored = any(row.entered_restored_at is not None for row in known)  # else nobody here speaks of it
    known = [row for row in known if row.dark or restored or row.messages]
    foreseen = [row for row in tables.outages.values() if _foreseen(row)]
    lines = [_line(row, limits) for row in (*known, *foreseen)]
    lines = [line for line in lines if line.untold or _open(line.entered) or line.waiting]
    lines.sort(key=_rank)
    share = rules.warn_share if rules is not None else 1.0
    late = sum(
        line.entered is not None
        and line.entered.done is None
        and line.entered.band(now, share) is Band.BREACHED
        for line in lines
    )
    waiting = [each for line in lines for each in line.waiting]
    return TellingTable(
        tuple(lines[:n]),
        len(lines),
        sum(_open(line.entered) for line in lines),
        late,
        len(waiting),
        sum(each.step.value == "waiting" for each in waiting),
    )


def _open(clock: TellingClock | None) -> bool:
    return clock is not None and clock.done is None


def _foreseen(row: Outage) -> bool:
    """Out by suspicion or judgement: there is nothing to tell yet, but they are not told."""
    return row.open and row.dark and row.stage not in KNOWN and not row.merged_into


def _line(row: Outage, limits: list[TellingLimit]) -> TellingLine:
    return TellingLine(
        row,
        entered_clock(row, limits),
        told_clock(row, limits),
        groups_told(row),
        untold(row) if row.dark else 0,
        informed(row),
        untold_since(row) if row.dark else None,
        tuple(each for each in row.messages if not each.over),
    )


def _rank(line: TellingLine) -> tuple[bool, bool, int, float, str]:
    """What there is to tell first: key customers that were not told, then by how many were not."""
    key = any(each.group == "key" and (each.customers or 0) > each.told for each in line.groups)
    return line.told is None, not key, -line.untold, line.outage.began, line.outage.id
