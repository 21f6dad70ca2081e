"""The last picture: what stood on the glass, kept on disk: a wall that was restarted shows it at once.

Kept are the facts, not pixels: any window shows them in its own size, theme and language, dimmed and with
their age, until the hub speaks. Gathered on the GUI's thread in slices that nobody sees, written by another,
renamed when whole. A damaged file is put aside and said in the log.
"""

import asyncio
import hashlib
import logging
import os
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import platformdirs

from feeds.codec import DECODE_ERRORS, BadFact, decode_fact, encode_fact
from wallboard.domain.clock import Clock, ClockState, SystemClock, thread_seconds
from wallboard.domain.facts import Fact
from wallboard.shell.logging_setup import APPLICATION
from wallboard.state.store import Store

LOG = logging.getLogger(__name__)

FORM = 1
FIRST_S, EVERY_S = 3.0, 30.0
"""Seconds from a live picture to its first copy, and between two copies; unchanged ones are not written."""

SLICE_S, REST_S = 0.002, 0.05
"""Thread seconds of one slice of gathering, and the rest between two: 4 % of the thread at most."""

OLDEST_S = 86_400.0
"""An older picture tells nobody anything and is not shown."""

LARGEST_BYTES = 64 << 20


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The file's first line. saved: epoch s, real time; clock: the room's, then; digest: of what follows."""

    form: int
    of: str
    saved: float
    clock: ClockState
    seq: int
    facts: int
    digest: str


class Kept(msgspec.Struct, frozen=True):
    """A picture that was kept."""

    head: Head
    facts: list[Fact]


class Damaged(Exception):
    """The file is not what was written; the message says how."""


def picture_path(of: str) -> Path:
    """Where the picture of a room and its upstream is kept. of: names both, such as ``demo city:…``."""
    folder = Path(platformdirs.user_state_dir(APPLICATION, appauthor=False)) / "last"
    mark = hashlib.blake2b(of.encode(), digest_size=8).hexdigest()
    return folder / f"{mark}.picture"


def read_picture(path: Path, of: str, now: float) -> Kept | None:
    """The picture kept there, if it is of the same room and young enough. now: epoch s, real time.

    A damaged file is renamed to ``….damaged``.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise Damaged("too large")
        kept = decode_picture(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        LOG.warning("the last picture cannot be read (%s)", error)
        return None
    except Damaged as error:
        aside = path.with_name(path.name + ".damaged")
        LOG.warning("the last picture is damaged (%s); put aside as %s", error, aside)
        _put_aside(path, aside)
        return None
    age = now - kept.head.saved
    return kept if kept.head.of == of and -60.0 <= age <= OLDEST_S else None


def _put_aside(path: Path, aside: Path) -> None:
    try:
        path.replace(aside)
    except OSError as error:
        LOG.warning("%s stays where it is (%s)", path, error)


def encode_picture(of: str, saved: float, clock: ClockState, seq: int, lines: Sequence[bytes]) -> bytes:
    """The file's bytes. lines: facts on the wire, with their seq."""
    body = zlib.compress(b"\n".join(lines), 1)
    head = Head(
        form=FORM,
        of=of,
        saved=saved,
        clock=clock,
        seq=seq,
        facts=len(lines),
        digest=hashlib.blake2b(body, digest_size=16).hexdigest(),
    )
    return msgspec.json.encode(head) + b"\n" + body


def decode_picture(data: bytes) -> Kept:
    """A file's bytes -> the picture. Raises Damaged."""
    line, _, body = data.partition(b"\n")
    try:
        head = msgspec.json.decode(line, type=Head)
    except DECODE_ERRORS as error:
        raise Damaged("its head cannot be read") from error
    if head.form != FORM:
        raise Damaged(f"of form {head.form}, this program reads {FORM}")
    if hashlib.blake2b(body, digest_size=16).hexdigest() != head.digest:
        raise Damaged("its digest differs")
    try:
        lines = zlib.decompress(body).split(b"\n") if head.facts else []
        facts = sorted((decode_fact(line) for line in lines), key=lambda fact: (fact.seq, fact.at, fact.id))
    except (zlib.error, BadFact) as error:
        raise Damaged(str(error)) from error
    return Kept(head, facts)


def write_picture(path: Path, data: bytes) -> None:
    """Beside its place, to the disk, then renamed: whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class PictureKeeper:
    """Keeps a running wall's picture. live: whether the glass shows the present of its hub."""

    def __init__(self, path: Path, of: str, store: Store, clock: Clock, live: Callable[[], bool]) -> None:
        self.path, self._of, self._store, self._clock, self._live = path, of, store, clock, live
        self._real = SystemClock()
        self.slices: list[float] = []  # thread seconds of the last picture's slices
        self._told = False

    async def run(self, first: float = FIRST_S, every: float = EVERY_S) -> None:
        """Keep a copy whenever something changed, until cancelled."""
        kept, wait = -1, first
        with ThreadPoolExecutor(1, "picture") as writer:
            while True:
                await asyncio.sleep(wait)
                if self._live() and self._store.revision != kept:
                    revision = self._store.revision
                    if await self._keep(writer):
                        kept, wait = revision, every

    async def _keep(self, writer: ThreadPoolExecutor) -> bool:
        """Gather and write one copy; False where a new picture came in between or the disk refused."""
        saved, state, seq = self._real.now(), self._clock.state(), self._store.head
        lines = await self._gather()
        if lines is None:
            return False
        work = asyncio.get_running_loop().run_in_executor(
            writer, lambda: write_picture(self.path, encode_picture(self._of, saved, state, seq, lines))
        )
        try:
            await work
        except OSError as error:
            if not self._told:
                LOG.warning("the last picture cannot be kept (%s); tried again every %g s", error, EVERY_S)
            self._told = True
            return False
        self._told = False
        return True

    async def _gather(self) -> list[bytes] | None:
        """The facts as bytes, a slice at a time; None once a snapshot has replaced them on the way."""
        tables, lines, self.slices = self._store.tables, list[bytes](), []
        began = thread_seconds()
        for facts in self._store.walk():
            lines += (encode_fact(fact, with_seq=True) for fact in facts)
            spent = thread_seconds() - began
            if spent >= SLICE_S:
                self.slices.append(spent)
                await asyncio.sleep(REST_S)
                began = thread_seconds()
                if self._store.tables is not tables:
                    return None
        return lines
