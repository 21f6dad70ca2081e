"""Pauses and the customer's steps: they stop a clock, never bring a due date nearer, and add up."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.orders import at, connection, order_of, pause, shown
from wallboard.config.calendars import load_calendar
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import StepEntered
from wallboard.domain.facts import convert_payload
from wallboard.domain.orders import OrderPause, Standstill
from wallboard.domain.rows import Order
from wallboard.domain.terms import AreaClass, Band, ConnectStep
from wallboard.rules.day_clocks import DayDue, day_due
from wallboard.rules.limits import Limit
from wallboard.rules.sla import clock_of
from wallboard.rules.standstill import customer_acts, stood_seconds, stood_spans, stood_workdays

CHINA = load_calendar("china")
GRID, SOUTH = load_rule_set("state-grid-2022"), load_rule_set("southern-grid-guizhou-2021")
MIN, DAY = 60.0, 86400.0
START = at("2026-03-02 09:00")

HOURS = st.floats(0, 24 * 60, allow_nan=False)
SPANS = st.lists(st.tuples(HOURS, HOURS), max_size=4)


def with_pauses(order: Order, spans: list[tuple[float, float]]) -> Order:
    """Pauses that are over, given in hours after the start."""
    over = tuple(
        Standstill(
            since=START + min(pair) * 3600, until=START + max(pair) * 3600, code="safety_hold", actor="x"
        )
        for pair in spans
    )
    total = sum(each.until - each.since for each in over)
    return msgspec.structs.replace(order, pauses=over, paused_total=total, pause_changed=START + 60 * DAY)


@given(SPANS, st.lists(HOURS, min_size=2, max_size=5).map(sorted))
def test_that_a_period_split_at_any_instant_adds_up(
    spans: list[tuple[float, float]], cuts: list[float]
) -> None:
    paused = with_pauses(order_of("restore", "2026-03-02 09:00"), spans)
    cut = [START + hours * 3600 for hours in cuts]
    whole = sum(until - since for since, until in stood_spans(paused, cut[0], cut[-1]))
    parts = sum(
        until - since for first, last in pairwise(cut) for since, until in stood_spans(paused, first, last)
    )
    assert parts == pytest.approx(whole, abs=1e-3)


@given(
    SPANS, st.tuples(HOURS, HOURS), st.sampled_from(["minutes", "working_days", "days"]), st.integers(1, 40)
)
def test_that_one_pause_more_never_brings_a_due_date_nearer(
    spans: list[tuple[float, float]], more: tuple[float, float], unit: str, amount: int
) -> None:
    rules = msgspec.structs.replace(
        SOUTH, limits=[msgspec.convert({"lane": "connect", "target": "conclude", unit: amount}, Limit)]
    )
    now = START + 60 * DAY
    plain = order_of("connect", "2026-03-02 09:00")
    before, after = (
        clock_of(with_pauses(plain, each), rules, now, area_class=AreaClass.URBAN)
        for each in (spans, [*spans, more])
    )
    assert before.due is not None and after.due is not None
    assert after.due >= before.due - 1e-6


@given(SPANS, st.floats(0, 30 * DAY, allow_nan=False))
def test_that_a_clock_that_stands_still_does_not_run(spans: list[tuple[float, float]], since: float) -> None:
    """While a pause runs, nothing elapses, however long it lasts."""
    paused = msgspec.structs.replace(
        with_pauses(order_of("restore", "2026-03-02 09:00"), spans), paused_since=START + since
    )
    first, later = (
        clock_of(paused, GRID, START + since + wait, area_class=AreaClass.URBAN) for wait in (0.0, 5000.0)
    )
    assume(first.elapsed > 0)
    assert later.elapsed == pytest.approx(first.elapsed, abs=1e-3)
    assert first.moving and later.moving


def test_that_pauses_that_overlap_count_once() -> None:
    order = order_of("restore", "2026-11-02 09:00", paused_total=5400.0, pause_changed=at("2026-11-02 11:00"))
    twice = msgspec.structs.replace(
        order,
        pauses=(pause("2026-11-02 10:00", "2026-11-02 11:00"), pause("2026-11-02 10:30", "2026-11-02 11:00")),
    )
    assert stood_seconds(twice, at("2026-11-02 09:00"), at("2026-11-02 12:00")) == 3600


def test_that_a_pause_over_a_weekend_costs_no_working_day() -> None:
    over = msgspec.structs.replace(
        connection("lv_nonres", "2026-11-02 09:00"),  # Monday
        pauses=(pause("2026-11-07 00:00", "2026-11-09 00:00"),),  # Saturday and Sunday
        paused_total=2 * DAY,
        pause_changed=at("2026-11-09 00:00"),
    )
    assert stood_workdays(over, CHINA, at("2026-11-03 00:00"), at("2026-11-10 00:00")) == 0
    clock = clock_of(over, GRID, at("2026-11-10 00:00"), area_class=AreaClass.URBAN)
    assert shown(clock.due) == "2026-11-11 00:00"  # 3-6 = 4; Mon 9 = 5, Tue 10 = 6


def test_that_a_pause_of_which_only_the_length_is_known_counts_in_full() -> None:
    """Two days of pause, nobody said when: 6 working days become 8."""
    known = connection("lv_nonres", "2026-11-02 09:00")
    told = msgspec.structs.replace(known, paused_total=2 * DAY, pause_changed=at("2026-11-09 00:00"))
    clock = clock_of(told, GRID, at("2026-11-10 00:00"), area_class=AreaClass.URBAN)
    assert shown(clock.due) == "2026-11-13 00:00"  # 3-6 = 4; 9-12 = 8


def test_that_the_utilitys_own_time_stops_while_the_customer_acts_and_the_whole_process_goes_on() -> None:
    order = connection(
        "mv_single", "2026-11-02 09:00", ("plan", "2026-11-02 09:00"), ("customer_design", "2026-11-04 00:00")
    )
    assert customer_acts(order)
    limits = {
        limit.target: limit
        for limit in SOUTH.limits
        if limit.kind == "mv_single" and limit.working_days in (22, 60)
    }
    for now, utility in (("2026-11-06 00:00", "2026-12-05 00:00"), ("2026-11-10 00:00", "2026-12-09 00:00")):
        # 22 on Wed 2 Dec; after 2 days of the customer's Fri 4 Dec, after 4 Tue 8 Dec
        own = day_due(order, limits["utility"], CHINA, at("2026-11-02 09:00"), at(now))
        assert isinstance(own, DayDue) and shown(own.due) == utility
    whole = day_due(order, limits["conclude"], CHINA, at("2026-11-02 09:00"), at("2026-11-10 00:00"))
    assert not isinstance(whole, DayDue) and whole.code == "calendar_not_published"  # 60 reach into 2027


def test_that_a_step_entered_again_has_a_clock_of_its_own() -> None:
    """The first completion inspection failed, the customer built on, the second one counts from its start."""
    order = connection(
        "mv_single",
        "2026-09-01 09:00",
        ("completion", "2026-11-02 09:00"),
        ("customer_construction", "2026-11-04 09:00"),
        ("completion", "2026-11-11 09:00"),
    )
    clock = clock_of(
        order, load_rule_set("state-grid-before-2022"), at("2026-11-12 09:00"), area_class=AreaClass.URBAN
    )
    assert (clock.target, shown(clock.due)) == ("completion", "2026-11-19 00:00")  # 12, 13, 16, 17, 18
    assert clock.band is Band.CALM
    spans = stood_spans(order, 0, at("2026-11-12 00:00"), utility_only=True)
    assert spans == [(at("2026-11-04 09:00"), at("2026-11-11 09:00"))]


def test_that_steps_count_in_the_order_of_their_times() -> None:
    assert StepEntered(step=ConnectStep.PLAN, at=1.0).step in ConnectStep
    assert not customer_acts(order_of("connect"))


@pytest.mark.parametrize("missing", ["code", "actor"])
def test_that_a_pause_that_names_no_reason_or_no_actor_is_refused(missing: str) -> None:
    words = {"paused": True, "since": "2026-11-23T09:00:00Z", "code": "safety_hold", "actor": "lead"}
    assert convert_payload(OrderPause, words).paused
    with pytest.raises(msgspec.ValidationError, match=missing):
        convert_payload(OrderPause, {**words, missing: ""})
    with pytest.raises(msgspec.ValidationError, match=missing):
        convert_payload(OrderPause, {name: value for name, value in words.items() if name != missing})
