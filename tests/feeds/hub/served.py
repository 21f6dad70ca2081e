"""A hub on the test's own loop, on any free port, with quick heartbeats."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from feeds.hub.access import Access
from feeds.hub.analyst import Analyst
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.replay import ReplayHub
from feeds.hub.server import HubServer, ServerLimits
from feeds.recording import Recording
from wallboard.domain.clock import SystemClock
from wallboard.domain.terms import AreaClass


class Served(msgspec.Struct):
    """What is served, and where."""

    url: str
    hub: LiveHub | ReplayHub
    server: HubServer


def judge() -> Analyst:
    return Analyst(None, AreaClass.URBAN)


@asynccontextmanager
async def served(
    recording: Path | None = None,
    *,
    speed: float = 1.0,
    access: Access | None = None,
    limits: ServerLimits | None = None,
) -> AsyncIterator[Served]:
    """A live hub with its log in memory, or the replay of a recording."""
    if recording is None:
        log = HubLog(None)
        hub: LiveHub | ReplayHub = LiveHub(log, SystemClock(), judge())
        closing = log
    else:
        closing = Recording(recording)
        hub = ReplayHub(closing, speed=speed, judge=judge)
    server = HubServer(hub, access or Access(), limits or ServerLimits(heartbeat=0.1))
    hub.beat = server.beat
    loop = asyncio.get_running_loop()
    with closing:
        async with server.open("127.0.0.1:0") as url:
            tasks = [loop.create_task(hub.run()), loop.create_task(server.beats())]
            try:
                yield Served(url, hub, server)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
