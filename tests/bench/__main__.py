"""``make bench``: the benches that take no recording, one after the other, each in a fresh process."""

import subprocess
import sys

BENCHES = (
    "bench_facts",
    "bench_startup",
    "bench_map",
    "bench_tick",
    "bench_attention",
    "bench_orders",
    "bench_hub",
    "bench_picture",
    "bench_fanout",
    "bench_city",
)


def main() -> int:
    """Run them all; the exit code is that of the first one that failed."""
    codes = [subprocess.call([sys.executable, "-m", f"tests.bench.{name}"]) for name in BENCHES]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main())
