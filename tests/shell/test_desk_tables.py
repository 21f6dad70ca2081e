"""A desk's tables by keys alone, with a real hub: sorted, filtered, brought away, kept."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from tests.shell.test_desk_keys import CONTROL, DESK, ZH, foot
from wallboard.domain.alarms import AlarmState
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Severity
from wallboard.shell.desk_layout_file import layout_path
from widgets.map.map_view import MapView
from widgets.panels.desk_table import DeskTable
from widgets.text import Text

SHIFT = Qt.KeyboardModifier.ShiftModifier


def table_of(seat: Seat) -> DeskTable:
    found = seat.acts.keys.tables.table
    assert found is not None
    return found


def test_that_tables_are_worked_by_keys_alone_and_stand_again_as_they_were_left(
    loop: asyncio.AbstractEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    async def work(url: str) -> None:
        async with seats(url, "席位 21", screens=DESK) as (seat,):
            window, table = seat.window, table_of(seat)
            table.setFocus()
            QTest.keyClick(window, Qt.Key.Key_Tab, CONTROL)
            assert table.rows.table.name == "outages"
            QTest.keyClick(table, Qt.Key.Key_Right)
            QTest.keyClick(table, Qt.Key.Key_Right)
            assert table._here().name == "customers"
            QTest.keyClick(window, Qt.Key.Key_Up, CONTROL)
            assert [(key.column, key.down) for key in table.rows.sort] == [("customers", False)]
            QTest.keyClick(window, Qt.Key.Key_F, CONTROL)
            QTest.keyClicks(table.line, "> 1")
            QTest.keyClick(table.line, Qt.Key.Key_Return)
            assert table.hasFocus() and table.rows.chosen.filters
            QTest.keyClick(table, Qt.Key.Key_End)
            assert seat.chosen == f"restore/{table.choice.key}"
            QTest.keyClick(window, Qt.Key.Key_E, CONTROL)
            bar = window.foot
            assert bar is not None and bar.writing and bar.line.text().endswith(".xlsx")
            bar.line.setText(str(tmp_path / "out.csv"))
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            assert str(tmp_path / "out.csv") in foot(seat)
            lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
            assert len(lines) == len(table.rows.keys) + 1
            QTest.keyClick(window, Qt.Key.Key_O, CONTROL)
            palette = seat.acts.keys.commands.palette
            assert palette is not None and {each.action.name for each in palette.shown} >= {"column:region"}
            at = [each.action.name for each in palette.shown].index("column:region")
            for _ in range(at):
                QTest.keyClick(palette.line, Qt.Key.Key_Down)
            QTest.keyClick(palette.line, Qt.Key.Key_Return)
            assert table.rows.columns[-1].name == "region"
            seat.acts.choose("")
            seat.press(Qt.Key.Key_Z)
            QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
            assert table_of(seat).rows.table.name == "outages", "another language, the same table"
            QTest.keyClick(window, Qt.Key.Key_Plus, CONTROL)
            assert seat.acts.desk.layout.scale == 1.1
            assert foot(seat) == Text("en").t("desk.scale", n="1.1")

    async def again(url: str) -> None:
        async with seats(url, "席位 21", screens=DESK) as (seat,):
            table = table_of(seat)
            assert table.rows.table.name == "outages" and table.rows.columns[-1].name == "region"
            assert [each.column for each in table.rows.chosen.filters] == ["customers"]
            page = seat.window.page
            assert page is not None and page.session.scale.unit > 1600 / 1920 * 1.05

    async def broken(url: str) -> None:
        async with seats(url, "席位 21", screens=DESK) as (seat,):
            assert table_of(seat).rows.table.name == "orders"
            assert "tables.outages.columns" in foot(seat) and ".broken-" in foot(seat)

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(work(url))
        loop.run_until_complete(again(url))
        path = layout_path("席位 21")
        path.write_text(path.read_text("utf-8").replace('"region"', '"bogus"'), encoding="utf-8")
        loop.run_until_complete(broken(url))
        assert any(each.suffix.startswith(".broken") for each in path.parent.iterdir())


def test_that_a_row_that_is_no_order_is_looked_at_on_the_map(loop: asyncio.AbstractEventLoop) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 22", screens=DESK) as (seat,):
            table = table_of(seat)
            view = seat.acts.keys.panels(MapView)[0]
            await until(lambda: view.session.atlas is not None and view.camera is not None)
            table.show_table("crews")
            table.setFocus()
            before = view.camera
            crews = seat.wall.store.tables.crews
            idle = next(
                key for key in table.rows.keys if crews[key].order not in seat.wall.store.tables.orders
            )
            table.choice.take(idle)
            assert seat.chosen == "" and table.choice.place() is not None
            QTest.keyClick(table, Qt.Key.Key_Return)
            await until(lambda: view.camera != before)
            seat.acts.keys.press("Shift+X")
            assert ZH.t("desk.choose_first") in foot(seat), "no verb acts on what is only looked at"

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))


def test_that_the_key_of_an_alarms_row_asks_the_hub_about_that_alarm(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 23", screens=DESK) as (seat,):
            table, store = table_of(seat), seat.wall.store
            table.show_table("alarms")
            seat.press(Qt.Key.Key_A)
            assert foot(seat) == ZH.t("desk.choose_first"), "no row is chosen"
            said = AlarmState(severity=Severity.CRITICAL, active=True, words=Reason("without_place"))
            now = seat.acts.now()
            store.apply([Fact(said, "only/here", now, "analyst", "a1", now, store.head + 1)])
            table.refresh()
            table.setFocus()
            QTest.keyClick(table, Qt.Key.Key_Down)
            assert table.choice.key == "only/here" and seat.chosen == ""
            seat.press(Qt.Key.Key_A)
            await until(lambda: ZH.t("reason.unknown_subject") in foot(seat))  # the hub never heard of it

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))
