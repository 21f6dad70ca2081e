"""A desk's own page with a real hub: verbs by key, filled in at the foot, refused with who and what."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from wallboard.domain.terms import Lane, OrderStage
from wallboard.shell.desk_verbs import DeskVerbs
from wallboard.shell.windows import key_name
from wallboard.state.tables import Tables
from widgets.desk import PENDING, REFUSED
from widgets.desk_actions import ACTIONS
from widgets.panels.attention_board import AttentionBoard
from widgets.panels.desk_table import DeskTable
from widgets.panels.order_course import OrderCourse
from widgets.text import Text

ZH = Text("zh")
DESK = ["desk", "dispatch"]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A town that stands still: nobody but the desks touches its orders."""
    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, address):
        yield address


def open_order(seat: Seat, stage: OrderStage = OrderStage.NEW) -> str:
    """An open restore order at that stage."""
    orders = seat.wall.store.tables.orders.values()
    return next(each.id for each in orders if each.lane is Lane.RESTORE and each.stage is stage)


def foot(seat: Seat) -> str:
    return seat.window.foot.words if seat.window.foot is not None else ""


def type_in(seat: Seat, words: str, *keys: Qt.Key) -> None:
    bar = seat.window.foot
    assert bar is not None and bar.writing, foot(seat)
    bar.line.insert(words)
    for key in keys:
        QTest.keyClick(bar.line, key)


def test_that_two_desks_take_one_order_at_once_and_the_second_is_told_by_whom_and_what(
    loop: asyncio.AbstractEventLoop, url: str
) -> None:
    async def play() -> None:
        async with seats(url, "服务调度 07", "配网值班", screens=DESK) as (one, two):
            order = open_order(one)
            for seat in (one, two):
                seat.acts.choose(order)
                seat.press(Qt.Key.Key_T)
                assert seat.mark == PENDING
            await until(lambda: REFUSED in (one.mark, two.mark))
            loser, winner = (one, two) if one.mark == REFUSED else (two, one)
            who = winner.acts.desk.name
            assert f"{who} 刚刚接单" in loser.acts.desk.marks[order].words
            assert f"{who} 刚刚接单" in foot(loser)
            for seat in (one, two):
                await until(lambda seat=seat: seat.wall.store.tables.orders[order].holder == who)
            await until(lambda: winner.mark == "")
            loser.press(Qt.Key.Key_V)
            store = winner.wall.store
            await until(lambda: store.tables.orders[order].last_verb == "arrive")
            winner.press(Qt.Key.Key_T)
            assert f"{loser.acts.desk.name} 刚刚到场" in foot(winner)
            course = next(panel for panel in loser.acts.keys.panels(OrderCourse))
            await until(lambda: any(who in run for run in texts(course)))

    loop.run_until_complete(play())


def texts(panel: OrderCourse) -> list[str]:
    """Every text of the course's steps."""
    faces = [cell.face for cell in panel._cells.values()]
    return [run.text for face in faces for run in getattr(face, "runs", ())]


def test_that_an_order_is_worked_by_keys_alone_with_every_field_filled_in_at_the_foot(
    loop: asyncio.AbstractEventLoop, url: str
) -> None:
    async def play() -> None:
        async with seats(url, "席位 09", screens=DESK) as (seat,):

            def tables() -> Tables:
                return seat.wall.store.tables  # another one after each snapshot

            seat.press(Qt.Key.Key_D)
            assert foot(seat) == ZH.t("desk.choose_first")
            order = open_order(seat)
            seat.acts.choose(order)
            seat.press(Qt.Key.Key_Y)
            assert ZH.t("verb.decide") in foot(seat) and ZH.t("role.desk") in foot(seat)
            seat.press(Qt.Key.Key_R)
            assert ZH.t("verb.reply") in foot(seat) and ZH.t("order.stage.new") in foot(seat)
            seat.press(Qt.Key.Key_D)
            type_in(seat, "", Qt.Key.Key_Down, Qt.Key.Key_Return)
            assert seat.mark == "", "it may be said why"
            type_in(seat, "就近", Qt.Key.Key_Return)
            assert seat.mark == PENDING
            await until(lambda: tables().orders[order].stage is OrderStage.ASSIGNED)
            assert tables().orders[order].holder in {crew.name for crew in tables().crews.values()}
            seat.press(Qt.Key.Key_E)
            type_in(seat, "soon", Qt.Key.Key_Return)
            bar = seat.window.foot
            assert bar is not None and bar.writing and bar.line.text() == "soon"
            bar.line.clear()
            type_in(seat, "+45", Qt.Key.Key_Return)
            type_in(seat, "", Qt.Key.Key_Return)  # nothing more to say
            await until(lambda: tables().orders[order].etr is not None)
            seat.press(Qt.Key.Key_I)
            type_in(seat, "物资", Qt.Key.Key_Return)
            type_in(seat, "要两台配变", Qt.Key.Key_Return)
            await until(lambda: tables().orders[order].stage is OrderStage.WAITING)
            thing = tables().thing("order", order)
            assert thing is not None
            marks = [fact.data for fact in thing.entries["mark"].values()]
            assert (marks[-1].args, marks[-1].words) == ({"to": "物资"}, "要两台配变")  # type: ignore[attr-defined]
            assert [mark.words for mark in marks[:2]] == ["就近", ""]  # type: ignore[attr-defined]

            seat.acts.choose("")
            before = len(tables().orders)
            QTest.keyClick(seat.window, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
            type_in(seat, "", Qt.Key.Key_Down, Qt.Key.Key_Return)
            type_in(seat, "电压低", Qt.Key.Key_Return)
            type_in(seat, "沙坪 公变 088", Qt.Key.Key_Return)
            await until(lambda: seat.chosen in tables().orders and len(tables().orders) > before)
            new = tables().orders[seat.chosen]
            assert (new.lane, new.title, new.place) == (Lane.REQUEST, "电压低", "沙坪 公变 088")
            assert new.first_inquirer == "席位 09"
            assert isinstance(seat.acts.keys.verbs, DeskVerbs) and seat.acts.keys.verbs.form is None

    loop.run_until_complete(play())


def test_that_pages_panels_and_the_language_are_turned_by_keys(
    loop: asyncio.AbstractEventLoop, url: str
) -> None:
    async def play() -> None:
        async with seats(url, "席位 09", screens=DESK) as (seat,):
            window = seat.window
            board = seat.acts.keys.panels(AttentionBoard)[0]
            assert window.focusProxy() is board
            seat.press(Qt.Key.Key_Down)
            assert seat.chosen == board.shown[0]
            seat.press(Qt.Key.Key_3)
            table = seat.acts.keys.panels(DeskTable)[0]
            assert table.rows.chosen.view == "late"
            QTest.keyClick(window, Qt.Key.Key_C, CONTROL)
            assert foot(seat) == ZH.t("desk.copied", n=len(table.shown))
            QTest.keyClick(window, Qt.Key.Key_PageDown, CONTROL)
            assert window.page is not None and window.page.screen_file.name == "dispatch"
            QTest.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
            assert window.page.screen_file.name == "desk"
            QTest.keyClick(window, Qt.Key.Key_Question)
            shown = seat.acts.keys.commands.list
            assert shown is not None and len(shown.lines) == len(ACTIONS)
            why = {line.action.name: line.why for line in shown.lines}
            assert why["archive"] and not why["note"]
            QTest.keyClick(window, Qt.Key.Key_Escape)
            assert seat.acts.keys.commands.list is None and seat.chosen
            QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
            assert window.page is not None and window.page.session.text.lang == "en"
            seat.press(Qt.Key.Key_Escape, Qt.Key.Key_D)
            assert foot(seat) == Text("en").t("desk.choose_first")

    loop.run_until_complete(play())


@pytest.mark.parametrize(
    ("key", "held", "said", "name"),
    [
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a", "A"),
        (Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier, "F", "Shift+F"),
        (Qt.Key.Key_C, CONTROL, "\x03", "Ctrl+C"),
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?", "?"),
        (Qt.Key.Key_7, Qt.KeyboardModifier.ShiftModifier, "/", "/"),
        (Qt.Key.Key_Slash, Qt.KeyboardModifier.KeypadModifier, "/", "/"),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.KeypadModifier, "", "Up"),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "\x1b", "Esc"),
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", "1"),
        (Qt.Key.Key_PageDown, CONTROL, "", "Ctrl+PgDown"),
    ],
)
def test_that_keys_go_by_the_names_of_the_table_on_any_keyboard(
    key: Qt.Key, held: Qt.KeyboardModifier, said: str, name: str
) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    assert key_name(QKeyEvent(QEvent.Type.KeyPress, key, held, said)) == name
