"""A hub over a real socket: two walls that agree with it, killed and restarted, hostile neighbours."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from feeds import frames
from feeds.codec import encode_fact
from feeds.frames import decode_frame, encode_frame
from feeds.hub.access import Access, Role
from feeds.hub.serve import LOG_NAME, HubSettings, with_only_source
from feeds.link import FactsCame, LinkCore, SnapshotCame
from feeds.recording import Recording
from tests.feeds.hub.served import served
from tests.feeds.small import outage, storm, write_recording
from tests.feeds.walls import Wall, until, wall
from wallboard.config.room_entries import Room, SourceEntry, WindowEntry
from wallboard.domain.facts import Fact
from wallboard.state.store import Store

FEED = [Subprotocol(frames.SUBPROTOCOL)]
EVENTS = [Subprotocol(frames.CLOUDEVENTS)]
ROOT = Path(__file__).parents[3]


async def start(port: int, *rest: Path) -> tuple[Process, str]:
    """A hub in a process of its own, and its URL."""
    words = [sys.executable, "-m", "tests.feeds.hub.hub_process", str(port), *map(str, rest)]
    process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=PIPE, env=dict(os.environ))
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 20)
    return process, line.decode().strip()


async def kill(process: Process) -> None:
    process.send_signal(signal.SIGKILL)
    await process.wait()


def of_log(path: Path) -> tuple[str, list[Fact]]:
    """The digest of what a log or recording says, and its facts."""
    with Recording(path) as recording:
        facts = list(recording.facts())
    store = Store()
    store.apply(facts)
    return store.digest(), facts


async def produce(url: str, numbers: range) -> set[str]:
    """Publish outages one a frame until the hub dies; returns the ids that it acknowledged."""
    acked: set[str] = set()
    try:
        async with connect(url, subprotocols=FEED, proxy=None) as socket:
            await socket.send(encode_frame(frames.Hello(name="oms", role="source")), text=True)
            for number in numbers:
                fact = outage(number, number)
                raw = encode_fact(Fact(fact.data, fact.key, fact.at, "oms", f"f{number}"))
                await socket.send(encode_frame(frames.Ev(id=f"f{number}", facts=[msgspec.Raw(raw)])))
            while len(acked) < len(numbers):
                frame = decode_frame(await socket.recv())
                if isinstance(frame, frames.Ack) and frame.accepted:
                    acked.add(frame.id)
    except (ConnectionClosed, OSError):
        pass
    return acked


def test_that_a_killed_hub_loses_nothing_it_acknowledged_and_walls_agree_with_it(tmp_path: Path) -> None:
    async def play() -> None:
        process, url = await start(0, tmp_path)
        port = int(url.rpartition(":")[2])
        async with wall(url) as one, wall(url) as two:
            acked: set[str] = set()
            for turn in range(3):
                work = asyncio.ensure_future(produce(url, range(turn * 2000, turn * 2000 + 2000)))
                await until(lambda: bool(one.store.tables.outages), one, two)
                await asyncio.sleep(0.15)
                await kill(process)
                acked |= await work
                process, url = await start(port, tmp_path)
            acked |= await produce(url, range(9000, 9010))
            await until(lambda: "oms/9009" in one.store.tables.outages, one, two)
            await kill(process)
            digest, facts = of_log(tmp_path / LOG_NAME)
            ids = [fact.id for fact in facts if fact.source == "oms" and fact.id]
            assert len(acked) > 20
            assert acked <= set(ids)
            assert len(ids) == len(set(ids))
            head = facts[-1].seq
            assert [fact.seq for fact in facts] == list(range(1, head + 1))
            await until(lambda: one.inbox.seq == two.inbox.seq, one, two)
            assert one.store.digest() == two.store.digest()
            if one.inbox.seq == head:
                assert one.store.digest() == digest

    asyncio.run(play())


def test_that_two_walls_of_a_replay_end_with_the_recordings_picture(tmp_path: Path) -> None:
    recording = write_recording(tmp_path / "small.rec", storm(8, 12))

    async def play() -> None:
        async with AsyncExitStack() as stack:
            hub = await stack.enter_async_context(served(recording=recording, speed=7200.0))
            walls = [await stack.enter_async_context(wall(hub.url)) for _ in range(2)]
            await until(lambda: all(one.runner.clock.state().ended for one in walls), *walls)
            await until(lambda: all(one.inbox.seq == 8 * 12 * 5 for one in walls), *walls)
            digest, _ = of_log(recording)
            assert [one.store.digest() for one in walls] == [digest, digest]
            assert all(one.runner.clock.state().rate == 0.0 for one in walls)

    asyncio.run(play())


def test_that_wrong_tokens_are_refused_and_right_ones_have_their_role() -> None:
    access = Access({Role.WALL: ("a-token-for-walls-16",), Role.SOURCE: ("a-token-for-oms-1234",)})

    async def play() -> None:
        async with served(access=access) as hub:
            with pytest.raises(InvalidStatus) as refused:
                await connect(hub.url, additional_headers={"Authorization": "Bearer wrong"}, proxy=None)
            assert refused.value.response.status_code == 401
            with pytest.raises(InvalidStatus) as foreign:
                await connect(hub.url, origin=Origin("https://evil.example"), proxy=None)
            assert foreign.value.response.status_code == 403
            async with wall(hub.url, token="a-token-for-walls-16") as one, wall(hub.url) as none:
                await until(lambda: one.runner.status.state == "live", one)
                await until(lambda: none.runner.status.state == "refused", none)
                ack = await one.runner.act("clock", "pause")
                assert not ack.accepted
            async with wall(hub.url, token="a-token-for-walls-16", role="desk") as cheat:
                await until(lambda: cheat.runner.status.state == "refused", cheat)

    asyncio.run(play())


def test_that_oversize_and_noise_close_one_client_and_leave_the_others() -> None:
    async def play() -> None:
        async with served() as hub, wall(hub.url) as good:
            await until(lambda: good.runner.status.state == "live", good)
            loud = await connect(hub.url, subprotocols=FEED, proxy=None)
            await loud.send("x" * (frames.MAX_FRAME + 10))
            with pytest.raises(ConnectionClosed) as closed:
                await loud.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009
            noisy = await connect(hub.url, subprotocols=FEED, proxy=None)
            await noisy.send("{]")
            with pytest.raises(ConnectionClosed):
                await noisy.recv()
            fast = await connect(hub.url, subprotocols=FEED, proxy=None)
            await fast.send(encode_frame(frames.Hello(name="fast")), text=True)
            with pytest.raises(ConnectionClosed):
                for _ in range(5000):
                    await fast.send(b'{"op":"hb"}', text=True)
                    await asyncio.sleep(0)
            await produce(hub.url, range(5))
            await until(lambda: len(good.store.tables.outages) == 5, good)
            assert good.runner.counts["reconnects"] == 0

    asyncio.run(play())


def test_that_a_stalled_client_costs_bounded_memory_and_comes_back_by_a_snapshot() -> None:
    async def play() -> None:
        async with served() as hub, wall(hub.url) as good:
            await until(lambda: good.runner.status.state == "live", good)
            slow = await connect(hub.url, subprotocols=FEED, proxy=None, max_queue=1)
            core = LinkCore("slow", "wall")
            core.opened(0.0)
            store, snapshots = Store(), 0
            for turn in range(12):
                facts = [outage(number, turn) for number in range(1000)]
                pads = [Fact(f.data, f.key + "/" + "x" * 300, f.at, "oms") for f in facts]
                await hub.hub.publish(pads)
                if turn == 0:
                    for frame in (core.hello, frames.Sub(id="1")):
                        await slow.send(encode_frame(frame), text=True)
                    core.received(await slow.recv(), 0.0)
                    core.take_outgoing()
            waiting = max(client._bytes for client in hub.server.clients)
            assert sum(client.slow for client in hub.server.clients) >= 1
            assert waiting <= 8 << 20
            while core.seq != hub.hub.channel.head:
                for event in core.received(await slow.recv(), 0.0):
                    if isinstance(event, SnapshotCame):
                        snapshots += 1
                        store.load(event.facts, event.seq)
                    elif isinstance(event, FactsCame):
                        store.apply(event.facts)
            await until(lambda: good.store.head == hub.hub.channel.head, good)
            assert store.digest() == good.store.digest() == hub.hub.channel.store.digest()
            assert (good.snapshots, snapshots) == (1, 2)
            slow.transport.abort()

    asyncio.run(play())


def test_that_a_cloudevents_producer_is_taken_and_its_source_shown() -> None:
    async def play() -> None:
        async with served() as hub, wall(hub.url) as one:
            fact = outage(7, 70)
            async with connect(hub.url, subprotocols=EVENTS, proxy=None) as socket:
                await socket.send("not an event")
                await socket.send(encode_fact(Fact(fact.data, fact.key, fact.at, "oms", "e1")), text=True)
                await until(lambda: "oms/7" in one.store.tables.outages, one)
            assert "oms" in one.store.tables.sources
            assert hub.server.counts["bad_event"] == 1

    asyncio.run(play())


def test_that_a_source_may_not_speak_for_others() -> None:
    async def play() -> None:
        async with served() as hub:
            async with connect(hub.url, subprotocols=FEED, proxy=None) as socket:
                await socket.send(encode_frame(frames.Hello(name="gps", role="source")), text=True)
                raws = [msgspec.Raw(encode_fact(outage(1, 1)))]
                await socket.send(encode_frame(frames.Ev(id="1", facts=raws)), text=True)
                while not isinstance(frame := decode_frame(await socket.recv()), frames.Ack):
                    pass
                assert not frame.accepted
            assert hub.server.counts["foreign_source"] == 1

    asyncio.run(play())


def test_that_a_room_with_one_recording_is_replayed() -> None:
    entry = SourceEntry(name="storm", url="recording:storm.rec", expect_every=60.0)
    window = WindowEntry(screens=["overview"])
    room = Room(name="r", title={"zh": "厅", "en": "room"}, source=[entry], window=[window])
    settings = with_only_source(HubSettings(room=room, folder=Path("here")))
    assert settings.recording == Path("here/storm.rec")


def test_that_a_wall_is_a_plain_thing() -> None:
    assert Wall("ws://127.0.0.1:9").store.digest() == Store().digest()
