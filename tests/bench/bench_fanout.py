"""One hub and many walls, each part in processes of its own: latency, load, and a wall that stops reading.

python -m tests.bench.bench_fanout [--seconds 20] [--only walls|load|stalled]

walls: 200 walls at 1,000 facts/s, ms from a fact's sending by its publisher to its coming at a wall, the
durable log in between. load: 10 real walls (link, inbox and Store, a process each) while 4 publishers offer
100,000 facts/s: what is sustained, and do all walls end with the picture of the log. stalled: one of 20
walls stops reading; what it costs the hub and the other 19. The hub is the product's own command with its
log on disk; its memory and CPU time are those of its process.
"""

import argparse
import asyncio
import json
import os
import socket
import sqlite3
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from feeds.hub.serve import LOG_NAME
from feeds.recording import Recording
from tests.bench.measuring import row
from wallboard.state.store import Store

ROOT = Path(__file__).parents[2]
ROOM = 'name = "fanout"\n[title]\nzh = "厅"\nen = "room"\n[[window]]\nscreens = ["overview"]\n'
CROWDS = 4
"""Processes that 200 walls share."""
PUBLISHERS = 4


class Hub(msgspec.Struct, frozen=True):
    """A hub that runs: where, and as which process."""

    host: str
    port: int
    pid: int
    log: Path

    @property
    def url(self) -> str:
        return f"ws://{self.host}:{self.port}"

    def mib(self) -> float:
        """Resident memory, MiB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def cpu(self) -> float:
        """CPU seconds since its start, all threads."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


class Worker:
    """A process that answers one JSON line for each line that it is told."""

    def __init__(self, process: Process) -> None:
        self.process = process

    async def ask(self, order: str) -> Any:
        """Tell it something and wait for the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n".encode())
        return await self.answer()

    async def answer(self) -> Any:
        """Its next line."""
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        assert line, "a worker ended"
        return json.loads(line)


@asynccontextmanager
async def process(*words: str, limit: int = 1 << 28) -> AsyncIterator[Process]:
    """A child that does not outlive the block."""
    one = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, stdin=PIPE, stdout=PIPE, limit=limit
    )
    try:
        yield one
    finally:
        if one.returncode is None:
            one.terminate()
        await one.wait()


@asynccontextmanager
async def workers(module: str, *each: tuple[str, ...]) -> AsyncIterator[list[Worker]]:
    """Processes of one kind, one after the other ready."""
    async with AsyncExitStack() as stack:
        found = []
        for words in each:
            one = Worker(await stack.enter_async_context(process("-m", f"tests.bench.{module}", *words)))
            assert await one.answer() == "here"
            found.append(one)
        yield found


@asynccontextmanager
async def hub_of(folder: Path) -> AsyncIterator[Hub]:
    """The product's hub with its log in a folder."""
    room = folder / "room.toml"
    room.write_text(ROOM, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    words = ["main.py", "hub", "--room", str(room), "--data", str(folder), "--listen", f"127.0.0.1:{port}"]
    async with process(*words) as one:
        assert one.stdout is not None
        assert str(port) in (await one.stdout.readline()).decode()
        yield Hub("127.0.0.1", port, one.pid, folder / LOG_NAME)


async def asked(many: list[Worker], order: str) -> list[Any]:
    """The same order to all; their answers."""
    return list(await asyncio.gather(*(one.ask(order) for one in many)))


async def watched(hub: Hub, seconds: float) -> list[float]:
    """The hub's memory, MiB, twice a second for so long."""
    found = []
    for _ in range(int(seconds * 2)):
        found.append(hub.mib())
        await asyncio.sleep(0.5)
    return found


def share(values: list[float], part: float) -> float:
    """A quantile of values."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))] if values else 0.0


def latency(name: str, reports: list[dict[str, Any]], facts: float) -> None:
    """The distribution of all walls together, and the wall that was worst off."""
    ms = [one for report in reports for one in report["ms"]]
    alone = max(share(report["ms"], 0.99) for report in reports)
    missing = sum(report["facts"] < facts for report in reports)
    row(f"{name}: p50", share(ms, 0.5), "ms")
    row(f"{name}: p99", share(ms, 0.99), "ms", f"of the wall worst off {alone:.0f} ms")
    row(f"{name}: max", max(report["worst"] for report in reports), "ms", f"{missing} walls missed facts")


def held(name: str, memory: list[float], before: float) -> None:
    """The hub's memory at the end of a load; whether it still grew shows in its two halves."""
    half = len(memory) // 2
    first, second = max(memory[:half]), max(memory[half:])
    note = f"{before:.0f} before; most in the first half {first:.0f}, in the second {second:.0f}"
    row(name, memory[-1], "MiB", note)


async def many_walls(folder: Path, seconds: float, walls: int = 200) -> None:
    """Ms from a publisher to each of many walls."""
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(hub_of(folder))
        (source,) = await stack.enter_async_context(workers("fanout_source", (hub.url, "gps", "1")))
        await source.ask("world")
        each = [(hub.host, str(hub.port), str(walls // CROWDS))] * CROWDS
        crowds = await stack.enter_async_context(workers("fanout_crowd", *each))
        await source.ask("run 1000 0.01 5")
        await asyncio.sleep(0.5)
        await asked(crowds, "begin")
        before, cpu = hub.mib(), hub.cpu()
        said, memory = await asyncio.gather(source.ask(f"run 1000 0.01 {seconds}"), watched(hub, seconds))
        cpu = (hub.cpu() - cpu) / said["took"]
        await asyncio.sleep(0.5)
        reports = [report for part in await asked(crowds, "end") for report in part]
    row(f"{walls} walls in {CROWDS} processes, offered", said["sent"] / said["took"], "facts/s")
    latency(f"{walls} walls", reports, said["sent"])
    row(f"{walls} walls: CPU of the hub", 100 * cpu, "% core", f"{os.cpu_count()} cores")
    held(f"{walls} walls: memory of the hub", memory, before)


async def loaded(folder: Path, seconds: float, walls: int = 10, rate: float = 100_000.0) -> None:
    """Real walls behind a hub to which more is offered than it can take."""
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(hub_of(folder))
        names = [(hub.url, f"p{n}", str(PUBLISHERS)) for n in range(PUBLISHERS)]
        sources = await stack.enter_async_context(workers("fanout_source", *names))
        await asked(sources, "world")
        shown = await stack.enter_async_context(workers("fanout_walls", *[(hub.url, "1")] * walls))
        await asked(shown, "begin")
        before, cpu = hub.mib(), hub.cpu()
        order = f"run {rate / PUBLISHERS} 0.02 {seconds}"
        said, memory = await asyncio.gather(asked(sources, order), watched(hub, seconds))
        took = max(one["took"] for one in said)
        cpu = (hub.cpu() - cpu) / took
        last = await log_head(hub)
        began = asyncio.get_running_loop().time()
        while any(seq != last for (seq,) in await asked(shown, "seqs")):
            await asyncio.sleep(0.1)
            last = await log_head(hub)
            assert asyncio.get_running_loop().time() - began < 60.0, (last, await asked(shown, "seqs"))
        settled = asyncio.get_running_loop().time() - began
        ends = [report for part in await asked(shown, "end") for report in part]
        after = hub.mib()
    digest = await asyncio.to_thread(digest_of, hub.log)
    equal = sum(report["digest"] == digest for report in ends)
    row(f"{walls} walls, offered {rate:,.0f}: taken", sum(one["sent"] for one in said) / took, "facts/s")
    row("CPU of the hub", 100 * cpu, "% core")
    row("walls with the log's own digest", equal, f"of {walls}", f"{settled:.1f} s after the last ack")
    for name in ("pictures", "gaps", "reconnects", "overflows", "thinned"):
        found = sorted(report[name] for report in ends)
        row(f"walls: {name}", found[-1], "most", f"{found[0]} least")
    row("walls: share of ticks live", 100 * min(report["live"] for report in ends), "% least")
    row("walls: memory", max(report["mib"] for report in ends), "MiB", "most")
    held("memory of the hub", memory, before)
    row("memory of the hub, after", after, "MiB")


async def log_head(hub: Hub) -> int:
    """The last seq of the hub's log."""

    def read() -> int:
        db = sqlite3.connect(f"file:{hub.log}?mode=ro", uri=True)
        try:
            return int(db.execute("SELECT max(seq) FROM facts").fetchone()[0])
        finally:
            db.close()

    return await asyncio.to_thread(read)


def digest_of(log: Path) -> str:
    """The picture that a log gives from zero."""
    store = Store()
    with Recording(log) as recording:
        facts = recording.facts()
        while part := list(islice(facts, 50_000)):
            store.apply(part)
    return store.digest()


async def stalled(folder: Path, seconds: float, rate: float, walls: int = 20) -> None:
    """One wall of many stops reading, for ever; then another one for a few seconds."""
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(hub_of(folder))
        (source,) = await stack.enter_async_context(workers("fanout_source", (hub.url, "gps", "1")))
        await source.ask("world")
        each = [(hub.host, str(hub.port), str(n)) for n in (walls - 2, 1, 1)]
        good, dead, slow = await stack.enter_async_context(workers("fanout_crowd", *each))
        await source.ask(f"run {rate} 0.01 5")
        for name, one in (("nobody stalls", None), ("one stalls for ever", dead), ("one stalls 7 s", slow)):
            await asyncio.sleep(1.0)
            await asked([good, dead, slow], "begin")
            before = hub.mib()
            running = asyncio.gather(source.ask(f"run {rate} 0.01 {seconds}"), watched(hub, seconds))
            if one is not None:
                await one.ask("stall 1")
            if one is slow:
                await asyncio.sleep(7.0)
                await one.ask("go 1")
            said, memory = await running
            await asyncio.sleep(1.0)
            latency(f"{rate:,.0f} facts/s, {name}", (await good.ask("end")), said["sent"])
            held("  memory of the hub", memory, before)
            if one is not None:
                (report,) = await one.ask("end")
                if one is dead:
                    await one.ask("go 1")
                    await asyncio.sleep(0.5)
                    (report,) = await one.ask("end")
                ops = report["ops"]
                note = f"cut: {report['cut']}, gaps {ops.get('gap', 0)}, pictures {ops.get('picture', 0)}"
                row("  the one that stalled, got", report["bytes"] / 2**20, "MiB", note)


def main() -> None:
    """The parts that were asked for, each with a hub of its own."""
    parser = argparse.ArgumentParser(prog="bench_fanout")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--only", choices=("walls", "load", "stalled"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for part in ("walls", "load", "stalled"):
            if options.only not in (None, part):
                continue
            folder = Path(name) / part
            folder.mkdir()
            if part == "walls":
                asyncio.run(many_walls(folder, options.seconds))
            elif part == "load":
                asyncio.run(loaded(folder, options.seconds))
            else:
                for rate in (1_000.0, 10_000.0):
                    (folder / str(rate)).mkdir()
                    asyncio.run(stalled(folder / str(rate), options.seconds, rate))


if __name__ == "__main__":
    main()
