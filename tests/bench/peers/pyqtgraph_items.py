"""Plain pyqtgraph items at that work: ``python pyqtgraph_items.py FOLDER`` in an environment that has them.

Imports nothing of ours: it runs in a throw-away environment beside the project.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg

FOLDER = Path(sys.argv[1])
SAID = json.loads((FOLDER / "scene.json").read_text())["work"]
SCENE = np.load(FOLDER / "scene.npz")
BINS, SPREAD = (240, 135), 9


class Board(pg.PlotWidget):
    """Counts its frames."""

    frames = 0

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        self.frames += 1


def heat(outages: np.ndarray, box: tuple[float, float, float, float]) -> np.ndarray:
    """Customers by cell, spread by three passes of a running mean each way."""
    found, _, _ = np.histogram2d(
        outages[:, 0], outages[:, 1], bins=BINS, range=[box[:2], box[2:]], weights=outages[:, 2]
    )
    kernel = np.ones(SPREAD) / SPREAD
    for _ in range(3):
        for axis in (0, 1):
            found = np.apply_along_axis(np.convolve, axis, found, kernel, "same")
    return found


def said(**what: Any) -> None:
    print(json.dumps(what), flush=True)
    sys.stdin.readline()


def main() -> None:
    app = pg.mkQApp()
    pg.setConfigOptions(antialias=True, background="#0d1217")
    board = Board()
    board.resize(1920, 1080)
    view = board.getPlotItem().getViewBox()
    board.hideAxis("left")
    board.hideAxis("bottom")
    lines, path, areas = SCENE["lines"], SCENE["path"], SCENE["areas"]
    outages, tracks = SCENE["outages"].copy(), SCENE["tracks"]
    connect = np.ones(len(lines), np.int32)
    connect[np.r_[path[1:], len(lines)] - 1] = 0
    box = areas[:, 0].min(), areas[:, 0].max(), areas[:, 1].min(), areas[:, 1].max()
    image = pg.ImageItem(heat(outages, box))
    image.setRect(box[0], box[2], box[1] - box[0], box[3] - box[2])
    image.setColorMap(pg.colormap.get("inferno"))
    board.addItem(image)
    board.addItem(pg.PlotCurveItem(lines[:, 0], lines[:, 1], connect=connect, pen=pg.mkPen("#3a5063")))
    board.addItem(pg.ScatterPlotItem(areas[:, 0], areas[:, 1], size=3, pen=None, brush="#5a7083"))
    marks = pg.ScatterPlotItem(outages[:, 0], outages[:, 1], size=9, brush="#eef2f5", pen="#ff6a3d")
    cars = pg.ScatterPlotItem(tracks[0, :, 0], tracks[0, :, 1], size=9, symbol="t", brush="#8d9ba8", pen=None)
    board.addItem(marks)
    board.addItem(cars)
    board.show()
    app.processEvents()
    said(ready=True)
    step = 0

    def drive() -> None:
        nonlocal step
        rows = (step * SAID["changed"] + np.arange(SAID["changed"])) % len(outages)
        outages[rows, 2] += step % 7
        at = tracks[step % len(tracks)]
        cars.setData(at[:, 0], at[:, 1])
        marks.setData(outages[:, 0], outages[:, 1])
        image.setImage(heat(outages, box), autoLevels=False)
        step += 1

    timer = pg.QtCore.QTimer()
    timer.timeout.connect(drive)
    board.frames, began = 0, time.monotonic()
    timer.start(round(SAID["every_ms"]))
    pg.QtCore.QTimer.singleShot(round(SAID["drive_s"] * 1000), app.exit)
    app.exec()
    timer.stop()
    said(fps=board.frames / (time.monotonic() - began))
    taken: dict[str, list[float]] = {"pan": [], "zoom": []}
    px = view.viewPixelSize()

    def shown() -> None:
        before = board.frames
        board.viewport().update()
        while board.frames == before:
            app.processEvents()

    for _ in range(SAID["pans"]):
        began = time.monotonic()
        view.translateBy(x=SAID["pan_px"] * px[0], y=4 * px[1])
        shown()
        taken["pan"].append(time.monotonic() - began)
    said(pan=taken["pan"])
    for n in range(SAID["zooms"]):
        began = time.monotonic()
        factor = SAID["zoom"] if n >= SAID["zooms"] // 2 else 1 / SAID["zoom"]
        view.scaleBy((factor, factor))
        shown()
        taken["zoom"].append(time.monotonic() - began)
    said(zoom=taken["zoom"], sharp=taken["zoom"])
    board.grab().save(str(FOLDER / "pyqtgraph.png"))


if __name__ == "__main__":
    main()
