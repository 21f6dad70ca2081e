"""What ``state`` prints: the words of design 7, JSON types only, null where nobody speaks of it."""

import json

from tests.state.queries.faces import MIN, NOW, Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass
from wallboard.state.queries import summary

GRID = load_rule_set("state-grid-2022")


def test_that_it_has_the_promised_words() -> None:
    room = Room()
    room.source(flags=["capped"], reason={"code": "capped_at", "args": {"rows": 500}}, last_fact_at=NOW - MIN)
    room.outage("oms/1", customers_out=100)
    room.say(
        "restore/oms/1", order_need={"lane": "restore", "received_at": NOW - 50 * MIN, "outage": "oms/1"}
    )
    room.say("crew/1", crew_status={"status": "on_site", "since": NOW})
    found = summary(room.store, GRID, NOW, AreaClass.URBAN)
    assert json.loads(json.dumps(found, sort_keys=True)) == found
    assert found["at"] == "2023-11-14T22:13:20Z"
    assert found["applied"] == 5
    assert found["outages"] == {
        "open": 1,
        "planned": 0,
        "customers_out": 100,
        "by_stage": {"confirmed": 1},
        "at_least": False,
        "about": False,
    }
    assert found["orders"]["restore"] == {
        "open": 1,
        "calm": 0,
        "warning": 0,
        "breached": 1,
        "uncoloured": 0,
        "mean_arrival": None,
        "mean_repair": None,
    }
    assert found["orders"]["request"]["open"] is None
    assert found["crews"] == {"by_status": {"on_site": 1}}
    assert found["sources"] == [
        {
            "name": "oms",
            "state": "live",
            "flags": ["capped"],
            "reason": {"code": "capped_at", "args": {"rows": 500}},
            "last_fact_at": "2023-11-14T22:12:20Z",
            "age": 60.0,
            "delivered": True,
            "dropped": 0,
        }
    ]
    assert found["indices"]["etr_none"] == 1


def test_that_an_empty_store_has_no_zeros() -> None:
    found = summary(Room().store, None, NOW, AreaClass.URBAN)
    assert (found["outages"]["open"], found["outages"]["planned"]) == (None, None)
    assert (found["outages"]["customers_out"], found["outages"]["by_stage"]) == (None, {})
    assert set(found["orders"]["restore"].values()) == {None}
    assert set(found["indices"].values()) == {None}
    assert found["sources"] == []
    assert found["rules"] is None


def test_that_orders_that_nothing_judges_are_in_no_band() -> None:
    room = Room()
    room.say("r/1", order_need={"lane": "restore", "received_at": NOW - 50 * MIN})
    lanes = summary(room.store, None, NOW, AreaClass.URBAN)["orders"]
    said = {name: lanes["restore"][name] for name in ("open", "calm", "warning", "breached", "uncoloured")}
    assert said == {"open": 1, "calm": None, "warning": None, "breached": None, "uncoloured": 1}


def test_that_crews_without_a_status_are_named_unknown() -> None:
    room = Room()
    room.say("crew/1", crew_position={"lon": 112.0, "lat": 22.0})
    assert summary(room.store, GRID, NOW, AreaClass.URBAN)["crews"] == {"by_status": {"unknown": 1}}
