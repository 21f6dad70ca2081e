"""What hands ask for from elsewhere is arranged in slices, while they carry what stands."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.state.changes import Change
from widgets.map.carry import bears
from widgets.map.map_options import MapOptions
from widgets.map.map_view import MapView
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


def test_that_a_snapshot_is_read_by_slices_while_the_old_picture_stands(desk: Desk, qtbot: QtBot) -> None:
    before = desk.standing()
    desk.session._store.load(moments.prefecture(90, seed=11), 1)
    assert desk.view.take(Change(2, reset=True)), "it is owed"
    slices = 0
    while not desk.view.go_on(0.0):
        assert desk.standing()[:2] == before[:2] or desk.view._marks.plan is None
        slices += 1
    assert slices > 10
    desk.settle()
    fresh = MapView(desk.session, MapOptions(desk=True, heat=True))
    qtbot.addWidget(fresh)
    fresh.resize(desk.view.size())
    fresh.on_change(Change(2, reset=True))
    mine, its = desk.view._scene, fresh._scene
    held = [sum(glyph.count for glyph in scene.arrangement.glyphs) for scene in (mine, its)]
    assert held[0] == held[1] > 0
    assert (mine.book.marks, mine.fleet.vehicles) == (its.book.marks, its.fleet.vehicles)
    assert (mine.book.lit, list(mine.book.heaviest())) == (its.book.lit, list(its.book.heaviest()))


def test_that_what_comes_while_a_snapshot_is_read_is_shown_with_it(desk: Desk) -> None:
    desk.view.take(Change(2, reset=True))
    assert not desk.view.go_on(0.0)
    data = OutageExtent(lon=112.7, lat=22.3, customers_out=9000)
    fact = Fact(data, "o/late", moments.NOW, "scene", "late", seq=99_999)
    desk.view.take(desk.session._store.apply([fact]))
    while not desk.view.go_on(0.0):
        pass
    desk.settle()
    desk.view.refresh()
    assert "o/late" in desk.view._scene.book.marks
    assert desk.view._layout.arranger.drawn_as("o/late") is not None


def test_that_a_map_painted_once_has_all_of_its_land(qtbot: QtBot) -> None:
    """A picture tells a page its size in the act of painting it, and paints it once."""
    session, page = moments.session(moments.prefecture(), moments.room(moments.JIANGMEN)), QWidget()
    qtbot.addWidget(page)
    page.resize(1000, 700)
    view = MapView(session, parent=page)
    view.on_change(Change(1, reset=True))
    view.setGeometry(0, 0, 1000, 700)
    view.setVisible(True)
    images = [QImage(1000, 700, QImage.Format.Format_RGB32) for _ in range(3)]
    for image in images:
        page.render(image, QPoint(0, 0), QRegion(page.rect()))  # type: ignore[call-overload]
        assert not view._static.owing
        assert not view._marks.moving
    assert images[0] == images[1] == images[2]
    assert images[0].pixelColor(430, 350) != session.theme.ground, "land"
