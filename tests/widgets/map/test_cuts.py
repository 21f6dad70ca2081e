"""Lines are cut out for a view once, thinned where that shows no difference."""

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from widgets.map.cuts import Cuts, draw_lines
from widgets.map.network_map import Strokes
from widgets.map.projection import Box
from widgets.map.view import Camera

CAMERA = Camera(500.0, 500.0, 0.1, 100.0, 100.0)


def strokes(*ends: tuple[float, float, float, float]) -> Strokes:
    return Strokes(np.array(ends, dtype=np.float64), np.arange(len(ends)))


def test_that_what_lies_outside_is_left_out() -> None:
    px, owner = Cuts().of("all", strokes((0, 0, 900, 0), (9000, 0, 9900, 0)), None, CAMERA)
    assert owner.tolist() == [0]
    assert px.tolist() == [[0, 100, 90, 100]]


def test_that_short_pieces_which_look_the_same_are_drawn_once() -> None:
    twice = strokes((100, 100, 120, 100), (101, 101, 121, 101), (500, 500, 503, 500))
    _, owner = Cuts().of("all", twice, None, CAMERA)
    assert owner.tolist() == [0], "one lies on the other, one is a point"
    assert len(Cuts().of("all", twice, None, CAMERA, thinned=False)[0]) == 3


def test_that_a_cut_is_made_once_for_a_camera() -> None:
    cuts, all_of_them = Cuts(), strokes((0, 0, 900, 0))
    assert cuts.of("a", all_of_them, None, CAMERA)[0] is cuts.of("a", all_of_them, None, CAMERA)[0]
    moved = CAMERA.moved(1, 0)
    assert cuts.of("a", all_of_them, None, moved)[0][0, 0] == 1.0


def test_that_pieces_are_painted_where_they_lie(qapp: object) -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    px = np.array([[10.0, 50.0, 90.0, 50.0], [200.0, 50.0, 300.0, 50.0]])
    draw_lines(painter, px, Box(0, 0, 100, 100), QColor("white"), 3.0)
    painter.end()
    assert image.pixelColor(50, 50) == QColor("white")
    assert image.pixelColor(50, 80) == QColor("black")
