"""``python -m tests.fuzz [--inputs 10000000] [--deep 20] [--processes 2] [--connections 30000] [--seed N]``.

First broken inputs against the decoders, in several processes; one in ``deep`` goes on to link, wall and hub,
and as often a document to a mapping. Then hostile connections against a hub. Prints rates; a find ends it
with its input and exit code 1.
"""

import argparse
import asyncio
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice

import msgspec

from tests.fuzz.connections import assault
from tests.fuzz.hostile import broken, corpus, documents
from tests.fuzz.targets import Target

LOT = 100_000
"""Inputs of one seed: what a process is given at a time, and what a find can be run again with."""


class Lot(msgspec.Struct, frozen=True):
    """What one process was given. find: the first undocumented outcome, empty where there is none."""

    inputs: int
    refused: int
    counts: dict[str, int]
    find: str = ""


def lot(seed: int, count: int, deep: int) -> Lot:
    """Throw so many inputs of one seed; of ``deep`` one goes through every chain, one is a document."""
    target, number = Target(), 0
    frames, papers = broken(seed, corpus()), broken(seed, documents())
    ways = {0: target.hit, deep // 2: target.document}
    for number in range(1, count + 1):
        way = ways.get(number % deep, target.decode)
        data = next(papers if way == target.document else frames)
        try:
            way(data)
        except Exception as error:  # noqa: BLE001 - a find of any kind is what this looks for
            return Lot(
                number, target.refused, target.counts, f"seed {seed}, input {number}: {error!r}\n{data!r}"
            )
    return Lot(number, target.refused, target.counts)


def throw(inputs: int, deep: int, processes: int, seed: int) -> int:
    """All inputs; 1 when something undocumented came out."""
    begun, said, done, refused = time.monotonic(), time.monotonic(), 0, 0
    counts: Counter[str] = Counter()
    lots: Iterator[tuple[int, int, int]] = (
        (seed * 1_000_003 + n, min(LOT, inputs - n * LOT), deep) for n in range(-(-inputs // LOT))
    )
    with ProcessPoolExecutor(processes) as pool:
        running: set[Future[Lot]] = {pool.submit(lot, *one) for one in islice(lots, 2 * processes)}
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for one in ready:
                came = one.result()
                done, refused = done + came.inputs, refused + came.refused
                counts.update(came.counts)
                if came.find:
                    print(f"FOUND after {done:,} inputs: {came.find}")
                    pool.shutdown(cancel_futures=True)
                    return 1
                running |= {pool.submit(lot, *following) for following in islice(lots, 1)}
            if time.monotonic() - said > 10:
                said = time.monotonic()
                print(f"{done:,} inputs, {done / (said - begun):,.0f} a second", flush=True)
    spent = time.monotonic() - begun
    print(
        f"{done:,} inputs in {spent:.0f} s ({done / max(spent, 0.001):,.0f} a second, {processes} processes):"
        f" {refused:,} refusals, none undocumented; came through: {dict(counts.most_common())};"
        f" the largest process held {largest_child():.0f} MB"
    )
    return 0


def largest_child() -> float:
    """Most resident memory of any process that this one started and that ended, MB (Linux)."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> int:
    """Decoders, then connections."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--inputs", type=int, default=10_000_000)
    parser.add_argument("--deep", type=int, default=20)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--connections", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.inputs and throw(options.inputs, max(2, options.deep), options.processes, options.seed):
        return 1
    if options.connections:
        seen = asyncio.run(assault(options.connections, options.seed))
        rate = seen.connections / max(seen.seconds, 0.001)
        print(
            f"{seen.connections:,} hostile connections in {seen.seconds:.0f} s ({rate:,.0f} a second):"
            f" the hub held {seen.mb_before:.1f} MB and {seen.fds_before} descriptors before,"
            f" {seen.mb_after:.1f} MB and {seen.fds_after} after; its wall never noticed;"
            f" answers {dict(seen.answers.most_common())}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
