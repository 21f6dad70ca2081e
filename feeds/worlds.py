"""Worlds by the name of their scenario: its network is built or read, and stood on."""

from functools import lru_cache

from feeds.networks import network_of
from feeds.sim.ground import Ground
from feeds.sim.policy import Policy
from feeds.sim.world import World
from wallboard.config.scenario import Scenario, load_scenario
from wallboard.state.atlas import unpack

FIXES_BEFORE = 600.0
"""Seconds before it is shown from which on a world's vehicles say where they are."""


@lru_cache(maxsize=2)
def ground_of(network: str) -> Ground:
    """The ground of a network; the last two stay in memory. Raises NetworkError."""
    return Ground(unpack(network_of(network)[1]))


def open_world(
    scenario: str | Scenario,
    seed: int = 1,
    shown_at: float | None = None,
    policy: Policy | None = None,
    *,
    polled: bool = True,
) -> World:
    """A world by a scenario's name or path. shown_at: epoch s up to which it is only caught up with, so that
    positions of long before are left out. policy: who is sent where, the city's own where none is named.
    polled: as in ``World``.
    Raises ConfigError, NetworkError.
    """
    told = load_scenario(scenario) if isinstance(scenario, str) else scenario
    since = None if shown_at is None else shown_at - FIXES_BEFORE
    return World(seed, told, ground_of(told.network), policy=policy, fixes_since=since, polled=polled)
