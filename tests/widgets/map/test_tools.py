"""A desk's map: views to come back to, a ruler along points, a lasso that the tables follow."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.widgets.map.test_hands import DeskRig
from wallboard.rules.geo import distance_m, lies_inside
from widgets.map.projection import unproject_one
from widgets.map.tools import CORNERS, LASSO, RULER, length_words, thinned
from widgets.map.view import Camera
from widgets.map.views import MOST, Views

HERE = Camera(0.0, 0.0, 0.01, 800.0, 600.0)


def test_that_views_are_gone_through_back_and_on_and_a_new_one_forgets_what_was_beyond() -> None:
    views = Views()
    cameras = [HERE.moved(100.0 * n, 0.0) for n in range(4)]
    for camera in cameras:
        views.note(camera)
        views.note(camera)  # nothing moved
    assert [views.turn(-1, HERE) for _ in range(4)] == [cameras[2], cameras[1], cameras[0], None]
    assert views.turn(1, HERE) == cameras[1]
    views.note(HERE.moved(0.0, 50.0))
    assert views.turn(1, HERE) is None
    assert views.turn(-1, HERE) == cameras[1]
    for n in range(2 * MOST):
        views.note(HERE.moved(0.0, float(n + 60)))
    assert len(views._kept) == MOST


def test_that_keys_and_wheel_leave_views_to_come_back_to(qtbot: QtBot) -> None:
    rig = DeskRig(qtbot)
    rig.paint()
    first = rig.view.camera
    rig.press(Qt.Key.Key_Plus)
    nearer = rig.view.camera
    rig.press(Qt.Key.Key_Right)
    assert rig.hands.turn_view(-1) and rig.view.camera == nearer
    assert rig.hands.turn_view(-1) and rig.view.camera == first
    assert not rig.hands.turn_view(-1)
    assert rig.hands.turn_view(1) and rig.view.camera == nearer


def test_that_the_ruler_is_as_long_as_the_ground_between_its_points(qtbot: QtBot) -> None:
    rig = DeskRig(qtbot)
    rig.paint()
    camera, tool = rig.view.camera, rig.hands.tool
    assert camera is not None
    tool.toggle(RULER)
    for x, y in ((200.0, 200.0), (400.0, 260.0)):
        rig.click(x, y)
    ends = [unproject_one(*camera.place(x, y)) for x, y in ((200.0, 200.0), (400.0, 260.0))]
    assert tool.metres == pytest.approx(distance_m(*ends[0], *ends[1]))
    assert rig.view.camera == camera and rig.desk.chosen == ""  # neither moved nor picked
    rig.press(Qt.Key.Key_Return)
    assert len(tool.places) == 3
    rig.press(Qt.Key.Key_Backspace)
    assert len(tool.places) == 2
    rig.paint()
    rig.press(Qt.Key.Key_Escape)
    assert tool.kind == "" and not tool.places


@pytest.mark.parametrize(("metres", "words"), [(4.4, "4 米"), (999.0, "999 米"), (1_240.0, "1.24 公里")])
def test_that_a_length_is_said_as_people_say_it(qtbot: QtBot, metres: float, words: str) -> None:
    assert length_words(metres, DeskRig(qtbot).session) == words


def test_that_a_lasso_is_drawn_by_the_pointer_or_corner_by_corner(qtbot: QtBot) -> None:
    rig = DeskRig(qtbot)
    rig.paint()
    tool, camera = rig.hands.tool, rig.view.camera
    assert camera is not None
    tool.toggle(LASSO)
    rig.mouse(QEvent.Type.MouseButtonPress, 100.0, 100.0)
    for x, y in ((400.0, 100.0), (400.0, 400.0), (100.0, 400.0)):
        rig.mouse(QEvent.Type.MouseMove, x, y)
    rig.mouse(QEvent.Type.MouseButtonRelease, 100.0, 400.0)
    assert rig.view.camera == camera and tool.kind == ""
    assert len(rig.desk.area) == 4
    assert lies_inside(*unproject_one(*camera.place(250.0, 250.0)), rig.desk.area)
    assert not lies_inside(*unproject_one(*camera.place(450.0, 250.0)), rig.desk.area)
    rig.paint()
    # by keys alone: the land moves under the cross
    tool.toggle(LASSO)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(rig.view, Qt.Key.Key_Return)
        QTest.keyClick(rig.view, key)
    assert rig.desk.area and len(tool.places) == 3
    before = rig.desk.area
    tool.toggle(LASSO)
    assert rig.desk.area != before and len(rig.desk.area) == 3


def test_that_a_line_is_no_lasso_and_a_long_one_is_thinned(qtbot: QtBot) -> None:
    rig = DeskRig(qtbot)
    rig.paint()
    rig.hands.tool.toggle(LASSO)
    rig.press(Qt.Key.Key_Return)
    rig.hands.tool.toggle(LASSO)
    assert rig.desk.area == ()
    many = tuple((float(n), 0.0) for n in range(1_000))
    assert len(thinned(many)) == CORNERS and thinned(many)[0] == many[0] and thinned(many)[-1] == many[-1]


def test_that_a_place_is_inside_by_its_corners() -> None:
    notch = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0))
    inside, outside = ((1.0, 1.0), (3.5, 2.5)), ((2.0, 3.0), (5.0, 1.0))
    assert all(lies_inside(lon, lat, notch) for lon, lat in inside)
    assert not any(lies_inside(lon, lat, notch) for lon, lat in outside)
