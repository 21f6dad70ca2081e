"""Colours: contrast, three colour-blindness simulations, and heat that only rises."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from tests.widgets.colours import BLINDNESS, contrast, linear, luminance
from wallboard.domain.terms import Band, Lane, OutageStage, SourceFlag, SourceState, Supply
from widgets.map.sprites import FADED
from widgets.parts.badges import LOOKS
from widgets.parts.glyphs import BAND_GLYPH, LANE_GLYPH, stage_glyph
from widgets.theme import Theme, load_theme

BANDS = (Band.CALM, Band.WARNING, Band.BREACHED)


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(rgb, 0, 1) / (0.9505, 1.0, 1.089)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_that_values_have_seven_to_one_and_all_words_four_and_a_half(theme: Theme) -> None:
    for back in (theme.ground, theme.surface, theme.land):
        assert contrast(theme.text, back) >= 7
        for token in ("muted", "calm", "warning", "breached", "restore", "request", "connect"):
            assert contrast(getattr(theme, token), back) >= 4.5, (theme.name, token)


def test_that_the_number_of_a_doubted_crowd_can_be_read(theme: Theme) -> None:
    parts = (theme.text.getRgbF(), theme.ground.getRgbF())
    disc = QColor.fromRgbF(*(FADED * a + (1 - FADED) * b for a, b in zip(*parts, strict=True)))
    assert contrast(theme.text, disc) >= 7


@pytest.mark.parametrize("kind", BLINDNESS)
def test_that_the_bands_stay_apart_for_the_colour_blind(theme: Theme, kind: str) -> None:
    matrix = np.array(BLINDNESS[kind]).reshape(3, 3)
    seen = {band: lab(matrix @ linear(theme.band(band))) for band in BANDS}
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= 9, (theme.name, one, other)


def test_that_every_state_has_a_shape_of_its_own() -> None:
    bands = [BAND_GLYPH[band] for band in BANDS]
    stages = [stage_glyph(OutageStage.CONFIRMED), stage_glyph(OutageStage.PREDICTED)]
    stages.append(stage_glyph(OutageStage.RESTORED_REPORTED))
    stages.append(stage_glyph(OutageStage.CONFIRMED, Supply.GENERATOR))
    for shapes in (bands, stages, list(LANE_GLYPH.values())):
        assert len(set(shapes)) == len(shapes)
    assert {*SourceState, *SourceFlag} <= set(LOOKS)
    for part in zip(*LOOKS.values(), strict=True):
        assert len(set(part)) == len(LOOKS)
    assert set(LANE_GLYPH) == set(Lane)


def test_that_heat_rises_in_luminance_in_one_direction(theme: Theme) -> None:
    steps = [luminance(c) for c in (theme.heat_low, theme.heat_mid, theme.heat_high)]
    assert steps == sorted(steps, reverse=not theme.dark)
    assert abs(steps[0] - steps[-1]) > 0.2
