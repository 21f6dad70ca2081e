"""Whose an order is, item by item of the article's two lists of business (d.94-109)."""

import msgspec
import pytest

from tests.rules.orders import connection, order_of
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Crew, GridCell, Region
from wallboard.domain.terms import CrewStatus, OrderStage
from wallboard.rules.limits import OwnershipRules
from wallboard.rules.ownership import Pool, Post, Route, pool_of, post_by_size, route, vacancy

CELL = GridCell(id="g/0312", name="网格 0312", manager="客户经理 14", equipment="设备主人 09", on_duty=True)
LARGE = Region(id="r/1", name="开平局", customers=180_000)
MEDIUM = Region(id="r/2", name="恩平局", customers=60_000)
SMALL = Region(id="r/3", name="上川所", customers=4_000)


def crew(key: str, unit: str, *skills: str, persons: int = 3, status: str = "available") -> Crew:
    return Crew(id=key, source="s", unit=unit, skills=skills, persons=persons, status=CrewStatus(status))


@pytest.mark.parametrize(
    ("kind", "post"),
    [
        ("billing", Post.MANAGER),  # 101 电费业务
        ("line_loss", Post.MANAGER),  # 102 线损业务
        ("customer_relations", Post.MANAGER),  # 103 客户关系
        ("metering", Post.EQUIPMENT),  # 104 低压计量运维
        ("line_patrol", Post.EQUIPMENT),  # 105 低压线路巡视
        ("low_voltage", Post.EQUIPMENT),  # 106 低压简单故障处理
    ],
)
def test_that_grid_business_is_the_cells_and_both_its_owners_are_named(kind: str, post: Post) -> None:
    """d.91: customer manager + equipment owner."""
    found = route(order_of("request", kind=kind), CELL, LARGE, [])
    first, second = CELL.manager, CELL.equipment
    if post is Post.EQUIPMENT:
        first, second = second, first
    assert found == Route(Pool.GRID, post, first, second)


@pytest.mark.parametrize(
    ("lane", "kind", "skill"),
    [
        ("connect", "", "connection"),  # 94 业扩
        ("request", "meter_fitting", "metering"),  # 95 装表接电
        ("restore", "complex_fault", "lines"),  # 96 复杂的低压设备故障
        ("request", "complex_metering", "metering"),  # 96 计量故障处理
        ("request", "theft", "inspection"),  # 97 窃电
        ("request", "contract_breach", "inspection"),  # 97 违约用电
    ],
)
def test_that_specialised_business_goes_to_who_knows_it(lane: str, kind: str, skill: str) -> None:
    crews = [crew("JX1", "开平局"), crew("ZY1", "开平局", skill), crew("ZY0", "台山局", skill)]
    found = route(order_of(lane, kind=kind), CELL, LARGE, crews)
    assert found == Route(Pool.SPECIALIST, Post.TEAM, "ZY1", skill=skill)


@pytest.mark.parametrize(
    ("station", "post"),
    [(LARGE, Post.TEAM), (MEDIUM, Post.PERSON), (SMALL, Post.PLANNING), (None, Post.TEAM)],
)
def test_that_the_size_of_the_station_says_whether_team_person_or_planning(
    station: Region | None, post: Post
) -> None:
    """d.100: 专业班组 / 专职人员 / 班组统筹."""
    assert post_by_size(station) is post
    unknown = Region(id="r/9", name="新局")
    assert post_by_size(unknown) is Post.TEAM
    assert post_by_size(MEDIUM, OwnershipRules(large_customers=50_000)) is Post.TEAM


def test_that_a_medium_station_sends_its_dedicated_person_before_a_team() -> None:
    crews = [crew("A", "恩平局", "theft", "inspection"), crew("Z", "恩平局", "inspection", persons=1)]
    assert route(order_of("request", kind="theft"), CELL, MEDIUM, crews).who == "Z"
    big = [msgspec.structs.replace(each, unit="开平局") for each in crews]
    assert route(order_of("request", kind="theft"), CELL, LARGE, big).who == "A"


def test_that_a_connection_that_is_energised_goes_to_the_acceptance_team() -> None:
    """d.99: one team, because standards of acceptance are not uniform."""
    done = connection("mv_single", "2026-11-02 09:00", energised_at=1.79e9)
    done = msgspec.structs.replace(done, stage=OrderStage.DONE, region="开平局")
    team = msgspec.structs.replace(crew("YS1", "开平局"), kind="acceptance")
    assert route(done, None, LARGE, [team]) == Route(Pool.ACCEPTANCE, Post.TEAM, "YS1", skill="acceptance")
    under_way = msgspec.structs.replace(done, stage=OrderStage.ON_SITE)
    assert pool_of(under_way) == (Pool.SPECIALIST, "connection")


def test_that_nobody_to_go_to_is_said_and_never_guessed() -> None:
    order = order_of("request", kind="billing", cell="网格 0312")
    nobody = msgspec.structs.replace(CELL, manager="")
    assert route(order, nobody, LARGE, []).vacant == Reason("cell_without_manager", {"cell": CELL.name})
    assert route(order, nobody, LARGE, []).who == ""
    off = msgspec.structs.replace(CELL, on_duty=False)
    assert route(order, off, LARGE, []).vacant == Reason("cell_nobody_on_duty", {"cell": CELL.name})
    assert route(order, None, LARGE, []).vacant == Reason("cell_unknown", {"cell": "网格 0312"})
    assert route(order_of("request"), None, LARGE, []).vacant == Reason("cell_untold")
    away = [crew("ZY1", "开平局", "inspection", status="off_shift")]
    found = route(order_of("request", kind="theft"), CELL, LARGE, away)
    assert found.vacant == Reason("no_specialist", {"unit": "开平局", "skill": "inspection"})


def test_that_a_cell_is_vacant_where_either_post_is_and_a_route_only_minds_its_own() -> None:
    lacking = msgspec.structs.replace(CELL, equipment="")
    assert vacancy(lacking) == Reason("cell_without_equipment_owner", {"cell": CELL.name})
    assert route(order_of("request", kind="billing"), lacking, LARGE, []).vacant is None
    assert vacancy(CELL) is None
