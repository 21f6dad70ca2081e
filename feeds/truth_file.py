"""The truth of a simulated day as a file of JSON lines (docs/truth-file.md), beside the feed, never in it."""

from pathlib import Path
from types import TracebackType

import msgspec

from feeds.sim.world import World


class TruthFile:
    """Written anew; ``write`` after each step adds what came to be. Raises OSError."""

    def __init__(self, path: Path, world: World) -> None:
        self._chronicle = world.keep_truth()
        self._file = path.open("wb")
        self._encoder = msgspec.json.Encoder()

    def write(self) -> None:
        """Add the lines since the last call; they are on the disk's way when it returns."""
        lines = self._chronicle.take()
        if lines:
            self._file.write(self._encoder.encode_lines(lines))
            self._file.flush()

    def __enter__(self) -> "TruthFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.write()
        self._file.close()
