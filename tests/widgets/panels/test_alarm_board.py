"""Alarms on a wall and in every head: rows by subject, a flood as a summary, who shelved what until when."""

import pytest

from tests.feeds.hub.alarm_room import AlarmRoom
from tests.state.queries.test_alarms import flooded_room
from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.test_panels import cells_of, words
from wallboard.domain.alarms import AlarmKind
from wallboard.domain.clock import ManualClock
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import OutageNature, OutageStage, Severity, SourceState
from widgets.panels.alarm_board import AlarmBoard
from widgets.panels.alarm_shelf import AlarmShelf
from widgets.panels.desk_table import DeskTable
from widgets.panels.header import Header
from widgets.session import Session
from widgets.tables.alarms import place_of

GPS = "source/gps"


def at(room: AlarmRoom, make_session: MakeSession) -> Session:
    """The room as a window shows it."""
    session = make_session([], store=room.store)
    session.clock = ManualClock(room.now)
    return session


def rows_of(board: AlarmBoard | AlarmShelf) -> list[list[str]]:
    return [words(cell.face) for cell in cells_of(board, 1200, 900).values()][1:]


def test_that_a_row_says_what_how_it_stands_how_often_and_how_many_more(make_session: MakeSession) -> None:
    room = AlarmRoom()
    room.outage("台城线", key_customers=2)
    for _ in range(4):
        room.source("gps", SourceState.LOST)
        room.source("gps", SourceState.LIVE)
    room.source("scada", SourceState.LATE)
    room.source("scada", SourceState.LIVE)
    session = at(room, make_session)
    rows = rows_of(AlarmBoard(session, None))
    text = session.text
    assert [row[0] for row in rows] == ["gps 数据中断", "台城线 重要客户停电 2 户", "scada 数据迟到"]
    assert text.t("alarm.chatters", n="4") in rows[0][-1] and text.t("alarm.unacknowledged") in rows[0]
    assert text.t("alarm.others", n="1") in rows[1]
    assert text.t("alarm.returned") in rows[2]


def test_that_a_flood_is_a_summary_in_place_of_the_rows_until_it_is_calm(make_session: MakeSession) -> None:
    room = flooded_room()
    session = at(room, make_session)
    text = session.text
    board = AlarmBoard(session, None)
    cells = cells_of(board, 1200, 900)
    assert text.t("alarm.flood") in words(next(iter(cells.values())).face)
    said = rows_of(board)
    assert "共 14 条" in said[0][0] and text.t("flood.standing", n="14") in said[0]
    hazard = text.t("reason.back_feed", van="gps/V3", outage="oms/fed")
    assert hazard in said[1], "what endangers people is named by itself"
    assert [text.t(key) for key in ("flood.worst", "flood.first")] == [row[-1] for row in said[2:4]]
    kinds = {tuple(row) for row in said[4:]}
    assert (text.t(f"alarm.kind.{AlarmKind.LARGE_OUTAGE}"), "12") in kinds and len(kinds) == 3
    room.wait(600)
    session.clock = ManualClock(room.now)
    assert len(rows_of(board)) > 5 and "共 14 条" not in rows_of(board)[0][0]


def test_that_a_desk_reads_the_summary_above_the_table_which_has_each(make_session: MakeSession) -> None:
    room = flooded_room()
    session = at(room, make_session)
    table = DeskTable(session)
    table.show_table("alarms")
    cells = cells_of(table, 900, 700)
    said = " ".join(word for key, cell in cells.items() if key[0] == "summary" for word in words(cell.face))
    assert "共 14 条" in said and session.text.t("flood.worst") in said
    assert len(table.rows.keys) == 14, "nothing is lost"
    lines = [cell.rect for key, cell in cells.items() if key[0] == "summary"]
    rows = [cell.rect for key, cell in cells.items() if key[0] in ("head", "row")]
    assert rows and max(rect.bottom() for rect in lines) < min(rect.top() for rect in rows)
    room.wait(600)
    session.clock = ManualClock(room.now)
    assert not [key for key in cells_of(table, 900, 700) if key[0] == "summary"]


def test_that_the_shelf_says_who_until_when_and_why(make_session: MakeSession) -> None:
    room = AlarmRoom()
    room.source("gps", SourceState.LOST)
    assert room.do("shelve", GPS, until=room.now + 1800, words="厂家检修") == ""
    session = at(room, make_session)
    until = session.text.clock_time(room.now + 1800, scenes.NOW)
    ((said, end, *below),) = rows_of(AlarmShelf(session, None))
    assert said == "gps 数据中断" and end == session.text.t("shelf.until", time=until)
    assert below == ["07", "厂家检修"]
    assert rows_of(AlarmBoard(session, None)) == [[session.text.t("alarms.none")]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_every_head_counts_the_alarms_by_severity_and_names_a_flood(
    make_session: MakeSession, lang: str
) -> None:
    quiet = make_session([], store=AlarmRoom().store, lang=lang)
    header = Header(quiet, None)
    face = cells_of(header, 1920, 72)["head"].face
    assert face.alarms == (), "nothing is said where there is none"
    session = make_session([], store=flooded_room().store, lang=lang)
    face = cells_of(Header(session, None), 1920, 72)["head"].face
    assert [run.text for run in face.alarms][:4] == [session.text.t("alarm.flood"), "1", "1", "12"]
    glyphs = [run.glyph for run in face.alarms][1:4]
    assert len(set(glyphs)) == len(Severity), "told by shape too"


def test_that_an_alarm_leads_to_the_place_of_its_subject_where_that_has_one() -> None:
    room = AlarmRoom()
    extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=900, lon=112.8, lat=22.2)
    room.say("oms/1", extent, OutageStageClaim(stage=OutageStage.CONFIRMED))
    room.source("gps", SourceState.LOST)
    tables = room.store.tables
    assert place_of(room.row("large/oms/1"), tables) == (112.8, 22.2)
    assert place_of(room.row(GPS), tables) is None, "a source is nowhere"
