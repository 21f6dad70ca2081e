"""Our map beside what one would pick instead, at the same work in one run: ``make bench-peers``.

    python -m tests.bench.bench_map_peers [--rounds 3] [--ways ours,pyqtgraph,leaflet,maplibre]

A prefecture (30,000 areas, the lines of 1,500 feeders, its roads), 2,000 outages with heat, and 1,300
vehicles that all move ten times a second; then steps of panning and of zooming. Each way runs in a process of
its own, by turns, and what is told is the median of the rounds: CPU of the process and all that it started,
so that a neighbour's load does not count; frames and steps by the clock, where it does. Ours draws names, a
legend, clocks and levels of detail besides. Needs chromium, npm and the network: what the others are made of
is installed under ``build/peers``, and nothing of it is part of the project.
"""

import argparse
import contextlib
import json
import os
import queue
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.bench.peers import scene
from tests.bench.peers.processes import cpu_seconds, memory_mib
from tests.tree import ROOT
from wallboard.domain.clock import monotonic

FOLDER = ROOT / "build" / "peers"
HERE = Path(__file__).parent / "peers"
WAYS = ("ours", "pyqtgraph", "leaflet", "maplibre")
PACKAGES = ("maplibre-gl", "leaflet", "leaflet.heat")
GL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
"""What draws GL where there is no GPU; a canvas is faster without."""

PATIENCE = 300.0
KINDS = {".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css"}

FIGURES = {
    "fps": "frames a second while all drive, of 10",
    "cpu": "CPU s per s of that",
    "frame": "CPU ms a frame of that",
    "memory": "memory (PSS), MiB",
    "pan_cpu": "pan step, CPU ms",
    "pan": "pan step by the clock, ms",
    "zoom_cpu": "zoom step until sharp, CPU ms",
    "zoom": "zoom step until something is seen, by the clock, ms",
    "sharp": "zoom step until sharp, by the clock, ms",
}


class Conversation:
    """A peer tells what it did and waits until it may go on."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def hear(self) -> dict[str, Any]:
        raise NotImplementedError

    def go_on(self) -> None:
        raise NotImplementedError


class Piped(Conversation):
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        super().__init__(process.pid)
        self._process = process

    def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError(f"it ended with {self._process.wait()}")

    def go_on(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()


class Served(Conversation):
    def __init__(self, pid: int, told: "queue.Queue[tuple[dict[str, Any], threading.Event]]") -> None:
        super().__init__(pid)
        self._told, self._answer = told, threading.Event()

    def hear(self) -> dict[str, Any]:
        what, self._answer = self._told.get(timeout=PATIENCE)
        if "error" in what:
            raise RuntimeError(what["error"])
        return what

    def go_on(self) -> None:
        self._answer.set()


@contextlib.contextmanager
def piped(command: list[str]) -> Iterator[Conversation]:
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield Piped(process)
        finally:
            process.kill()


@contextlib.contextmanager
def paged(way: str) -> Iterator[Conversation]:
    """Chromium without a screen, on a page of ours that this process serves."""
    told: queue.Queue[tuple[dict[str, Any], threading.Event]] = queue.Queue()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.partition("?")[0]
            if name.startswith("/lib/"):
                path = FOLDER / "node_modules" / name.removeprefix("/lib/")
            else:
                path = (FOLDER if name == "/scene.json" else HERE) / name.lstrip("/")
            if not path.is_file():
                self.send_error(404)
                return
            body = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", KINDS.get(path.suffix, "application/json"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            what = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            go = threading.Event()
            told.put((what, go))
            go.wait(PATIENCE)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing of it is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            shutil.which("chromium") or "chromium",
            "--headless=new",
            "--no-sandbox",
            *(GL if way == "maplibre" else ["--disable-gpu"]),
            "--hide-scrollbars",
            f"--window-size={scene.SIZE[0]},{scene.SIZE[1]}",
            f"--user-data-dir={profile}",
            f"http://127.0.0.1:{server.server_port}/page.html?way={way}",
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield Served(process.pid, told)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            server.shutdown()


def conversation(way: str) -> contextlib.AbstractContextManager[Conversation]:
    if way == "ours":
        return piped([sys.executable, "-m", "tests.bench.peers.ours", str(FOLDER)])
    if way == "pyqtgraph":
        return piped([str(FOLDER / "venv/bin/python"), str(HERE / "pyqtgraph_items.py"), str(FOLDER)])
    return paged(way)


def measured(way: str) -> dict[str, float]:
    """One run of one way: every figure."""
    with conversation(way) as peer:
        peer.hear()
        cpu, began = cpu_seconds(peer.pid), monotonic()
        peer.go_on()
        fps = float(peer.hear()["fps"])
        after_drive = cpu_seconds(peer.pid)
        cpu = (after_drive - cpu) / (monotonic() - began)
        memory = memory_mib(peer.pid)
        peer.go_on()
        steps = peer.hear()
        after_pans = cpu_seconds(peer.pid)
        peer.go_on()
        steps |= peer.hear()
        after_zooms = cpu_seconds(peer.pid)
        peer.go_on()
    return {
        "fps": fps,
        "cpu": cpu,
        "frame": cpu / fps * 1000,
        "memory": memory,
        "pan_cpu": (after_pans - after_drive) / len(steps["pan"]) * 1000,
        "pan": statistics.median(steps["pan"]) * 1000,
        "zoom_cpu": (after_zooms - after_pans) / len(steps["zoom"]) * 1000,
        "zoom": statistics.median(steps["zoom"]) * 1000,
        "sharp": statistics.median(steps["sharp"]) * 1000,
    }


def prepare(ways: list[str]) -> None:
    """Install what the others are made of, where it is not yet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    python = FOLDER / "venv/bin/python"
    if "pyqtgraph" in ways and not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(FOLDER / "venv")], check=True)
        wanted = ["pyqtgraph", "PySide6-Essentials>=6.11.3,<6.12", "numpy>=2.4,<3"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)
    pages = {"leaflet", "maplibre"} & set(ways)
    if pages and not all((FOLDER / "node_modules" / name).is_dir() for name in PACKAGES):
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES]
        subprocess.run(install, cwd=FOLDER, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS))
    args = parser.parse_args()
    ways = args.ways.split(",")
    prepare(ways)
    held = scene.write_scene(FOLDER)
    print(", ".join(f"{count:,} {what}" for what, count in held.items()), "at 1920x1080", flush=True)
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for turn in range(args.rounds):
        for way in ways:
            try:
                runs[way].append(measured(way))
                words = ", ".join(f"{key} {value:.4g}" for key, value in runs[way][-1].items())
                print(f"round {turn + 1}: {way}: {words}", flush=True)
            except (RuntimeError, queue.Empty) as error:
                print(f"round {turn + 1}: {way} failed: {error or 'no answer'}", flush=True)
    print(f"| {args.rounds} rounds, median | " + " | ".join(ways) + " |")
    print("|---|" + "---|" * len(ways))
    for key, words in FIGURES.items():
        cells = []
        first = "ours" if "ours" in ways else ways[0]
        ours = statistics.median([run[key] for run in runs[first]]) if runs[first] else 0.0
        for way in ways:
            value = statistics.median([run[key] for run in runs[way]]) if runs[way] else float("nan")
            ratio = f" ({value / ours:.1f}×)" if ours and way != first else ""
            cells.append(f"{value:.2f}{ratio}" if value < 10 else f"{value:.0f}{ratio}")
        print(f"| {words} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
