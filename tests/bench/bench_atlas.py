"""The atlas of a whole prefecture: size, and the time to make, fetch and open it.

    python -m tests.bench.bench_atlas

30,000 transformer areas, 200,000 line segments, 60,000 nodes, drawn at random: the sizes count here, not
the places. Medians of five; the fetch is over the hub's own port on the loopback.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from feeds.atlas_fetch import fetch_atlas
from feeds.atlas_files import AtlasFolder
from feeds.hub.atlas_service import AtlasService
from tests.bench.measuring import row
from tests.feeds.hub.served import served
from wallboard.domain.clock import monotonic
from wallboard.state.atlas import digest_of, pack

AREAS, NODES, SEGMENTS, ROUNDS = 30_000, 60_000, 200_000, 5


def prefecture() -> bytes:
    """An atlas of the size of a prefecture."""
    dice = np.random.default_rng(7)
    lon, lat = dice.uniform(112.0, 113.3, NODES), dice.uniform(21.5, 22.9, NODES)
    low = dice.integers(0, NODES, AREAS)
    nodes = {
        "id": [f"N{row}" for row in range(NODES)],
        "name": [f"{row} 号杆" for row in range(NODES)],
        "kv": np.full(NODES, 10.0),
        "lon": lon,
        "lat": lat,
        "load_kw": np.zeros(NODES),
        "loads": np.zeros(NODES),
        "source": np.arange(NODES) < 120,
    }
    edges = {
        "id": [f"L{row}" for row in range(SEGMENTS)],
        "name": [""] * SEGMENTS,
        "kind": np.zeros(SEGMENTS),
        "a": dice.integers(0, NODES, SEGMENTS),
        "b": dice.integers(0, NODES, SEGMENTS),
        "closed": np.ones(SEGMENTS),
        "length_km": dice.uniform(0.02, 0.5, SEGMENTS),
        "switches": [""] * SEGMENTS,
        "path": np.arange(SEGMENTS) * 2,
    }
    points = {"lon": dice.uniform(112.0, 113.3, SEGMENTS * 2), "lat": dice.uniform(21.5, 22.9, SEGMENTS * 2)}
    areas = {
        "id": [f"TA-{row:05d}" for row in range(AREAS)],
        "name": [f"第 {row} 台区" for row in range(AREAS)],
        "lon": lon[low],
        "lat": lat[low],
        "customers": dice.integers(1, 250, AREAS),
        "node": low,
        "feeder": [f"F{row % 1500:04d}" for row in range(AREAS)],
    }
    return pack("prefecture", "", {"nodes": nodes, "edges": edges, "points": points, "areas": areas})


def median_ms(work: Callable[[], object]) -> float:
    """Median of the rounds, milliseconds."""
    costs: list[float] = []
    for _ in range(ROUNDS):
        began = monotonic()
        work()
        costs.append((monotonic() - began) * 1000)
    return statistics.median(costs)


async def fetched(raw: bytes, digest: str) -> float:
    """Milliseconds of a fetch into an empty cache."""
    async with served() as hub:
        hub.server.atlases = AtlasService((digest, raw))
        costs: list[float] = []
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                began = monotonic()
                await asyncio.to_thread(fetch_atlas, hub.url, digest, AtlasFolder(Path(folder)))
                costs.append((monotonic() - began) * 1000)
    return statistics.median(costs)


def main() -> None:
    raw = prefecture()
    digest = digest_of(raw)
    print(f"an atlas of {AREAS:,} areas, {SEGMENTS:,} segments, {NODES:,} nodes; medians of {ROUNDS}")
    row("size", len(raw) / (1 << 20), "MiB")
    row("fetch from the hub into an empty cache, checked", asyncio.run(fetched(raw, digest)), "ms")
    with tempfile.TemporaryDirectory() as folder:
        cache = AtlasFolder(Path(folder))
        cache.keep(raw)
        row("open from cache, digest and rows checked", median_ms(lambda: cache.open(digest)), "ms")


if __name__ == "__main__":
    main()
