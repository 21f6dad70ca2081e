"""``python -m tests.fuzz [--inputs 10000000] [--processes 2] [--connections 30000] [--seed N]``.

First broken inputs against the decoders and the link, in several processes; then hostile connections against
a hub. Prints rates; a find ends it with its input and exit code 1.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice

from tests.fuzz.connections import assault
from tests.fuzz.hostile import Target, broken, corpus

LOT = 100_000
"""Inputs of one seed: what a process is given at a time, and what a find can be run again with."""


def lot(seed: int, count: int) -> tuple[int, int, str]:
    """(inputs, refused, find) of one lot; the find is empty where there is none."""
    target, number = Target(), 0
    for number, data in enumerate(islice(broken(seed, corpus()), count), 1):
        try:
            target.hit(data)
        except Exception as error:  # noqa: BLE001 - a find of any kind is what this looks for
            return number, target.refused, f"seed {seed}, input {number}: {error!r}\n{data!r}"
    return number, target.refused, ""


def throw(inputs: int, processes: int, seed: int) -> int:
    """All inputs; 1 when something undocumented came out."""
    begun, said, done, refused = time.monotonic(), time.monotonic(), 0, 0
    lots: Iterator[tuple[int, int]] = (
        (seed * 1_000_003 + n, min(LOT, inputs - n * LOT)) for n in range(-(-inputs // LOT))
    )
    with ProcessPoolExecutor(processes) as pool:
        running: set[Future[tuple[int, int, str]]] = {
            pool.submit(lot, *one) for one in islice(lots, 2 * processes)
        }
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for one in ready:
                count, bad, find = one.result()
                done, refused = done + count, refused + bad
                if find:
                    print(f"FOUND after {done:,} inputs: {find}")
                    pool.shutdown(cancel_futures=True)
                    return 1
                running |= {pool.submit(lot, *following) for following in islice(lots, 1)}
            if time.monotonic() - said > 10:
                said = time.monotonic()
                print(f"{done:,} inputs, {done / (said - begun):,.0f} a second", flush=True)
    spent = time.monotonic() - begun
    print(
        f"{done:,} inputs in {spent:.0f} s ({done / max(spent, 0.001):,.0f} a second, {processes} processes):"
        f" {refused:,} refusals, none undocumented"
    )
    return 0


def main() -> int:
    """Decoders, then connections."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--inputs", type=int, default=10_000_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--connections", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    if options.inputs and throw(options.inputs, options.processes, options.seed):
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
