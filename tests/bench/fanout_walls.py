"""Real walls without windows in one process: the product's link, inbox and Store, ticked every 33 ms.

``python -m tests.bench.fanout_walls URL WALLS`` answers one JSON line for each line that it is given:
``seqs`` (where each wall is), ``end`` (digest, pictures, gaps and memory), ``quit``.
"""

import asyncio
import json
import sys
from contextlib import AsyncExitStack

from feeds.backoff import BackoffTimes
from feeds.link import LinkTimes
from tests.bench.measuring import resident_mib
from tests.feeds.walls import Wall, until, wall

TICK = 0.033


class Walls:
    """The walls of this process."""

    def __init__(self, walls: list[Wall]) -> None:
        self.walls = walls
        self.most_mib = 0.0
        self.live = self.ticks = 0

    async def tick(self) -> None:
        """Draw for ever, as a window does, and note how often each was live."""
        while True:
            for one in self.walls:
                one.tick()
                self.ticks += 1
                self.live += one.runner.status.state == "live"
            self.most_mib = max(self.most_mib, resident_mib())
            await asyncio.sleep(TICK)

    def obey(self, order: str) -> object:
        """What one command answers."""
        if order == "begin":
            self.most_mib, self.live, self.ticks = 0.0, 0, 0
        if order == "seqs":
            return [one.inbox.seq if not one.inbox.waiting else -1 for one in self.walls]
        if order == "end":
            return [
                {
                    "digest": one.store.digest(),
                    "seq": one.inbox.seq,
                    "pictures": one.snapshots,
                    "gaps": one.runner.core.counts["gap"],
                    "reconnects": one.runner.counts["reconnects"],
                    "thinned": one.runner.core.counts["thinned"],
                    "overflows": one.inbox.overflows,
                    "live": self.live / max(1, self.ticks),
                    "mib": self.most_mib,
                }
                for one in self.walls
            ]
        return order


async def main() -> None:
    """Connect, then obey until told to quit."""
    url, count = sys.argv[1], int(sys.argv[2])
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:
        options = {"times": LinkTimes(), "backoff": BackoffTimes()}
        walls = Walls([await stack.enter_async_context(wall(url, **options)) for _ in range(count)])
        for one in walls.walls:
            await until(lambda one=one: one.runner.status.state == "live", *walls.walls, seconds=60.0)
        ticking = loop.create_task(walls.tick())
        lines = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        print(json.dumps("here"), flush=True)
        while (line := (await lines.readline()).decode().strip()) and line != "quit":
            print(json.dumps(walls.obey(line)), flush=True)
        ticking.cancel()
        await asyncio.wait([ticking])


if __name__ == "__main__":
    asyncio.run(main())
