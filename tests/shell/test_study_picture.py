"""The picture of the dispatch study: every day inside it, and a path that cannot be written is named."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.analysis.dispatch_study.test_days import LIMITS, day, served
from wallboard.analysis.dispatch_study.compare import Comparison, compare
from wallboard.shell.study_picture import COLOURS, HEAD, RIGHT, WIDE, draw


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
