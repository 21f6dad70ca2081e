"""``python -m tests.soak --seconds 1200 [--speed 60]``: the demo wall offscreen with its hub, for so long.

Looks at the processes from outside (Linux): resident memory and open descriptors each 5 s. After a warm-up
of a quarter of the time (60 s at most) memory may grow by 5 % and 10 MB at most, descriptors by 5. Prints one
JSON line a sample and one at the end; exit code 1 when something grew, 3 when a process ended by itself.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
EVERY = 5.0
MOST_SHARE, MOST_MB, MOST_FDS = 0.05, 10.0, 5


def family(pid: int) -> list[int]:
    """A process and its children, the hub among them."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in listed for one in family(int(child)))]


def sample(pid: int) -> dict[str, float]:
    """Resident MB, of all and of the wall alone, and open descriptors of all."""
    pids = family(pid)
    megabytes = [resident(one) for one in pids]
    descriptors = sum(len(os.listdir(f"/proc/{one}/fd")) for one in pids)
    return {"wall_mb": megabytes[0], "mb": sum(megabytes), "fds": descriptors, "processes": len(pids)}


def resident(pid: int) -> float:
    """Resident memory, MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def verdict(rows: list[dict[str, float]]) -> dict[str, object]:
    """Medians of the first and the last third after the warm-up, and whether they grew too much."""
    third = max(1, len(rows) // 3)
    early = {name: statistics.median(row[name] for row in rows[:third]) for name in ("mb", "wall_mb", "fds")}
    late = {name: statistics.median(row[name] for row in rows[-third:]) for name in ("mb", "wall_mb", "fds")}
    grew = late["mb"] > early["mb"] * (1 + MOST_SHARE) and late["mb"] > early["mb"] + MOST_MB
    return {"early": early, "late": late, "good": not grew and late["fds"] <= early["fds"] + MOST_FDS}


def watch(process: subprocess.Popen[bytes], seconds: float) -> list[dict[str, float]]:
    """Samples after the warm-up, until a little before the run ends by itself."""
    started, warm, rows = time.monotonic(), min(60.0, seconds / 4), []
    while (past := time.monotonic() - started) < seconds - 2 * EVERY and process.poll() is None:
        time.sleep(EVERY)
        row = sample(process.pid)
        print(json.dumps({"s": round(past + EVERY), **row}), flush=True)
        if past > warm:
            rows.append(row)
    return rows


def main() -> int:
    """Run, watch, judge."""
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--seconds", type=float, default=1200.0)
    parser.add_argument("--speed", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "main.py", "run", "--speed", str(options.speed)]
        command += ["--seconds", str(options.seconds), "--shots", folder]
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
        try:
            rows = watch(process, options.seconds)
            if process.poll() is not None or not rows:
                print(json.dumps({"good": False, "ended": process.poll(), "samples": len(rows)}))
                return 3
            code = process.wait(timeout=120)
        finally:
            process.kill()
            process.wait()
    result = verdict(rows)
    print(json.dumps({"seconds": options.seconds, "speed": options.speed, "exit": code, **result}))
    return 0 if result["good"] and code == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
