"""The prefecture by seed at full size: CPU to build it, bytes, time from the cache, the same digest twice.

    python -m tests.bench.bench_prefecture [--seed 7] [--networks FOLDER]

Two builds run in processes of their own under two hash seeds; a third seed must differ. FOLDER: real networks
as CSV, one folder each, whose figures are printed beside the city's.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from feeds.network_csv import load_network
from feeds.networks import build_prefecture, prefecture
from tests.bench.measuring import resident_mib, row
from wallboard.domain.clock import monotonic, thread_seconds
from wallboard.shell.atlas_command import words
from wallboard.state.atlas import digest_of, unpack
from wallboard.state.network_figures import figures_of

CODE = (
    "from feeds.networks import build_prefecture\n"
    "from wallboard.state.atlas import digest_of\n"
    "print(digest_of(build_prefecture({seed})))"
)


def in_a_process(seed: int, hash_seed: int) -> str:
    """The digest of a seed, built under a hash seed."""
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(seed=seed)],
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--networks", type=Path)
    args = parser.parse_args()
    began, wall = thread_seconds(), monotonic()
    raw = build_prefecture(args.seed)
    cpu, wall = thread_seconds() - began, monotonic() - wall
    digest = digest_of(raw)
    row("build, CPU", cpu, "s", f"{wall:.1f} s by the clock")
    row("size", len(raw) / 1e6, "MB")
    row("memory of the process that built it", resident_mib(), "MiB")
    with tempfile.TemporaryDirectory() as folder:
        prefecture(args.seed, Path(folder))
        began = monotonic()
        unpack(prefecture(args.seed, Path(folder))[1], digest)
        row("from the cache, checked and opened", (monotonic() - began) * 1000, "ms")
    same = {in_a_process(args.seed, hash_seed) for hash_seed in (0, 4242)} == {digest}
    row("same digest under two hash seeds", same, "", digest[:16])
    row("another seed, another digest", in_a_process(args.seed + 1, 0) != digest, "")
    print("\n".join(words(figures_of(unpack(raw)))))
    for path in sorted(args.networks.iterdir()) if args.networks is not None else ():
        if path.is_dir():
            print(path.name)
            print("\n".join(words(figures_of(unpack(load_network(path)[0])))))


if __name__ == "__main__":
    main()
