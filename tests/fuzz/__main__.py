"""``python -m tests.fuzz --seconds 60 [--seed N]``: prints one line; a find ends it with its input."""

import argparse
import time

from tests.fuzz.hostile import Target, broken, corpus


def main() -> int:
    """Throw broken input for so long; 1 when something undocumented came out."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    target, end, count = Target(), time.monotonic() + options.seconds, 0
    for data in broken(options.seed, corpus()):
        try:
            target.hit(data)
        except Exception as error:  # noqa: BLE001 - a find of any kind is what this looks for
            print(f"FOUND after {count} (seed {options.seed}): {error!r}\n{data!r}")
            return 1
        count += 1
        if count % 1_000 == 0 and time.monotonic() > end:
            break
    print(f"{count:,} inputs in {options.seconds:g} s, {target.refused:,} refused, none undocumented")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
