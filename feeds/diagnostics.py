"""What a desk may look at to see how its link is doing: one frozen record, made when it is asked for."""

from collections import Counter, deque

import msgspec

from feeds.fact_reader import BadPiece
from feeds.link import LinkCore
from wallboard.domain.reasons import Reason

LAST = 50
"""Ends of connections that are kept."""


class EndedAt(msgspec.Struct, frozen=True):
    """The end of one connection, or of one try. at: this machine's time, epoch s."""

    at: float
    reason: Reason


class LinkDiagnostics(msgspec.Struct, frozen=True):
    """The link in figures, all since the start of the program.

    since: its start, epoch s. connects: connections that stood; tries: all that were begun. bytes_in,
    bytes_out: of frames, without those of websocket and TLS. facts_waiting: in the inbox, not yet on the
    glass. counts: what was passed over, by reason code; unknown: what this version does not know, by name;
    ends: why connections ended, by reason code; last_ends, last_bad: newest last.
    """

    url: str
    protocol: str
    server: str
    since: float
    phase: str
    epoch: str
    seq: int
    period: float
    skew: float | None
    tries: int
    connects: int
    frames: int
    bad_frames: int
    facts: int
    bad_facts: int
    bytes_in: int
    bytes_out: int
    facts_waiting: int
    degraded: bool
    counts: dict[str, int]
    unknown: dict[str, int]
    ends: dict[str, int]
    last_ends: tuple[EndedAt, ...]
    last_bad: tuple[BadPiece, ...]


class Tally:
    """What the link's shell counts by itself."""

    def __init__(self, since: float) -> None:
        self.since = since
        self.tries = self.connects = self.bytes_in = self.bytes_out = 0
        self.ends: Counter[str] = Counter()
        self.last_ends: deque[EndedAt] = deque(maxlen=LAST)

    def ended(self, at: float, reason: Reason) -> None:
        """A connection, or a try, ended. at: epoch s."""
        self.ends[reason.code] += 1
        self.last_ends.append(EndedAt(at, reason))


def diagnostics_of(core: LinkCore, tally: Tally, url: str, now: float, waiting: int) -> LinkDiagnostics:
    """The record as it is now. now: monotonic s; waiting: facts in the inbox."""
    reader = core.reader
    return LinkDiagnostics(
        url=url,
        protocol=core.version,
        server=core.server,
        since=tally.since,
        phase=core.phase.value,
        epoch=core.epoch,
        seq=core.seq or 0,
        period=core.period,
        skew=core.skew,
        tries=tally.tries,
        connects=tally.connects,
        frames=reader.frames,
        bad_frames=reader.bad_frames,
        facts=reader.good,
        bad_facts=reader.bad,
        bytes_in=tally.bytes_in,
        bytes_out=tally.bytes_out,
        facts_waiting=waiting,
        degraded=reader.degraded(now),
        counts=dict(core.counts),
        unknown=dict(reader.unknown),
        ends=dict(tally.ends),
        last_ends=tuple(tally.last_ends),
        last_bad=tuple(reader.ring),
    )
