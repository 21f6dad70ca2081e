"""What a source is to the hub, and what the hub lends it. One file a scheme, in ``feeds.sources``."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.state.tables import Tables

Publish = Callable[[list[Fact]], Awaitable[object]]
"""Gives facts to the hub; returns once they are durable."""


class Source(Protocol):
    """Turns outside documents or events into facts, for ever."""

    name: str

    async def run(self, publish: Publish) -> None:
        """Publish until cancelled; trouble of the outside is waited out and told as freshness, not raised."""
        ...


@runtime_checkable
class Resuming(Protocol):
    """A source that has to know what the hub's Store held when it came back."""

    def resume(self, tables: Tables) -> None:
        """Called once, before ``run``."""
        ...


class SourceContext(msgspec.Struct, frozen=True):
    """What a source is given: the room's clock, where relative paths begin, secrets, the city's seed."""

    clock: Clock
    folder: Path
    environment: Mapping[str, str]
    seed: int = 1
    speed: float = 1.0


class SourceError(Exception):
    """A source that cannot be made from its entry; the message names the entry and the remedy."""


Maker = Callable[[SourceEntry, SourceContext], Source]
"""Makes a source of one scheme. Raises SourceError or ConfigError."""


def token_of(entry: SourceEntry, context: SourceContext) -> str | None:
    """The source's secret, from the environment. Raises SourceError where the variable is empty."""
    if entry.token_env is None:
        return None
    token = context.environment.get(entry.token_env)
    if not token:
        raise SourceError(f"source {entry.name}: {entry.token_env} is not set; export it with the token")
    return token
