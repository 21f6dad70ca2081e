"""The report over a desk's page: nothing counts as read before its last line was on the glass."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.widgets.conftest import MakeSession
from tests.widgets.test_handover_sheet import report
from widgets.handover_paper import ON_PAPER, on_glass
from widgets.handover_sheet import HandoverSheet, Heading
from widgets.handover_view import HandoverView
from widgets.scale import NearScale
from widgets.session import Session
from widgets.text import Text


@pytest.fixture
def session(make_session: MakeSession) -> Session:
    made = make_session([])
    made.scale = NearScale(1600, 900, family=made.scale.family)
    return made


def view_of(session: Session, lines: int, ends: list[bool]) -> HandoverView:
    """A view of a report with that many lines a section, over a page that lives as long as it."""
    page = QWidget()
    page.resize(1600, 900)
    view = HandoverView(session, page, lambda: ends.append(True))
    view.put(sheet_of(session, lines), "Esc", anew=True)
    view.page = page  # type: ignore[attr-defined]
    return view


def sheet_of(session: Session, lines: int) -> HandoverSheet:
    heading = Heading("演示镇", "ab" * 32, frozen=True)
    return HandoverSheet(report(lines), heading, session.text, session.scale.family)


def test_that_a_long_report_is_read_only_once_its_end_was_painted(session: Session) -> None:
    ends: list[bool] = []
    view = view_of(session, 12, ends)
    tops = [view.grab().toImage()]
    assert not ends and not view.ended
    for _ in range(40):
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        tops.append(view.grab().toImage())
        if view.ended:
            break
    assert ends and view.ended and tops[0] != tops[1]
    QTest.keyClick(view, Qt.Key.Key_End)
    here = view.grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.grab().toImage() == here, "there is nothing below the end"
    view.put(sheet_of(session, 11), "Esc", anew=True)
    view.grab()
    assert not view.ended, "another report begins at its top"
    QTest.keyClick(view, Qt.Key.Key_End)
    view.grab()
    assert not view.ended, "who jumps to the end has not read it"


def test_that_a_short_one_is_read_at_once_and_follows_the_size_of_its_page(session: Session) -> None:
    ends: list[bool] = []
    view = view_of(session, 1, ends)
    view.grab()
    assert ends and view.ended
    page = view.parentWidget()
    page.show()
    page.resize(1200, 700)
    assert view.size() == page.size()
    page.close()


def test_that_the_glass_has_the_themes_colours_and_paper_its_own(session: Session) -> None:
    inks = on_glass(session.theme)
    assert (inks.ink, inks.alert) == (session.theme.text, session.theme.breached)
    assert ON_PAPER.ink.lightnessF() < 0.2, "dark on white"
    assert Text("zh").t("handover.at_end") != Text("zh").t("handover.read_on", share="9 %")
