"""Walls without windows: a runner, an inbox and a Store, on the test's own loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random

from feeds.backoff import BackoffTimes
from feeds.inbox import Inbox
from feeds.link_parts import LinkTimes
from feeds.runner import FeedRunner
from wallboard.state.store import Store

QUICK = LinkTimes(heartbeat=0.1, hole=0.1, greeting=1.0, picture=2.0)
SOON = BackoffTimes(floor=0.02, ceiling=0.2, healthy_after=30.0, refused=0.3, budget=9, window=60.0)


class Wall:
    """What a window does with a link: drain, apply, look."""

    def __init__(self, url: str, **options: object) -> None:
        self.store = Store()
        self.inbox = Inbox()
        self.snapshots = 0
        given = {"times": QUICK, "backoff": SOON, "random": Random(1)} | options
        token = given.pop("token", None)
        role, name = given.pop("role", "wall"), given.pop("name", "wall")
        self.runner = FeedRunner(url, token, self.inbox, name, role, **given)  # type: ignore[arg-type]

    def tick(self) -> None:
        batch = self.inbox.drain(5_000)
        if batch.snapshot:
            self.snapshots += 1
            self.store.load(batch.facts, batch.seq)
        elif batch.facts:
            self.store.apply(batch.facts)


@asynccontextmanager
async def wall(url: str, **options: object) -> AsyncIterator[Wall]:
    """A wall that follows a hub while the block lasts."""
    one = Wall(url, **options)
    running = asyncio.get_running_loop().create_task(one.runner.run())
    try:
        yield one
    finally:
        running.cancel()
        await asyncio.wait([running])


async def until(holds: Callable[[], bool], *walls: Wall, seconds: float = 10.0) -> None:
    """Let the walls tick until something holds; fails after some seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        for one in walls:
            one.tick()
        if holds():
            return
        assert loop.time() < end, [one.runner.status for one in walls]
        await asyncio.sleep(0.01)
