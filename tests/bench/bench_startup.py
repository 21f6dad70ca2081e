"""Start-up by phase: what passes between `python main.py run` and the first picture.

    python -m tests.bench.bench_startup

Each phase is timed in a fresh process, after one run that warms the byte-code; medians of five.
"""

import statistics
import subprocess
import sys

from tests.bench.measuring import row

PROBE = """
import time; began = time.perf_counter()
def say(phase):
    global began
    now = time.perf_counter(); print(phase, now - began); began = now
from PySide6 import QtWidgets; say("import Qt")
import numpy; say("import numpy")
import msgspec, websockets.asyncio.client, qasync; say("import msgspec, websockets, qasync")
from wallboard.shell import live, application, pictures; say("import wallboard")
qt = application.offscreen_application(); say("application and fonts")
from wallboard.shell.moments import Moment
from wallboard.config.room import load_room
from wallboard.config.screen import load_screen
from wallboard.domain.terms import ClockMode
from feeds.recording import Manifest
from wallboard.state.store import Store
moment = Moment(Store(), 1.7e9, ClockMode.LIVE, load_room("demo"), None, Manifest()); say("room file")
page = pictures.page_of_moment(moment, load_screen("overview"), (1920, 1080), "dark", "zh", qt.family)
say("page laid out")
pictures.paint(page); say("first picture")
"""

ROUNDS = 5


def main() -> None:
    taken: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        said = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
        for line in said.stdout.splitlines():
            phase, _, cost = line.rpartition(" ")
            if turn:
                taken.setdefault(phase, []).append(float(cost))
    print("start-up by phase, median of five fresh processes")
    for phase, costs in taken.items():
        row(phase, statistics.median(costs) * 1000, "ms")
    row("all", sum(statistics.median(costs) for costs in taken.values()) * 1000, "ms")


if __name__ == "__main__":
    main()
