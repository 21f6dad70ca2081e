"""Simulated service areas: ``World(seed, scenario, ground).step(until, commands) -> facts``, pure.

``feeds.worlds`` opens one by its scenario's name; ``scenario_names`` lists what is shipped.
"""

from feeds.sim.commands import Command
from feeds.sim.ground import Ground
from feeds.sim.world import Truth, World
from wallboard.config.scenario import Scenario, load_scenario, scenario_names

__all__ = [
    "CATCH_UP_STEP",
    "Command",
    "Ground",
    "Scenario",
    "Truth",
    "World",
    "load_scenario",
    "scenario_names",
]

CATCH_UP_STEP = 60.0
"""Simulated seconds between two looks of the analyst while a world is lived up to where it is shown: the
hub, ``state`` and ``shot`` take the same steps, so that they tell the same story."""
