"""A desk shows something on the walls of its room, against a real hub: pushed, refused, late, taken back."""

import asyncio

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from wallboard.config.room import load_room
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from widgets.desk import PENDING, REFUSED
from widgets.map.inset import InsetFace
from widgets.map.map_view import MapView
from widgets.text import Text

BY = "服务调度 07"


class Glass:
    """A wall of the same room: it reads only."""

    def __init__(self, url: str) -> None:
        room = load_room("demo")
        entry = msgspec.structs.replace(room.window[0], language="zh")
        self.wall = Wall(room, [entry], offscreen_application().family, Health())
        self.window = self.wall.windows[0]
        self.window.resize(1920, 1080)
        self.window.show()
        self.wall.follow(url)

    @property
    def map(self) -> MapView:
        page = self.window.page
        assert page is not None
        return next(panel for _, panel in page.panels if isinstance(panel, MapView))

    @property
    def inset(self) -> InsetFace | None:
        return self.map._layout.faces.inset

    @property
    def pushed(self) -> str:
        """The outage that a desk has put into the inset."""
        face = self.inset
        return face.mark.id if face is not None and face.pushed is not None else ""

    async def close(self) -> None:
        await self.wall.close()
        self.window.close()
        self.window.deleteLater()
        self.wall.deleteLater()


def words(seat: Seat) -> str:
    return seat.window.foot.words if seat.window.foot is not None else ""


def take_back(seat: Seat) -> None:
    QTest.keyClick(seat.window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)


def test_that_what_a_desk_pushes_stands_on_every_wall_until_it_is_taken_back(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, BY, "配网值班") as (one, two):
            early = Glass(url)
            await until(lambda: bool(early.map._scene.arrangement.glyphs))
            await until(lambda: early.map.session.atlas is not None)  # with it the map finds its place
            camera = early.map.camera
            one.press(Qt.Key.Key_F)
            assert words(one) == Text("zh").t("desk.choose_first")
            one.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_F)
            order = one.chosen
            outage = one.wall.store.tables.orders[order].outage
            assert one.mark == PENDING
            assert early.pushed == ""  # nothing is shown before the hub has it
            await until(lambda: early.pushed == outage)
            assert early.map.camera == camera
            late = Glass(url)
            await until(lambda: late.pushed == outage)
            await until(lambda: one.mark == "")
            await until(lambda: BY in words(two) and "Shift+F" in words(two))
            take_back(two)
            await until(lambda: early.pushed == late.pushed == "")
            take_back(one)
            await until(lambda: Text("zh").t("reason.nothing_pushed") in words(one))
            await early.close()
            await late.close()

    with hub("--scenario", "town-storm", "--at", "moment") as (_, url):
        loop.run_until_complete(play(url))


def test_that_of_two_desks_that_push_at_once_the_second_is_told_of_the_first(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, BY, "配网值班") as (one, two):
            one.press(Qt.Key.Key_Down)
            two.press(Qt.Key.Key_Down, Qt.Key.Key_Down)
            for seat in (one, two):
                seat.press(Qt.Key.Key_F)
            await until(lambda: REFUSED in (one.mark, two.mark))  # it is shown for some seconds only
            loser, first = (two, BY) if two.mark == REFUSED else (one, "配网值班")
            assert first in words(loser) and Text("zh").t("what.room.focus") in words(loser)
            await until(lambda: "walls" in one.wall.store.tables.focuses)
            focus = one.wall.store.tables.focuses.get("walls")
            assert focus is not None and focus.until is not None
            assert focus.by == first
            await until(lambda: PENDING not in (one.mark, two.mark))

    with hub("--scenario", "town-storm", "--at", "moment") as (_, url):
        loop.run_until_complete(play(url))


def test_that_a_walls_own_token_cannot_push(loop: asyncio.AbstractEventLoop) -> None:
    async def play(url: str) -> None:
        glass = Glass(url)
        await until(lambda: glass.wall.runner.status.state == "live")
        ack = await glass.wall.runner.act("room/walls", "focus", {"on": "nothing"})
        assert not ack.accepted
        assert ack.reason is not None and ack.reason.code == "role_may_not"
        await glass.close()

    with hub("--scenario", "town-storm", "--at", "moment") as (_, url):
        loop.run_until_complete(play(url))
