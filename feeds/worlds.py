"""Worlds by the name of their scenario: its network is built or read, and stood on."""

from functools import lru_cache

from feeds.networks import network_of
from feeds.sim.ground import Ground
from feeds.sim.world import World
from wallboard.config.scenario import Scenario, load_scenario
from wallboard.state.atlas import unpack


@lru_cache(maxsize=2)
def ground_of(network: str) -> Ground:
    """The ground of a network; the last two stay in memory. Raises NetworkError."""
    return Ground(unpack(network_of(network)[1]))


def open_world(scenario: str | Scenario, seed: int = 1) -> World:
    """A world by a scenario's name or path. Raises ConfigError, NetworkError."""
    told = load_scenario(scenario) if isinstance(scenario, str) else scenario
    return World(seed, told, ground_of(told.network))
