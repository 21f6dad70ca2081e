"""What a link tells its shell: frozen records, handed out in the order in which things came."""

import msgspec

from feeds import frames
from wallboard.domain.clock import ClockState
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason


class ClockCame(msgspec.Struct, frozen=True):
    """The hub's clock, to run the same one here."""

    state: ClockState


class FactsCame(msgspec.Struct, frozen=True):
    """Facts of the log in its order, up to and with ``seq``."""

    facts: list[Fact]
    epoch: str
    seq: int


class SnapshotCame(msgspec.Struct, frozen=True):
    """The whole picture, valid at ``seq``: it replaces the old one."""

    facts: list[Fact]
    epoch: str
    seq: int


class GapCame(msgspec.Struct, frozen=True):
    """Something can no longer be had: the old picture stays, greyed, until the snapshot comes."""

    reason: Reason


class AckCame(msgspec.Struct, frozen=True):
    """An act was answered."""

    ack: frames.Ack


class PastCame(msgspec.Struct, frozen=True):
    """A page of the past was answered."""

    page: frames.Was


class Ended(msgspec.Struct, frozen=True):
    """The connection is of no more use. ``refused``: access; ``retry_after``: a planned restart, s."""

    reason: Reason
    refused: bool = False
    retry_after: float = 0.0


LinkEvent = ClockCame | FactsCame | SnapshotCame | GapCame | AckCame | PastCame | Ended
