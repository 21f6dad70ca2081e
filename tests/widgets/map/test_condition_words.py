"""Words beside signs: off the marks where there is room, beside their sign always, never off the map."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from widgets.map.condition_words import track_boxes
from widgets.map.conditions import FixSpot, StormSpot
from widgets.map.view import Camera

CAMERA = Camera(0.0, 0.0, 0.01, 1200.0, 700.0)


def fix(x: float, y: float) -> FixSpot:
    return FixSpot(0.0, x, y, 0.0, 0.0, None, False)


@given(st.lists(st.tuples(st.floats(-2e5, 2e5), st.floats(-2e5, 2e5)), min_size=1, max_size=6))
def test_that_a_track_is_covered_within_the_window_only(places: list[tuple[float, float]]) -> None:
    boxes = track_boxes([StormSpot("x", tuple(fix(*place) for place in places), 0)], CAMERA, 14.0)
    assert all(box.left >= -4 and box.right <= 1204 and box.bottom >= -4 and box.top <= 704 for box in boxes)
    assert len(boxes) <= 6 * 401


def test_that_no_gap_of_a_track_is_wider_than_the_step() -> None:
    boxes = track_boxes([StormSpot("x", (fix(-50_000, 0), fix(50_000, 0)), 0)], CAMERA, 14.0)
    middles = sorted(box.centre[0] for box in boxes)
    assert middles[0] < 105 and middles[-1] > 1095
    assert max(b - a for a, b in pairwise(middles)) <= 14.0
