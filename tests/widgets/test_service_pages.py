"""The pages of the service side: every panel says what its facts say, and nothing is cut or too small."""

import pytest

from tests.widgets import scenes, service_scenes
from tests.widgets.conftest import MakePage, MakeSession
from tests.widgets.test_panels import cells_of, words
from tests.widgets.test_sizes import placed_texts
from wallboard.domain.terms import Lane, Measure
from wallboard.rules.groups import Group
from widgets.page import Page
from widgets.panel import CellPanel
from widgets.panels.case_board import CaseBoard, CaseOptions
from widgets.panels.cell_board import CellBoard
from widgets.panels.contact_watch import ContactWatch
from widgets.panels.department_lanes import DepartmentLanes
from widgets.panels.flow import FlowOptions, FlowPanel
from widgets.panels.handoffs import HandoffList
from widgets.panels.inflow import InflowPanel
from widgets.panels.measures import Measures, MeasuresOptions
from widgets.panels.queues import Queues
from widgets.panels.visit_board import VisitBoard, VisitRow
from widgets.scale import SMALLEST_ARCMIN
from widgets.session import Session
from widgets.text import Text

PAGES = ("repair", "problems", "joint", "monitor", "cells", "measures")


@pytest.fixture(scope="module")
def told() -> dict[str, list]:
    return {"morning": service_scenes.morning(), "night": service_scenes.night(), "nothing": []}


@pytest.fixture
def morning(make_session: MakeSession, told: dict[str, list]) -> Session:
    return make_session(told["morning"])


def said_by(panel: CellPanel, width: int = 1120, height: int = 424) -> list[str]:
    return [word for cell in cells_of(panel, width, height).values() for word in words(cell.face)]


def test_that_a_complaint_names_who_asked_first_who_has_it_and_its_limit(morning: Session) -> None:
    panel = CaseBoard(morning, CaseOptions(lane=Lane.REQUEST, group=Group.COMPLAINT))
    said = said_by(panel)
    assert {"投诉", "4", "沙坪 停电未告知", "首问 服务调度 07", "→ 流转 2 次 →", "抢修管理"} <= set(said)
    assert "→ 开平局配网 未接 26 分" in said
    assert any(word.startswith(("回复 ", "联系 ")) for word in said)
    assert any(word.startswith("已 5 天 / 至 1") for word in said), "what has passed, and the day it ends"


def test_that_parts_of_a_lane_are_counted_for_themselves(morning: Session) -> None:
    complaints = CaseBoard(morning, CaseOptions(lane=Lane.REQUEST, group=Group.COMPLAINT))
    requests = CaseBoard(morning, CaseOptions(lane=Lane.REQUEST, group=Group.REQUEST))
    assert "4" in words(cells_of(complaints)["head"].face)
    assert "46" in words(cells_of(requests)["head"].face)
    assert "另 42 单" in words(cells_of(requests, 1120, 424)["head"].face)


def test_that_a_queue_has_its_oldest_beside_its_limit(morning: Session) -> None:
    cells = cells_of(Queues(morning), 1920, 166)
    assert words(cells["unaccepted"].face)[:2] == ["unaccepted", "已转未接"]
    assert {"1", "最久 26 分", "/ 限 10 分"} <= set(words(cells["unaccepted"].face))
    assert "diamond" in words(cells["unaccepted"].face)
    assert "2" in words(cells["passed_round"].face)


def test_that_signs_of_a_complaint_stand_in_words(morning: Session) -> None:
    said = said_by(ContactWatch(morning), 800, 336)
    assert {"投诉风险", "联系 2 次", "转手退回 4 次", "重复联系 2"} <= set(said)
    assert said.index("联系 2 次") < said.index("转手退回 3 次"), "two signs stand above one"


def test_that_channels_are_listed_and_the_rest_is_counted(morning: Session) -> None:
    said = said_by(InflowPanel(morning), 800, 250)
    assert {"App", "95598"} <= set(said) and "另 2 个渠道" in said


def test_that_a_measure_says_what_it_was_taken_from(morning: Session) -> None:
    options = MeasuresOptions(of=[Measure.SATISFIED, Measure.KVA_WAITING], title="answered")
    said = said_by(Measures(morning, options), 800, 212)
    assert {"回访满意", "80.7", "26 单", "已办结：近 24 小时"} <= set(said)


def test_that_the_flow_names_its_three_steps_and_the_oldest_at_each(morning: Session) -> None:
    cells = cells_of(FlowPanel(morning, FlowOptions()), 1920, 156)
    assert {"网上营业厅", "6", "诉求 6 · 业扩 0"} <= set(words(cells["hall"].face))
    assert {"→ 服务单元", "最久 2 天"} <= set(words(cells["unit"].face))
    assert "→ 24 小时办结" in words(cells["done"].face)


def test_that_between_the_desks_each_row_says_whom_it_waits_for(morning: Session) -> None:
    said = said_by(HandoffList(morning), 640, 380)
    assert {"两席之间", "2", "待审批 7 小时", "未接 26 分", "→ 开平局配网", "/ 限 10 分"} <= set(said)
    assert {"专职经理 04", "· 报请审批 7 小时前"} <= set(said)


def test_that_a_row_of_the_joint_page_says_who_did_what_last(morning: Session) -> None:
    panel = CaseBoard(morning, CaseOptions(lane=Lane.REQUEST, group=Group.REQUEST, says="last"))
    said = said_by(panel, 640, 1080)
    assert any(word.startswith("· ") and "前" in word for word in said)


def test_that_a_failed_visit_stands_first_with_what_was_missing(morning: Session) -> None:
    cells = cells_of(VisitBoard(morning), 1240, 520)
    rows = [cell.face for cell in cells.values() if isinstance(cell.face, VisitRow)]
    assert {"未办成", "客户资料不全", "客户经理 05"} <= set(words(rows[0].below))
    assert [run.glyph for run in rows[0].ticks] == ["tick", "ring", "tick", "ring"]
    assert [run.text for run in rows[0].ticks] == ["查勘", "收资", "装表", "合同"]


def test_that_the_department_that_waits_longest_is_lit(morning: Session) -> None:
    cells = cells_of(DepartmentLanes(morning), 1240, 494)
    first = next(cell.face for key, cell in cells.items() if isinstance(key, tuple) and key[0] == 0)
    lit = [(run.text, run.plate) for run in first.departments]  # type: ignore[attr-defined]
    assert lit == [("–", ""), ("1 项 8 天", ""), ("1 项 13 天", "solid"), ("–", "")]


def test_that_cells_without_an_owner_stand_first_and_what_nobody_said_is_a_dash(morning: Session) -> None:
    cells = cells_of(CellBoard(morning), 1280, 900)
    rows = [words(cell.face) for key, cell in cells.items() if isinstance(key, tuple)]
    assert [row[:2] for row in rows[:2]] == [["网格 0315", "双岗空缺"], ["网格 0320", "缺设备主人"]]
    assert "无人在岗" in rows[2]
    silent = next(row for row in rows if row[0] == "网格 0321")
    assert silent[-5:] == ["–"] * 5
    assert {"12", "3", "无人负责"} <= set(words(cells["head"].face))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("screen", PAGES)
def test_that_a_room_without_sources_shows_no_number(make_page: MakePage, screen: str, lang: str) -> None:
    page = make_page([], screen, lang=lang)
    said = [word for panel in _service_panels(page) for word in said_by(panel, panel.width(), panel.height())]
    none = page.session.text.t("no_source")
    assert none in said
    assert not [word for word in said if word.strip("≥≈ %").replace(".", "").isdigit()]


@pytest.mark.parametrize(
    ("scene", "lang", "distance", "size"),
    [
        ("morning", "zh", 5.0, (1920, 1080)),
        ("morning", "en", 7.0, (1920, 1080)),
        ("night", "zh", 7.0, (3840, 2160)),
        ("morning", "zh", 10.0, (1920, 1080)),
        ("nothing", "en", 5.0, (1920, 1080)),
    ],
)
@pytest.mark.parametrize("screen", PAGES)
def test_that_no_text_of_a_page_is_cut_or_too_small(
    make_page: MakePage,
    told: dict[str, list],
    screen: str,
    scene: str,
    lang: str,
    distance: float,
    size: tuple[int, int],
) -> None:
    page = make_page(told[scene], screen, lang=lang, distance=distance, size=size)
    for panel in _service_panels(page):
        assert not panel.error, panel.error
        for left, right, base, pixels, said in placed_texts(panel):
            assert left >= -1 and right <= panel.width() + 1, (type(panel).__name__, said)
            assert base - pixels * 0.75 >= -1 and base <= panel.height(), (type(panel).__name__, said)
            assert page.session.scale.arcmin(pixels) >= SMALLEST_ARCMIN, said


def test_that_a_change_elsewhere_repaints_nothing(make_page: MakePage, told: dict[str, list]) -> None:
    page = make_page(told["morning"], "problems")
    panel = next(each for each in _service_panels(page) if isinstance(each, CaseBoard))
    panel.on_second(scenes.NOW)
    assert panel.repaints == []


def _service_panels(page: Page) -> list[CellPanel]:
    """The panels below the head of a page."""
    heads = ("header", "source_line", "banner", "map")
    return [panel for entry, panel in page.panels if entry.kind not in heads and isinstance(panel, CellPanel)]


def test_that_a_cell_has_its_name_in_the_viewers_language(morning: Session) -> None:
    said = said_by(CellBoard(morning, None))
    name = next(word for word in said if word.startswith("网格 "))
    morning.text = Text("en", morning.text.zone.key)
    morning.text.names = {name: "Cell of the eastern quarter 07"}
    assert "Cell of the eastern quarter 07" in said_by(CellBoard(morning, None))
