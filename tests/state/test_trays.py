"""In which trays an order lies, as its facts come."""

from typing import Any

import pytest

from tests.state.queries.faces import HOUR, MIN, NOW, Room
from wallboard.domain.terms import Lane
from wallboard.rules.order_conditions import PING_PONG
from wallboard.state.trays import Tray, Trays, most_first


def told(lane: str = "request", **aspects: dict[str, Any]) -> Trays:
    """The trays of one order that its facts told of."""
    room = Room()
    need = {"lane": lane, "received_at": NOW - HOUR, "channel": "95598", **aspects.pop("need", {})}
    room.say("crm/1", order_need=need)
    for aspect, fields in aspects.items():
        room.say("crm/1", **{f"order_{aspect}": fields})
    return Trays.of(room.tables)


def lying(trays: Trays) -> set[str]:
    return {f"{name.value}:{part}".rstrip(":") for name, part in trays.contents()}


def test_that_a_request_that_nobody_has_lies_unclaimed_and_says_how_it_came() -> None:
    trays = told()
    assert lying(trays) == {"unclaimed:request", "flow:request.hall", "came:95598", "not_located"}
    assert trays.tray(Tray.UNCLAIMED, "request").oldest == NOW - HOUR
    assert trays.orders(Lane.REQUEST) == 1


@pytest.mark.parametrize(
    ("stage", "flow"),
    [("accepted", "dispatch"), ("assigned", "unit"), ("on_site", "unit"), ("suspended", "dispatch")],
)
def test_that_an_order_lies_where_its_stage_has_brought_it(stage: str, flow: str) -> None:
    trays = told(stage={"stage": stage, "since": NOW - 20 * MIN}, holder={"holder": "服务调度 07"})
    assert trays.tray(Tray.FLOW, f"request.{flow}").oldest == NOW - 20 * MIN
    assert not trays.tray(Tray.UNCLAIMED, "request")


def handled(**said: Any) -> dict[str, Any]:
    return {"verb": "urge", "actor": "07", "role": "desk", "stage": "accepted", "since": NOW - HOUR, **said}


def test_that_urging_and_linked_calls_are_contacts_and_signs_of_a_complaint() -> None:
    trays = told(handling=handled(urged=2, holder="07", linked=["call/1", "outage/x", "call/2"]))
    assert [slip[0] for slip in trays.tray(Tray.REPEATED).first(9)] == [most_first(3, NOW - HOUR)]
    assert [slip[0] for slip in trays.tray(Tray.RISK).first(9)] == [most_first(1, NOW - HOUR)]
    assert not told(handling=handled(urged=2), complaint={"channel": "12398"}).tray(Tray.RISK)


def test_that_an_order_that_is_passed_round_lies_with_how_often() -> None:
    trays = told(handling=handled(returned=1, handed_over=PING_PONG - 1))
    assert [slip[0] for slip in trays.tray(Tray.PASSED_ROUND).first(9)] == [most_first(PING_PONG, NOW - HOUR)]
    assert not told(handling=handled(returned=PING_PONG - 1)).tray(Tray.PASSED_ROUND)


def test_that_what_waits_for_a_decision_is_not_what_waits_for_a_department() -> None:
    asked = {"stage": "waiting", "since": NOW - 30 * MIN}
    assert (
        told(handling=handled(verb="ask_decision", **asked)).tray(Tray.DECISION, "request").oldest
        == NOW - 30 * MIN
    )
    assert (
        told(handling=handled(verb="ask_department", **asked)).tray(Tray.ASKED, "request").oldest
        == NOW - 30 * MIN
    )


def test_that_what_is_solved_at_once_counts_as_solved_the_first_time() -> None:
    done = {"stage": "done", "since": NOW, "reached": {"done": NOW - MIN}}
    assert told(stage=done, need={"cell": "网格 03"}).tray(Tray.SOLVED_IN_CELL, "网格 03").oldest == NOW - MIN
    back = told(stage={**done, "reopened": 1}, need={"cell": "网格 03"})
    assert len(back.tray(Tray.DONE, "request")) == 1 and not back.tray(Tray.FIRST_TIME, "request")
    passed = told(stage=done, need={"cell": "网格 03"}, holder={"hops": 2})
    assert passed.tray(Tray.CELL_DONE, "网格 03") and not passed.tray(Tray.SOLVED_IN_CELL, "网格 03")


def test_that_what_was_done_with_nobody_on_site_needed_no_visit() -> None:
    done = {"stage": "done", "since": NOW, "reached": {"done": NOW - MIN}}
    assert told(stage=done).tray(Tray.REMOTE, "request").oldest == NOW - MIN
    visited = {**done, "reached": {"on_site": NOW - 5 * MIN, "done": NOW - MIN}}
    assert not told(stage=visited).tray(Tray.REMOTE, "request")


def test_that_a_call_back_says_how_it_went() -> None:
    trays = told(stage={"stage": "done", "since": NOW}, callback={"actor": "95598", "satisfied": False})
    assert [slip[1] for slip in trays.tray(Tray.CALLED, "no").first(2)] == ["crm/1"]


def project(**said: Any) -> dict[str, Any]:
    return {"voltage": "mv", "category": "mv_single", "kva": 800.5, "applied_at": NOW - 240 * HOUR, **said}


def test_that_connected_power_is_no_longer_waited_for() -> None:
    waiting = told("connect", project=project()).tray(Tray.WAITING_KVA, "mv")
    assert (len(waiting), waiting.total, waiting.oldest) == (1, 8005, NOW - 240 * HOUR)
    trays = told("connect", project=project(energised_at=NOW - HOUR))
    assert not trays.tray(Tray.WAITING_KVA, "mv")
    assert trays.tray(Tray.CONNECTED, "mv").total == 8005
    assert trays.tray(Tray.TOOK, "mv").total == 239 * 3600


def test_that_an_appointment_with_a_tick_missing_is_a_failed_visit() -> None:
    window = project(voltage="lv", category="lv_res", window_from=NOW - 2 * HOUR, window_to=NOW - HOUR)
    failed = told("connect", project=window, ticks={"survey": True, "failed_because": "缺合同"})
    assert failed.tray(Tray.VISITED, "no") and failed.tray(Tray.VISIT).oldest == NOW - 2 * HOUR
    ticks = dict.fromkeys(("survey", "documents", "meter", "contract"), True)
    done = {"stage": "done", "since": NOW}
    assert told("connect", project=window, stage=done, ticks={"survey": True}).tray(Tray.VISITED, "no")
    met = told("connect", project=window, stage=done, ticks=ticks)
    assert met.tray(Tray.VISITED, "yes") and not met.tray(Tray.VISITED, "no")


def test_that_a_window_of_time_holds_both_its_ends() -> None:
    room = Room()
    for i in range(6):
        room.say(f"crm/{i}", order_need={"lane": "request", "received_at": NOW + i * MIN, "channel": "app"})
    came = Trays.of(room.tables).tray(Tray.CAME, "app")
    assert [slip[1] for slip in came.within(NOW + MIN, NOW + 3 * MIN)] == ["crm/1", "crm/2", "crm/3"]
    assert came.below(NOW + MIN) == 1
