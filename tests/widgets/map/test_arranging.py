"""What hands ask for from elsewhere is arranged in slices, while they carry what stands."""

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from widgets.map.carry import bears
from widgets.map.map_options import MapOptions
from widgets.map.view import Camera

PAINTINGS = 2000
"""More than any arrangement takes: one step at least with each."""


class Desk(Rig):
    """A desk's map on a screen."""

    def __init__(self, qtbot: QtBot) -> None:
        room = moments.room(moments.JIANGMEN)
        super().__init__(qtbot, moments.prefecture(120), room, MapOptions(desk=True, heat=True))
        self.view.show()
        self.settle()

    @property
    def camera(self) -> Camera:
        assert self.view.camera is not None
        return self.view.camera

    def settle(self) -> int:
        """Paint until nothing is being made; how often."""
        for number in range(PAINTINGS):
            self.paint()
            if not self.view._marks.moving and not self.view._static.owing:
                return number
        raise AssertionError("it never came to an end")

    def standing(self) -> tuple[object, ...]:
        scene = self.view._scene
        return scene.arrangement, scene.labels, dict(scene.spots), scene.heat.revision


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_that_what_stands_is_carried_until_what_hands_ask_for_is_whole(desk: Desk) -> None:
    here, before = desk.camera, desk.standing()
    desk.view.look(here.moved(0.3 * here.width, 0.0), sharpen=False)
    assert desk.view._marks.moving
    while desk.view._marks.moving:
        assert desk.standing() == before
        assert desk.view._marks.seen_from(desk.camera) == desk.camera
        desk.paint()
    assert desk.view._marks.arranged == desk.camera
    assert desk.standing() != before


def test_that_slices_lead_to_what_all_at_once_does(desk: Desk) -> None:
    desk.view.look(desk.camera.zoomed(2.5, 400.0, 300.0))
    desk.settle()
    sliced, picture = desk.standing()[:3], desk.paint()
    desk.view._rearrange()
    assert desk.standing()[:3] == sliced
    assert desk.paint() == picture


def test_that_a_far_jump_is_seen_once_it_is_whole(desk: Desk) -> None:
    here = desk.camera
    there = here.zoomed(40.0, 400.0, 300.0)
    assert not bears(here, there)
    desk.view.look(there)
    stood = desk.paint()
    assert desk.view._marks.seen_from(there) == here
    while desk.view._marks.moving:
        desk.paint()
    assert desk.view._marks.seen_from(there) == there
    desk.settle()
    assert desk.paint() != stood


def test_that_hands_that_do_not_rest_see_marks_all_the_same(desk: Desk) -> None:
    """Each step goes further than the arrangement that is being made: it comes to its end."""
    ends = 0
    for _ in range(PAINTINGS):
        desk.view.look(desk.camera.moved(31.0, 0.0), sharpen=False)
        before = desk.view._marks.arranged
        desk.paint()
        ends += desk.view._marks.arranged != before
        if ends == 3:
            return
    raise AssertionError("no arrangement came to its end")


def test_that_a_click_finds_things_where_they_are(desk: Desk) -> None:
    desk.view.look(desk.camera.zoomed(1.3, 400.0, 300.0), sharpen=False)
    desk.view.sharpen(now=True)
    assert desk.view._marks.arranged == desk.camera
    assert not desk.view._marks.moving
