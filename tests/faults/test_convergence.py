"""Whatever the network does: once it is good the wall shows what the hub knows, and never lied meanwhile."""

import asyncio
from contextlib import AsyncExitStack

from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.hub.live import LiveHub
from tests.faults.proxy import FaultProxy
from tests.faults.scripts import Stage, play, scripts
from tests.faults.witness import Witness, publish_for_ever
from tests.feeds.hub.served import served
from tests.feeds.walls import until

WITHIN = 4.0
"""Seconds from a good network to the same picture; it takes under 1 s on an idle machine."""

BOTH = ("up", "down")


async def story(plays: list[list[Stage]], seed: int) -> None:
    """A busy hub and a wall for each script, each behind its own proxy."""
    async with served() as hub, AsyncExitStack() as stack:
        room = hub.hub
        assert isinstance(room, LiveHub)
        loop = asyncio.get_running_loop()
        proxies = [
            await stack.enter_async_context(FaultProxy(hub.url, seed + n).open()) for n in range(len(plays))
        ]
        walls = [Witness(proxy.url) for proxy in proxies]
        work = [loop.create_task(wall.runner.run()) for wall in walls]
        work.append(loop.create_task(publish_for_ever(room)))
        try:
            await until(lambda: all(wall.runner.status.state == "live" for wall in walls), *walls)
            await asyncio.gather(*(play(*pair) for pair in zip(plays, proxies, strict=True)))
            await asyncio.sleep(0.1)
            work[-1].cancel()
            await agree(room, walls)
        finally:
            for task in work:
                task.cancel()
            await asyncio.wait(work)
        for wall in walls:
            assert wall.lies(room) == []


async def agree(room: LiveHub, walls: list[Witness]) -> None:
    """Wait until every wall is live at the hub's head, and hold the pictures against each other."""
    await until(
        lambda: all(w.runner.status.state == "live" and w.inbox.seq == room.channel.head for w in walls),
        *walls,
        seconds=WITHIN,
    )
    for wall in walls:
        wall.tick()
        assert wall.store.digest() == room.channel.store.digest()


def one(kind: str, strength: float = 0.5, ways: tuple[str, ...] = BOTH, seconds: float = 0.5) -> list[Stage]:
    return [Stage(kind, seconds, strength, ways)]


@settings(max_examples=6, deadline=None)
@given(st.lists(scripts, min_size=4, max_size=6), st.integers(0, 1 << 30))
@example([one("corrupt"), one("truncate"), one("duplicate", 1.0), one("reorder"), one("lose")], 1)
@example([one("stopped", ways=("down",)), one("swallowed", ways=("up",)), one("rate", 0.01)], 2)
@example([one("cut"), one("reset"), one("freeze"), one("mute"), one("slam"), one("jitter", 1.0)], 3)
def test_that_a_wall_agrees_with_its_hub_after_any_trouble(plays: list[list[Stage]], seed: int) -> None:
    asyncio.run(story(plays, seed))
