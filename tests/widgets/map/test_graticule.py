"""Without land the map has degrees at its edge, north and a scale; nothing of it is wrong or overlaps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import SIZE, Rig
from widgets.map.graticule import MINUTES, degree_words, degrees_of, lines_of, minutes_apart
from widgets.map.projection import Box, project_one, unproject_one
from widgets.map.view import MAX_SCALE, MIN_SCALE, Camera


@pytest.fixture(scope="module")
def session(qapp: object) -> moments.Session:
    return moments.session([], moments.room(), lang="en", size=SIZE)


@settings(max_examples=60, deadline=None)
@given(lon=st.floats(-179, 179), lat=st.floats(-80, 80), scale=st.floats(MIN_SCALE, MAX_SCALE))
def test_that_every_line_runs_where_it_says(
    session: moments.Session, lon: float, lat: float, scale: float
) -> None:
    camera = Camera(*project_one(lon, lat), scale, 1200.0, 700.0)
    meridians, parallels = lines_of(camera, session)
    for x, minutes in meridians:
        assert -1 <= x <= 1201
        assert abs(unproject_one(*camera.place(x, 350))[0] - minutes / 60) < 1e-6
    for y, minutes in parallels:
        assert -1 <= y <= 701
        assert abs(unproject_one(*camera.place(600, y))[1] - minutes / 60) < 1e-6
    faces = degrees_of(camera, session, Box(0, 0, 1200, 640))
    for i, face in enumerate(faces):
        assert Box(0, 0, 1200, 640).holds(face.box)
        assert not any(face.box.meets(other.box) for other in faces[:i])


def test_that_steps_follow_the_scale() -> None:
    steps = [minutes_apart(10.0**-power, 170.0) for power in range(5)]
    assert steps == sorted(steps)
    assert set(steps) <= set(MINUTES)


def test_that_degrees_are_written_with_their_side(session: moments.Session) -> None:
    assert degree_words(49 * 60 + 30, session, north=True) == "49°30′N"
    assert degree_words(-123 * 60, session, north=False) == "123°W"
    assert degree_words(-5, session, north=True) == "0°05′S"
    assert degree_words(0, session, north=False) == "0°"


def test_that_a_map_without_land_says_so_and_has_degrees_north_and_scale(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.storm(80), moments.room())
    legend = rig.view._layout.faces.legend
    assert legend is not None
    entries = {entry.what: entry.text for row in legend.rows for entry in row}
    assert entries["ground"] == "无底图"
    assert "scale" in entries
    degrees = rig.view._scene.degrees
    assert any(face.name.endswith("W") for face in degrees)
    assert any(face.name.endswith("N") for face in degrees)
    rig.paint()
    for label in rig.view._scene.labels:
        assert not any(label.box.meets(face.box) for face in degrees)


def test_that_a_map_with_land_has_a_scale_and_no_graticule(qtbot: QtBot) -> None:
    rig = Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN))
    legend = rig.view._layout.faces.legend
    assert legend is not None
    whats = {entry.what for row in legend.rows for entry in row}
    assert "scale" in whats
    assert "ground" not in whats
    assert rig.view._scene.degrees == ()
