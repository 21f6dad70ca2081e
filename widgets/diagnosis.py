"""What a desk is told of the program itself: one frozen record a second, filled by the shell (design 5).

Nothing here is a fact of the network. Names and texts that came over the link are shown literally.
"""

from dataclasses import dataclass

from wallboard.domain.reasons import Reason

Counts = tuple[tuple[str, int], ...]
"""(name, how often), the most frequent first."""


@dataclass(frozen=True)
class ProgramFigures:
    """This process. uptime: s; memory: resident bytes; descriptors: open files. None: nobody says.

    versions: (what, which), Python first. troubles: since the start; last_trouble: the log's words of the
    newest.
    """

    version: str
    versions: tuple[tuple[str, str], ...]
    uptime: float
    pid: int
    memory: int | None
    descriptors: int | None
    troubles: int
    last_trouble: str


@dataclass(frozen=True)
class EndFigures:
    """One end of a connection, or of a try. age: s since."""

    age: float
    reason: Reason


@dataclass(frozen=True)
class BadFigures:
    """A frame or fact that could not be read. age: s; size: bytes; shown: its beginning, escaped."""

    age: float
    reason: Reason
    size: int
    shown: str


@dataclass(frozen=True)
class LinkFigures:
    """The link to the hub since the start. address: without login, path arguments and tokens.

    seq: of the last fact that came, applied: of the last on the glass. heard: s since a frame came; period:
    s between heartbeats; skew: hub's clock minus ours, s. announced: the network's digest at the hub.
    """

    state: str
    why: Reason | None
    address: str
    server: str
    protocol: str
    epoch: str
    seq: int
    applied: int
    heard: float | None
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
    announced: str
    counts: Counts = ()
    unknown: Counts = ()
    ends: Counts = ()
    last_ends: tuple[EndFigures, ...] = ()  # newest first


@dataclass(frozen=True)
class TickFace:
    """What a tick costs the GUI thread, ms of CPU over the last 20,000; ticks and facts since the start.

    facts_per_s, ticks_per_s: over the last seconds, None until two looks stand close enough together.
    waiting: facts not yet on the glass; cadence: ms between two ticks now.
    """

    p50: float
    p99: float
    worst: float
    ticks: int
    facts: int
    facts_per_s: float | None
    ticks_per_s: float | None
    waiting: int
    cadence: int


@dataclass(frozen=True)
class Diagnosis:
    """All of it at one instant. bad: newest first; bad_kept: how many are kept in all."""

    program: ProgramFigures
    link: LinkFigures
    ticks: TickFace
    bad: tuple[BadFigures, ...] = ()
    bad_kept: int = 0


def literal(text: str) -> str:
    """A text in which nothing acts: what is no printable character is escaped, line breaks too."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
