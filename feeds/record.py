"""``record``: writes what a hub says into a recording."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from feeds.recording import Manifest, RecordingError, RecordingWriter
from feeds.runner import FeedRunner
from feeds.status import LinkStatus
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness

EXPECTED = frozenset({"link_connecting"})
"""What a link says of itself while nothing is wrong yet."""


class NothingHeardError(RecordingError):
    """The time is over and not one fact has come. reason: what kept the hub from being heard."""

    def __init__(self, url: str, reason: Reason | None) -> None:
        super().__init__(f"{url}: nothing was heard; check the address and that the hub runs")
        self.reason = reason


class Recorder:
    """A sink for the link that writes every fact once, in the hub's order.

    A snapshot after a gap adds only what came since; what was superseded in between is not to be had.
    """

    def __init__(self, writer: RecordingWriter) -> None:
        self._writer = writer
        self._epoch = ""
        self._seq = 0
        self._seen = 0.0
        self.gaps = 0
        self.expect_every: dict[str, float] = {}

    @property
    def count(self) -> int:
        """Facts written so far."""
        return self._writer.count

    def put(self, facts: Sequence[Fact], epoch: str, seq: int) -> None:
        """Facts of the log."""
        self._write(facts)
        self._epoch, self._seq = epoch, seq

    def put_snapshot(self, facts: Sequence[Fact], epoch: str, seq: int) -> None:
        """A whole picture: the first is the recording's beginning."""
        if self._epoch:
            self.gaps += 1
        same = epoch == self._epoch
        self._write([fact for fact in facts if not same or fact.seq > self._seq])
        self._epoch, self._seq = epoch, seq

    def hold(self, held: bool) -> None:
        """A file has no glass: it takes the past as well."""

    def take_overflow(self) -> bool:
        """A file does not overflow."""
        return False

    def _write(self, facts: Sequence[Fact]) -> None:
        placed: list[Fact] = []
        for fact in facts:
            self._seen = max(self._seen, fact.seen or fact.at)
            placed.append(_with_seen(fact, self._seen))
            if isinstance(fact.data, SourceFreshness) and fact.data.expect_every:
                self.expect_every[fact.key] = fact.data.expect_every
        self._writer.append(placed)


async def record(
    url: str,
    out: Path,
    *,
    token: str | None = None,
    stop: asyncio.Event | None = None,
    seconds: float | None = None,
    told: Callable[[Reason], None] | None = None,
) -> int:
    """Write what the hub at ``url`` says to ``out`` until ``stop``, for ``seconds``, or until cancelled.

    told: called with each new reason why the hub cannot be heard. Returns the number of facts; the file
    appears under its name when it is whole. Raises RecordingError, NothingHeardError where no fact has come.
    """
    trouble: list[Reason] = []

    def noted(status: LinkStatus) -> None:
        if status.words is not None and status.state in ("connecting", "lost", "refused"):
            if told is not None and trouble[-1:] != [status.words] and status.words.code not in EXPECTED:
                told(status.words)
            trouble.append(status.words)

    until = stop or asyncio.Event()
    with RecordingWriter(out) as writer:
        recorder = Recorder(writer)
        runner = FeedRunner(url, token, recorder, "record", "wall", on_status=noted)
        following = asyncio.get_running_loop().create_task(runner.run())
        try:
            async with asyncio.timeout(seconds):
                await until.wait()
        except TimeoutError:
            pass
        except asyncio.CancelledError:
            if not recorder.count:
                raise
        finally:
            following.cancel()
            await asyncio.wait([following])
        if not recorder.count:
            raise NothingHeardError(url, next((r for r in reversed(trouble) if r.code not in EXPECTED), None))
        expect = recorder.expect_every
        writer.finish(Manifest(title=url, sources=sorted(expect), expect_every=expect, judged=True))
    return recorder.count


def _with_seen(fact: Fact, seen: float) -> Fact:
    return Fact(fact.data, fact.key, fact.at, fact.source, fact.id, seen)
