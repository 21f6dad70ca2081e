"""``city:SCENARIO``: a simulated world as a source, on the hub's clock."""

import asyncio
from collections.abc import Callable

from feeds.sim.asking import Asking
from feeds.sim.world import World
from feeds.source import Publish, Source, SourceContext
from feeds.worlds import open_world
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock
from wallboard.domain.facts import Fact
from wallboard.state.tables import Tables

STEP = 0.1
"""Real seconds between two looks at the clock."""


class CitySource:
    """``stepped`` is called after each step. Lives the world up to the clock's now. What the room concludes
    by itself is looked at there, once the source knows the room's tables (``resume``)."""

    def __init__(
        self, name: str, world: World, clock: Clock, stepped: Callable[[], None] = lambda: None
    ) -> None:
        self.name, self.world, self._clock, self._stepped = name, world, clock, stepped
        self._asking, self._tables = Asking(), Tables()

    def resume(self, tables: Tables) -> None:
        """The tables of the room, which the hub goes on to write."""
        self._tables = tables

    def live(self, until: float) -> list[Fact]:
        """The world's next step, with what the room asks of it."""
        facts = self.world.step(until, self._asking.commands(self._tables, until))
        self._stepped()
        return facts

    async def run(self, publish: Publish) -> None:
        """Step and publish until cancelled; while the clock stands nothing happens."""
        while True:
            now = self._clock.now()
            if now > self.world.now and (facts := self.live(now)):
                await publish(facts)
            await asyncio.sleep(STEP)


def open_city(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of a ``city:`` entry. Raises ConfigError, NetworkError."""
    scenario = entry.url.partition(":")[2]
    return CitySource(entry.name, open_world(scenario, context.seed), context.clock)
