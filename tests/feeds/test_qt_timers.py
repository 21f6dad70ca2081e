"""Under qasync a cancelled timer stays until it fires (pitfalls A): messages must not make any."""

import asyncio

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop
from websockets.asyncio.server import ServerConnection, serve

from feeds import frames
from feeds.frames import encode_frame
from feeds.link_parts import LinkTimes
from tests.feeds.small import numbered, snap, thread
from tests.feeds.walls import until, wall
from wallboard.domain.clock import ClockState
from wallboard.domain.terms import ClockMode

MESSAGES = 100_000


def test_that_a_hundred_thousand_messages_leave_no_dead_timers(qapp: QApplication) -> None:
    clock = frames.to_wire(ClockState(ClockMode.REPLAY, 1000.0))
    head = frames.ChannelHead(name="room", epoch="e1", first=1, last=5)
    beat = encode_frame(frames.Hb(clock=clock, heads={"room": "e1:5"}))

    async def flood(socket: ServerConnection) -> None:
        await socket.recv()
        await socket.send(encode_frame(frames.Welcome(clock=clock, channels=[head])), text=True)
        await socket.recv()
        await socket.send(snap(numbered(thread(1)), 5), text=True)
        for _ in range(MESSAGES):
            await socket.send(beat, text=True)
        await socket.wait_closed()

    loop = QEventLoop(qapp)

    async def play() -> None:
        async with serve(flood, "127.0.0.1", 0, compression=None, close_timeout=0.1) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with wall(f"ws://127.0.0.1:{port}", times=LinkTimes()) as one:
                most = 0

                def done() -> bool:
                    nonlocal most
                    most = max(most, len(loop._timer._SimpleTimer__callbacks))
                    return one.runner.diagnostics.frames > MESSAGES

                await until(done, one, seconds=60.0)
                assert most < 200

    try:
        with loop:
            loop.run_until_complete(play())
    finally:
        asyncio.set_event_loop(None)
