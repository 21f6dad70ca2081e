"""One client that looks back: a page at a time, beside what it is told of the present."""

import asyncio
from typing import Protocol

from feeds import frames
from feeds.hub.past import refused
from feeds.hub.subscriber import Subscriber
from wallboard.domain.reasons import Reason


class Remembers(Protocol):
    """What has a past: the hub."""

    async def past(self, ask: frames.Past) -> frames.Was: ...


class Looking:
    """Asks the hub for one page and gives it to the client; the second of two at once is refused."""

    def __init__(self, room: Remembers, client: Subscriber) -> None:
        self._room, self._client = room, client
        self._task: asyncio.Task[None] | None = None

    def ask(self, ask: frames.Past) -> None:
        """Answer as soon as it can be had and nothing of the present waits."""
        if self._task is not None and not self._task.done():
            self._client.say_idle(refused(ask, Reason("past_busy")))
            return
        self._task = asyncio.get_running_loop().create_task(self._answer(ask))

    async def _answer(self, ask: frames.Past) -> None:
        self._client.say_idle(await self._room.past(ask))

    def end(self) -> None:
        """The client is gone."""
        if self._task is not None:
            self._task.cancel()
