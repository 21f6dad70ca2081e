"""Publishers that wait for a commit, in the order in which they came."""

import asyncio
from collections import deque
from collections.abc import Iterable

from feeds.hub.log_file import LogError
from wallboard.domain.facts import Fact


class Waiting:
    """Batches of facts and who waits for each. Nobody waits for ever: each is answered or refused."""

    def __init__(self) -> None:
        self._batches: deque[tuple[list[Fact], asyncio.Future[int]]] = deque()

    def __bool__(self) -> bool:
        return bool(self._batches)

    def join(self, facts: list[Fact]) -> asyncio.Future[int]:
        """Wait for a commit that holds these facts; the log's last seq. The future raises LogError."""
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._batches.append((facts, future))
        return future

    def take(self, most: int) -> tuple[list[Fact], list[asyncio.Future[int]]]:
        """The first batches until there are so many facts, and who waits for them."""
        facts: list[Fact] = []
        futures: list[asyncio.Future[int]] = []
        while self._batches and len(facts) < most:
            batch, future = self._batches.popleft()
            facts += batch
            futures.append(future)
        return facts, futures

    def refuse(self, error: LogError) -> None:
        """Tell everybody why nothing came of it."""
        refuse((future for _, future in self._batches), error)
        self._batches.clear()


def answer(futures: Iterable[asyncio.Future[int]], seq: int) -> None:
    """Their facts are durable up to here."""
    for future in futures:
        if not future.done():
            future.set_result(seq)


def refuse(futures: Iterable[asyncio.Future[int]], error: LogError) -> None:
    """Those that have no answer yet get this one."""
    for future in futures:
        if not future.done():
            future.set_exception(error)
