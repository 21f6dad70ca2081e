"""Which department blocks, how a visit stands, and what lies between the desks: each from its facts."""

from typing import Any

import pytest

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import ConnectionProject, ConnectionTicks, DepartmentTask
from wallboard.domain.facts import Instant
from wallboard.domain.rows import Order
from wallboard.domain.terms import Band, Lane, OrderStage
from wallboard.rules.departments import blocking, task_of
from wallboard.rules.visits import VisitState, ticked, visit_state
from wallboard.state.queries.cells import cell_table
from wallboard.state.queries.flow import flow
from wallboard.state.queries.handoffs import Waits, handoffs
from wallboard.state.queries.visits import visits
from wallboard.state.trays import Trays

DAY = 24 * HOUR


def connection(**said: Any) -> Order:
    return Order(id="x", source="crm", lane=Lane.CONNECT, received_at=NOW - 9 * DAY, **said)


def task(department: str, tasks: int, days: float) -> DepartmentTask:
    return DepartmentTask(department=department, open_tasks=tasks, since=Instant(NOW - days * DAY))


def test_that_the_department_that_has_had_its_tasks_longest_blocks() -> None:
    tasks = (task("marketing", 0, 20), task("materials", 1, 9), task("production", 3, 4))
    order = connection(departments=tasks)
    assert blocking(order) == "materials"
    assert task_of(order, "production") == tasks[2] and task_of(order, "capital_works") is None
    assert blocking(connection(departments=tasks, stage=OrderStage.DONE)) == ""
    assert blocking(connection(departments=tasks[:1])) == ""


WINDOW = {"window_from": Instant(NOW - HOUR), "window_to": Instant(NOW + HOUR)}


@pytest.mark.parametrize(
    ("at", "ticks", "state"),
    [
        (-2 * HOUR, {}, VisitState.AHEAD),
        (0, {"survey": True}, VisitState.RUNNING),
        (2 * HOUR, {"survey": True}, VisitState.OVERDUE),
        (0, {"failed_because": "缺表"}, VisitState.FAILED),
        (2 * HOUR, dict.fromkeys(("survey", "documents", "meter", "contract"), True), VisitState.MET),
    ],
)
def test_that_a_visit_stands_by_its_window_and_its_ticks(
    at: float, ticks: dict[str, Any], state: VisitState
) -> None:
    order = connection(project=ConnectionProject(voltage="lv", **WINDOW), ticks=ConnectionTicks(**ticks))
    assert visit_state(order, NOW + at) is state
    assert ticked(order)[0] is bool(ticks.get("survey"))
    assert visit_state(connection(), NOW) is None


def told(room: Room, key: str, lane: str = "request", **aspects: dict[str, Any]) -> None:
    need = {"lane": lane, "received_at": NOW - DAY, "town": "会城"}
    room.say(key, order_need=need, **{f"order_{name}": fields for name, fields in aspects.items()})


def test_that_visits_left_over_from_yesterday_stand_until_they_are_over() -> None:
    room = Room()
    for i, (begins, ticks) in enumerate(((-20, {}), (-20, {"failed_because": "缺表"}), (1, {}), (40, {}))):
        window = {"window_from": NOW + begins * HOUR, "window_to": NOW + (begins + 2) * HOUR}
        told(room, f"crm/{i}", "connect", project={"voltage": "lv", **window}, ticks=ticks)
    found = visits(room.tables, Trays.of(room.tables), NOW - 8 * HOUR, NOW + 16 * HOUR, NOW, 9)
    assert [(order.id, state) for order, state in found.rows] == [
        ("crm/0", VisitState.OVERDUE),
        ("crm/2", VisitState.AHEAD),
    ]
    assert found.total == 2


def test_that_the_flow_counts_fed_lanes_only() -> None:
    room = Room()
    assert flow(room.tables, Trays.of(room.tables), [Lane.REQUEST], NOW) is None
    told(room, "crm/1")
    told(room, "crm/2", stage={"stage": "on_site", "since": NOW - 3 * HOUR})
    told(room, "crm/3", stage={"stage": "done", "since": NOW - HOUR})
    steps = flow(room.tables, Trays.of(room.tables), [Lane.REQUEST, Lane.CONNECT], NOW)
    assert steps is not None
    assert [step.total for step in steps] == [1, 0, 1, 1]
    assert steps[0].by_lane == {Lane.REQUEST: 1}, "nobody feeds connections"
    assert steps[2].oldest == 3 * HOUR


def test_that_what_waits_beyond_its_limit_stands_first_between_the_desks() -> None:
    room = Room()
    told(room, "crm/1", handover={"frm": "07", "to": "网格 01", "sent_at": NOW - 20 * MIN})
    handled = {"actor": "07", "role": "desk", "stage": "waiting"}
    told(room, "crm/2", handling={**handled, "verb": "ask_decision", "since": NOW - 2 * HOUR})
    told(room, "crm/3", handling={**handled, "verb": "ask_department", "since": NOW - 9 * HOUR})
    found = handoffs(room.tables, Trays.of(room.tables), load_rule_set("state-grid-2022"), NOW, 9)
    assert [(row.waits, row.band) for row in found.rows] == [
        (Waits.ACCEPTANCE, Band.BREACHED),
        (Waits.ANSWER, Band.UNCOLOURED),
        (Waits.DECISION, Band.CALM),
    ]
    assert found.total == 3 and found.rows[0].limit == 10 * MIN


def test_that_cells_are_counted_with_their_orders_and_the_unowned_first() -> None:
    room = Room()
    assert cell_table(room.tables, Trays(), NOW, 9) is None
    for name, manager, overdue in (("a", "07", 0), ("b", "08", 4), ("c", "", 0)):
        room.say(f"r/{name}", cell_owners={"name": name, "manager": manager, "equipment": "09"})
        room.say(f"r/{name}", cell_work={"patrols_overdue": overdue})
    for i, hops in enumerate((0, 2)):
        need = {"lane": "request", "received_at": NOW - DAY, "cell": "a"}
        room.say(f"crm/{i}", order_need=need, order_stage={"stage": "done", "since": NOW})
        room.say(f"crm/{i}", order_holder={"holder": "x", "hops": hops})
    table = cell_table(room.tables, Trays.of(room.tables), NOW, 2)
    assert table is not None
    assert [line.cell.name for line in table.lines] == ["c", "b"]
    assert (table.total, table.vacant, table.owned, table.done, table.inside) == (3, 1, 2, 2, 1)
