"""The picture of the dispatch study: every day inside it, and a path that cannot be written is named."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.analysis.dispatch_study.test_days import LIMITS, day, served
from wallboard.analysis.dispatch_study.compare import Comparison, Difference, compare
from wallboard.shell.study_picture import COLOURS, HEAD, RIGHT, WIDE, draw, words_of


def comparison(borders: str) -> Comparison:
    own = [day(served("1", 20, 100), seed=seed, dark=3600.0 * seed) for seed in (1, 2, 3)]
    other = [
        day(served("1", 12 + seed, 60 * seed), seed=seed, borders=borders, dark=900.0 * seed)
        for seed in (1, 2, 3)
    ]
    return compare(own, other, LIMITS)


def test_that_bars_and_rings_stay_inside_their_rows(tmp_path: Path, qapp: object) -> None:
    path = tmp_path / "new folder" / "study.png"
    draw([comparison("roster"), comparison("open")], "three days", path)
    image = QImage(str(path))
    at_edge = {image.pixelColor(WIDE - RIGHT // 2, y).name() for y in range(HEAD, image.height())}
    assert at_edge == {"#ffffff"}, "something reaches beyond the right edge"
    inside = {image.pixelColor(x, y).name() for x in range(700, WIDE - RIGHT, 3) for y in range(HEAD, 400, 3)}
    assert {colour.name() for colour in COLOURS.values()} <= inside


def test_that_a_picture_that_cannot_be_written_is_named(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(OSError, match=r"name a file ending in \.png"):
        draw([comparison("open")], "three days", tmp_path / "study.nothing")


def test_that_a_typhoons_customer_hours_fit_beside_their_marks() -> None:
    """Seven figures with decimals were cut off at their interval's end."""
    large = words_of(Difference(7297427.6, 6960685.8, -336741.8, -378944.0, -294539.7))
    assert large == "7,297,428 → 6,960,686   -336,742  (-378,944 to -294,540)"
    assert words_of(Difference(18.7, 18.5, -0.2, -0.3, -0.1)) == "18.7 → 18.5   -0.2  (-0.3 to -0.1)"
