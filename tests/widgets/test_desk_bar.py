"""The foot of a desk's window: one line, whole where it fits, and a note that is sent or given up."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wallboard.domain.commands import LONGEST_WORDS
from widgets.parts.desk_bar import LEAST, DeskBar
from widgets.theme import load_theme


@pytest.fixture
def bar(qtbot: QtBot) -> DeskBar:
    made = DeskBar(load_theme("dark"), "Noto Sans SC")
    qtbot.addWidget(made)
    made.lie(1600, 900)
    made.show()
    return made


def test_that_it_takes_a_share_of_the_height_and_says_what_fits(bar: DeskBar) -> None:
    assert bar.lie(1600, 900) == 40
    assert bar.lie(640, 300) == LEAST
    words = "服务调度 07 · " + "很长 " * 200
    bar.say(words)
    assert bar.words == words
    assert bar._label.text().endswith("…")
    bar.lie(30_000, 900)
    assert bar._label.text() == words


def test_that_a_note_is_sent_by_enter_and_given_up_by_escape(bar: DeskBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.noted, timeout=1000) as sent:
        bar.open_line("备注")
        assert bar.writing
        bar.line.insert("道路积水")
        QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert sent.args == ["道路积水"]
    assert not bar.writing
    with qtbot.assertNotEmitted(bar.noted):
        bar.open_line("备注")
        assert bar.line.text() == ""
        QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.writing


def test_that_no_more_can_be_written_than_a_note_may_hold(bar: DeskBar) -> None:
    bar.open_line("备注")
    bar.line.insert("长" * 500)
    assert bar.line.text() == "长" * LONGEST_WORDS


def test_that_what_is_asked_stays_in_sight_while_somebody_writes(bar: DeskBar) -> None:
    asked = "备注 · 10kV 学府线 · 回车提交，Esc 放弃"
    bar.open_line(asked, "道路")
    assert bar._label.isVisibleTo(bar) and bar._label.text() == asked
    assert bar.line.text() == "道路"
    assert bar._label.geometry().right() < bar.line.geometry().left()
    assert bar.line.geometry().right() <= bar.width()
    bar.lie(500, 600)
    assert bar._label.text().endswith("…") and bar.line.width() > 200, "half is left to write in"
    bar.say("服务调度 07")
    assert bar._label.text() != "服务调度 07", "an answer to another act waits"
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert bar._label.text() == "服务调度 07"


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_F12])
def test_that_no_key_goes_past_the_line_that_is_being_written(bar: DeskBar, key: Qt.Key) -> None:
    bar.open_line("备注")
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(bar.line, event)
    assert event.isAccepted()
