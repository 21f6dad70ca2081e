"""The panels of a desk's own page: what they say, what a key and a click does, by keyboard alone."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.test_panels import words
from wallboard.config.screen import load_screen
from wallboard.domain.orders import OrderMark
from wallboard.domain.reasons import Reason
from widgets.desk import PENDING, Desk, DeskMark
from widgets.desk_actions import ACTIONS, VIEWS
from widgets.desk_panel import DeskPanel
from widgets.page import Page
from widgets.panels import panel_specs
from widgets.panels.attention_board import AttentionBoard
from widgets.panels.desk_table import DeskTable
from widgets.panels.order_course import OrderCourse
from widgets.parts.chips import Chip
from widgets.parts.ink import Run, line_width
from widgets.parts.key_list import KeyLine, KeyList
from widgets.scale import SMALLEST_NEAR, NearScale

ORDER = "restore/oms/O3"

P = TypeVar("P", bound=DeskPanel)
MakeDesk = Callable[..., "DeskPage"]


class DeskPage:
    """A desk's own page over a busy room; what its panels ask for is kept."""

    def __init__(
        self,
        make_session: MakeSession,
        qtbot: QtBot,
        size: tuple[int, int],
        lang: str = "zh",
        screen: str = "desk",
    ) -> None:
        self.session = make_session(scenes.busy(), size=size, lang=lang)
        self.session.scale = NearScale(*size, family=self.session.scale.family)
        self.done: list[str] = []
        self.desk = self.session.desk = Desk("服务调度 07", choose=self.choose, do=self.done.append)
        self.page = Page(self.session, load_screen(screen), panel_specs())
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.page.on_theme()
        self.page.on_second(scenes.NOW)

    def choose(self, order: str) -> None:
        self.desk.chosen = order
        for _, panel in self.page.panels:
            panel.on_desk()

    def panel(self, kind: type[P]) -> P:
        return next(panel for _, panel in self.page.panels if isinstance(panel, kind))


@pytest.fixture
def desk(make_session: MakeSession, qtbot: QtBot) -> MakeDesk:
    def make(size: tuple[int, int] = (1920, 1080), lang: str = "zh", screen: str = "desk") -> DeskPage:
        return DeskPage(make_session, qtbot, size, lang, screen)

    return make


def said(panel: DeskPanel) -> list[str]:
    return [each for cell in panel._cells.values() for each in words(cell.face)]


def click(panel: DeskPanel, key: object) -> None:
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=panel._cells[key].rect.center())  # type: ignore[index]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_panel_stands_at_every_size_with_letters_that_can_be_read(
    desk: MakeDesk, size: tuple[int, int], lang: str
) -> None:
    made = desk(size, lang)
    made.choose(ORDER)
    made.page.grab()
    for entry, panel in made.page.panels:
        assert not panel.error, (entry.kind, panel.error)
        assert panel.width() > 100 and (panel.height() >= 25 or entry.kind == "banner")
    assert made.session.scale.text_px("small") >= SMALLEST_NEAR
    course = made.panel(OrderCourse)
    assert all(cell.rect.right() <= course.width() for cell in course._cells.values())


def test_that_the_queue_says_how_long_what_why_and_which_key_helps(desk: MakeDesk) -> None:
    made = desk()
    board = made.panel(AttentionBoard)
    first = board._cells["row", 0].face
    assert "10kV" in words(first)[1]
    assert first.left.glyph in ("diamond", "triangle", "disc")  # type: ignore[attr-defined]
    assert first.key is not None and ACTIONS[first.key.name].verb  # type: ignore[attr-defined]
    click(board, ("row", 1))
    assert made.desk.chosen == board.shown[1]
    click(board, ("row", 1))
    second = board._cells["row", 1].face
    assert made.done == [second.key.name]  # type: ignore[attr-defined]


def test_that_the_word_of_the_key_gives_way_to_the_name_of_what_it_is_about(desk: MakeDesk) -> None:
    made = desk()
    board = made.panel(AttentionBoard)
    key, name = Chip("set_etr", "改预计复电", "E"), (Run("10kV 北步线", "row"),)
    assert board._fitting(key, name, 1000.0) is key
    short = board._fitting(key, name, line_width(name, made.session.scale) + 60.0)
    assert (short.words, short.key, short.name) == ("E", "", "set_etr")


def test_that_arrows_walk_the_queue_and_the_course_follows(desk: MakeDesk) -> None:
    made = desk()
    board, course = made.panel(AttentionBoard), made.panel(OrderCourse)
    assert [panel for _, panel in made.page.panels if panel.first] == [board]
    for key, place in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0), (Qt.Key.Key_Up, 0)):
        QTest.keyClick(board, key)
        assert made.desk.chosen == board.shown[place]
    order = made.session.tables.orders[made.desk.chosen]
    assert (order.number or order.id) in said(course)


def test_that_a_course_shows_clocks_with_limit_open_verbs_with_keys_and_what_was_done(
    desk: MakeDesk,
) -> None:
    made = desk()
    made.session._store.apply(
        scenes.numbered_after(
            made.session._store, ORDER, OrderMark(verb="urge", actor="配网值班", words="客户再次来电")
        )
    )
    made.choose(ORDER)
    whole = said(made.panel(OrderCourse))
    text = made.session.text
    assert any(text.t("clock.passed", span="X", limit="Y").split("X")[0] in each for each in whole)
    assert text.t("verb.hand_over") in whole and "J" in whole
    assert text.t("verb.archive") not in whole
    assert "“客户再次来电”" in whole and "— 配网值班" in whole


def test_that_the_course_is_done_with_by_arrows_and_enter_alone(desk: MakeDesk) -> None:
    made = desk()
    made.choose(ORDER)
    course = made.panel(OrderCourse)
    course.setFocus()
    QTest.keyClick(course, Qt.Key.Key_Return)
    assert made.done == []
    QTest.keyClick(course, Qt.Key.Key_Right)
    QTest.keyClick(course, Qt.Key.Key_Right)
    QTest.keyClick(course, Qt.Key.Key_Return)
    chips = [key[1] for key in course._cells if isinstance(key, tuple) and key[0] == "chip"]
    assert made.done == [chips[1]]
    click(course, ("chip", "note"))
    assert made.done[-1] == "note"


def test_that_a_pending_act_stands_on_the_course_and_in_the_queue(desk: MakeDesk) -> None:
    made = desk()
    order = made.panel(AttentionBoard).shown[0]
    made.desk.marks[order] = DeskMark(PENDING, "接单已提交，待确认")
    made.choose(order)
    assert "接单已提交，待确认" in said(made.panel(OrderCourse))
    assert "接单已提交，待确认" in said(made.panel(AttentionBoard))


def test_that_the_table_is_narrowed_by_what_is_typed_and_sorted_by_any_column(
    desk: MakeDesk,
) -> None:
    made = desk()
    table = made.panel(DeskTable)
    whole = len(table.shown)
    table.begin_find()
    table.line.insert("沙坪 低电压")
    assert 0 < len(table.shown) < whole
    orders = made.session.tables.orders
    assert all("低电压" in orders[key].title for key in table.shown)
    QTest.keyClick(table.line, Qt.Key.Key_Escape)
    assert len(table.shown) == whole
    for name in ("number", "object", "size", "stage", "holder", "clock"):
        column = table.rows.table.column(name)
        assert column is not None
        click(table, ("head", name))
        down = [key.down for key in table.rows.sort]
        ranks = [column.order(line)[1] for line in table.rows.read(scenes.NOW) if not column.order(line)[0]]
        assert ranks == sorted(ranks, reverse=down[0]), name
        click(table, ("head", name))
        turned = [column.order(line)[1] for line in table.rows.read(scenes.NOW) if not column.order(line)[0]]
        assert turned == sorted(ranks, reverse=not down[0]), name
    click(table, ("view", "late"))
    assert 0 < len(table.shown) < whole


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
def test_that_the_count_of_rows_ends_where_their_last_column_does(
    desk: MakeDesk, size: tuple[int, int]
) -> None:
    cells = desk(size).panel(DeskTable)._cells
    assert abs(cells["count"].rect.right() - cells["head", "clock"].rect.right()) <= 1


@pytest.mark.parametrize("size", [(1600, 970), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_view_stands_on_the_table_beside_the_line_that_finds(
    desk: MakeDesk, size: tuple[int, int], lang: str
) -> None:
    table = desk(size, lang).panel(DeskTable)
    for view in VIEWS:
        table.narrow(view)
        chips = {key[1]: cell.rect for key, cell in table._cells.items() if key[0] == "view"}  # type: ignore[index]
        assert list(chips) == list(VIEWS)
        assert max(rect.right() for rect in chips.values()) < table.line.geometry().left()


def test_that_the_last_row_of_a_long_table_is_reached_by_keys(desk: MakeDesk) -> None:
    made = desk((1366, 768))
    table = made.panel(DeskTable)
    QTest.keyClick(table, Qt.Key.Key_End)
    assert made.desk.chosen == table.shown[-1]
    chosen = [cell.face for cell in table._cells.values() if getattr(cell.face, "chosen", False)]
    assert len(chosen) == 1
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert made.desk.chosen == table.shown[1]


def test_that_the_whole_table_is_copied_with_heads_and_without_formulas(
    desk: MakeDesk,
) -> None:
    made = desk()
    table = made.panel(DeskTable)
    rows = table.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == rows + 1 == len(table.shown) + 1
    assert lines[0].split("\t")[1] == made.session.text.t("column.number")
    assert all(not cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.split("\t"))


def test_that_the_rim_says_who_has_the_keys(desk: MakeDesk, qtbot: QtBot) -> None:
    made = desk()
    board = made.panel(AttentionBoard)
    made.page.activateWindow()
    board.clearFocus()
    bare = board.grab().toImage().pixelColor(QPoint(0, 200))
    board.setFocus()
    qtbot.waitUntil(board.hasFocus, timeout=30_000)
    rim = board.grab().toImage().pixelColor(QPoint(0, 200))
    assert rim != bare


def test_that_the_list_of_keys_names_each_action_and_why_it_is_not_open(
    desk: MakeDesk,
) -> None:
    made = desk()
    lines = [KeyLine(action, "因为" if action.name == "archive" else "") for action in ACTIONS.values()]
    shown = KeyList(made.session, lines, made.page)
    picture = made.page.grab()
    assert shown.isVisible() and not picture.isNull()
    assert [line.why for line in shown.lines if line.action.name == "archive"] == ["因为"]
    assert made.session.text.reason(Reason("not_linked", {"subject": "x"}))
