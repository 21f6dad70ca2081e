"""Alarms at two desks by keys alone, with a real hub: guided, acknowledged, shelved, listed, taken back."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import Seat, seats, until
from tests.shell.test_desk_keys import CONTROL, DESK, ZH, foot
from tests.shell.test_desk_tables import SHIFT, table_of
from wallboard.domain.alarms import AlarmStanding
from wallboard.domain.rows import Alarm
from wallboard.state.queries.alarms import alarms_face
from widgets.panels.desk_table import DeskTable
from widgets.parts.alarm_words import guidance
from widgets.text import Text

ALT = Qt.KeyboardModifier.AltModifier


def alarms_at(seat: Seat) -> DeskTable:
    """The table of alarms with the keyboard on it and its first row chosen."""
    table = table_of(seat)
    while table.rows.table.name != "alarms":
        QTest.keyClick(seat.window, Qt.Key.Key_Tab, CONTROL)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    return table


def row_at(seat: Seat, key: str) -> Alarm:
    return seat.wall.store.tables.alarms[key]


def notes_of(table: DeskTable) -> str:
    """The lines about the chosen row, as they stand in the panel."""
    return " ".join(
        run.text
        for cell in table.cells(table.session.now())
        if isinstance(cell.key, tuple) and cell.key[0] == "note"
        for run in cell.face  # pyright: ignore[reportGeneralTypeIssues]: of a note it is its runs
    )


def test_that_an_alarm_is_put_aside_by_keys_and_both_desks_see_who_and_until_when(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 31", "席位 32", screens=DESK) as (one, two):
            table = table_of(one)
            table.setFocus()
            QTest.keyClick(one.window, Qt.Key.Key_Q, SHIFT)
            assert ZH.t("reason.no_alarm_chosen") in foot(one), "no row is chosen"
            table = alarms_at(one)
            key = table.choice.key
            listed = len(table.rows.keys)
            guide = guidance(row_at(one, key).kind, Text("zh"))
            assert guide is not None and all(words in notes_of(table) for words in guide)
            QTest.keyClick(one.window, Qt.Key.Key_Q, SHIFT)
            bar = one.window.foot
            assert bar is not None and bar.writing and ZH.t("ask.shelve_until") in bar._asked
            QTest.keyClicks(bar.line, "whenever")
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            assert ZH.t("ask.again", what=ZH.t("ask.shelve_until")) in bar._asked, "no end is meant by that"
            bar.line.clear()
            QTest.keyClick(bar.line, Qt.Key.Key_Down)
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            assert ZH.t("ask.shelve_words") in bar._asked
            QTest.keyClicks(bar.line, "maintenance")
            QTest.keyClick(bar.line, Qt.Key.Key_Return)
            for seat in (one, two):
                await until(lambda seat=seat: row_at(seat, key).standing is AlarmStanding.SHELVED)
                assert [each.id for each in alarms_face(seat.wall.store.tables).shelved] == [key]
            row = row_at(two, key)
            assert (row.shelved_by, row.shelved_words) == ("席位 31", "maintenance")
            assert row.shelved_until is not None and 0 < row.shelved_until - two.acts.now() <= 1800
            table.refresh()
            assert len(table.rows.keys) == listed - 1 and key not in table.rows.keys
            QTest.keyClick(one.window, Qt.Key.Key_Tab, CONTROL)
            assert table.rows.table.name == "shelved"
            table.refresh()
            assert list(table.rows.keys) == [key]
            other = table_of(two)
            other.show_table("shelved")
            other.refresh()
            other.setFocus()
            QTest.keyClick(other, Qt.Key.Key_Down)
            assert "席位 31" in notes_of(other)
            QTest.keyClick(two.window, Qt.Key.Key_Q, SHIFT)
            assert "席位 31" in foot(two) and not (two.window.foot and two.window.foot.writing)
            QTest.keyClick(two.window, Qt.Key.Key_Q, ALT)
            await until(lambda: row_at(one, key).standing is AlarmStanding.UNACKNOWLEDGED)

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))


def test_that_an_end_beyond_the_rules_limit_is_refused_and_the_words_say_how_long_it_may_be(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 33", screens=DESK) as (seat,):
            key = alarms_at(seat).choice.key
            QTest.keyClick(seat.window, Qt.Key.Key_Q, SHIFT)
            bar = seat.window.foot
            assert bar is not None
            for words in ("+600", "maintenance"):
                QTest.keyClicks(bar.line, words)
                QTest.keyClick(bar.line, Qt.Key.Key_Return)
            await until(lambda: ZH.t("reason.shelf_too_long", most="480") in foot(seat))
            assert row_at(seat, key).standing is AlarmStanding.UNACKNOWLEDGED
            seat.press(Qt.Key.Key_A)
            await until(lambda: row_at(seat, key).standing is AlarmStanding.ACKNOWLEDGED)
            assert row_at(seat, key).acknowledged_by == "席位 33"

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))


def test_that_the_ends_that_are_offered_are_never_beyond_the_limit(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 34", screens=DESK) as (seat,):
            alarms = seat.acts.keys.alarms
            ends = [choice.value - seat.acts.now() for choice in alarms._ends()]
            assert len(ends) == 5 and ends == sorted(ends) and ends[0] > 0 and ends[-1] <= 480 * 60
            why = alarms.why_not("shelve")
            assert why is not None and why.code == "no_alarm_chosen"

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))
