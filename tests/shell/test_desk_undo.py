"""Ctrl+Z with a real hub: proposed, confirmed, refused with the reason, and never silent."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from tests.shell.test_desk_keys import CONTROL, DESK, ZH, foot, open_order
from wallboard.domain.terms import OrderStage
from wallboard.shell.desk_undo import DeskUndo


def undo(seat: Seat) -> None:
    QTest.keyClick(seat.window, Qt.Key.Key_Z, CONTROL)


def test_that_the_last_act_is_taken_back_by_another_act_once_it_is_confirmed(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 31", "席位 32", screens=DESK) as (one, two):
            assert isinstance(one.acts.keys.undo, DeskUndo)
            undo(one)
            assert ZH.t("reason.nothing_done") in foot(one)
            order = open_order(one)

            def row(seat: Seat) -> OrderStage:
                return seat.wall.store.tables.orders[order].stage

            one.acts.choose(order)
            one.press(Qt.Key.Key_T)
            await until(lambda: row(one) is OrderStage.ACCEPTED and one.mark == "")
            undo(one)
            bar = one.window.foot
            assert bar is not None and bar.writing and row(one) is OrderStage.ACCEPTED
            QTest.keyClick(bar.line, Qt.Key.Key_Escape)
            assert row(one) is OrderStage.ACCEPTED, "Esc leaves it"
            undo(one)
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            await until(lambda: row(one) is OrderStage.NEW and one.mark == "")
            assert one.wall.store.tables.orders[order].last_verb == "release"
            undo(one)
            assert ZH.t("verb.release") in foot(one), "nothing takes a release back"

            one.press(Qt.Key.Key_T)
            await until(lambda: row(two) is OrderStage.ACCEPTED and one.mark == "")
            two.acts.choose(order)
            two.press(Qt.Key.Key_V)
            await until(lambda: row(one) is OrderStage.ON_SITE)
            undo(one)
            assert "席位 32" in foot(one) and not bar.writing

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))
