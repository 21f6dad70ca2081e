"""Words beside signs: off the marks where there is room, beside their sign always, never off the map."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from wallboard.state.queries.works import WorkState
from widgets.map.condition_words import condition_words, track_boxes, word_reach
from widgets.map.conditions import Conditions, FixSpot, StormSpot, WorkSpot
from widgets.map.projection import Box
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


def test_that_words_of_late_work_stand_beyond_the_marks_about_its_sign(qtbot: QtBot) -> None:
    session = moments.session([], moments.room(moments.JIANGMEN))
    now = Conditions()
    now.works = (WorkSpot("late", 0.0, 0.0, WorkState.LATE, moments.NOW, False, 20),)
    x, y = CAMERA.point(0.0, 0.0)
    crowd = [
        Box(x + dx - 9, y + dy - 9, x + dx + 9, y + dy + 9) for dx in (-30, 0, 30) for dy in (-30, 0, 30)
    ]
    (said,) = condition_words(now, CAMERA, session, Box(0, 0, 1200, 700), crowd)
    assert not [box for box in crowd if box.meets(said.box)]


def test_that_words_away_from_their_sign_are_joined_to_it_and_those_beside_it_keep_off_its_arrow(
    qtbot: QtBot,
) -> None:
    session = moments.session([], moments.room(moments.JIANGMEN))
    now = Conditions()
    now.works = (WorkSpot("late", 0.0, 0.0, WorkState.LATE, moments.NOW, False, 20),)
    x, y = CAMERA.point(0.0, 0.0)
    frame = Box(0, 0, 1200, 700)
    (beside,) = condition_words(now, CAMERA, session, frame, [])
    unit = session.scale.px(1)
    arrow = Box(x - 10 * unit, y - 6 * unit, x + 24 * unit, y + 6 * unit)
    assert beside.anchor is None and not beside.box.meets(arrow.grown(3 * unit))
    about = [
        Box(x + dx - 14, y + dy - 14, x + dx + 14, y + dy + 14) for dx in (-30, 30) for dy in (-30, 0, 30)
    ]
    (away,) = condition_words(now, CAMERA, session, frame, [*about, Box(x - 16, y - 44, x + 16, y + 44)])
    assert away.anchor == (x, y), "a line leads to the sign"
    assert word_reach(away, 3.0).holds(Box(x, y, x, y)), "which is repainted with it"


def test_that_a_storms_name_goes_beyond_the_crowds_that_lie_on_all_sides_of_its_eye(qtbot: QtBot) -> None:
    """A small map at a typhoon's peak: the name lay below the numbers and could not be read."""
    session = moments.session([], moments.room(moments.JIANGMEN))
    now = Conditions()
    now.storms = (StormSpot("typhoon", (fix(0.0, 0.0),), 0),)
    x, y = CAMERA.point(0.0, 0.0)
    crowds = [
        Box(x + dx - 60, y + dy - 60, x + dx + 60, y + dy + 60)
        for dx in (-120, 0, 120)
        for dy in (-120, 0, 120)
    ]
    (said,) = condition_words(now, CAMERA, session, Box(0, 0, 1200, 700), crowds)
    assert not [box for box in crowds if box.meets(said.box)]
    assert said.anchor == (x, y)


def test_that_a_storms_name_finds_a_corner_where_a_small_map_has_no_other_place(qtbot: QtBot) -> None:
    session = moments.session([], moments.room(moments.JIANGMEN))
    now = Conditions()
    now.storms = (StormSpot("typhoon", (fix(0.0, 0.0),), 0),)
    frame = Box(400, 150, 800, 550)
    (wide,) = (Box(420, 220, 780, 550),)
    (said,) = condition_words(now, CAMERA, session, frame, [wide])
    assert frame.holds(said.box) and not wide.meets(said.box)
