"""Numpy arrays straight into Qt: painter paths from vertices, sprites by the thousand in one call."""

import struct

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainter, QPainterPath, QPixmap
from shiboken6 import Shiboken

from widgets.map.projection import Floats

ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
MOVE, LINE = 0, 1


def path_of(parts: tuple[Floats, ...] | list[Floats]) -> QPainterPath:
    """One path with a subpath per part; rings are closed already, their rule is even-odd."""
    path = QPainterPath()
    used = [part for part in parts if len(part) >= 2]
    if not used:
        return path
    count = sum(map(len, used))
    elements = np.empty(count, dtype=ELEMENT)
    xy = np.concatenate(used)
    elements["x"], elements["y"] = xy[:, 0], xy[:, 1]
    elements["kind"] = LINE
    starts = np.cumsum([0, *(len(part) for part in used[:-1])])
    elements["kind"][starts] = MOVE
    body = struct.pack(">i", count) + elements.tobytes() + struct.pack(">ii", int(starts[-1]), 0)
    stream = QDataStream(QByteArray(body))
    stream >> path  # type: ignore[operator]
    return path


class Fragments:
    """A growing array of ``QPainter.PixmapFragment``: ten doubles each, written by numpy."""

    COLUMNS = 10

    def __init__(self) -> None:
        self._rows: NDArray[np.float64] = np.zeros((0, self.COLUMNS))

    def draw(self, painter: QPainter, pixmap: QPixmap, rows: Floats) -> None:
        """Draw rows of (x, y, source left, top, width, height, scale x, y, rotation °, opacity)."""
        if len(rows) == 0:
            return
        if len(rows) > len(self._rows):
            self._rows = np.zeros((len(rows) * 2, self.COLUMNS))
        self._rows[: len(rows)] = rows
        first = Shiboken.wrapInstance(self._rows.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, len(rows), pixmap)  # type: ignore[arg-type]
