"""A wall that comes anew, and one that comes back after a minute: against replaying all that was said.

    python -m tests.bench.bench_picture [--threads 5000]

The hub is the product's own process on a log of so many open threads (``bench_hub``: ten facts each, and 29
older versions of each extent); the wall is the product's link, inbox and Store in this process, over a real
socket. Seconds are of real time from the first dial to the whole picture, beside them the CPU of both
ends; the painted page is the overview, 1920 x 1080.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from feeds import frames
from feeds.backoff import BackoffTimes
from feeds.codec import decode_fact, encode_fact
from feeds.hub.log import HubLog
from feeds.hub.serve import LOG_NAME
from feeds.link_parts import LinkTimes
from feeds.recording import Manifest
from tests.bench.bench_fanout import Hub, hub_of
from tests.bench.bench_hub import VERSIONS, lived, prefecture, thread
from tests.bench.measuring import row
from tests.feeds.walls import Wall, until
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.screen import load_screen
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.shell.application import offscreen_application
from wallboard.shell.moments import Moment
from wallboard.shell.pictures import page_of_moment, paint
from wallboard.state.store import Store

AWAY, STORM = 60.0, 200
"""Seconds that a wall is away, and facts a second meanwhile."""
ROUNDS = 5
FRAME = 400


class Cost(msgspec.Struct):
    """What one way to the picture costs. ms: real; hub, wall: ms of CPU; size: bytes of frames."""

    ms: float
    hub: float
    wall: float
    size: int


async def come(wall: Wall, hub: Hub, head: int) -> Cost:
    """Let a wall connect until its Store stands at this seq or later."""
    before, hub_cpu = wall.runner.diagnostics.bytes_in, hub.cpu()
    began, cpu = time.perf_counter(), time.thread_time()
    running = asyncio.get_running_loop().create_task(wall.runner.run())
    try:
        await until(
            lambda: wall.runner.status.state == "live" and not wall.inbox.waiting and wall.inbox.seq >= head,
            wall,
            seconds=60.0,
        )
        took, cpu = time.perf_counter() - began, time.thread_time() - cpu
        size = wall.runner.diagnostics.bytes_in - before
        return Cost(took * 1e3, (hub.cpu() - hub_cpu) * 1e3, cpu * 1e3, size)
    finally:
        running.cancel()
        await asyncio.wait([running])


def new_wall(hub: Hub) -> Wall:
    return Wall(hub.url, times=LinkTimes(), backoff=BackoffTimes())


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    medians = [statistics.median(getattr(one, name) for one in costs) for name in Cost.__struct_fields__]
    return Cost(*medians[:3], size=int(medians[3]))


async def publish(hub: Hub, facts: list[Fact]) -> int:
    """Say facts as their source; the seq of the last one."""
    protocol = [Subprotocol(frames.SUBPROTOCOL)]
    async with connect(hub.url, subprotocols=protocol, proxy=None) as socket:
        await socket.send(frames.encode_frame(frames.Hello(name="oms", role="source")), text=True)
        seq = 0
        for at in range(0, len(facts), FRAME):
            raws = [msgspec.Raw(encode_fact(fact)) for fact in facts[at : at + FRAME]]
            await socket.send(frames.encode_frame(frames.Ev(id=str(at), facts=raws)), text=True)
            while not isinstance(frame := frames.decode_frame(await socket.recv()), frames.Ack):
                pass
            assert frame.accepted and frame.seq, frame
            seq = frame.seq
    return seq


async def everything(path: Path) -> Cost:
    """All that the log holds, read and written by a hub, then read and applied by a wall; CPU only."""
    hub_s = wall_s = 0.0
    size, store, after = 0, Store(), 0
    with HubLog(path) as log:
        while rows := await log.read(after, 20_000):
            began = time.process_time()
            parts = frames.cut(body for _, body in rows)
            sent = [frames.ev_bytes("room", log.epoch, after + 1, part) for part in parts]
            hub_s += time.process_time() - began
            size += sum(map(len, sent))
            began = time.process_time()
            after = apply_all(store, sent, after)
            wall_s += time.process_time() - began
            assert after == rows[-1][0]
    return Cost((hub_s + wall_s) * 1e3, hub_s * 1e3, wall_s * 1e3, size)


def apply_all(store: Store, sent: list[bytes], after: int) -> int:
    """Read frames and apply their facts; the last seq."""
    for data in sent:
        frame = frames.decode_frame(data)
        assert isinstance(frame, frames.Ev)
        facts = [
            msgspec.structs.replace(decode_fact(raw), seq=after + n) for n, raw in enumerate(frame.facts, 1)
        ]
        store.apply(facts)
        after += len(facts)
    return after


def painted(store: Store) -> float:
    """CPU ms from a Store to the pixels of the overview's first picture."""
    application, room = offscreen_application(), load_room("demo")
    rules = load_rule_set(room.rules) if room.rules else None
    now = max(fact.at for fact in store.snapshot())
    costs = []
    for _ in range(ROUNDS):
        began = time.thread_time()
        moment = Moment(store, now, ClockMode.SCENARIO, room, rules, Manifest())
        size = (1920, 1080)
        page = page_of_moment(moment, load_screen("overview"), size, "dark", "zh", application.family)
        paint(page)
        costs.append(time.thread_time() - began)
        page.deleteLater()
    return statistics.median(costs) * 1e3


def told(name: str, cost: Cost, whole: Cost) -> None:
    """One way to the picture, and by how much less than by replaying everything."""
    cpu, all_cpu = cost.hub + cost.wall, whole.hub + whole.wall
    row(f"{name}: bytes", cost.size / 2**20, "MiB", f"1/{whole.size / max(1, cost.size):,.0f} of everything")
    row(f"{name}: until it stands", cost.ms, "ms")
    note = f"hub {cost.hub:.0f}, wall {cost.wall:.0f}: 1/{all_cpu / max(1.0, cpu):,.0f} of everything"
    row(f"{name}: CPU", cpu, "ms", note)


async def measure(folder: Path, threads: int) -> None:
    """The three ways, one hub."""
    path = folder / LOG_NAME
    with HubLog(path) as log:
        await lived(log, prefecture(threads))
        facts = log.last
    whole = await everything(path)
    async with hub_of(folder) as hub:
        walls = [new_wall(hub) for _ in range(ROUNDS)]
        fresh = [await come(wall, hub, facts) for wall in walls]
        assert len(walls[0].store.tables.outages) == threads
        count, back = int(AWAY * STORM), []
        for number in range(ROUNDS):
            first = number * count
            said = [thread(n % threads, VERSIONS + n // threads)[0] for n in range(first, first + count)]
            head = await publish(hub, said)
            back.append(await come(walls[number], hub, head))
            for other in walls[
                number + 1 :
            ]:  # they have seen it, so that each is a minute behind in its turn
                await come(other, hub, head)
    print(f"{facts:,} facts of {threads:,} open threads")
    row("everything: bytes", whole.size / 2**20, "MiB")
    row("everything: CPU", whole.ms, "ms", f"hub {whole.hub:.0f}, wall {whole.wall:.0f}")
    told("a new wall", middle(fresh), whole)
    row("a new wall: its page painted", painted(walls[0].store), "ms", "CPU")
    told(f"after {AWAY:.0f} s at {STORM} facts/s", middle(back), whole)


def main() -> None:
    """One run over a log of its own."""
    parser = argparse.ArgumentParser(prog="bench_picture")
    parser.add_argument("--threads", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), options.threads))


if __name__ == "__main__":
    main()
