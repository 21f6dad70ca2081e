"""Planned work against its rules: 7 days, 24 hours, all customers, a late return, repeats (5.1, 5.9)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.rows import Outage, Plan
from wallboard.domain.terms import Band, OutageNature, OutageStage
from wallboard.rules.planned import NoticeState, Standing, standing

RULES = load_rule_set("state-grid-2022")
ZONE = ZoneInfo("Asia/Shanghai")
HOUR, DAY = 3600.0, 86_400.0
BEGINS = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE).timestamp()
ENDS = BEGINS + 8 * HOUR
PLAN = Plan(
    id="p",
    source="oms",
    title="10kV 沙坪线 消缺",
    window_from=BEGINS,
    window_to=ENDS,
    customers=420,
    customers_noticed=420,
    noticed_at=BEGINS - 8 * DAY,
)


def plan(**fields: object) -> Plan:
    return msgspec.structs.replace(PLAN, **fields)


def stands(row: Plan, now: float = BEGINS - DAY, outage: Outage | None = None, *others: float) -> Standing:
    return standing(row, now, RULES.notices, RULES.tellings, ZONE, outage, others)


@pytest.mark.parametrize(
    ("noticed", "reached", "now", "expected"),
    [
        (-8.0, 420, -1.0, NoticeState.SERVED),
        (-7.0, 420, -1.0, NoticeState.SERVED),
        (-6.9, 420, -1.0, NoticeState.LATE),
        (-8.0, 400, -1.0, NoticeState.SHORT),
        (None, None, -7.5, NoticeState.AHEAD),
        (None, None, -6.5, NoticeState.MISSING),
    ],
)
def test_that_planned_work_is_announced_seven_days_before_to_all_of_its_customers(
    noticed: float | None, reached: int | None, now: float, expected: NoticeState
) -> None:
    at = None if noticed is None else BEGINS + noticed * DAY
    found = stands(plan(noticed_at=at, customers_noticed=reached), BEGINS + now * DAY)
    assert (found.notice, found.due) == (expected, BEGINS - 7 * DAY)
    assert found.served == (None if reached is None else reached / 420)
    assert found.wrong is (expected in (NoticeState.LATE, NoticeState.SHORT, NoticeState.MISSING))


def test_that_a_key_customer_is_told_of_temporary_work_a_day_before() -> None:
    short = plan(temporary=True, key_customers=1, noticed_at=BEGINS - 23 * HOUR)
    assert (stands(short).notice, stands(short).due) == (NoticeState.LATE, BEGINS - DAY)
    assert stands(plan(temporary=True, noticed_at=None)).notice is NoticeState.UNKNOWN  # nobody limits it


def test_that_work_past_its_window_is_late_until_it_is_given_back() -> None:
    running = plan(state="running", started_at=BEGINS)
    assert stands(running, ENDS).over == 0
    assert stands(running, ENDS + 20 * 60).over == 20 * 60
    back = plan(state="returned", started_at=BEGINS, returned_at=ENDS + 40 * 60)
    assert (stands(back, ENDS + HOUR).over, stands(back, ENDS + HOUR).delay) == (0, 40 * 60)
    early = plan(state="returned", returned_at=ENDS - 600)
    assert stands(early, ENDS).delay == -600


def test_that_a_late_return_needs_a_new_notice_within_its_minutes() -> None:
    late = plan(state="late", started_at=BEGINS, new_return_at=ENDS + HOUR)
    assert stands(late, ENDS).new_notice is None
    clock = stands(late, ENDS + 16 * 60).new_notice
    assert clock is not None and (clock.since, clock.due, clock.done) == (ENDS, ENDS + 15 * 60, None)
    assert clock.band(ENDS + 16 * 60, 0.8) is Band.BREACHED
    outage = Outage(
        id="o",
        source="oms",
        nature=OutageNature.PLANNED,
        stage=OutageStage.CONFIRMED,
        customers_out=420,
        told_customers=420,
        told_at=BEGINS - DAY,
        etr_revision=1,
    )
    clock = stands(late, ENDS + 16 * 60, outage).new_notice
    assert clock is not None and clock.done is None  # that was the old time
    told = msgspec.structs.replace(outage, told_at=ENDS + 9 * 60)
    clock = stands(late, ENDS + 16 * 60, told).new_notice
    assert clock is not None and clock.done == ENDS + 9 * 60


def test_that_the_third_outage_of_the_same_customers_in_sixty_days_is_too_many() -> None:
    before = (BEGINS - 10 * DAY, BEGINS - 59 * DAY, BEGINS - 61 * DAY, BEGINS + DAY)
    found = stands(PLAN, BEGINS - DAY, None, *before)
    assert (found.repeat, found.often) == (3, True)
    found = stands(PLAN, BEGINS - DAY, None, *before[1:])
    assert (found.repeat, found.often) == (2, False)
