"""Appointments, the flow, what lies between the desks, and cells: each from its facts."""

from typing import Any

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import Band, Lane
from wallboard.rules.connecting import VisitState
from wallboard.rules.questions import Waited
from wallboard.state.queries.cells import cell_table
from wallboard.state.queries.flow import flow
from wallboard.state.queries.handoffs import Waits, handoffs
from wallboard.state.queries.queues import Queue, QueueFace, queues
from wallboard.state.queries.visits import visits
from wallboard.state.trays import Trays

DAY = 24 * HOUR


def told(room: Room, key: str, lane: str = "request", **aspects: dict[str, Any]) -> None:
    need = {"lane": lane, "received_at": NOW - DAY, "town": "会城"}
    room.say(key, order_need=need, **{f"order_{name}": fields for name, fields in aspects.items()})


def test_that_visits_left_over_from_yesterday_stand_until_they_are_over() -> None:
    room = Room()
    for i, (begins, ticks) in enumerate(((-20, {}), (-20, {"failed_because": "缺表"}), (1, {}), (40, {}))):
        window = {"window_from": NOW + begins * HOUR, "window_to": NOW + (begins + 2) * HOUR}
        told(room, f"crm/{i}", "connect", project={"voltage": "lv", **window}, ticks=ticks)
    found = visits(room.tables, Trays.of(room.tables), NOW - 8 * HOUR, NOW + 16 * HOUR, NOW, 9)
    assert [(order.id, visit.state) for order, visit in found.rows] == [
        ("crm/0", VisitState.FAILED),
        ("crm/2", VisitState.AHEAD),
    ]
    assert (found.total, found.late, found.failed, found.done) == (2, 1, 0, 0)


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
    told(room, "crm/3", handling={**handled, "verb": "ask_department", "since": NOW - 24 * HOUR})
    found = handoffs(room.tables, Trays.of(room.tables), load_rule_set("state-grid-2022"), NOW, 9)
    assert [(row.waits, row.band) for row in found.rows] == [
        (Waits.ANSWER, Band.BREACHED),
        (Waits.ACCEPTANCE, Band.BREACHED),
        (Waits.DECISION, Band.CALM),
    ]
    assert found.total == 3 and found.rows[1].waited == Waited(20 * MIN, 10 * MIN, worked=False)


def test_that_the_decisions_of_a_lane_that_works_by_day_do_not_hide_one_that_runs_round_the_clock() -> None:
    """It is six in the morning: a request asked at eight in the evening is in time, an outage's question at
    one is not."""
    room, rules = Room(), load_rule_set("state-grid-2022")
    handled = {"actor": "07", "role": "desk", "stage": "waiting", "verb": "ask_decision"}
    told(room, "crm/1", handling={**handled, "since": NOW - 10 * HOUR})

    def face() -> QueueFace:
        found = queues(room.tables, Trays.of(room.tables), rules, NOW, None)
        return next(one for one in found if one.queue is Queue.DECISION)

    assert face() == QueueFace(Queue.DECISION, 1, 10 * HOUR, 4 * HOUR, Band.CALM, worked=True)
    told(room, "oms/1", "restore", handling={**handled, "since": NOW - 5 * HOUR})
    assert face() == QueueFace(Queue.DECISION, 2, 10 * HOUR, 4 * HOUR, Band.BREACHED)


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
