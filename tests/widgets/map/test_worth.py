"""A figure on the map says what it is worth: masked, estimated, kept and missing counts are no exact ones."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.widgets.conftest import MakeSession
from tests.widgets.map.test_arranger import columns, mark
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Band, CountQuality, OutageStage
from widgets.map.glyphs import Arrangement, Sizes, arrange
from widgets.map.labels import customers_words
from widgets.map.marks import mark_of
from widgets.map.view import Camera

CAMERA = Camera(0.0, 0.0, 1.0, 1200.0, 700.0)


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        ({"customers_out": 40, "count_quality": CountQuality.EXACT}, "40 户", "40 out"),
        ({"customers_out": 1, "count_quality": CountQuality.MASKED}, "≥ 1 户", "≥ 1 out"),
        ({"customers_out": 1200, "count_quality": CountQuality.ESTIMATED}, "≈ 1,200 户", "≈ 1,200 out"),
        ({"customers_out": 40, "held": True}, "≈ 40 户", "≈ 40 out"),
        ({}, "", ""),
    ],
)
def test_that_a_mark_says_what_its_customers_are_worth(
    make_session: MakeSession, said: dict[str, Any], zh: str, en: str
) -> None:
    found = mark_of(
        Outage(id="o", source="s", stage=OutageStage.CONFIRMED, lon=1.0, lat=1.0, **said), Band.CALM
    )
    assert found is not None
    for lang, words in (("zh", zh), ("en", en)):
        assert customers_words(found, found.shape, make_session([], lang=lang)) == words


@pytest.mark.parametrize(
    ("worth", "words"),
    [({}, "6,000 out"), ({"at_least": True}, "≥ 6,000 out"), ({"about": True}, "≈ 6,000 out")],
)
def test_that_one_uncertain_mark_makes_a_crowds_figure_uncertain(
    make_session: MakeSession, worth: dict[str, bool], words: str
) -> None:
    rows = [mark(i, float(i % 9), float(i % 7), 100) for i in range(60)]
    rows[7] = replace(rows[7], **worth)
    (glyph,) = arrange(*columns(rows), CAMERA, Sizes(1.0, 28.0, "G"), Arrangement()).glyphs
    assert customers_words(glyph, glyph.key.shape, make_session([], lang="en")) == words
