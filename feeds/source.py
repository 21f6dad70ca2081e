"""What a source is to the hub, and what the hub lends it. One file a scheme, in ``feeds.sources``."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from wallboard.config.load import Duration, find_file
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
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


@runtime_checkable
class Ageing(Protocol):
    """A source that keeps its own freshness, so that a trouble is told beside its age."""

    def trouble(self, reason: Reason, now: float) -> list[Fact]:
        """The freshness with the reason why nothing comes; empty where that has been told. now: epoch s."""
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


def mapping_of(entry: SourceEntry) -> MappingFile:
    """The mapping of an entry, with the room's ``expect_every`` in place of the mapping's own.

    Raises SourceError where the entry names none, ConfigError where it cannot be used.
    """
    if entry.mapping is None:
        raise SourceError(f"source {entry.name}: {entry.url} needs a mapping; add mapping = 'NAME'")
    mapping = load_mapping(find_file("mappings", entry.mapping))
    return msgspec.structs.replace(mapping, expect_every=Duration(entry.expect_every))


def token_of(entry: SourceEntry, context: SourceContext) -> str | None:
    """The source's secret, from the environment. Raises SourceError where the variable is empty."""
    if entry.token_env is None:
        return None
    token = context.environment.get(entry.token_env)
    if not token:
        raise SourceError(f"source {entry.name}: {entry.token_env} is not set; export it with the token")
    return token
