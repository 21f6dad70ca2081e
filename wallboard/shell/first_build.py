"""One line where a network is built for the first time: that takes long, and nothing moves meanwhile."""

import sys

from feeds.networks import must_be_built
from wallboard.config.room import Room
from wallboard.config.scenario import load_scenario


def say_if_built(room: Room, scenario: str | None) -> None:
    """On stderr: what is built, and that it is kept. scenario: that is shown, which may name the network."""
    network = room.network
    if network is None and scenario is not None:
        network = load_scenario(scenario).network
    if network is not None and must_be_built(network):
        words = f"wallboard: building the network {network}: once, 10 to 40 s, then it is kept"
        print(words, file=sys.stderr, flush=True)
