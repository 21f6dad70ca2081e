"""What a network does to one wall for a while: drawn by Hypothesis, played against a proxy."""

import asyncio

import msgspec
from hypothesis import strategies as st

from tests.faults.proxy import FaultProxy

SHARES = ("corrupt", "truncate", "duplicate", "reorder", "lose")
SECONDS = ("delay", "jitter")
SWITCHES = ("stopped", "swallowed")
BLOWS = ("cut", "reset", "freeze")
DOORS = ("mute", "slam")


class Stage(msgspec.Struct, frozen=True):
    """For so many seconds one more thing is wrong, and stays wrong until the script ends.

    strength: 0 to 1, meaning by the kind. ways: the directions that it concerns.
    """

    kind: str
    seconds: float
    strength: float
    ways: tuple[str, ...]

    async def play(self, proxy: FaultProxy) -> None:
        """Make it so, and let it be for its time."""
        if self.kind in BLOWS:
            getattr(proxy, self.kind)()
        elif self.kind in DOORS:
            proxy.door = self.kind
            proxy.reset()
        else:
            for name in self.ways:
                way = getattr(proxy, name)
                if self.kind in SHARES:
                    setattr(way, self.kind, self.strength)
                elif self.kind in SECONDS:
                    setattr(way, self.kind, self.strength * 0.3)
                elif self.kind in SWITCHES:
                    setattr(way, self.kind, True)
                else:
                    way.rate = 5_000.0 + 200_000.0 * self.strength
        await asyncio.sleep(self.seconds)


stages = st.builds(
    Stage,
    kind=st.sampled_from((*SHARES, *SECONDS, *SWITCHES, *BLOWS, *DOORS, "rate")),
    seconds=st.floats(0.02, 0.4),
    strength=st.floats(0.05, 1.0),
    ways=st.sampled_from((("up",), ("down",), ("up", "down"))),
)
scripts = st.lists(stages, min_size=1, max_size=4)


async def play(script: list[Stage], proxy: FaultProxy) -> None:
    """Stage after stage; afterwards the network is a good one."""
    for stage in script:
        await stage.play(proxy)
    proxy.clean()
