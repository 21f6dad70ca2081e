"""The demo town's moment as facts of now, told to a live hub by the sources that told them: for studies."""

import asyncio
import ssl
from collections import defaultdict

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import _time_fields, encode_fact
from feeds.hub.analyst import Analyst
from feeds.worlds import open_world
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.source_names import OF_THE_HUB
from wallboard.domain.terms import AreaClass
from wallboard.state.store import Store

"""What they say, the live hub says by itself."""

MOVING = frozenset({"CrewPosition", "VanPosition", "SourceFreshness"})
"""Payloads that are told again each second, so that the sources stay live."""


def shifted(fact: Fact, seconds: float, own: str = "") -> Fact:
    """The same fact, so much later, with every time inside it; own: its id."""
    changed = {}
    for name in _time_fields(type(fact.data)):
        value = getattr(fact.data, name)
        if isinstance(value, dict):
            changed[name] = {key: at + seconds for key, at in value.items()}
        elif value is not None:
            changed[name] = value + seconds
    if isinstance(fact.data, SourceFreshness):
        changed["last_fact_at"] = changed["last_poll_at"] = fact.at + seconds
    data = msgspec.structs.replace(fact.data, **changed)
    return Fact(data, fact.key, fact.at + seconds, fact.source, own)


def town_now() -> dict[str, list[Fact]]:
    """Facts by source, as they stand at the demo's moment, moved to the present."""
    world, store = open_world("town-storm", 7), Store()
    judge, moment = Analyst(None, AreaClass.URBAN), world.scenario.moment_at
    until = world.scenario.start_at
    while until < moment:
        until = min(moment, until + 60.0)
        change = store.apply(facts := world.step(until, ()))
        store.apply(judge.on_facts(store, change, facts, until))
    sources: dict[str, list[Fact]] = defaultdict(list)
    for fact in store.snapshot():
        if fact.source not in OF_THE_HUB:
            sources[fact.source].append(shifted(fact, SystemClock().now() - moment, fact.id))
    return sources


async def tell(url: str, name: str, facts: list[Fact], tls: ssl.SSLContext | None) -> None:
    """Publish them as one source, then what moves each second, for ever; a lost hub is found again."""
    moving = [fact for fact in facts if type(fact.data).__name__ in MOVING]
    options: dict[str, ssl.SSLContext] = {"ssl": tls} if tls is not None else {}
    feed = [Subprotocol(frames.SUBPROTOCOL)]
    while True:
        try:
            async with connect(url, subprotocols=feed, proxy=None, close_timeout=0.2, **options) as socket:
                await socket.send(frames.encode_frame(frames.Hello(name=name, role="source")), text=True)
                await _publish(socket, facts)
                while True:
                    await asyncio.sleep(1.0)
                    now = SystemClock().now()
                    await _publish(socket, [shifted(fact, now - fact.at) for fact in moving])
        except (OSError, TimeoutError, EOFError, WebSocketException):
            await asyncio.sleep(0.5)


async def _publish(socket: ClientConnection, facts: list[Fact]) -> None:
    """Send them and wait for their acks; what else the hub says is passed over."""
    waited: set[str] = set()
    for number, bodies in enumerate(frames.cut(encode_fact(fact) for fact in facts)):
        raws = [msgspec.Raw(body) for body in bodies]
        await socket.send(frames.encode_frame(frames.Ev(id=f"{number}", facts=raws)), text=True)
        waited.add(f"{number}")
    while waited:
        frame = frames.decode_frame(await socket.recv())
        if isinstance(frame, frames.Ack):
            waited.discard(frame.id)
