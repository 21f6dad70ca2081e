"""``city:SCENARIO``: a simulated world as a source, on the hub's clock."""

import asyncio
from collections.abc import Callable

from feeds.sim.world import World
from feeds.source import Publish, Source, SourceContext
from feeds.worlds import open_world
from wallboard.config.room_entries import SourceEntry
from wallboard.domain.clock import Clock

STEP = 0.1
"""Real seconds between two looks at the clock."""


class CitySource:
    """``stepped`` is called after each step. Lives the world up to the clock's now."""

    def __init__(
        self, name: str, world: World, clock: Clock, stepped: Callable[[], None] = lambda: None
    ) -> None:
        self.name, self.world, self._clock, self._stepped = name, world, clock, stepped

    async def run(self, publish: Publish) -> None:
        """Step and publish until cancelled; while the clock stands nothing happens."""
        while True:
            now = self._clock.now()
            if now > self.world.now:
                facts = self.world.step(now)
                self._stepped()
                if facts:
                    await publish(facts)
            await asyncio.sleep(STEP)


def open_city(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of a ``city:`` entry. Raises ConfigError, NetworkError."""
    scenario = entry.url.partition(":")[2]
    return CitySource(entry.name, open_world(scenario, context.seed), context.clock)
