"""``python -m tests.soak.accelerated --factor 200 --hours 72``: three days of a wall and its hub in minutes.

The clocks of town, hub and wall run that many times faster (libfaketime, Debian's package ``faketime``;
without it nothing is run: exit code 3). What is hastened is the days: retention, checkpoints, rings by
minute and by day, the turning seconds, ageing, rotation of pages, midnight and the turn of a year. What is
not hastened is the link's patience: its heartbeats, pings, silences and retries are multiplied by the factor,
so that they stay what they are in real seconds; a shared machine cannot answer a ping in 10 ms. Nor is the
machine: where it cannot turn every second, the next one is turned, and how many were is told. At 200 a
second is 5 ms, at 500 it is 2 ms, which a shared machine keeps for half of the seconds only.

Thread clocks are hastened too: a tick may take the less and draws the more often.

Looks from outside at about each 1/288 and prints a JSON line; at the end a line with what was found and a
picture. Exit code 1 when a check of ``verdict`` failed, 3 when a process ended by itself.
"""

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from feeds.hub.serve import LOG_NAME
from tests.soak.killable_hub import free_port
from tests.soak.plot import draw
from tests.soak.town import SCENARIO
from tests.soak.verdict import Row, verdict
from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import format_instant

ROOT = Path(__file__).parents[2]
MIB = float(1 << 20)
LOOKS = 288
"""Looks from outside in a run."""


def library() -> Path | None:
    """libfaketime for programs with threads, None where it is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return found[0] if found else None


def environment(preload: Path, factor: float, folder: Path) -> dict[str, str]:
    """The children's: the hastened clock from the scenario's start, folders of their own.

    GLib's loop it is, as on every desktop: of Qt's own ``ppoll`` this library does not shorten the wait.
    """
    begin = format_instant(load_scenario(SCENARIO).start_at).replace("T", " ").removesuffix("Z")
    own = {"XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}
    hastened = {"LD_PRELOAD": str(preload), "FAKETIME": f"@{begin} x{factor:g}", "TZ": "UTC"}
    return {**os.environ, **own, **hastened, "QT_QPA_PLATFORM": "offscreen"}


def of_process(pid: int) -> Row:
    """Resident MiB, open descriptors and threads."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return {
        "mib": round(pages * os.sysconf("SC_PAGE_SIZE") / MIB, 2),
        "fds": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": int(stat[17]),
        "cpu_s": (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK"),
    }


def last_line(path: Path) -> Row:
    """The newest whole line of a file of JSON lines; empty where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 8_000))
        lines = file.read().split(b"\n")
    return json.loads(lines[-2]) if len(lines) > 1 else {}


def of_log(folder: Path) -> Row:
    """How large the hub's log is, MiB, and what it holds."""
    path = folder / LOG_NAME
    size = sum(one.stat().st_size for one in folder.glob(LOG_NAME + "*"))
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        first, last = db.execute("SELECT min(seq), max(seq) FROM facts").fetchone()
    finally:
        db.close()
    return {"mib": round(size / MIB, 2), "first": first, "last": last}


class Run:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, factor: float, hours: float) -> None:
        self.folder, self.factor, self.hours = folder, factor, hours
        self.rows: list[Row] = []
        self._process: subprocess.Popen[bytes] | None = None

    def watch(self, preload: Path, say: Callable[[Row], None]) -> int:
        """Start, look until the wall's hours are over; its exit code."""
        words = [str(self.folder), "--port", str(free_port())]
        words += ["--factor", str(self.factor), "--hours", str(self.hours)]
        self._process = process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.hastened", *words],
            cwd=ROOT,
            env=environment(preload, self.factor, self.folder),
            start_new_session=True,
        )
        try:
            said = 0.0
            while process.poll() is None:
                time.sleep(max(0.1, self.hours * 3600.0 / LOOKS / self.factor))
                row = self._look()
                if row and row["hours"] > said:
                    said = row["hours"]
                    self.rows.append(row)
                    say(row)
            return process.returncode
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _look(self) -> Row:
        """One row; empty before the first lines and after the end."""
        start, pids, wall, hub, town = (
            last_line(self.folder / f"{name}.jsonl") for name in ("start", "pids", "wall", "hub", "town")
        )
        if not (start and wall and hub and town):
            return {}
        try:
            processes = {name: of_process(pids[name]) for name in ("wall", "hub")}
        except (FileNotFoundError, ProcessLookupError):
            return {}
        past, real = wall["now"] - start["now"], wall["uptime"] - start["uptime"]
        return {
            "factor": self.factor,
            "hours": round(past / 3600.0, 3),
            "real_s": round(real, 1),
            "pace": round(past / real / self.factor, 4),
            "behind_s": round(wall["now"] - wall["shown"], 2),
            "seconds": wall["seconds"],
            "wall": processes["wall"] | kept(wall, "wall"),
            "hub": processes["hub"] | kept(hub, "hub"),
            "log": of_log(self.folder),
            "own_logs_kib": sum(one.stat().st_size for one in (self.folder / "log").glob("*")) // 1024,
            "said": town["facts"],
            "source_links_lost": town["lost"],
        }


def kept(line: Row, name: str) -> Row:
    """A process's own words without its clocks."""
    return {key: value for key, value in line.items() if key not in ("now", "uptime", "shown", "seconds")}


def main() -> int:
    """Run, judge, draw."""
    parser = argparse.ArgumentParser(prog="accelerated")
    parser.add_argument("--factor", type=float, default=200.0)
    parser.add_argument("--hours", type=float, default=72.0)
    parser.add_argument("--picture", type=Path, help="where to draw it (PNG)")
    parser.add_argument("--keep", type=Path, help="a folder for the run's files, else a temporary one")
    options = parser.parse_args()
    preload = library()
    if preload is None:
        print("not run: libfaketime is not here; on Debian: sudo apt install faketime", file=sys.stderr)
        return 3
    folder = options.keep or Path(tempfile.mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(folder, options.factor, options.hours)
    try:
        code = run.watch(preload, lambda row: print(json.dumps(row), flush=True))
    finally:
        if options.keep is None:
            shutil.rmtree(folder)
    if code or len(run.rows) < 4:
        print(json.dumps({"good": False, "ended": code, "samples": len(run.rows)}))
        return 3
    found = verdict(run.rows, options.factor, options.hours)
    print(json.dumps({"factor": options.factor, "hours": options.hours, **found}))
    if options.picture is not None:
        draw(run.rows, words_of(found, options.factor), options.picture)
    return 0 if found["good"] else 1


def words_of(found: Row, factor: float) -> str:
    """The line below the picture's title."""
    slopes = ", ".join(f"{name} {found['mib_a_day'][name]:+.2f}" for name in ("wall", "hub"))
    turned = f"{100 * found['seconds_turned']:.0f} % of the seconds turned"
    return (
        f"clocks × {factor:g}; memory over the last two thirds, MiB a day: {slopes}; "
        f"{found['facts']:,} facts, {found['paints']:,} paints, {turned}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
