"""Queues, calls, inflow and measures of the service side, from small logs of facts."""

from typing import Any

import pytest

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import Band, Measure
from wallboard.state.queries.calls import calls
from wallboard.state.queries.inflow import inflow
from wallboard.state.queries.measures import MEASURED, measure
from wallboard.state.queries.queues import Queue, QueueFace, queues
from wallboard.state.trays import Trays

GRID = load_rule_set("state-grid-2022")
SOUTH = load_rule_set("southern-grid-guizhou-2021")
DAY = 24 * HOUR


def case(room: Room, key: str, age: float = HOUR, **aspects: dict[str, Any]) -> None:
    need = {"lane": "request", "received_at": NOW - age, "town": "会城", **aspects.pop("need", {})}
    room.say(key, order_need=need, **{f"order_{name}": fields for name, fields in aspects.items()})


def faces(room: Room, now: float = NOW) -> dict[Queue, QueueFace]:
    trays = Trays.of(room.tables)
    told = calls(room.tables, trays, now - DAY, now)
    return {face.queue: face for face in queues(room.tables, trays, GRID, now, told)}


def test_that_a_room_without_service_lanes_has_no_number_in_any_queue() -> None:
    room = Room()
    room.outage("oms/1")
    assert {face.n for face in faces(room).values()} == {None}
    assert all(face.band is Band.UNCOLOURED for face in faces(room).values())


def test_that_an_unclaimed_request_is_late_by_its_own_limit() -> None:
    room = Room()
    case(room, "crm/1", 20 * MIN)
    assert faces(room)[Queue.UNCLAIMED].band is Band.CALM
    assert faces(room, NOW + 5 * MIN)[Queue.UNCLAIMED].band is Band.WARNING
    late = faces(room, NOW + 11 * MIN)[Queue.UNCLAIMED]
    assert (late.n, late.oldest, late.band) == (1, 31 * MIN, Band.BREACHED)


def test_that_who_took_an_order_over_and_did_nothing_is_seen_after_half_an_hour() -> None:
    room = Room()
    said = {"verb": "take_over", "actor": "07", "role": "desk", "stage": "accepted", "since": NOW - HOUR}
    case(room, "crm/1", handling={**said, "holder": "07", "held_since": NOW - 20 * MIN})
    assert faces(room)[Queue.NOT_FOLLOWED].n == 0
    assert faces(room, NOW + 11 * MIN)[Queue.NOT_FOLLOWED].n == 1


def test_that_a_call_without_a_place_waits_until_an_order_takes_it_up() -> None:
    room = Room()
    for i, located in enumerate((False, True, False)):
        report = {"channel": "95598", "received_at": NOW - i * HOUR, "located": located}
        room.say("95598", call_report=report)
    call = next(iter(room.tables.thing("call", "95598").entries["report"].values())).id
    before = faces(room)[Queue.NOT_LOCATED]
    assert (before.n, before.oldest) == (2, 2 * HOUR)
    said = {"verb": "link", "actor": "07", "role": "desk", "stage": "accepted", "since": NOW}
    case(room, "crm/1", handling={**said, "linked": [f"call/{call}"]})
    assert faces(room)[Queue.NOT_LOCATED].n == 1
    assert faces(room, NOW + DAY - HOUR)[Queue.NOT_LOCATED].n == 0, "calls of the last day only"


def test_that_calls_that_were_parted_again_wait_again() -> None:
    room = Room()
    room.say("95598", call_report={"channel": "95598", "received_at": NOW, "located": False})
    call = next(iter(room.tables.thing("call", "95598").entries["report"].values())).id
    for i, linked in enumerate((True, False)):
        room.say("case/1", NOW + i, case_link={"subject": f"call/{call}", "linked": linked})
        assert faces(room)[Queue.NOT_LOCATED].n == (0 if linked else 1)


def test_that_inflow_counts_channels_and_hours_since_midnight() -> None:
    room = Room()
    assert inflow(room.tables, Trays.of(room.tables), NOW - 3 * HOUR, NOW) is None
    for i, (channel, age) in enumerate((("app", 10), ("app", 70), ("95598", 80), ("app", 500))):
        case(room, f"crm/{i}", age * MIN, need={"channel": channel})
    came = inflow(room.tables, Trays.of(room.tables), NOW - 3 * HOUR, NOW)
    assert came is not None
    assert came.lines == (("app", 2), ("95598", 1))
    assert came.hours == (0, 2, 1, 0) and came.total == 3


def test_that_shares_name_what_they_were_taken_from() -> None:
    room = Room()
    for i in range(4):
        done = {"stage": "done", "since": NOW - HOUR, "reopened": int(i == 0)}
        case(room, f"crm/{i}", stage=done, callback={"actor": "95598", "satisfied": i > 1})
    case(room, "crm/old", stage={"stage": "done", "since": NOW - 25 * HOUR})
    trays = Trays.of(room.tables)
    content = measure(room.tables, trays, None, NOW, Measure.SATISFIED)
    first = measure(room.tables, trays, None, NOW, Measure.FIRST_TIME)
    assert (content.value, content.n, content.settled) == (0.5, 4, True)
    assert (first.value, first.n) == (0.75, 4), "what was done more than a day ago is not in the window"


def connection(room: Room, key: str, **project: Any) -> None:
    said = {"voltage": "lv", "category": "lv_res", "kva": 8.0, "applied_at": NOW - 3 * DAY, **project}
    case(room, key, 3 * DAY, need={"lane": "connect"}, project=said)


def test_that_power_that_waits_and_power_that_was_connected_are_never_added_up() -> None:
    room = Room()
    connection(room, "crm/1")
    connection(room, "crm/2", kva=630.0, voltage="mv")
    connection(room, "crm/3", energised_at=NOW - HOUR)
    trays = Trays.of(room.tables)
    waiting = measure(room.tables, trays, None, NOW, Measure.KVA_WAITING)
    connected = measure(room.tables, trays, None, NOW, Measure.KVA_CONNECTED)
    assert (waiting.value, waiting.n, waiting.settled, waiting.oldest) == (638.0, 2, False, 3 * DAY)
    assert (connected.value, connected.n, connected.settled) == (8.0, 1, True)
    days = measure(room.tables, trays, None, NOW, Measure.LV_DAYS)
    assert days.value == pytest.approx(3 - 1 / 24) and days.n == 1
    assert measure(room.tables, trays, None, NOW, Measure.MV_DAYS).value is None


def test_that_a_goal_is_missed_on_its_own_side() -> None:
    room = Room()
    for i, origin in enumerate(("online", "online", "hotline")):
        case(room, f"crm/{i}", need={"origin": origin, "channel": "x"})
    trays = Trays.of(room.tables)
    online = measure(room.tables, trays, SOUTH, NOW, Measure.ONLINE)
    assert online.missed and online.goal is not None and online.goal.at_least == 0.99
    assert not measure(room.tables, trays, GRID, NOW, Measure.ONLINE).missed, "no goal, nothing missed"


@pytest.mark.parametrize("which", list(Measure))
def test_that_no_measure_is_a_zero_where_nobody_feeds_its_lane(which: Measure) -> None:
    face = measure(Room().tables, Trays(), SOUTH, NOW, which)
    assert not face.sourced and face.value is None
    assert which in MEASURED
