"""Stories for tests, and what a room makes of one by some instant."""

from collections.abc import Iterable
from functools import cache

from feeds.sim.business import SOURCE, Beat, Story, Tale, stories_of
from tests.feeds.sim.worlds import numbered, small, small_ground
from wallboard.domain.facts import Fact
from wallboard.domain.rows import Order
from wallboard.state.store import Store

BUSY = 12.0
"""Times the ordinary rates, for a twentieth of a prefecture."""


@cache
def stories(name: str = "day", seed: int = 7, busy: float = BUSY) -> tuple[Story, ...]:
    """Those of a scenario on a small prefecture, without any outage."""
    return tuple(stories_of(seed, small(name, business=busy), small_ground(), ()))


def of_tale(tale: Tale, seed: int = 7) -> list[Story]:
    """Of one kind, that begin and end within what is written."""
    return [story for story in stories(seed=seed) if story.tale is tale]


def the_sad_one(tale: Tale, name: str, seed: int = 7) -> Story:
    """The one that every scenario tells of its kind."""
    found = [story for story in stories(name, seed, 0.001) if story.tale is tale]
    assert len(found) == 1
    return found[0]


def facts_of(beats: Iterable[Beat]) -> list[Fact]:
    said = [Fact(one.data, one.key, one.at, SOURCE, f"{SOURCE}-{row}") for row, one in enumerate(beats)]
    return numbered(said, 0)


def order_at(story: Story, at: float) -> Order:
    """The order as a room has it that heard the story up to ``at``."""
    store = Store()
    store.apply(facts_of(beat for beat in story.beats if beat.at <= at))
    return store.tables.orders[story.key]
