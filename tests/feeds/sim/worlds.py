"""Worlds and stores for the town's tests: a whole scenario is lived once and read by many."""

from collections.abc import Iterable
from functools import cache

import msgspec

from feeds.hub.analyst import Analyst
from feeds.sim import World
from feeds.sim.chronicle import Line
from feeds.sim.ground import Ground
from feeds.sim.policy import NearestFree
from feeds.worlds import open_world
from tests.feeds.sim.geography.prefectures import atlas
from wallboard.config.scenario import Scenario, load_scenario
from wallboard.domain.facts import Fact
from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.limits import Limit, RuleSet
from wallboard.state.changes import Change
from wallboard.state.store import Store

STEP = 30.0

FOLLOWS = {
    "off_shift": {"available"},
    "available": {"assigned", "released", "off_shift"},
    "assigned": {"accepted", "suspended"},
    "accepted": {"en_route", "suspended"},
    "en_route": {"on_site", "en_route", "suspended"},
    "on_site": {"made_safe", "completed", "suspended"},
    "made_safe": {"completed", "suspended"},
    "suspended": {"assigned", "on_site", "available"},
    "completed": {"available"},
    "released": {"available", "released"},
}
"""What a crew can do after what."""

ARRIVE = {AreaClass.URBAN: 45.0, AreaClass.RURAL: 90.0, AreaClass.REMOTE: 120.0}

RULES = RuleSet(
    id="test",
    name={"zh": "测试", "en": "test"},
    issuer={"zh": "测试", "en": "test"},
    date="2022-01-01",
    limits=[
        Limit(lane=Lane.RESTORE, target="arrive", area_class=kind, minutes=minutes)
        for kind, minutes in ARRIVE.items()
    ]
    + [Limit(lane=Lane.RESTORE, target="restore", minutes=240.0, after="on_site")],
)
"""Arrival as in the State Grid's commitments of 2022 (domain 5.1)."""


def numbered(facts: Iterable[Fact], after: int) -> list[Fact]:
    """The facts with the seq that a log would give them."""
    return [msgspec.structs.replace(f, seq=after + i) for i, f in enumerate(facts, 1)]


def lived(seed: int, scenario: str, until: float | None = None) -> tuple[World, list[Fact]]:
    """A world lived to its end (or ``until`` seconds from the start), and all that reached the room."""
    world = open_world(scenario, seed)
    end = world.scenario.end_at if until is None else world.scenario.start_at + until
    return world, world.step(end)


@cache
def small_ground() -> Ground:
    """A twentieth of a prefecture."""
    return Ground(atlas())


def small(name: str, **changes: object) -> Scenario:
    """A prefecture's scenario with as few crews as a twentieth of it has."""
    return msgspec.structs.replace(load_scenario(name), **{"crews": 15, "vans": 2, **changes})


@cache
def lived_through(mind: type[NearestFree]) -> tuple[World, list[Fact], list[Line]]:
    """A typhoon over a small prefecture with as many crews as are divided by skill and unit: what was heard
    and what was so."""
    scenario = small("typhoon", crews=50, lasts=20 * 3600.0)
    world = World(7, scenario, small_ground(), policy=mind())
    chronicle = world.keep_truth()
    return world, world.step(scenario.end_at), chronicle.take()


class Watched:
    """A room that hears a world and judges it as a hub does."""

    def __init__(self, seed: int, scenario: str) -> None:
        self.world = open_world(scenario, seed)
        self.rules = RULES
        self.store, self.analyst = Store(), Analyst(RULES, AreaClass.URBAN)
        self._seq = 0

    def watch(self, after: float) -> None:
        """Live up to ``after`` seconds from the scenario's start."""
        start = self.world.scenario.start_at
        now = max(self.world.now, start)
        while now < start + after:
            now = min(start + after, now + STEP)
            facts = self.world.step(now)
            change = self._apply(facts)
            self._apply(self.analyst.on_facts(self.store, change, facts, now))
            self._apply(self.analyst.on_time(self.store, now))

    def _apply(self, facts: list[Fact]) -> Change:
        placed = numbered(facts, self._seq)
        self._seq += len(placed)
        return self.store.apply(placed)
