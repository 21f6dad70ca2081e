"""The attention queue: life before all, then the minutes that are left, and no lane that takes it over."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.orders import order_of
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import Complaint
from wallboard.domain.orders import AskKind, OrderAsk, OrderHandover
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage, Van
from wallboard.domain.terms import AreaClass, Lane, OrderStage, OutageStage, Supply, VanStatus
from wallboard.rules.attention import COMPLAINT, LIFE, MANY, REST, Concern, queue_of, weigh
from wallboard.rules.order_conditions import conditions
from wallboard.rules.sla import Clocks

GRID = load_rule_set("state-grid-2022")  # arrival, urban: 45 min
CLOCKS = Clocks(GRID, AreaClass.URBAN)
MIN = 60.0
ORDER = order_of("restore")
NOW = ORDER.received_at + 10 * MIN
DARK = Outage(id="oms/1", source="oms", stage=OutageStage.CONFIRMED)


def concern(
    order: Order,
    outage: Outage | None = None,
    *,
    now: float = NOW,
    van: Van | None = None,
    travel_min: float | None = None,
) -> Concern | None:
    travel = None if travel_min is None else travel_min * MIN
    return weigh(
        order,
        CLOCKS.of(order, now, travel, outage),
        now,
        GRID.attention,
        outage=outage,
        wrongs=conditions(order, now, GRID.handling),
        van=van,
        travel=travel,
    ).concern


def changed(order: Order = ORDER, **fields: object) -> Order:
    return msgspec.structs.replace(order, **fields)


def codes(found: Concern | None) -> list[str]:
    return [reason.code for reason in found.reasons] if found else []


def test_that_a_dark_hospital_with_20_minutes_stands_above_a_hand_over_of_one_customer_due_in_9() -> None:
    """45 min to arrive, 10 are gone, the nearest crew is 15 away: 20. Sent a minute ago, 10 allowed: 9."""
    hospital = changed(id="o/hospital", segment="life", customers=1)
    sent = OrderHandover(frm="服务调度 07", to="网格 0312", sent_at=NOW - MIN)
    handed = changed(id="o/handed", lane=Lane.REQUEST, customers=1, handover=sent)
    first, second = concern(hospital, DARK, travel_min=15), concern(handed)
    assert first is not None and second is not None
    assert (first.minutes(NOW), second.minutes(NOW)) == (20, 9)
    assert [each.order for each in queue_of([second, first], 10).rows] == ["o/hospital", "o/handed"]
    assert codes(first)[:2] == ["limit_ends", "key_customers_wait"]
    assert codes(second) == ["handover_unaccepted"]


@pytest.mark.parametrize(
    ("fields", "outage", "tier"),
    [
        ({"segment": "life"}, None, LIFE),
        ({"key_customers": 1}, None, LIFE),
        ({}, {"key_customers": 2}, LIFE),
        ({"customers": 500}, None, MANY),
        ({"customers": 499}, None, REST),
        ({"customers": 5}, {"customers_out": 900}, MANY),
        ({"complaint": Complaint(channel="12398")}, None, COMPLAINT),
        ({"kind": "complaint"}, None, COMPLAINT),
        ({}, None, REST),
    ],
)
def test_that_the_tier_follows_who_waits(
    fields: dict[str, object], outage: dict[str, object] | None, tier: int
) -> None:
    found = concern(changed(**fields), None if outage is None else msgspec.structs.replace(DARK, **outage))
    assert found is not None and found.tier == tier


def test_that_the_last_moment_is_the_limit_less_the_way_of_the_nearest_crew() -> None:
    assert [
        found.at - NOW for travel in (None, 5, 40) if (found := concern(changed(), travel_min=travel))
    ] == [
        35 * MIN,
        30 * MIN,
        -5 * MIN,
    ]


def test_that_the_way_no_longer_counts_once_somebody_is_there() -> None:
    there = changed(stage=OrderStage.ON_SITE, reached={"on_site": NOW - MIN})
    found = concern(there, travel_min=40)
    assert found is not None and found.at == NOW - MIN + 180 * MIN


def test_that_an_estimate_that_runs_out_comes_before_the_limit() -> None:
    found = concern(changed(), msgspec.structs.replace(DARK, etr=NOW + 12 * MIN))
    assert found is not None and found.minutes(NOW) == 12
    assert codes(found) == ["etr_expires", "limit_ends"]


def test_that_a_generator_is_due_before_its_fuel_ends_by_the_time_that_a_swap_takes() -> None:
    """Read an hour ago at 3 h: it ends in 120 min, a swap takes 45: 75 min. The limit stands still."""
    van = Van(
        id="v/1",
        source="s",
        name="03",
        status=VanStatus.CONNECTED,
        fuel_hours=3.0,
        fuel_read_at=NOW - 60 * MIN,
    )
    fed = msgspec.structs.replace(DARK, supply=Supply.GENERATOR, van="v/1")
    paused = changed(
        paused_since=NOW - 5 * MIN, pause_changed=NOW - 5 * MIN, paused_code="generator_supplied"
    )
    found = concern(paused, fed, van=van)
    assert found is not None and found.minutes(NOW) == 75
    assert found.reasons == (Reason("fuel_ends", {"van": "03"}),)


def test_that_a_dark_key_customer_without_limit_and_estimate_is_not_left_out() -> None:
    far = changed(
        area_class=AreaClass.REMOTE, stage=OrderStage.ON_SITE, reached={"on_site": NOW - MIN}, key_customers=1
    )
    assert concern(changed(far, key_customers=0), DARK) is None  # nothing is promised there, nothing is due
    found = concern(far, DARK)
    assert codes(found) == ["no_time_given", "key_customers_wait"]


def test_that_what_is_far_off_is_not_in_the_queue() -> None:
    far = changed(lane=Lane.REQUEST, promised_at=NOW + 241 * MIN, received_at=NOW)
    assert concern(far) is None
    assert concern(far, now=NOW + 2 * MIN) is not None


def test_that_what_is_overdue_stays_until_it_was_acknowledged_since_and_then_folds() -> None:
    late = NOW + 60 * MIN  # due at minute 45
    for acknowledged, seen in ((None, False), (NOW, False), (NOW + 50 * MIN, True)):
        found = concern(changed(acknowledged_at=acknowledged), now=late)
        assert found is not None and found.seen is seen and found.minutes(late) < 0
        queue = queue_of([found], 5)
        assert (len(queue.rows), queue.folded) == (0, 1) if seen else (1, 0)


def test_that_a_question_that_nobody_answers_and_a_customer_whom_nobody_calmed_come_up() -> None:
    asked = OrderAsk(kind=AskKind.SPECIALIST, at=NOW - 50 * MIN, to="电缆班")
    waits = changed(lane=Lane.REQUEST, stage=OrderStage.WAITING, asked=asked, holder="07")
    found = concern(waits)
    assert found is not None and found.minutes(NOW) == 20  # asked at 08:20, owed from 08:30 on
    assert codes(found) == ["question_unanswered"]
    own = changed(lane=Lane.REQUEST, holder="07", customer_owned_at=NOW - 5 * MIN, contractor="宏达")
    found = concern(own)
    assert found is not None and (found.minutes(NOW), codes(found)) == (10, ["customer_not_calmed"])


def test_that_what_was_passed_round_and_what_nobody_has_is_said_beside_the_clock() -> None:
    late = NOW + 25 * MIN
    found = concern(changed(returned=2, handed_over=1), now=late)
    assert codes(found) == ["limit_ends", "no_owner", "passed_round"]


def test_that_only_three_reasons_are_given() -> None:
    busy = changed(handover=OrderHandover(frm="a", to="b", sent_at=NOW), key_customers=1)
    found = concern(busy, msgspec.structs.replace(DARK, etr=NOW + 5 * MIN))
    assert codes(found) == ["etr_expires", "key_customers_wait", "handover_unaccepted"]


CONCERNS = st.lists(
    st.builds(
        Concern,
        st.text("abc", min_size=1, max_size=4),
        st.sampled_from(Lane),
        st.integers(LIFE, REST),
        st.floats(0, 1000, allow_nan=False),
        st.just(()),
        st.booleans(),
    ),
    max_size=40,
    unique_by=lambda each: each.order,
)


@given(CONCERNS, st.integers(0, 12))
def test_that_no_lane_takes_over_half_of_the_queue_while_another_has_something_to_show(
    concerns: list[Concern], n: int
) -> None:
    queue = queue_of(concerns, n)
    standing = [each for each in concerns if not each.seen]
    assert (len(queue.rows) + queue.more, queue.folded) == (len(standing), len(concerns) - len(standing))
    assert len(queue.rows) == min(n, len(standing))
    assert [each.rank for each in queue.rows] == sorted(each.rank for each in queue.rows)
    for lane in Lane:
        taken = [each for each in queue.rows if each.lane is lane and each.tier != LIFE]
        left_out = [each for each in standing if each not in queue.rows and each.lane is not lane]
        has_its_half = {
            each for each in Lane if sum(row.lane is each for row in queue.rows) >= max(1, n // 2)
        }
        assert len(taken) <= max(1, n // 2) or {each.lane for each in left_out} <= has_its_half


@given(CONCERNS, st.integers(0, 12))
def test_that_no_life_is_left_out_for_another_tier(concerns: list[Concern], n: int) -> None:
    queue = queue_of(concerns, n)
    left_out = [each for each in concerns if not each.seen and each.tier == LIFE and each not in queue.rows]
    assert not left_out or all(each.tier == LIFE for each in queue.rows)
