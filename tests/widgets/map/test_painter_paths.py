"""Arrays become painter paths without a loop over their vertices."""

import numpy as np
from PySide6.QtGui import QPainterPath

from widgets.map.painter_paths import path_of, path_of_pieces


def elements(path: QPainterPath) -> list[tuple[str, float, float]]:
    return [
        ("move" if (e := path.elementAt(n)).isMoveTo() else "line", e.x, e.y)
        for n in range(path.elementCount())
    ]


def test_that_every_part_begins_anew() -> None:
    path = path_of(
        [np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([[5.0, 5.0]]), np.array([[7.0, 7.0], [8.0, 8.0]])]
    )
    assert elements(path) == [("move", 0, 0), ("line", 1, 2), ("move", 7, 7), ("line", 8, 8)]


def test_that_pieces_end_to_end_are_one_line() -> None:
    pieces = np.array([[0, 0, 1, 0], [1, 0, 2, 1], [5, 5, 6, 6], [9, 9, 8, 8]], dtype=np.float64)
    assert elements(path_of_pieces(pieces)) == [
        ("move", 0, 0),
        ("line", 1, 0),
        ("line", 2, 1),
        ("move", 5, 5),
        ("line", 6, 6),
        ("move", 9, 9),
        ("line", 8, 8),
    ]


def test_that_nothing_is_an_empty_path() -> None:
    assert path_of([]).isEmpty()
    assert path_of_pieces(np.empty((0, 4))).isEmpty()
