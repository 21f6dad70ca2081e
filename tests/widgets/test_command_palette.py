"""The command palette: found by a part of either language's name, chosen by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.widgets.conftest import MakeSession
from widgets.command_palette import ROWS, CommandPalette
from widgets.desk_actions import ACTIONS
from widgets.parts.command_search import Command, found
from widgets.scale import NearScale
from widgets.text import Text

ZH, EN = Text("zh"), Text("en")
CLOSED = {"archive": "尚未办结"}
COMMANDS = [
    Command(each, each.words(ZH), each.words(EN), CLOSED.get(each.name, "")) for each in ACTIONS.values()
]


def names(commands: list[Command]) -> list[str]:
    return [each.action.name for each in commands]


def test_that_a_command_is_found_by_a_part_of_its_name_in_either_language_or_by_its_key() -> None:
    assert names(found(COMMANDS, "接单"))[0] == "accept"
    assert "take_over" in names(found(COMMANDS, ACTIONS["take_over"].words(EN)[:4].upper()))
    assert names(found(COMMANDS, "shift+f")) == ["take_back"]
    assert found(COMMANDS, "没有这个") == []
    both = found(COMMANDS, "回放 小时")
    assert names(both) == ["much_earlier", "much_later"], "every word counts, in any order"


def test_that_what_was_used_lately_comes_first_and_what_is_not_open_last() -> None:
    assert names(found(COMMANDS, "", ["language", "copy"]))[:2] == ["language", "copy"]
    assert names(found(COMMANDS, ""))[-1] == "archive"
    assert len(found(COMMANDS, "")) == len(ACTIONS)


class Opened:
    """A palette over a page, and what became of it."""

    def __init__(self, make_session: MakeSession, qtbot: QtBot, size: tuple[int, int]) -> None:
        session = make_session([], size=size)
        session.scale = NearScale(*size, family=session.scale.family)
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(*size)
        self.page.show()
        self.chosen: list[str] = []
        self.left = 0
        self.palette = CommandPalette(session, COMMANDS, (), self.page, self._choose, self._leave)

    def _choose(self, command: Command) -> None:
        self.chosen.append(command.action.name)

    def _leave(self) -> None:
        self.left += 1


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)])
def test_that_typing_and_enter_do_it_and_escape_does_nothing(
    make_session: MakeSession, qtbot: QtBot, size: tuple[int, int]
) -> None:
    opened = Opened(make_session, qtbot, size)
    assert opened.page.rect().contains(opened.palette._frame().toRect()), "all of it is on the glass"
    QTest.keyClicks(opened.palette.line, "language" if size[0] == 1366 else "English")
    assert names(opened.palette.shown)[0] == "language"
    QTest.keyClick(opened.palette.line, Qt.Key.Key_Return)
    assert (opened.chosen, opened.left) == (["language"], 1)
    again = Opened(make_session, qtbot, size)
    QTest.keyClick(again.palette.line, Qt.Key.Key_Escape)
    assert (again.chosen, again.left) == ([], 1)


def test_that_arrows_walk_past_the_end_and_the_rows_follow(make_session: MakeSession, qtbot: QtBot) -> None:
    opened = Opened(make_session, qtbot, (1920, 1080))
    line = opened.palette.line
    for _ in range(ROWS + 2):
        QTest.keyClick(line, Qt.Key.Key_Down)
    assert opened.palette.at == ROWS + 2
    assert opened.palette._first == 3
    for _ in range(ROWS + 3):
        QTest.keyClick(line, Qt.Key.Key_Up)
    assert opened.palette.at == len(COMMANDS) - 1
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.chosen == ["archive"], "why it is not open is the shell's to say"


def test_that_a_row_answers_a_click_and_the_ground_beside_puts_it_away(
    make_session: MakeSession, qtbot: QtBot
) -> None:
    opened = Opened(make_session, qtbot, (1920, 1080))
    place = opened.palette._row(2).center().toPoint()
    QTest.mouseClick(opened.palette, Qt.MouseButton.LeftButton, pos=place)
    assert opened.chosen == [opened.palette.shown[2].action.name]
    again = Opened(make_session, qtbot, (1920, 1080))
    QTest.mouseClick(again.palette, Qt.MouseButton.LeftButton, pos=again.page.rect().bottomLeft())
    assert (again.chosen, again.left) == ([], 1)
