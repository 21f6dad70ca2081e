"""Detail comes and goes by degrees."""

import pytest
from PySide6.QtGui import QColor

from widgets.map.detail import closeness, mixed, ramp
from widgets.map.projection import degree_box, ground_metres
from widgets.map.view import Box, fit


def test_that_a_kilometre_on_the_ground_has_its_pixels() -> None:
    camera = fit(degree_box(112, 22, 113, 23), 1000, 1000, Box(0, 0, 1000, 1000))
    north = camera.y + 1000 / ground_metres(camera.y)
    length = camera.point(camera.x, camera.y)[1] - camera.point(camera.x, north)[1]
    assert closeness(camera, 1.0) == pytest.approx(length)
    assert closeness(camera, 2.0) == pytest.approx(length / 2), "a larger wall shows no more detail for it"


def test_that_things_fade_in_without_a_jump() -> None:
    shares = [ramp(close, 10, 40) for close in (1, 10, 20, 40, 100)]
    assert shares == pytest.approx([0, 0, 0.5, 1, 1])
    assert ramp(5, 40, 10) == 1.0, "and out"
    assert ramp(80, 40, 10) == 0.0


def test_that_faint_ink_is_opaque() -> None:
    assert mixed(QColor(0, 100, 200), QColor(100, 100, 100), 0.5) == QColor(50, 100, 150)
