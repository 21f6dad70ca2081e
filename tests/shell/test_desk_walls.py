"""A desk shows a page, a table or an outage on one wall by its name: real windows and keys, a real hub."""

import asyncio
import json
import signal
import sqlite3
from pathlib import Path

from PySide6.QtCore import Qt

from tests.shell.hub_process import hub
from tests.shell.rooms import SEAT, Glass, outages, room_file, room_of
from tests.shell.test_acts import until
from tests.studies.desk_shift.producer import producer
from wallboard.domain.clock import ManualClock, SystemClock
from wallboard.shell.pushed import SHOWN_TABLE
from widgets.text import Text

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ZH = Text("zh")


def pushed_in(log: Path) -> list[tuple[str, str, str]]:
    """Who showed what where, as the hub's log has it."""
    with sqlite3.connect(log) as db:
        rows = db.execute("SELECT subject, body FROM facts WHERE subject LIKE 'room/%/focus' ORDER BY seq")
        told = [(subject, json.loads(body)["data"]) for subject, body in rows.fetchall()]
    return [(subject.split("/")[1], data["actor"], data["on"]) for subject, data in told]


def choose(desk: Glass, wall: str) -> None:
    """Answer which wall."""
    desk.press(wall, Qt.Key.Key_Return)


def test_that_a_page_stands_on_the_wall_that_is_named_until_it_is_taken_back_also_over_a_killed_hub(
    loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = room_file(tmp_path)
    data = tmp_path / "data"
    room = room_of(path)
    arguments = ("--room", str(path), "--data", str(data))

    async def push(url: str, glasses: list[Glass]) -> None:
        left, right, desk = glasses
        async with producer(url, "oms") as oms:
            await oms.say(*outages(2, SystemClock().now()))
        await until(lambda: all(glass.live for glass in glasses))
        desk.press(Qt.Key.Key_P, held=CTRL)
        choose(desk, "left")
        desk.press("客户问题", Qt.Key.Key_Return)
        await until(lambda: left.screen == "problems")
        until_words = ZH.clock_time(desk.wall.runner.clock.now() + 1200)
        assert ZH.t("banner.pushed", who=SEAT, time=until_words) in left.says("banner")
        assert right.screen == "overview" and SEAT not in right.says("banner")
        assert desk.screen == "desk"
        await until(lambda: f"left {left.window.page.screen_file.title['zh']}" in desk.foot)  # type: ignore[union-attr]
        left.window.on_second(desk.wall.runner.clock.now() + 500)  # turns of pages wait
        assert left.screen == "problems"

    async def back(glasses: list[Glass]) -> None:
        left, right, desk = glasses
        await until(lambda: all(glass.live for glass in glasses))
        assert left.screen == "problems" and SEAT in left.says("banner")
        desk.press(Qt.Key.Key_F, held=SHIFT)
        await until(lambda: left.screen == "overview")
        assert SEAT not in left.says("banner")
        assert right.screen == "overview"

    with hub(*arguments) as (process, url):
        glasses = [Glass(room, number, url) for number in range(3)]
        loop.run_until_complete(push(url, glasses))
        process.send_signal(signal.SIGKILL)
        process.wait()
        loop.run_until_complete(until(lambda: not any(glass.live for glass in glasses)))
        port = url.rsplit(":", 1)[1]
        with hub(*arguments, "--listen", f"127.0.0.1:{port}"):
            loop.run_until_complete(back(glasses))
            for glass in glasses:
                loop.run_until_complete(glass.close())
    assert pushed_in(data / "hub.wblog") == [("left", SEAT, "page"), ("left", SEAT, "own")]


def test_that_a_filtered_table_and_an_outage_stand_there_and_the_wall_goes_back_when_its_time_is_over(
    loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = room_file(tmp_path)
    room = room_of(path)

    async def play(url: str, glasses: list[Glass]) -> None:
        left, right, desk = glasses
        now = SystemClock().now()
        async with producer(url, "oms") as oms:
            await oms.say(*outages(6, now))
        await until(lambda: all(glass.live for glass in glasses))
        await until(lambda: len(desk.wall.store.tables.orders) >= 6)
        # the table of orders in which the feeder is named, on the right wall
        desk.press("/", "台城", Qt.Key.Key_Return)
        desk.press(Qt.Key.Key_T, held=CTRL)
        choose(desk, "right")
        await until(lambda: right.screen == SHOWN_TABLE)
        words = right.says(SHOWN_TABLE)
        assert "台城" in words and ZH.t("table.rows", n="6") in words
        assert left.screen == "overview"
        # an outage to all walls: the last that was pushed is shown, here beside the map
        desk.press(Qt.Key.Key_Down, Qt.Key.Key_F)
        choose(desk, ZH.t("desk.all_walls"))
        await until(lambda: right.screen == "overview" and SEAT in right.says("banner"))
        await until(lambda: SEAT in left.says("banner"))
        # its end comes by itself, and what was pushed to the right wall before is over as well
        late = desk.wall.runner.clock.now() + 1201
        for glass in (left, right):
            page = glass.window.page
            assert page is not None
            page.session.clock = ManualClock(late)
            glass.window.on_second(late)
            assert glass.screen == "overview" and SEAT not in glass.says("banner")

    with hub("--room", str(path), "--data", str(tmp_path / "data")) as (_, url):
        glasses = [Glass(room, number, url) for number in range(3)]
        loop.run_until_complete(play(url, glasses))
        for glass in glasses:
            loop.run_until_complete(glass.close())
