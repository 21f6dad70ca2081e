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
    used = [part for part in parts if len(part) >= 2]
    if not used:
        return QPainterPath()
    return _path(np.concatenate(used), np.cumsum([0, *(len(part) for part in used[:-1])]))


def path_of_pieces(pieces: Floats) -> QPainterPath:
    """One path of straight pieces (n, 4); where one begins at the end of the last, the line runs on."""
    if not len(pieces):
        return QPainterPath()
    begins = np.ones(len(pieces), np.bool_)
    begins[1:] = np.any(pieces[1:, :2] != pieces[:-1, 2:], axis=1)
    ends = np.arange(len(pieces)) + np.cumsum(begins)
    starts = ends[begins] - 1
    xy = np.empty((len(pieces) + len(starts), 2))
    xy[ends], xy[starts] = pieces[:, 2:], pieces[begins, :2]
    return _path(xy, starts)


def _path(xy: Floats, starts: NDArray[np.int64]) -> QPainterPath:
    """Vertices (n, 2), and where a subpath begins."""
    elements = np.empty(len(xy), dtype=ELEMENT)
    elements["x"], elements["y"], elements["kind"] = xy[:, 0], xy[:, 1], LINE
    elements["kind"][starts] = MOVE
    body = struct.pack(">i", len(xy)) + elements.tobytes() + struct.pack(">ii", int(starts[-1]), 0)
    path, stream = QPainterPath(), QDataStream(QByteArray(body))
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
