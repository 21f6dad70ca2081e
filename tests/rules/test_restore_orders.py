"""What an outage asks of its restore order; its whole course stands in tests/feeds/hub/test_analyst.py."""

import pytest
from msgspec.structs import replace as changed

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Instant, Payload
from wallboard.domain.orders import OrderNeed, OrderPause, OrderStageValue
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import (
    AreaClass,
    Band,
    CrewStatus,
    Lane,
    OrderStage,
    OutageNature,
    OutageStage,
    Supply,
)
from wallboard.rules.restore_orders import abandoned, asked_by, number_of, order_key, received_at
from wallboard.rules.sla import clock_of

NOW = 1_700_000_000.0
MIN = 60.0

GRID = load_rule_set("state-grid-2022")


def outage(**fields: object) -> Outage:
    plain: dict[str, object] = {"nature": OutageNature.UNPLANNED, "stage": OutageStage.CONFIRMED}
    return Outage(id="oms/1", source="oms", **{**plain, **fields})  # type: ignore[arg-type]


def order_of(asked: list[object]) -> Order:
    """The order that stands once everything that was asked for has been said."""
    need, stage = asked
    assert isinstance(need, OrderNeed)
    assert isinstance(stage, OrderStageValue)
    fields = {name: getattr(need, name) for name in OrderNeed.__struct_fields__}
    course = {name: getattr(stage, name) for name in ("stage", "since", "reached", "reopened")}
    return Order(id=order_key("oms/1"), source="analyst", **fields, **course)


@pytest.mark.parametrize("work", [None, *CrewStatus])
def test_that_asking_again_asks_for_nothing(work: CrewStatus | None) -> None:
    row = outage(work=work, work_since=None if work is None else NOW - 60)
    order = order_of(list(asked_by(row, None, NOW)))
    assert asked_by(row, order, NOW + 60) == []


def test_that_what_the_room_added_to_a_need_is_kept_when_the_outage_moves() -> None:
    order = order_of(list(asked_by(outage(), None, NOW)))
    promised = Order(**{**{n: getattr(order, n) for n in Order.__struct_fields__}, "promised_at": NOW + 99})
    (need,) = asked_by(outage(place="elsewhere"), promised, NOW + 60)
    assert isinstance(need, OrderNeed)
    assert (need.place, need.promised_at) == ("elsewhere", NOW + 99)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"place": "p", "feeder": "f", "town": "t"}, "p"),
        ({"feeder": "f", "device_name": "d", "town": "t"}, "f"),
        ({"device_name": "d", "town": "t"}, "d"),
        ({"town": "t", "region": "r"}, "t"),
        ({"region": "r"}, "r"),
        ({}, ""),
    ],
)
def test_that_the_title_is_the_narrowest_place_that_the_outage_names(
    fields: dict[str, str], title: str
) -> None:
    need = asked_by(outage(**fields), None, NOW)[0]
    assert isinstance(need, OrderNeed)
    assert (need.title, need.number, need.lane) == (title, "1", Lane.RESTORE)


@pytest.mark.parametrize(
    ("key", "number"),
    [
        ("oms/O0012", "O0012"),
        ("judged/YP2611230007", "YP2611230007"),
        ("still/oms/O0012/TA-0417", "O0012-0417"),
        ("still/judged/YP2611230007/TA-0417", "YP2611230007-0417"),
        ("still/oms/O0012/甲台区", "O0012-甲台区"),
    ],
)
def test_that_an_order_has_the_number_by_which_people_call_its_outage(key: str, number: str) -> None:
    assert number_of(key) == number


def test_that_an_unknown_area_class_is_left_to_the_room() -> None:
    need = asked_by(outage(area_class="suburban"), None, NOW)[0]
    assert isinstance(need, OrderNeed)
    assert need.area_class is None


def test_that_a_report_is_never_later_than_the_first_sight() -> None:
    assert received_at(outage(reported_at=NOW + 5), NOW) == NOW
    assert received_at(outage(started_at=NOW - 5), NOW) == NOW - 5
    assert received_at(outage(), NOW) == NOW


def test_that_an_abandoned_order_is_unlisted_once() -> None:
    order = order_of(list(asked_by(outage(), None, NOW)))
    (stage,) = abandoned(order, NOW + 60)
    assert isinstance(stage, OrderStageValue)
    assert (stage.stage, stage.since) == (OrderStage.UNLISTED, NOW + 60)
    assert (
        abandoned(Order(id="x", source="s", lane=Lane.RESTORE, received_at=0, stage=stage.stage), NOW) == []
    )


def stood(order: Order, asked: list[Payload]) -> Order:
    """The order after the pauses among what was asked for."""
    for said in asked:
        if isinstance(said, OrderPause):
            since = said.since if said.paused else None
            order = changed(
                order,
                paused_since=since,
                paused_total=said.total,
                paused_code=said.code,
                pause_changed=said.since,
            )
    return order


def on_van(since: float) -> Outage:
    return outage(supply=Supply.GENERATOR, supply_since=since, reported_at=NOW)


def test_that_the_clock_stands_while_a_generator_supplies_and_goes_on_after_it() -> None:
    """Reported at 0, on the van from 20 to 50 min: at 60 min half an hour has run."""
    order = order_of(list(asked_by(outage(reported_at=NOW), None, NOW)))
    asked = asked_by(on_van(NOW + 20 * MIN), order, NOW + 21 * MIN)
    assert asked == [
        OrderPause(
            paused=True, since=Instant(NOW + 20 * MIN), code="generator_supplied", actor="analyst", total=0.0
        )
    ]
    paused = stood(order, asked)
    assert asked_by(on_van(NOW + 20 * MIN), paused, NOW + 40 * MIN) == []
    clock = clock_of(paused, GRID, NOW + 45 * MIN, area_class=AreaClass.URBAN)
    assert (clock.elapsed, clock.band) == (20 * MIN, Band.CALM)
    off = outage(supply=Supply.DARK, supply_since=NOW + 50 * MIN, reported_at=NOW)
    asked = asked_by(off, paused, NOW + 51 * MIN)
    assert isinstance(asked[0], OrderPause) and asked[0].total == 30 * MIN
    running = stood(paused, asked)
    assert asked_by(off, running, NOW + 52 * MIN) == []
    assert clock_of(running, GRID, NOW + 60 * MIN, area_class=AreaClass.URBAN).elapsed == 30 * MIN


def test_that_an_order_raised_on_a_generator_is_raised_with_its_clock_standing() -> None:
    asked = asked_by(on_van(NOW - 5 * MIN), None, NOW)
    assert isinstance(asked[-1], OrderPause) and asked[-1].paused
    order = stood(order_of(list(asked[:2])), asked)
    assert asked_by(on_van(NOW - 5 * MIN), order, NOW + 1) == []


def test_that_a_pause_of_a_persons_is_theirs() -> None:
    order = order_of(list(asked_by(outage(), None, NOW)))
    held = changed(order, paused_since=NOW, paused_code="safety_hold", pause_changed=NOW)
    assert asked_by(outage(), held, NOW + 60) == []
    assert not any(isinstance(said, OrderPause) for said in asked_by(on_van(NOW + 30), held, NOW + 60))
