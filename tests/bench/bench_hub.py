"""The hub's log: durable facts a second, and what a start costs against replaying all.

python -m tests.bench.bench_hub [--threads 5000]

Each thread is an open problem of ten facts: extent, stage, device and ETR of an outage, need and stage of its
order, and four entries; the log holds 29 more versions of each extent. Rates are of wall time, since a disk
is waited for; next to them stands the CPU time of the whole process, which neighbours do not stretch.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from feeds.codec import decode_fact, encode_fact
from feeds.hub.analyst import Analyst
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.starting import replayed
from tests.bench.crowd import START, standing, stream
from tests.bench.measuring import row
from wallboard.domain.calls import Evidence
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageDevice, OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.terms import (
    AreaClass,
    DeviceKind,
    EvidenceKind,
    Lane,
    OrderStage,
    OutageNature,
    OutageStage,
)
from wallboard.state.store import Store

PUBLISHED = 60_000
FRAME = 500
VERSIONS = 30
"""Of each outage's extent in the log; the last one stands."""


def thread(number: int, version: int) -> list[Fact]:
    """One open problem as its source tells it; later versions change the extent only."""
    key, at = f"oms/{number}", START + version * 600
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        lon=112.0 + number % 140 / 100,
        lat=21.8 + number % 110 / 100,
        region=f"局 {number % 7}",
        place=f"台区 {number}",
        customers_out=number % 400 + version,
        started_at=START,
    )
    said: list[Payload] = [extent]
    if version == 0:
        said += [
            OutageStageClaim(stage=OutageStage.CONFIRMED, since=at),
            OutageDevice(kind=DeviceKind.TRANSFORMER_AREA, device=f"T{number}", name=f"公变 {number}"),
            OutageEtr(etr=at + 7200),
            *[Evidence(kind=EvidenceKind.CALL)] * 4,
        ]
    facts = [Fact(data, key, at, "oms", f"{number}-{version}-{n}", at) for n, data in enumerate(said)]
    if version == 0:
        order = f"restore/{key}"
        need = OrderNeed(lane=Lane.RESTORE, received_at=at, title=f"台区 {number}", outage=key)
        facts.append(Fact(need, order, at, "orders", f"n{number}", at))
        facts.append(
            Fact(OrderStageValue(stage=OrderStage.NEW, since=at), order, at, "orders", f"s{number}", at)
        )
    return [decode_fact(encode_fact(fact)) for fact in facts]


def prefecture(threads: int) -> Iterator[list[Fact]]:
    """All that was said of so many open threads, in the order of its versions."""
    for version in range(VERSIONS):
        for at in range(0, threads, 100):
            yield [fact for number in range(at, at + 100) for fact in thread(number, version)]


async def lived(log: HubLog, batches: Iterable[list[Fact]]) -> LiveHub:
    """A hub that took these facts, without a judge."""
    hub = LiveHub(log, SystemClock(), None)
    await hub.start()
    running = asyncio.get_running_loop().create_task(hub.run())
    for facts in batches:
        await hub.publish(facts, decoded=True)
    running.cancel()
    await asyncio.wait([running])
    return hub


async def durable(folder: Path, publishers: int, judged: bool) -> None:
    """Facts a second from publishers that each wait for their last frame's ack."""
    plain = [msgspec.structs.replace(fact, seq=0) for fact in stream(PUBLISHED, 2_000, 1_300, 1)]
    facts = [decode_fact(encode_fact(fact)) for fact in plain]
    share = len(facts) // publishers
    with HubLog(folder / f"{publishers}-{judged}.wblog") as log:
        judge = Analyst(None, AreaClass.URBAN) if judged else None
        hub = LiveHub(log, SystemClock(), judge)
        running = asyncio.get_running_loop().create_task(hub.run())
        await hub.publish([msgspec.structs.replace(fact, seq=0) for fact in standing(2_000, 5_000, 1_300)])

        async def publish(mine: list[Fact]) -> None:
            for at in range(0, len(mine), FRAME):
                await hub.publish(mine[at : at + FRAME], decoded=True)

        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(publish(facts[n * share : (n + 1) * share]) for n in range(publishers)))
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
        running.cancel()
        await asyncio.wait([running])
    name = f"{publishers} publishers{', judged' if judged else ''}"
    row(f"durable in, {name}", len(facts) / took, "facts/s", f"{len(facts) / cpu:,.0f} a CPU second")


async def starts(folder: Path, threads: int) -> None:
    """A start with and without a checkpoint."""
    path = folder / "prefecture.wblog"
    with HubLog(path) as log:
        hub = await lived(log, prefecture(threads))
        await log.work(lambda db: db.execute("DELETE FROM checkpoints"))
        facts = log.last
    whole_bytes, whole = await log_bytes(path), await started(path)
    with HubLog(path) as log:
        hub = LiveHub(log, SystemClock(), None)
        await hub.start()
        began = time.perf_counter()
        await hub.upkeep.checkpoint()
        made = time.perf_counter() - began
        size = await log.work(
            lambda db: db.execute("SELECT sum(length(body)) FROM checkpoint_parts").fetchone()[0]
        )
    short = await started(path)
    row(f"log of {threads:,} open threads", facts, "facts", f"{whole_bytes / 2**20:.0f} MiB")
    row("start, everything replayed", whole * 1e3, "ms")
    row("start, from its checkpoint", short * 1e3, "ms", f"{whole / short:.1f} x faster")
    row("checkpoint made", made * 1e3, "ms", f"{size / 2**20:.2f} MiB in the log")


async def log_bytes(path: Path) -> int:
    return await asyncio.to_thread(os.path.getsize, path)


async def started(path: Path) -> float:
    """CPU seconds until a Store stands from a log's file."""
    with HubLog(path) as log:
        began = time.process_time()
        await replayed(log, Store())
        return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench_hub")
    parser.add_argument("--threads", type=int, default=5_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for publishers in (1, 4, 16):
            asyncio.run(durable(Path(folder), publishers, judged=False))
        asyncio.run(durable(Path(folder), 16, judged=True))
        asyncio.run(starts(Path(folder), options.threads))


if __name__ == "__main__":
    main()
