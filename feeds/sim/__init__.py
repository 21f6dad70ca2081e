"""The seeded town: ``World(seed, scenario).step(until, commands) -> facts``, pure.

``open_world`` builds one by the scenario's name; ``scenario_names`` lists what is shipped.
"""

from feeds.sim.commands import Command
from feeds.sim.world import Truth, World
from wallboard.config.scenario import Scenario, load_scenario, scenario_names

__all__ = [
    "CATCH_UP_STEP",
    "Command",
    "Scenario",
    "Truth",
    "World",
    "load_scenario",
    "open_world",
    "scenario_names",
]

CATCH_UP_STEP = 60.0
"""Simulated seconds between two looks of the analyst while a world is lived up to where it is shown: the
hub, ``state`` and ``shot`` take the same steps, so that they tell the same story."""


def open_world(scenario: str | Scenario, seed: int = 1) -> World:
    """A world by a scenario's name or path. Raises ConfigError where the scenario file is at fault."""
    return World(seed, load_scenario(scenario) if isinstance(scenario, str) else scenario)
