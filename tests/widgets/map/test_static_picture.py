"""The quiet picture is drawn by parts, moved with the land and mended where it changed."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.widgets.map import moments
from widgets.map.base_map import BaseMap
from widgets.map.frame import Frame, Layer
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.sprites import SpriteSheet
from widgets.map.static_picture import MOST_OWED, PART, StaticPicture
from widgets.map.vehicles import Fleet
from widgets.map.view import Camera

WIDE = Camera(0.0, 0.0, 1.0, 1000.0, 600.0)


class Squares(Layer):
    """A white square of 40 m about the origin; what is asked for is remembered."""

    def __init__(self) -> None:
        self.clips: list[Box] = []
        self.colour = "white"

    def draw(self, painter: QPainter, frame: Frame) -> None:
        self.clips.append(frame.clip)
        x, y = frame.camera.point(0.0, 0.0)
        half = 20 * frame.camera.scale
        painter.fillRect(QRectF(x - half, y - half, 2 * half, 2 * half), QColor(self.colour))


class Dots(Layer):
    """A dot at the origin, over the ground."""

    colour = "red"

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.colour:
            x, y = frame.camera.point(0.0, 0.0)
            painter.fillRect(QRectF(x - 2, y - 2, 4, 4), QColor(self.colour))


class Rig:
    def __init__(self, margin: float = 0.0) -> None:
        self.session, self.layer = moments.session([], moments.room([])), Squares()
        theme, font = self.session.theme, self.session.scale.font("small")
        book = OutageBook(None, self.session.room.area_class)
        self.scene = Scene(BaseMap(), book, Fleet(), SpriteSheet(theme, 1.0, font))
        self.picture = StaticPicture([self.layer], [], margin)

    def refresh(self, camera: Camera, budget: float | None = None) -> int:
        return len(self.picture.refresh(camera, self.session, self.scene, 1.0, budget))

    def begin(self, camera: Camera) -> None:
        """Have a sheet made, step by step, and one part of it drawn."""
        self.refresh(camera, budget=0.0)
        while self.picture._coming is not None:
            self.refresh(camera, budget=0.0)
        self.refresh(camera, budget=0.0)

    def shown(self, camera: Camera) -> QImage:
        image = QImage(round(camera.width), round(camera.height), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        whole = Box(0, 0, camera.width, camera.height)
        self.picture.draw(painter, camera, whole, self.session.theme.ground)
        painter.end()
        return image


def test_that_with_time_enough_all_is_drawn_at_one_go(qapp: object) -> None:
    rig = Rig()
    rig.refresh(WIDE)
    assert rig.layer.clips == [Box(0, 0, 1000, 600)]
    assert rig.picture.sharp(WIDE)
    assert not rig.picture.owing


def test_that_without_time_the_middle_comes_first(qapp: object) -> None:
    rig = Rig()
    rig.begin(WIDE)
    assert rig.picture.owing
    middle = rig.layer.clips[0]
    assert middle.left <= 500 <= middle.right
    assert middle.bottom <= 300 <= middle.top
    while rig.picture.owing:
        rig.picture.work(WIDE, rig.session, rig.scene, 0.0)
    assert len(rig.layer.clips) == 4 * 3, "each part once"
    whole = Rig()
    whole.refresh(WIDE)
    assert rig.shown(WIDE) == whole.shown(WIDE)


def test_that_who_cannot_wait_has_all_of_what_was_begun(qapp: object) -> None:
    """A picture of a page is begun in a window that is told its size, and painted once."""
    rig, whole = Rig(), Rig()
    rig.picture.begin(WIDE, rig.session, rig.scene, 1.0)
    assert rig.picture.owing
    rig.picture.work(WIDE, rig.session, rig.scene)
    assert not rig.picture.owing
    whole.refresh(WIDE)
    assert rig.shown(WIDE) == whole.shown(WIDE)


def test_that_a_drag_draws_only_what_came_into_view(qapp: object) -> None:
    rig = Rig()
    rig.refresh(WIDE)
    rig.layer.clips.clear()
    moved = WIDE.moved(37.4, 0.0)
    assert not rig.picture.sharp(moved)
    rig.refresh(moved)
    assert [(clip.left, round(clip.width)) for clip in rig.layer.clips] == [(0.0, 37)]
    assert rig.shown(moved).pixelColor(537, 300) == QColor("white"), "the rest was taken over"


def test_that_at_another_scale_the_last_picture_stands_in(qapp: object) -> None:
    rig = Rig()
    rig.refresh(WIDE)
    near = WIDE.zoomed(2.0, 500, 300)
    assert rig.shown(near).pixelColor(500, 265) == QColor("white"), "stretched"
    rig.layer.colour = "red"
    rig.begin(near)
    shown = rig.shown(near)
    assert shown.pixelColor(500, 300) == QColor("red")
    assert rig.picture.owing


def test_that_a_change_mends_its_own_place(qapp: object) -> None:
    rig = Rig()
    rig.refresh(WIDE)
    rig.layer.clips.clear()
    rig.layer.colour = "red"
    rig.picture.mend(np.array([[-5.0, -5.0, 5.0, 5.0]]), 3.0, ground=True)
    rig.picture.work(WIDE, rig.session, rig.scene)
    assert rig.layer.clips == [Box(492, 292, 508, 308)]
    shown = rig.shown(WIDE)
    assert (shown.pixelColor(500, 300), shown.pixelColor(485, 300)) == (QColor("red"), QColor("white"))


def test_that_a_large_change_mends_parts(qapp: object) -> None:
    rig = Rig()
    rig.refresh(WIDE)
    rig.layer.clips.clear()
    rig.picture.mend(np.array([[-490.0, -290.0, -100.0, -280.0]]), 0.0, ground=True)
    rig.picture.work(WIDE, rig.session, rig.scene)
    assert {(clip.left, clip.bottom) for clip in rig.layer.clips} <= {
        (x * PART, y * PART) for x in (0, 1) for y in (2,)
    }


def test_that_a_state_is_drawn_over_the_ground_that_stands(qapp: object) -> None:
    rig, states = Rig(), Dots()
    rig.picture = StaticPicture([rig.layer], [states], 0.0)
    rig.refresh(WIDE)
    rig.layer.clips.clear()
    states.colour = "blue"
    rig.picture.mend(np.array([[-5.0, -5.0, 5.0, 5.0]]), 3.0)
    assert rig.picture.owing
    rig.picture.work(WIDE, rig.session, rig.scene, 0.0)
    assert not rig.picture.owing
    assert rig.layer.clips == []
    shown = rig.shown(WIDE)
    assert shown.pixelColor(500, 300) == QColor("blue")
    assert shown.pixelColor(505, 300) == QColor("white"), "its ground"


def test_that_a_state_that_is_gone_leaves_no_trace(qapp: object) -> None:
    rig, states = Rig(), Dots()
    rig.picture = StaticPicture([rig.layer], [states], 0.25)
    rig.refresh(WIDE)
    moved = WIDE.moved(400.0, 0.0)
    rig.refresh(moved)
    states.colour = ""
    rig.picture.mend(np.array([[-5.0, -5.0, 5.0, 5.0]]), 3.0)
    rig.picture.work(moved, rig.session, rig.scene)
    assert rig.shown(moved).pixelColor(900, 300) == QColor("white")


def test_that_what_is_seen_is_mended_first_and_the_oldest_of_it(qapp: object) -> None:
    rig, states = Rig(), Dots()
    rig.picture = StaticPicture([rig.layer], [states], 0.5)
    rig.refresh(WIDE)
    for x in (-900.0, -300.0, 300.0):
        rig.picture.mend(np.array([[x, 0.0, x, 0.0]]), 4.0)
    found = [rig.picture.work(WIDE, rig.session, rig.scene, 0.0)[0].center().x() for _ in range(3)]
    assert [round(x, -2) for x in found] == [200, 800, -400]


def test_that_what_waits_is_bounded_and_all_of_it_is_mended(qapp: object) -> None:
    rig, states = Rig(), Dots()
    rig.picture = StaticPicture([rig.layer], [states], 0.0)
    rig.refresh(WIDE)
    states.colour = "blue"
    for number in range(4 * MOST_OWED):
        x, y = 480.0 - number * 2.3, 280.0 - number * 1.4
        rig.picture.mend(np.array([[x, y, x, y], [0.0, 0.0, 0.0, 0.0]]), 3.0)
        assert rig.picture._sheet is not None
        assert len(rig.picture._sheet.stale) <= MOST_OWED + 2
    while rig.picture.owing:
        rig.picture.work(WIDE, rig.session, rig.scene, 0.0)
    assert rig.shown(WIDE).pixelColor(500, 300) == QColor("blue")


def test_that_the_ground_can_be_asked_for(qapp: object) -> None:
    rig = Rig()
    rig.refresh(WIDE)
    assert rig.picture.is_mostly(QColor("white"), WIDE, Box(490, 290, 510, 310))
    assert not rig.picture.is_mostly(QColor("white"), WIDE, Box(100, 100, 110, 110))
