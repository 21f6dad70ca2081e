"""How this wall is doing, for its diagnostics panel: the process, its link, its ticks, bad frames.

Asked at most once a second, and only while the panel is shown.
"""

import os
import platform
from collections import Counter
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import qVersion

from feeds.fact_reader import BadPiece
from feeds.runner import FeedRunner
from wallboard import __version__
from wallboard.domain.clock import SystemClock, monotonic
from wallboard.domain.reasons import Reason
from wallboard.shell.health import Health
from wallboard.shell.pump import Pump
from wallboard.shell.redaction import redacted
from wallboard.state.store import Store
from widgets.diagnosis import (
    BadFigures,
    Counts,
    Diagnosis,
    EndFigures,
    LinkFigures,
    ProgramFigures,
    TickFace,
    literal,
)

LIBRARIES = ("PySide6_Essentials", "websockets", "qasync", "msgspec", "numpy")
SHOWN_BAD, SHOWN_SIGNS = 40, 400
"""Bad pieces that are handed on, and signs of each: a screen holds no more."""

CLOSE_S, APART_S = 0.5, 5.0
"""Rates are taken between two looks that lie so far apart, s: nearer is noise, farther is the past."""

PROCESS = Path("/proc/self")


class Diagnoser:
    """Makes the record when it is called. Costs some ms: the quantiles of 20,000 ticks are sorted."""

    def __init__(self, runner: FeedRunner, pump: Pump, store: Store, health: Health) -> None:
        self._runner, self._pump, self._store, self._health = runner, pump, store, health
        self._began = monotonic()
        self._real = SystemClock()
        self._looked: tuple[float, int, int] | None = None  # monotonic s, facts, ticks
        self._rates: tuple[float | None, float | None] = (None, None)

    def __call__(self) -> Diagnosis:
        """The record of this instant."""
        now = monotonic()
        ring = self._runner.core.reader.ring
        newest = [ring[-1 - place] for place in range(min(SHOWN_BAD, len(ring)))]
        return Diagnosis(
            self._program(now),
            self._link(now),
            self._ticks(now),
            tuple(_bad(piece, now) for piece in newest),
            len(ring),
        )

    @cached_property
    def _versions(self) -> tuple[tuple[str, str], ...]:
        """They do not change while the program runs."""
        libraries = ((name.partition("_")[0], _installed(name)) for name in LIBRARIES)
        return (("Python", platform.python_version()), ("Qt", str(qVersion())), *libraries)

    def _program(self, now: float) -> ProgramFigures:
        return ProgramFigures(
            __version__,
            self._versions,
            now - self._began,
            os.getpid(),
            resident_bytes(),
            open_descriptors(),
            self._health.troubles,
            literal(redacted(self._health.last)),
        )

    def _link(self, now: float) -> LinkFigures:
        found, status, core = self._runner.diagnostics, self._runner.status, self._runner.core
        wall = self._real.now()
        return LinkFigures(
            state=status.state,
            why=status.words,
            address=bare_address(found.url),
            server=literal(found.server),
            protocol=literal(found.protocol),
            epoch=literal(found.epoch),
            seq=found.seq,
            applied=self._store.head,
            heard=None if status.heard is None else max(0.0, now - status.heard),
            period=found.period,
            skew=found.skew,
            tries=found.tries,
            connects=found.connects,
            frames=found.frames,
            bad_frames=found.bad_frames,
            facts=found.facts,
            bad_facts=found.bad_facts,
            bytes_in=found.bytes_in,
            bytes_out=found.bytes_out,
            announced=literal(core.atlas[0]) if core.atlas else "",
            counts=_counts(found.counts),
            unknown=_counts(found.unknown),
            ends=_counts(found.ends),
            last_ends=tuple(
                EndFigures(max(0.0, wall - end.at), end.reason) for end in reversed(found.last_ends)
            ),
        )

    def _ticks(self, now: float) -> TickFace:
        cost = self._pump.figures.cost()
        facts, ticks = self._rate(now, cost.facts, cost.ticks)
        waiting, cadence = self._runner.diagnostics.facts_waiting, self._pump.cadence
        return TickFace(
            cost.p50, cost.p99, cost.worst, cost.ticks, cost.facts, facts, ticks, waiting, cadence
        )

    def _rate(self, now: float, facts: int, ticks: int) -> tuple[float | None, float | None]:
        """(facts, ticks) a second since the last look; unknown after a long time without one."""
        if self._looked is not None and now - self._looked[0] < CLOSE_S:
            return self._rates  # another window has just looked
        before, self._looked = self._looked, (now, facts, ticks)
        self._rates = (None, None)
        if before is not None and now - before[0] <= APART_S:
            span = now - before[0]
            self._rates = ((facts - before[1]) / span, (ticks - before[2]) / span)
        return self._rates


def resident_bytes() -> int | None:
    """Memory of this process that lies in RAM; None where the system does not say."""
    try:
        pages = int((PROCESS / "statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def open_descriptors() -> int | None:
    """Files, sockets and pipes that this process holds open; None where the system does not say."""
    try:
        return len(os.listdir(PROCESS / "fd")) - 1  # the one that looks
    except OSError:
        return None


def bare_address(url: str) -> str:
    """Scheme, host, port and path of an address; a login or arguments in it are not for the glass."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "?"
    shown = f"[{host}]" if ":" in host else host
    return literal(redacted(f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path}"))


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _counts(counted: dict[str, int]) -> Counts:
    return tuple((literal(name), count) for name, count in Counter(counted).most_common())


def _bad(piece: BadPiece, now: float) -> BadFigures:
    """Escaped and shortened; numbers of telephones, identities and tokens are taken out."""
    shown = literal(redacted(piece.shown[: 2 * SHOWN_SIGNS]))[:SHOWN_SIGNS]
    return BadFigures(max(0.0, now - piece.at), _plain(piece.reason), piece.size, shown)


def _plain(reason: Reason) -> Reason:
    """The same reason, texts from the other end in it made literal."""
    args = {
        name: literal(redacted(value)) if isinstance(value, str) else value
        for name, value in reason.args.items()
    }
    return Reason(reason.code, args)
