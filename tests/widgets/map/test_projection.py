"""The plane and the camera: there and back again, and fits that one far place does not spoil."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.projection import Box, ground_metres, project, project_one, robust_box, unproject
from widgets.map.view import MAX_SCALE, MIN_SCALE, Camera, fit

LON = st.floats(-180, 180)
LAT = st.floats(-84, 84)
CAMERA = st.builds(
    Camera,
    st.floats(-1.9e7, 1.9e7),
    st.floats(-1.5e7, 1.5e7),
    st.floats(MIN_SCALE, MAX_SCALE),
    st.floats(50, 8000),
    st.floats(50, 5000),
)


@given(LON, LAT)
def test_that_a_place_survives_the_plane(lon: float, lat: float) -> None:
    back_lon, back_lat = unproject(project(lon, lat))
    assert abs(back_lon[0] - lon) < 1e-9
    assert abs(back_lat[0] - lat) < 1e-9
    assert np.allclose(project_one(lon, lat), project(lon, lat)[0], atol=1e-6)


def test_that_poles_and_beyond_are_drawn_at_the_edge() -> None:
    assert np.isfinite(project([0, 0], [90, -90])).all()


@given(CAMERA, st.floats(0, 5000), st.floats(0, 5000))
def test_that_a_pixel_survives_the_camera(camera: Camera, px: float, py: float) -> None:
    x, y = camera.point(*camera.place(px, py))
    assert abs(x - px) < 1e-3
    assert abs(y - py) < 1e-3


@given(CAMERA, st.floats(0.2, 5), st.floats(0, 1000), st.floats(0, 1000))
def test_that_zooming_keeps_the_place_under_the_cursor(
    camera: Camera, factor: float, px: float, py: float
) -> None:
    before = camera.place(px, py)
    zoomed = camera.zoomed(factor, px, py)
    x, y = zoomed.point(*before)
    assert abs(x - px) < 1e-2
    assert abs(y - py) < 1e-2
    assert MIN_SCALE <= zoomed.scale <= MAX_SCALE


@given(CAMERA, st.floats(-500, 500), st.floats(-500, 500))
def test_that_dragging_moves_the_land_with_the_hand(camera: Camera, dx: float, dy: float) -> None:
    place = camera.place(100, 100)
    x, y = camera.moved(dx, dy).point(*place)
    assert abs(x - 100 - dx) < 1e-3
    assert abs(y - 100 - dy) < 1e-3


@given(
    st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(100, 2e6), st.floats(100, 2e6), st.floats(300, 4000)
)
def test_that_a_fit_shows_the_whole_box(x: float, y: float, width: float, height: float, size: float) -> None:
    box = Box(x, y, x + width, y + height)
    camera = fit(box, size, size * 0.6, Box(0, 0, size, size * 0.5), padding=10)
    left, low = camera.point(box.left, box.top)
    right, high = camera.point(box.right, box.bottom)
    assert min(left, low) >= 10 - 1e-3
    assert right <= size - 10 + 1e-3
    assert high <= size * 0.5 - 10 + 1e-3


def test_that_one_far_place_does_not_shrink_the_rest() -> None:
    near = project(np.linspace(112, 113, 99), np.linspace(22, 22.8, 99))
    box = robust_box(np.concatenate([near, project(0.0, 0.0)]))
    assert box is not None
    assert box.left > project_one(111.5, 0)[0]
    few = robust_box(np.concatenate([near[:6], project(0.0, 0.0)]))
    assert few is not None
    assert few.left > project_one(111, 0)[0]


def test_that_no_place_has_no_box_and_one_place_has_some_extent() -> None:
    assert robust_box(np.empty((0, 2))) is None
    one = robust_box(project(112.0, 22.0))
    assert one is not None
    assert one.width >= 4000


def test_that_metres_shrink_towards_the_poles() -> None:
    assert abs(ground_metres(project_one(0, 60)[1]) - 0.5) < 1e-6
