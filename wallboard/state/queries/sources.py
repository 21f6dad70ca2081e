"""Sources with their ages: live, late at 2 x the expected interval, lost at 5 x (design 4; domain 5.5)."""

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Source
from wallboard.domain.terms import SourceFlag, SourceState
from wallboard.state.tables import Tables

LATE_AT = 2.0
"""Multiples of the expected interval after which a source is dimmed."""

LOST_AT = 5.0
"""Multiples of the expected interval after which a source is crossed out."""

OUTAGE_KINDS = ("outage.extent", "outage.stage")
"""What a source of outages yields, at least one of them."""


class SourceFace(msgspec.Struct, frozen=True):
    """One source as the glass shows it. age: s since its last poll or fact, whichever is newer.

    dropped: sound records of which an impossible value was left out. delivered: it was read at least once.
    """

    id: str
    title: str
    state: SourceState
    age: float | None
    flags: tuple[SourceFlag, ...]
    reason: Reason | None
    expect_every: float | None
    replayed: bool
    attribution: str
    last_fact_at: float | None = None
    dropped: int = 0
    delivered: bool = True


def source_faces(tables: Tables, now: float) -> list[SourceFace]:
    """Every source, by id, aged at ``now`` (epoch s)."""
    return [_face(source, now) for _, source in sorted(tables.sources.items())]


def heard_at(source: Source) -> float | None:
    """When the source was last heard of: its last poll or fact, whichever is newer, epoch s."""
    known = [at for at in (source.last_poll_at, source.last_fact_at) if at is not None]
    return max(known, default=None)


def aged_state(source: Source, now: float) -> SourceState:
    """The state of a source at ``now``: what the hub last said, or worse by its age.

    Quiet: it answers, and has had nothing to say for 5 expected intervals.
    """
    heard = heard_at(source)
    if heard is None or not source.expect_every:
        return source.state
    age = now - heard
    if source.state is SourceState.LOST or age > LOST_AT * source.expect_every:
        return SourceState.LOST
    if source.state is SourceState.LATE or age > LATE_AT * source.expect_every:
        return SourceState.LATE
    if source.state is SourceState.QUIET or _silent(source, now, source.expect_every):
        return SourceState.QUIET
    return SourceState.LIVE


def delivered(source: Source) -> bool:
    """Whether a source has been read at least once: before that nothing is known, not even a zero.

    A document, or an event, in which not one record could be read tells nothing either.
    """
    if source.records and source.bad_records >= source.records:
        return False
    return source.last_fact_at is not None or source.last_poll_at is not None


def short(source: Source) -> bool:
    """Whether there is more than a source tells: never read, its list cut, or records left out."""
    return not delivered(source) or SourceFlag.CAPPED in source.flags or source.bad_records > 0


def stale_at(source: Source, now: float) -> bool:
    """Whether what a source once delivered is no longer to be taken for the present: it is lost."""
    return delivered(source) and aged_state(source, now) is SourceState.LOST


def speaks(tables: Tables, *types: str) -> bool:
    """Whether a source that yields one of these fact types (``outage.extent`` …) has delivered."""
    return any(delivered(source) for source in speakers(tables, *types))


def speakers(tables: Tables, *types: str) -> list[Source]:
    """The sources that declare one of these fact types, whether they have delivered or not."""
    wanted = set(types)
    return [source for source in tables.sources.values() if not wanted.isdisjoint(source.kinds)]


def _silent(source: Source, now: float, expect_every: float) -> bool:
    """Answering polls without a single record, and no fact for 5 expected intervals."""
    if source.last_poll_at is None or source.last_fact_at is None or source.records:
        return False
    return now - source.last_fact_at > LOST_AT * expect_every


def _face(source: Source, now: float) -> SourceFace:
    heard = heard_at(source)
    return SourceFace(
        source.id,
        source.title,
        aged_state(source, now),
        None if heard is None else max(0.0, now - heard),
        source.flags,
        source.reason,
        source.expect_every,
        source.replayed,
        source.attribution,
        source.last_fact_at,
        source.dropped,
        delivered(source),
    )
