"""While hands move the land, marks are carried along with it and arranged anew once the hands rest."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_map_view import Rig
from widgets.map.carry import FURTHEST, carry, serves
from widgets.map.map_view import MapOptions
from widgets.map.projection import Box
from widgets.map.view import Camera

HERE = Camera(0.0, 0.0, 0.5, 1000.0, 600.0)


class Moved(Rig):
    """A map at a desk that tells how often its marks were arranged."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        room = moments.room(moments.JIANGMEN)
        super().__init__(qtbot, moments.prefecture(36), room, MapOptions(desk=True), "zh")
        self.paint()
        self.arranged = 0
        arrange: Callable[..., object] = self.view._layout.steps

        def counted(*args: object, **named: object) -> object:
            self.arranged += 1
            return arrange(*args, **named)

        monkeypatch.setattr(self.view._layout, "steps", counted)

    def drag(self, dx: float, dy: float = 0.0) -> None:
        assert self.view.camera is not None
        self.view.look(self.view.camera.moved(dx, dy), sharpen=False)
        self.paint()


@pytest.fixture
def moved(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Moved:
    return Moved(qtbot, monkeypatch)


def test_that_a_place_goes_where_the_land_goes() -> None:
    for camera in (HERE.moved(37, -12), HERE.zoomed(1.4, 300, 200)):
        carried = carry(HERE, camera)
        x, y = HERE.point(100.0, 50.0)
        seen = x * carried.zoom + carried.x, y * carried.zoom + carried.y
        assert seen == pytest.approx(camera.point(100.0, 50.0))
        back = carried.back(Box(*seen, seen[0] + 10, seen[1] + 10))
        assert (back.left, back.bottom) == pytest.approx((x, y))
        assert not carried.still
    assert carry(HERE, HERE).still


def test_that_an_arrangement_is_carried_no_further_than_it_serves() -> None:
    near, far = (FURTHEST - 0.01) * HERE.width, (FURTHEST + 0.01) * HERE.width
    assert serves(HERE, HERE.moved(near, 0)) and not serves(HERE, HERE.moved(far, 0))
    assert serves(HERE, HERE.zoomed(1.9, 500, 300)) and not serves(HERE, HERE.zoomed(2.1, 500, 300))
    assert not serves(None, HERE)
    assert not serves(HERE, HERE.resized(900, 600))


def test_that_a_drag_arranges_nothing_until_the_hand_rests(moved: Moved) -> None:
    for _ in range(4):
        moved.drag(20, 5)
    assert moved.arranged == 0
    moved.view.sharpen()
    assert moved.arranged == 1
    moved.view.sharpen()
    assert moved.arranged == 1


def test_that_a_long_drag_arranges_what_came_in(moved: Moved) -> None:
    moved.drag(0.3 * moved.view.width())
    assert moved.arranged == 1


def test_that_what_rests_looks_as_if_it_had_never_been_carried(moved: Moved) -> None:
    for _ in range(3):
        moved.drag(16, 4)
    moved.view.sharpen()
    rested = moved.paint()
    moved.view._rearrange()
    assert moved.paint() == rested


def test_that_facts_that_come_during_a_drag_are_shown_when_it_rests(moved: Moved) -> None:
    moved.drag(20)
    moved.view._owe(marks=True, moved=set())
    moved.view.refresh()
    assert moved.arranged == 0
    moved.view.sharpen()
    moved.view.refresh()
    assert moved.arranged >= 1
