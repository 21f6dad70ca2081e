"""A desk's tables: every one stands, sorts and filters by its columns, and keeps what the seat made of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.panels.test_desk_panels import DeskPage, said
from wallboard.config.desk_layout import Filter, Sign, layout_text, load_layout
from widgets.panels.desk_table import DeskTable
from widgets.scale import NearScale
from widgets.tables import TABLES
from widgets.tables.columns import Kind
from widgets.tables.filters import asked_of, meant, passes
from widgets.text import Text

MakeDesk = Callable[..., DeskPage]


@pytest.fixture
def desk(make_session: MakeSession, qtbot: QtBot) -> MakeDesk:
    def make(size: tuple[int, int] = (1920, 1080), lang: str = "zh") -> DeskPage:
        return DeskPage(make_session, qtbot, size, lang)

    return make


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize(("size", "lang"), [((1366, 768), "zh"), ((1920, 1080), "en"), ((3840, 2160), "zh")])
def test_that_every_table_stands_and_is_sorted_by_each_of_its_columns(
    desk: MakeDesk, name: str, size: tuple[int, int], lang: str
) -> None:
    made = desk(size, lang)
    table = made.panel(DeskTable)
    table.show_table(name)
    made.page.grab()
    assert not table.error
    text = made.session.text
    for column in TABLES[name].columns:
        assert text.has(f"column.{column.name}"), column.name
        table.rows.sort_by(column.name, down=True)
        lines = table.rows.read(scenes.NOW)
        ranks = [column.order(line) for line in lines]
        filled = [rank for lacking, rank in ranks if not lacking]
        assert filled == sorted(filled, reverse=True)
        assert [lacking for lacking, _ in ranks] == sorted(lacking for lacking, _ in ranks), "empty ones last"
    assert all(cell.rect.right() <= table.width() for cell in table._cells.values())


@pytest.mark.parametrize("name", ["orders", "connections"])
def test_that_order_numbers_are_whole_at_full_hd(desk: MakeDesk, name: str) -> None:
    made = desk()
    table = made.panel(DeskTable)
    table.show_table(name)
    placed = {column.name: wide for column, _, wide in table._placed()}
    scale = made.session.scale
    numbers = [order.number for order in made.session.tables.orders.values()] + ["YG260330-0002"]
    assert all(scale.advance("small", None, number) <= placed["number"] for number in numbers)


@pytest.mark.parametrize("name", ["orders", "connections"])
def test_that_number_object_and_clock_are_the_last_to_go_where_text_is_twice_as_large(
    desk: MakeDesk, name: str
) -> None:
    made = desk()
    made.session.scale = NearScale(1920, 1080, family=made.session.scale.family, grown=2.0)
    table = made.panel(DeskTable)
    table.show_table(name)
    made.page.on_theme()
    shown = {column.name for column, _, _ in table._placed()}
    assert {"number", "object", "clock"} <= shown
    assert not table.error


def test_that_rows_are_sorted_by_several_columns_and_equal_ones_keep_their_order(desk: MakeDesk) -> None:
    table = desk().panel(DeskTable)
    table.show_table("orders")
    table.rows.sort_by("lane")
    table.rows.sort_by("received", down=True, also=True)
    lines = table.rows.read(scenes.NOW)
    lanes = TABLES["orders"].column("lane")
    assert lanes is not None
    wanted = sorted(lines, key=lambda line: line.order.id)
    wanted.sort(key=lambda line: -line.order.received_at)
    wanted.sort(key=lambda line: lanes.order(line)[1])
    assert lines == wanted and len(lines) > 20
    table.refresh()
    table.rows.sort_by("stage", also=True)
    table.refresh()
    assert f"{table.session.text.t('column.stage')} 3" in said(table), "the head says which key it is"


def test_that_a_column_is_filtered_by_keys_and_its_chip_takes_it_off(desk: MakeDesk) -> None:
    made = desk()
    table = made.panel(DeskTable)
    table.show_table("outages")
    whole = len(table.rows.keys)
    sizes = sorted(line.outage.customers_out or 0 for line in table.rows.read(scenes.NOW))
    middle = sizes[whole // 2]
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Right)
    table.begin_filter()
    QTest.keyClicks(table.line, f"> {middle}")
    QTest.keyClick(table.line, Qt.Key.Key_Return)
    assert 0 < len(table.rows.keys) < whole
    counts = [line.outage.customers_out for line in table.rows.read(scenes.NOW)]
    assert min(counts) > middle
    table.begin_filter()
    assert table.line.text() == f"> {middle}", "what stands may be typed again"
    QTest.keyClicks(table.line, "viele")
    QTest.keyClick(table.line, Qt.Key.Key_Return)
    assert table.line.placeholderText() == made.session.text.t("filter.again")
    QTest.keyClick(table.line, Qt.Key.Key_Escape)
    assert len(table.rows.keys) < whole
    place = table._cells["unfilter", "customers"].rect.center()
    QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=place)
    assert len(table.rows.keys) == whole


def test_that_a_choice_is_stepped_through_and_words_of_rows_find_among_what_is_left(desk: MakeDesk) -> None:
    made = desk()
    table = made.panel(DeskTable)
    table.show_table("orders")
    table._column = 0
    table.begin_filter()
    QTest.keyClick(table.line, Qt.Key.Key_Down)
    words = table.line.text()
    QTest.keyClick(table.line, Qt.Key.Key_Return)
    lanes = {
        made.session.text.t(f"lane.short.{line.order.lane.value}") for line in table.rows.read(scenes.NOW)
    }
    assert lanes == {words}
    left = len(table.rows.keys)
    table.begin_find()
    table.line.insert("不在任何一行里")
    assert len(table.rows.keys) == 0
    table.clear()
    assert len(table.rows.keys) > left


def test_that_columns_are_moved_hidden_and_brought_back_and_the_copy_has_those_that_are_shown(
    desk: MakeDesk,
) -> None:
    made = desk()
    table = made.panel(DeskTable)
    table.show_table("crews")
    usual = [column.name for column in table.rows.columns]
    table.move_column(1)
    assert [column.name for column in table.rows.columns][:2] == usual[1::-1]
    table.toggle_column("skills")
    table.toggle_column("vehicle")
    names = [column.name for column in table.rows.columns]
    assert "skills" not in names and names[-1] == "vehicle"
    rows = table.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert rows == len(made.session.tables.crews) == len(lines) - 1
    assert lines[0].split("\t") == [made.session.text.t(f"column.{name}") for name in names]


def test_that_the_row_of_a_crew_leads_to_its_order_and_to_nothing_where_it_has_none(desk: MakeDesk) -> None:
    made = desk()
    table = made.panel(DeskTable)
    table.show_table("crews")
    orders = made.session.tables.orders
    chosen = {}
    for _ in range(len(table.rows.keys)):
        QTest.keyClick(table, Qt.Key.Key_Down)
        chosen[table.choice.key] = made.desk.chosen
    crews = made.session.tables.crews
    assert all(
        order == (crews[key].order if crews[key].order in orders else "") for key, order in chosen.items()
    )
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert made.done == ["go_there"]


def test_that_what_a_seat_made_of_its_tables_is_the_same_after_a_rebuild_and_after_the_file(
    desk: MakeDesk, tmp_path: Path
) -> None:
    made = desk()
    table = made.panel(DeskTable)
    table.show_table("outages")
    table.rows.filter("customers", Filter(column="customers", sign=Sign.ABOVE, values=[200.0, 0.0]))
    table.rows.sort_by("town")
    table.toggle_column("region")
    shown = list(table.rows.keys)
    path = tmp_path / "seat.toml"
    path.write_text(layout_text(made.desk.layout), encoding="utf-8")
    known = {name: [column.name for column in one.columns] for name, one in TABLES.items()}
    assert load_layout(path, known) == made.desk.layout
    other = desk((1366, 768), "en")
    other.desk.layout = load_layout(path, known)
    again = other.panel(DeskTable)
    again.on_theme()
    assert again.rows.table.name == "outages" and list(again.rows.keys) == shown


NOW = scenes.NOW


@pytest.mark.parametrize(
    ("kind", "typed", "value", "kept"),
    [
        (Kind.NUMBER, "> 100", 100.0, False),
        (Kind.NUMBER, "≥100", 100.0, True),
        (Kind.NUMBER, "<= 1,200", 1200.0, True),
        (Kind.NUMBER, "10~20", 15.0, True),
        (Kind.NUMBER, "20 .. 10", 9.0, False),
        (Kind.NUMBER, "7", 7.0, True),
        (Kind.NUMBER, "无", None, True),
        (Kind.NUMBER, "> 0", None, False),
        (Kind.TIME, "> -30", NOW - 60.0, True),
        (Kind.TIME, "< -30", NOW - 60.0, False),
        (Kind.TEXT, "沙坪 变", "沙坪 公变 088", True),
        (Kind.TEXT, "-", "", True),
        (Kind.CHOICE, "新，已派", "assigned", True),
        (Kind.CHOICE, "新建", "assigned", False),
    ],
)
def test_that_what_is_typed_filters_by_the_kind_of_its_column(
    kind: Kind, typed: str, value: str | float | None, kept: bool
) -> None:
    from widgets.tables.columns import TableColumn

    column = TableColumn("size", lambda line: line, lambda line, text, now: str(line or ""), kind)
    choices = {"new": "新建", "assigned": "已派单"} if kind is Kind.CHOICE else {}
    one = meant(column, typed, choices, Text("zh"), NOW)
    assert one is not None
    assert passes(one, column, value, str(value or "")) is kept
    again = meant(column, asked_of(one, column, choices, Text("zh"), NOW), choices, Text("zh"), NOW)
    assert again is not None and again.sign is one.sign, "what is shown may be typed again"


@pytest.mark.parametrize("typed", ["viel", "> x", "1..", "> 25:00", "99999999999999999"])
def test_that_nonsense_is_no_filter(typed: str) -> None:
    from widgets.tables.columns import TableColumn

    for kind in (Kind.NUMBER, Kind.TIME):
        column = TableColumn("size", lambda line: line, lambda line, text, now: "", kind)
        assert meant(column, typed, {}, Text("zh"), NOW) is None


def test_that_a_filter_is_of_the_column_whose_head_was_clicked(desk: MakeDesk) -> None:
    """A stranger sorted by a click, and the filter that he then typed went to another column."""
    made = desk()
    table = made.panel(DeskTable)
    table.show_table("outages")
    columns = [placed[0].name for placed in table._placed()]
    place = table._cells["head", columns[2]].rect.center()
    QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=place)
    assert table._here().name == columns[2]
    table.begin_filter()
    QTest.keyClicks(table.line, "> 0")
    QTest.keyClick(table.line, Qt.Key.Key_Return)
    assert [each.column for each in table.rows.chosen.filters] == [columns[2]]
