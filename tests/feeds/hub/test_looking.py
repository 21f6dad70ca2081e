"""A client that looks back gets one page at a time, after what it is told of the present."""

import asyncio

from feeds import frames
from feeds.hub.channel import Channel
from feeds.hub.looking import Looking
from feeds.hub.subscriber import Subscriber
from wallboard.domain.clock import ManualClock
from wallboard.domain.reasons import Reason
from wallboard.state.store import Store

ASK = frames.Past(id="p", at=frames.instant(1.0), until=frames.instant(2.0))


class SlowRoom:
    """Answers when it is let."""

    def __init__(self) -> None:
        self.let = asyncio.Event()

    async def past(self, ask: frames.Past) -> frames.Was:
        await self.let.wait()
        return frames.Was(id=ask.id, facts=[])


async def sent(client: Subscriber, count: int) -> list[frames.AnyFrame | frames.UnknownOp]:
    """The next frames that the client is given."""
    found: list[bytes] = []
    done = asyncio.Event()

    async def send(frame: bytes) -> None:
        found.append(frame)
        if len(found) >= count:
            done.set()

    pump = asyncio.get_running_loop().create_task(client.pump(send))
    await asyncio.wait_for(done.wait(), 5)
    pump.cancel()
    return [frames.decode_frame(frame) for frame in found]


def test_that_the_second_of_two_at_once_is_refused_and_the_present_goes_first() -> None:
    async def play() -> None:
        room, clock = SlowRoom(), ManualClock()
        client = Subscriber(Channel("room", "e", Store()), clock, lambda heads: b"{}")
        looking = Looking(room, client)
        looking.ask(ASK)
        looking.ask(ASK)
        client.say(frames.Bye(reason=Reason("hub_restarts")))
        room.let.set()
        await asyncio.sleep(0.01)
        first, second, third = await sent(client, 3)
        assert isinstance(first, frames.Bye)
        assert isinstance(second, frames.Was) and second.reason == Reason("past_busy")
        assert isinstance(third, frames.Was) and third.reason is None

    asyncio.run(play())


def test_that_who_went_is_not_answered() -> None:
    async def play() -> None:
        room = SlowRoom()
        client = Subscriber(Channel("room", "e", Store()), ManualClock(), lambda heads: b"{}")
        looking = Looking(room, client)
        looking.ask(ASK)
        looking.end()
        room.let.set()
        await asyncio.sleep(0.01)
        assert client._next() is None

    asyncio.run(play())
