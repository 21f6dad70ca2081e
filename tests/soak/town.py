"""A town that talks to a hub over websockets, a connection a source: the simulated one, and a head-end that
reads every meter.

The readings are there so that everything that has a bound (the names that a hub knows again, the recent past
that it keeps for those who resume) is full before a long run counts as warm.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import encode_fact
from feeds.worlds import open_world
from wallboard.config.scenario import load_scenario
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters

SCENARIO = Path(__file__).with_name("three-days.toml")
STEP_S = 10.0
AREAS_A_STEP = 45
"""Areas read in a step: 4.5 facts/s beside the town's own 0.6."""

AGAIN_S = 30.0
"""Hastened seconds until a hub that could not be reached is tried again."""


class Town:
    """What is said from one instant to the next."""

    def __init__(self, scenario: Path, seed: int = 7) -> None:
        self.world = open_world(load_scenario(scenario), seed)
        self._read = 0

    def step(self, now: float) -> list[Fact]:
        """Everything new up to now, epoch s."""
        facts = self.world.step(now) if now > self.world.now else []
        return facts + [self._reading(now) for _ in range(AREAS_A_STEP)]

    def _reading(self, now: float) -> Fact:
        areas = self.world.ground.areas
        row = self._read % len(areas.id)
        self._read += 1
        dark, total = self.world.supply.dark(row), areas.customers[row]
        meters = AreaMeters(off=dark, on=total - dark, total=total)
        return Fact(meters, f"metering/{areas.id[row]}", now, "metering", f"sweep-{self._read}", now)


class Mouth:
    """One source's connection; what was not acknowledged is said again over the next one."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.lost = 0
        self._socket: ClientConnection | None = None

    async def say(self, facts: list[Fact]) -> None:
        """Publish; returns when all of it was acknowledged. Raises AssertionError where it was refused."""
        for at in range(0, len(facts), frames.MAX_FACTS):
            part = facts[at : at + frames.MAX_FACTS]
            raws = [msgspec.Raw(encode_fact(fact)) for fact in part]
            await self._publish(frames.encode_frame(frames.Ev(id=part[0].id or self.name, facts=raws)))

    async def _publish(self, frame: bytes) -> None:
        while True:
            try:
                socket = self._socket = self._socket or await self._dial()
                await socket.send(frame, text=True)
                while not isinstance(answer := frames.decode_frame(await socket.recv()), frames.Ack):
                    continue
                assert answer.accepted and answer.reason is None, f"{answer.reason} of {frame[:600]!r}"
                return
            except (OSError, ConnectionClosed, WebSocketException, TimeoutError):
                self.lost += self._socket is not None
                self._socket = None
                await asyncio.sleep(AGAIN_S)

    async def _dial(self) -> ClientConnection:
        socket = await connect(
            self.url,
            subprotocols=[Subprotocol(frames.SUBPROTOCOL)],
            proxy=None,
            ping_interval=None,
            open_timeout=None,
        )
        await socket.send(frames.encode_frame(frames.Hello(name=self.name, role="source")), text=True)
        return socket


async def live(url: str, scenario: Path, say: Callable[..., None]) -> None:
    """Live up to the machine's clock and publish, for ever. say: told what was acknowledged, and by when."""
    town, mouths, said = Town(scenario), dict[str, Mouth](), 0
    while True:
        by_source: dict[str, list[Fact]] = {}
        for fact in town.step(SystemClock().now()):
            by_source.setdefault(fact.source, []).append(fact)
        for name in by_source:
            if name not in mouths:
                mouths[name] = Mouth(url, name)
        await asyncio.gather(*(mouths[name].say(facts) for name, facts in by_source.items()))
        said += sum(map(len, by_source.values()))
        say(facts=said, lost=sum(mouth.lost for mouth in mouths.values()))
        await asyncio.sleep(STEP_S)
