"""The heat scale to every eye: luminance runs one way, numbers and marks over it stay readable."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from tests.widgets.colours import BLINDNESS, contrast, linear
from widgets.map.heat import STEPS
from widgets.map.heat_colours import heat_of, heat_seen, heat_table, ink_over
from widgets.theme import Theme, load_theme

SIGHT = {"trichromat": np.eye(3), **{kind: np.array(m).reshape(3, 3) for kind, m in BLINDNESS.items()}}


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


@pytest.mark.parametrize("kind", SIGHT)
@pytest.mark.parametrize("ground", ["land", "water", "ground", "surface"])
def test_that_luminance_runs_one_way_to_every_eye(theme: Theme, kind: str, ground: str) -> None:
    under: QColor = getattr(theme, ground)
    seen = [np.clip(SIGHT[kind] @ linear(heat_seen(theme, i / 64, under)), 0, 1) for i in range(65)]
    steps = np.diff([float(rgb @ (0.2126, 0.7152, 0.0722)) for rgb in seen])
    steps = steps if theme.dark else -steps
    assert (steps >= -0.003).all(), "a byte's rounding at most"
    assert steps.sum() > 0.12


@pytest.mark.parametrize("kind", SIGHT)
def test_that_the_named_steps_stand_apart_to_every_eye(theme: Theme, kind: str) -> None:
    shown = [theme.land, *(heat_of(theme, step, theme.land) for step in STEPS)]
    seen = [np.clip(SIGHT[kind] @ linear(colour), 0, 1) @ (0.2126, 0.7152, 0.0722) for colour in shown]
    lightness = [116 * np.cbrt(y) - 16 if y > 0.008856 else 903.3 * y for y in seen]
    assert min(abs(np.diff(lightness[1:]))) > 7
    assert abs(lightness[1] - lightness[0]) > 1, "the first step is felt"


def test_that_numbers_on_the_scale_can_be_read(theme: Theme) -> None:
    for step in STEPS:
        colour = heat_of(theme, step, theme.land)
        assert contrast(ink_over(theme, colour), colour) >= 4.5, step


def test_that_marks_stand_out_over_the_hottest_place(theme: Theme) -> None:
    hottest = heat_seen(theme, 1.0, theme.land)
    assert contrast(theme.text, hottest) >= 3 or contrast(theme.ground, hottest) >= 3
    assert contrast(theme.text, heat_of(theme, 100.0, theme.land)) >= 4.5


def test_that_nothing_is_painted_for_nothing(theme: Theme) -> None:
    assert heat_table(theme)[0].tolist() == [0, 0, 0, 0]
    assert heat_of(theme, 0.0, theme.land) == theme.land
