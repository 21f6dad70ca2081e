"""The panes of a desk: their lines are moved by pointer or keys while both sides stay readable, and kept."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.widgets.conftest import MakeSession
from tests.widgets.panels.test_desk_panels import DeskPage
from wallboard.config.desk_layout import PaneSizes
from wallboard.config.screen import load_screen
from widgets.map.map_view import MapView
from widgets.page import Page
from widgets.panels import panel_specs
from widgets.panels.attention_board import AttentionBoard
from widgets.panes import LEAST, moved, sizes_of


@pytest.mark.parametrize(
    ("by", "found"),
    [(40.0, [240.0, 160.0, 300.0]), (-60.0, [140.0, 260.0, 300.0]), (999.0, [310.0, LEAST, 300.0])],
)
def test_that_a_line_moves_as_far_as_both_sides_stay_readable(by: float, found: list[float]) -> None:
    assert moved([200.0, 200.0, 300.0], 1, by) == found


def test_that_sizes_of_another_screen_are_passed_over() -> None:
    screen = load_screen("desk")
    usual = (list(screen.columns), list(screen.rows))
    assert sizes_of(screen, PaneSizes(columns=[1.0], rows=[1.0])) == usual
    own = PaneSizes(columns=[400.0, 700.0, 820.0], rows=list(screen.rows))
    assert sizes_of(screen, own)[0] == [400.0, 700.0, 820.0]


def test_that_the_pane_with_the_keys_grows_is_kept_and_stands_so_the_next_time(
    make_session: MakeSession, qtbot: QtBot
) -> None:
    here = DeskPage(make_session, qtbot, (1366, 768))
    queue, map_ = here.panel(AttentionBoard), here.panel(MapView)
    wide, high = queue.width(), map_.height()
    assert here.page.panes.resize(queue, 1, 1) and queue.width() > wide
    assert here.page.panes.resize(map_, 0, -1) and map_.height() < high
    assert not here.page.panes.resize(queue, 0, 1)  # it reaches from head to foot
    again = Page(here.session, load_screen("desk"), panel_specs())
    qtbot.addWidget(again)
    again.resize(1366, 768)
    again.show()
    again.on_theme()
    sizes = [panel.size() for _, panel in again.panels]
    assert sizes == [panel.size() for _, panel in here.page.panels]
    assert here.page.panes.resize(queue, 0, 0) and (queue.width(), map_.height()) == (wide, high)
    assert here.desk.layout.panes == {}


def test_that_the_pointer_takes_a_line_between_two_panes(make_session: MakeSession, qtbot: QtBot) -> None:
    here = DeskPage(make_session, qtbot, (1366, 768))
    queue = here.panel(AttentionBoard)
    wide = queue.width()
    grip = here.page.childAt(QPoint(queue.geometry().right() + 1, queue.geometry().center().y()))
    assert grip is not None and grip is not queue
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(grip, left, pos=QPoint(3, 100))
    QTest.mouseMove(grip, QPoint(43, 100))
    QTest.mouseRelease(grip, left, pos=QPoint(43, 100))
    assert abs(queue.width() - wide - 40) <= 3
    assert "desk" in here.desk.layout.panes
