"""A desk's keys against a real hub process: pending, acknowledged by whom, refused with the reason."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from wallboard.config.room import load_room
from wallboard.domain.commands import VERBS
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from widgets.desk import PENDING, REFUSED, UNSURE
from widgets.panel import CellPanel
from widgets.panels.attention_board import AttentionBoard
from widgets.panels.lane_board import LaneBoard
from widgets.text import Text


class Seat:
    """One desk: its wall, its window, its keys."""

    def __init__(self, name: str, url: str, language: str = "zh", screens: Sequence[str] = ()) -> None:
        room = load_room("demo")
        entry = msgspec.structs.replace(room.window[0], desk=name, language=language)
        entry = msgspec.structs.replace(entry, screens=list(screens) or entry.screens)
        self.wall = Wall(room, [entry], offscreen_application().family, Health())
        self.window = self.wall.windows[0]
        self.window.resize(1600, 900)
        self.window.show()
        self.acts = self.wall.desks[0]
        self.wall.follow(url)

    @property
    def board(self) -> CellPanel:
        """The first panel that lists orders."""
        page = self.window.page
        assert page is not None
        lists = (panel for _, panel in page.panels if isinstance(panel, (LaneBoard, AttentionBoard)))
        return next(lists)

    @property
    def chosen(self) -> str:
        return self.acts.desk.chosen

    @property
    def mark(self) -> str:
        mark = self.acts.desk.marks.get(self.chosen)
        return mark.kind if mark is not None else ""

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window, key)

    def row(self) -> str:
        """What stands on the chosen row, as one text."""
        cells = [cell.face for cell in self.board._cells.values() if getattr(cell.face, "chosen", False)]
        return " ".join(run.text for face in cells for run in getattr(face, "owner", ()))

    def ready(self) -> bool:
        return self.wall.runner.status.state == "live" and bool(self.board.shown)


@asynccontextmanager
async def seats(
    url: str, *names: str, language: str = "zh", screens: Sequence[str] = ()
) -> AsyncIterator[list[Seat]]:
    made = [Seat(name, url, language, screens) for name in names]
    try:
        await until(lambda: all(seat.ready() for seat in made))
        yield made
    finally:
        for seat in made:
            await seat.wall.close()
            seat.window.close()
            seat.window.deleteLater()
            seat.wall.deleteLater()


async def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about in time")


def test_that_every_verb_of_a_desk_has_a_name() -> None:
    for lang in ("zh", "en"):
        for noun, verb in VERBS:
            assert noun not in ("order", "room") or Text(lang).has(f"verb.{verb}")


def test_that_two_desks_acknowledge_at_once_and_one_is_told_by_whom(loop: asyncio.AbstractEventLoop) -> None:
    async def play(url: str) -> None:
        async with seats(url, "服务调度 07", "配网值班") as (one, two):
            order = one.board.shown[0]
            for seat in (one, two):
                seat.press(Qt.Key.Key_Down)
                seat.acts.desk.chosen = order  # the same one, wherever it stands by now
                seat.press(Qt.Key.Key_A)
                assert seat.mark == PENDING
                assert Text("zh").t("desk.pending", verb="知悉") in seat.row()
            await until(lambda: REFUSED in (one.mark, two.mark))  # it is shown for some seconds only
            loser, winner = (one, two) if one.mark == REFUSED else (two, one)
            who = "服务调度 07" if winner is one else "配网值班"
            assert f"未执行：{who} 已于" in loser.acts.desk.marks[order].words
            assert who in loser.window.foot.words if loser.window.foot else False
            rows = one.wall.store.tables.orders, two.wall.store.tables.orders
            await until(lambda: all(orders[order].acknowledged_by for orders in rows))
            assert rows[0][order].acknowledged_by == who
            await until(lambda: winner.mark == "")
            await until(lambda: winner.row().startswith(f"{who} 已知悉"))

    with hub("--scenario", "town-storm", "--at", "moment") as (_, url):
        loop.run_until_complete(play(url))


def test_that_a_note_is_written_without_stopping_the_wall_and_comes_back_as_a_fact(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "desk 07", language="en") as (seat,):
            bar = seat.window.foot
            assert bar is not None
            seat.press(Qt.Key.Key_N)
            assert bar.words == Text("en").t("desk.choose_first")
            seat.press(Qt.Key.Key_Down, Qt.Key.Key_N)
            order, before = seat.chosen, seat.wall.store.head
            assert bar.writing
            QTest.keyClicks(bar.line, "a tree on the line <b>")
            await until(lambda: seat.wall.store.head > before)  # the city lives on meanwhile
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            assert not bar.writing
            assert seat.mark == PENDING
            await until(lambda: seat.wall.store.tables.orders[order].notes == 1)
            await until(lambda: seat.mark == "")
            thing = seat.wall.store.tables.thing("order", order)
            assert thing is not None
            (note,) = thing.entries["note"].values()
            assert (note.data.actor, note.data.words) == ("desk 07", "a tree on the line <b>")  # type: ignore[attr-defined]
            seat.press(Qt.Key.Key_N)
            QTest.keyClick(bar.line, Qt.Key.Key_Escape)
            assert not bar.writing
            await note_stays_with_its_order(seat)
            seat.press(Qt.Key.Key_Escape)
            assert seat.chosen == ""

    async def note_stays_with_its_order(seat: Seat) -> None:
        bar, order = seat.window.foot, seat.board.shown[0]
        assert bar is not None
        seat.acts.desk.chosen = order
        seat.press(Qt.Key.Key_N)
        QTest.keyClicks(bar.line, "of the first")
        QTest.keyClick(bar.line, Qt.Key.Key_Down)
        seat.acts.desk.chosen = seat.board.shown[1]  # and whatever else chooses another
        QTest.keyClick(bar.line, Qt.Key.Key_Return)
        before = seat.wall.store.tables.orders[order].notes
        await until(lambda: seat.wall.store.tables.orders[order].notes == before + 1)
        seat.press(Qt.Key.Key_N)
        assert seat.acts.keys.verbs.form is not None
        seat.acts.keys.verbs.form.order = "retired/long/ago"
        bar.open_line("note", "whose order is gone")
        QTest.keyClick(bar.line, Qt.Key.Key_Return)
        assert bar.writing and bar.line.text() == "whose order is gone"
        QTest.keyClick(bar.line, Qt.Key.Key_Escape)

    with hub("--scenario", "town-storm", "--at", "moment", "--speed", "20") as (_, url):
        loop.run_until_complete(play(url))


def test_that_nothing_is_queued_while_the_link_is_down_and_the_unanswered_is_asked_again_once(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str, process: int) -> None:
        async with seats(url, "desk 07", language="en") as (seat,):
            seat.press(Qt.Key.Key_Down)
            order = seat.chosen
            os.kill(process, signal.SIGSTOP)
            try:
                seat.press(Qt.Key.Key_A)
                assert seat.mark == PENDING
                await until(lambda: seat.mark == UNSURE, 12.0)
                (asked,) = seat.acts._asked
                await until(lambda: seat.wall.runner.status.state != "live", 12.0)
                seat.press(Qt.Key.Key_N)
                QTest.keyClicks(seat.window.foot.line if seat.window.foot else seat.window, "lost")
                if seat.window.foot:
                    QTest.keyClick(seat.window.foot.line, Qt.Key.Key_Return)
                assert seat.mark == REFUSED
                assert "link is down" in seat.acts.desk.marks[order].words
                seat.press(Qt.Key.Key_N)
                assert seat.window.foot and seat.window.foot.line.text() == "lost", "nobody writes it twice"
                QTest.keyClick(seat.window.foot.line, Qt.Key.Key_Escape)
            finally:
                os.kill(process, signal.SIGCONT)
            await until(lambda: bool(seat.wall.store.tables.orders[order].acknowledged_by))
            await until(lambda: asked not in seat.acts._asked)
            thing = seat.wall.store.tables.thing("order", order)
            assert thing is not None
            assert thing.aspects["acknowledged"].id == asked
            assert not thing.entries.get("note")

    with hub("--scenario", "town-storm", "--at", "moment") as (process, url):
        loop.run_until_complete(play(url, process.pid))
