"""``recording:PATH`` beside other sources: its facts come again at the pace in which they once came.

A room whose only source is a recording is replayed instead, on the recording's own clock.
"""

import asyncio
from pathlib import Path

import msgspec

from feeds.recording import Recording
from feeds.source import Publish, Source, SourceContext
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.source_names import OF_THE_HUB

CHUNK = 500


class RecordingSource:
    """Plays one recording once; what it says of its sources is marked as replayed."""

    def __init__(self, name: str, path: Path, clock: Clock, speed: float) -> None:
        self.name, self._path, self._clock, self._speed = name, path, clock, max(speed, 0.001)

    async def run(self, publish: Publish) -> None:
        """Publish in the recording's order. Raises RecordingError where it cannot be read."""
        with Recording(self._path) as recording:
            first, _ = recording.span()
            started = self._clock.monotonic()
            batch: list[Fact] = []
            for fact in recording.facts():
                if fact.source in OF_THE_HUB:
                    continue
                wait = (fact.seen - first) / self._speed - (self._clock.monotonic() - started)
                if batch and (wait > 0 or len(batch) >= CHUNK):
                    await publish(batch)
                    batch = []
                if wait > 0:
                    await asyncio.sleep(wait)
                batch.append(_again(fact))
            if batch:
                await publish(batch)


def _again(fact: Fact) -> Fact:
    data = fact.data
    if isinstance(data, SourceFreshness):
        data = msgspec.structs.replace(data, replayed=True)
    return msgspec.structs.replace(fact, data=data, seen=0.0, seq=0)


def open_recording(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of a ``recording:`` entry."""
    path = context.folder / entry.url.partition(":")[2]
    return RecordingSource(entry.name, path, context.clock, context.speed)
