"""Failure rules of design 5 over real sockets: half-open, skew, a stopped wall, figures for a desk."""

import asyncio
import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from feeds import frames
from feeds.backoff import BackoffTimes
from feeds.frames import encode_frame, with_sum
from feeds.hub.access import Access
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.server import HubServer
from feeds.link_parts import LinkTimes
from tests.faults.proxy import FaultProxy
from tests.faults.witness import BRISK, EAGER
from tests.feeds.hub.served import served
from tests.feeds.small import numbered, outage, snap, thread
from tests.feeds.walls import until, wall
from wallboard.domain.clock import ClockState, SystemClock
from wallboard.domain.terms import ClockMode


@pytest.mark.slow
def test_that_a_half_open_link_is_lost_within_six_real_seconds() -> None:
    """The real times of hub and wall; it dies just after a heartbeat: the worst moment."""

    async def play() -> None:
        loop = asyncio.get_running_loop()
        hub = LiveHub(HubLog(None), SystemClock(), None)
        server = HubServer(hub, Access())
        async with server.open("127.0.0.1:0") as url, FaultProxy(url).open() as proxy:
            work = [loop.create_task(hub.run()), loop.create_task(server.beats())]
            async with wall(proxy.url, times=LinkTimes(), backoff=BackoffTimes(ceiling=2.0)) as one:
                await until(lambda: one.runner.status.state == "live", one)
                beats = one.runner.diagnostics.frames
                await until(lambda: one.runner.diagnostics.frames > beats, one)
                proxy.freeze()
                begun, seen = loop.time(), {}
                while "lost" not in seen and loop.time() < begun + 8:
                    seen.setdefault(one.runner.status.state, loop.time() - begun)
                    await asyncio.sleep(0.02)
                assert 3.5 < seen["late"] < 4.4
                assert 5.5 < seen["lost"] < 6.3
                await until(lambda: one.runner.status.state == "live", one)
                assert loop.time() - begun < 9.5
                assert one.runner.diagnostics.ends == {"link_silent": 1}
            for task in work:
                task.cancel()
            await asyncio.wait(work)
            hub.log.close()

    asyncio.run(play())


class ShiftedClock(SystemClock):
    """A hub's clock that somebody set wrong."""

    shift = 0.0

    def now(self) -> float:
        return super().now() + self.shift

    def state(self) -> ClockState:
        return ClockState(ClockMode.LIVE, self.now(), 1.0, "live")


@pytest.mark.parametrize(
    ("shift", "code", "blind"),
    [(0.0, None, False), (-9.0, "link_skew", False), (93.0, "link_skew_blind", True)],
)
def test_that_a_hub_whose_clock_is_wrong_is_marked(shift: float, code: str | None, blind: bool) -> None:
    async def play() -> None:
        async with served() as hub:
            clock = ShiftedClock()
            clock.shift = shift
            hub.hub.clock = clock
            async with wall(hub.url, times=BRISK, backoff=EAGER) as one:
                await until(
                    lambda: one.runner.status.state == "live" and one.runner.status.skew is not None, one
                )
                status = one.runner.status
                assert status.skew == pytest.approx(shift, abs=0.5)
                assert (status.words.code if status.words else None) == code
                assert (status.skewed, status.clocks_blind) == (code is not None, blind)

    asyncio.run(play())


@contextmanager
def hub_in_a_thread() -> Iterator[tuple[str, list[int]]]:
    """A hub with a life of its own that counts on: its URL, and the number that it published last."""
    said: list[int] = [0]
    ready, over = threading.Event(), threading.Event()
    url: list[str] = []

    async def hub() -> None:
        async with served() as one:
            room = one.hub
            assert isinstance(room, LiveHub)
            url.append(one.url)
            for turn in itertools.count(1):
                at = 1_732_060_800.0 + turn
                await room.publish([outage(number, turn, at) for number in range(1, 40)])
                said[0] = turn
                ready.set()
                await asyncio.sleep(0.01)
                if over.is_set():
                    return

    thread = threading.Thread(target=lambda: asyncio.run(hub()))
    thread.start()
    assert ready.wait(10)
    try:
        yield url[0], said
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize(
    ("times", "lost"), [(BRISK, 1), (LinkTimes(heartbeat=0.1, missed=60, stall=0.5, settle=0.3), 0)]
)
def test_that_a_wall_that_was_stopped_goes_straight_to_the_present(times: LinkTimes, lost: int) -> None:
    """As SIGSTOP does: nothing of the process runs while the hub goes on. First for longer than it takes to
    lose the link, then for less; what came meanwhile is one picture, not a film."""
    with hub_in_a_thread() as (url, said):

        async def play() -> None:
            async with wall(url, times=times, backoff=EAGER) as one:
                drawn: list[tuple[int, int]] = []

                async def paint() -> None:
                    """A glass that would show every step if it were given one."""
                    while True:
                        one.tick()
                        row = one.store.tables.outages.get("oms/1")
                        if row is not None and row.customers_out != (drawn[-1][0] if drawn else None):
                            drawn.append((row.customers_out or 0, said[0]))
                        await asyncio.sleep(0.002)  # the hub lives on the same loop

                painter = asyncio.get_running_loop().create_task(paint())
                await until(lambda: len(drawn) > 5)
                time.sleep(1.0)  # noqa: ASYNC251 - nothing of the wall may run
                known = len(drawn)
                await until(lambda: len(drawn) > known + 5)
                painter.cancel()
                await asyncio.wait([painter])
                before, (first, then) = drawn[known - 1][0], drawn[known]
                assert then - before > 20
                assert then - first < 30  # within a third of a second of what the hub said at that moment
                assert one.runner.diagnostics.connects >= 1 + lost

        asyncio.run(play())


def test_that_a_desk_can_see_how_its_link_is_doing() -> None:
    async def odd(socket: ServerConnection) -> None:
        await socket.recv()
        clock = frames.to_wire(ClockState(ClockMode.REPLAY, 1000.0))
        head = frames.ChannelHead(name="room", epoch="e1", first=1, last=5)
        greeting = frames.Welcome(server="wallboard 9", clock=clock, heartbeat=0.1, channels=[head])
        await socket.send(encode_frame(greeting), text=True)
        await socket.recv()
        await socket.send(snap(numbered(thread(1)), 5), text=True)
        await socket.send(with_sum(b'{"op":"dance"}'), text=True)
        await socket.send("{\u202e\x00")
        await socket.send("x" * (frames.MAX_FRAME + 1))

    async def play() -> None:
        async with serve(odd, "127.0.0.1", 0, close_timeout=0.1) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with wall(f"ws://127.0.0.1:{port}", times=BRISK, backoff=EAGER) as one:
                await until(lambda: one.runner.counts["reconnects"] >= 1, one)
                found = one.runner.diagnostics
                assert (found.server, found.protocol) == ("wallboard 9", frames.SUBPROTOCOL)
                assert (found.epoch, found.seq, found.facts, found.bad_facts) == ("e1", 5, 5, 0)
                assert found.unknown == {"op dance": 1}
                assert found.ends == {"link_oversize": 1}
                assert [end.reason.code for end in found.last_ends] == ["link_oversize"]
                assert [piece.shown for piece in found.last_bad] == ["{\\u202e\\u0000"]
                assert found.bytes_in > 1000 and found.bytes_out > 50
                assert found.connects == found.tries == 1

    asyncio.run(play())
