"""The map of a real desk by keys: what lies inside a line, the views before, the sizes of its panes."""

import asyncio
from pathlib import Path

from PySide6.QtCore import Qt

from tests.shell.hub_process import hub
from tests.shell.rooms import Glass, outages, room_file, room_of
from tests.shell.test_acts import until
from tests.studies.desk_shift.producer import producer
from wallboard.domain.clock import SystemClock
from wallboard.shell.pushed import SHOWN_TABLE
from widgets.map.map_view import MapView
from widgets.panels.desk_table import DeskTable
from widgets.text import Text

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ZH = Text("zh")


def map_of(desk: Glass) -> MapView:
    page = desk.window.page
    assert page is not None
    return next(panel for _, panel in page.panels if isinstance(panel, MapView))


def rows_of(desk: Glass) -> list[str]:
    page = desk.window.page
    assert page is not None
    table = next(panel for _, panel in page.panels if isinstance(panel, DeskTable))
    table.refresh()
    return list(table.rows.keys)


def test_that_tables_show_what_lies_inside_a_line_also_on_a_wall_and_views_and_panes_are_kept(
    loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = room_file(tmp_path)

    async def play(url: str) -> None:
        desk, right = Glass(room_of(path), 2, url, (1366, 768)), Glass(room_of(path), 1, url)
        async with producer(url, "oms") as oms:
            await oms.say(*outages(7, SystemClock().now()))
        await until(lambda: desk.live and right.live and len(rows_of(desk)) == 7)
        await until(lambda: map_of(desk).camera is not None)
        # go to the first order's place, and draw a line round the outages that lie there
        desk.press(Qt.Key.Key_Down, Qt.Key.Key_Z)
        near = map_of(desk).camera
        desk.press(Qt.Key.Key_L, held=ALT)
        desk.press(Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Return)
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
            desk.press(key, key, Qt.Key.Key_Return)
        desk.press(Qt.Key.Key_L, held=ALT)
        inside = rows_of(desk)
        assert 0 < len(inside) < 7 and desk.window.page is not None
        session = desk.window.page.session
        assert session.desk is not None and session.desk.chosen in inside
        desk.press(Qt.Key.Key_T, held=CTRL)
        desk.press("right", Qt.Key.Key_Return)
        await until(lambda: right.screen == SHOWN_TABLE)
        words = right.says(SHOWN_TABLE)
        assert ZH.t("filter.area") in words and ZH.t("table.rows", n=str(len(inside))) in words
        desk.press(Qt.Key.Key_R, held=CTRL)
        assert len(rows_of(desk)) == 7
        # where it looked before, and on again
        here = map_of(desk).camera
        desk.press(*[Qt.Key.Key_Left] * 8, held=ALT)
        assert map_of(desk).camera == near != here
        desk.press(Qt.Key.Key_Right, held=ALT)
        assert map_of(desk).camera != near
        # a wider map stands so the next time this seat sits down
        wide = map_of(desk).width()
        desk.press(Qt.Key.Key_Right, held=ALT | SHIFT)
        assert map_of(desk).width() > wide
        again = Glass(room_of(path), 2, url, (1366, 768))
        await until(lambda: again.live)
        assert map_of(again).width() == map_of(desk).width()
        desk.press(Qt.Key.Key_Home, held=ALT | SHIFT)
        assert map_of(desk).width() == wide
        for glass in (desk, right, again):
            await glass.close()

    with hub("--room", str(path), "--data", str(tmp_path / "data")) as (_, url):
        loop.run_until_complete(play(url))
