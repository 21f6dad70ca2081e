"""Whose an order is, from the facts of cells, stations and crews; and what a desk reads of it."""

from typing import Any

import pytest

from tests.state.queries.faces import NOW, Room
from wallboard.rules.ownership import Pool, Post
from wallboard.state.queries.routing import Routing, routing
from widgets.parts.route_words import route_runs
from widgets.text import Text


def routed(kind: str, *, owners: bool = True, crews: tuple[str, ...] = (), **need: Any) -> Routing:
    """Of an order of that kind in cell 0312 of 台山局, with crews of these skills there."""
    room = Room()
    if owners:
        room.say("roster/c", cell_owners={"name": "网格 0312", "manager": "王", "equipment": "李"})
    room.say("roster/c", cell_work={"patrols_overdue": 2, "hazards_open": 0, "inspections_overdue": 1})
    for i, skill in enumerate(crews):
        profile = {"name": f"{i}班", "unit": "台山局", "skills": [skill], "persons": 3}
        room.say(f"gps/C{i}", crew_profile=profile)
    place = {"cell": "网格 0312", "region": "台山局"}
    room.say("crm/1", order_need={"lane": "request", "received_at": NOW, "kind": kind, **place, **need})
    return routing(room.tables, room.tables.orders["crm/1"], None)


def words(found: Routing, lang: str = "zh") -> str:
    return " ".join(run.text for run in route_runs(found, Text(lang)))


def test_that_grid_business_goes_to_the_cells_owner_and_overdue_jobs_ride_along() -> None:
    found = routed("metering")
    assert (found.route.pool, found.route.post, found.who) == (Pool.GRID, Post.EQUIPMENT, "李")
    assert words(found) == "归属 网格业务 · 设备主人 李 协同 王 可顺带：巡视 2 检查 1"


def test_that_a_cell_that_nobody_knows_is_said() -> None:
    assert "没有这个网格：网格 9" in words(routed("billing", cell="网格 9"))


@pytest.mark.parametrize(
    ("crews", "said"),
    [(("lines", "metering"), "1班"), (("lines",), ""), ((), "")],
)
def test_that_specialised_business_goes_to_a_crew_with_the_skill(crews: tuple[str, ...], said: str) -> None:
    found = routed("meter_fitting", crews=crews)
    assert (found.route.pool, found.who) == (Pool.SPECIALIST, said)
    assert "nobody to send" not in words(found, "en"), "no source speaks of that skill, so nobody is missed"


def test_that_a_skill_that_others_have_is_missed_at_a_station_without() -> None:
    found = routed("meter_fitting", crews=("metering",), region="开平局")
    assert words(found, "en").endswith("nobody to send on the way: patrols 2 inspections 1")
