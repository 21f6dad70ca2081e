"""Who was told, by when, and what a message needs: d.11, d.12, d.14, d.46; domain 5.9."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Instant
from wallboard.domain.messages import Group, MessageCourse, MessageStep, OutageMessage, Telling, message_of
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Band, OutageStage
from wallboard.rules.notification import (
    entered_clock,
    groups_told,
    held_until,
    informed,
    outdated,
    quiet_until,
    reachable,
    second_key_above,
    told_clock,
    too_late,
    untold,
)

RULES = load_rule_set("state-grid-2022")
LIMITS = RULES.tellings
ZONE = ZoneInfo("Asia/Shanghai")
T0 = datetime(2026, 11, 23, 16, 0, tzinfo=ZONE).timestamp()
MINUTE = 60.0


def out(**fields: object) -> Outage:
    known = {"stage": OutageStage.CONFIRMED, "since": T0, "customers_out": 1000, **fields}
    return Outage(id="oms/1", source="oms", **known)  # type: ignore[arg-type]


def band(outage: Outage, after: float) -> Band:
    clock = entered_clock(outage, LIMITS)
    assert clock is not None
    return clock.band(T0 + after * MINUTE, RULES.warn_share)


def test_that_an_outage_is_entered_for_95598_within_five_minutes_of_its_confirmation() -> None:
    clock = entered_clock(out(), LIMITS)
    assert clock is not None and (clock.what, clock.since, clock.due) == ("confirmed", T0, T0 + 5 * MINUTE)
    assert [band(out(), after) for after in (0, 3.9, 4, 5, 5.1)] == [
        Band.CALM,
        Band.CALM,
        Band.WARNING,
        Band.WARNING,
        Band.BREACHED,
    ]
    assert band(out(entered_at=T0 + 4 * MINUTE, entered_revision=0), 60) is Band.CALM
    assert band(out(entered_at=T0 + 6 * MINUTE, entered_revision=0), 60) is Band.BREACHED


def test_that_nothing_is_to_be_entered_before_it_is_confirmed_and_without_a_limit_nothing_is_coloured() -> (
    None
):
    for stage in (OutageStage.SUSPECTED, OutageStage.PREDICTED, OutageStage.PROBABLE, OutageStage.CLOSED):
        assert entered_clock(out(stage=stage), LIMITS) is None
    clock = entered_clock(out(), [])
    assert clock is not None and clock.band(T0 + 9e5, 0.8) is Band.UNCOLOURED


def test_that_each_change_of_the_restoration_time_starts_the_clock_anew() -> None:
    changed = out(etr_revision=2, etr_at=T0 + 40 * MINUTE, entered_at=T0 + 3 * MINUTE, entered_revision=1)
    clock = entered_clock(changed, LIMITS)
    assert clock is not None
    assert (clock.what, clock.due, clock.done) == ("etr", T0 + 45 * MINUTE, None)
    entered = msgspec.structs.replace(changed, entered_at=T0 + 44 * MINUTE, entered_revision=2)
    assert band(entered, 90) is Band.CALM


def test_that_restoration_is_entered_too() -> None:
    back = out(stage=OutageStage.RESTORED_REPORTED, entered_at=T0 - 60, entered_revision=0)
    clock = entered_clock(back, LIMITS)
    assert clock is not None and (clock.what, clock.done) == ("restored", None)
    back = msgspec.structs.replace(back, entered_restored_at=T0 + 120)
    clock = entered_clock(back, LIMITS)
    assert clock is not None and clock.done == T0 + 120


def test_that_customers_are_told_after_it_was_entered_and_partly_told_is_not_told() -> None:
    row = out(entered_at=T0 + 4 * MINUTE, entered_revision=0)
    clock = told_clock(row, LIMITS)
    assert clock is not None and (clock.since, clock.due) == (T0 + 4 * MINUTE, T0 + 19 * MINUTE)
    partly = msgspec.structs.replace(row, told_customers=900, told_at=T0 + 6 * MINUTE)
    clock = told_clock(partly, LIMITS)
    assert clock is not None and clock.done is None
    whole = msgspec.structs.replace(row, told_customers=1000, told_at=T0 + 6 * MINUTE)
    clock = told_clock(whole, LIMITS)
    assert clock is not None and clock.done == T0 + 6 * MINUTE


@given(
    st.integers(0, 10_000),
    st.integers(0, 20_000) | st.none(),
)
def test_that_the_gap_is_what_is_out_minus_who_was_informed(customers: int, told: int | None) -> None:
    row = out(customers_out=customers, told_customers=told)
    assert informed(row) + untold(row) == customers
    assert 0 <= untold(row) <= customers


def telling(group: str, customers: int, revision: int = 0) -> Telling:
    return Telling(group, revision, False, customers, T0)


def test_that_a_group_that_was_told_an_older_version_is_not_told() -> None:
    tellings = (telling("key", 4), telling("others", 990), telling("key", 4, 1))
    row = out(key_customers=4, etr_revision=1, tellings=tellings)
    key, others = groups_told(row)
    assert (key.group, key.customers, key.told, key.older) == ("key", 4, 4, 0)
    assert (others.group, others.customers, others.told, others.older) == ("others", 996, 0, 990)


def test_that_a_telling_to_everybody_that_missed_some_may_have_missed_the_key_customers() -> None:
    whole = groups_told(out(key_customers=4, tellings=(telling("all", 1000),)))
    assert [each.told for each in whole] == [4, 996]
    partly = groups_told(out(key_customers=4, tellings=(telling("all", 998),)))
    assert [each.told for each in partly] == [2, 994]
    assert [each.told for each in groups_told(out(tellings=(telling("all", 400),)))] == [400]


def test_that_only_who_has_a_contact_can_be_reached() -> None:
    assert reachable(1000, 0.93) == 930
    assert reachable(1000, None) == 1000  # nobody knows it: it is asked of all of them


def test_that_a_second_key_is_needed_above_the_number_of_the_rule_set_and_always_without_one() -> None:
    assert second_key_above(LIMITS) == 500
    assert second_key_above([]) == 0


def local(hour: int, minute: int = 0, day: int = 23) -> float:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).timestamp()


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (local(21, 59), None),
        (local(22), local(7, day=24)),
        (local(23, 30), local(7, day=24)),
        (local(0, 30), local(7)),
        (local(6, 59), local(7)),
        (local(7), None),
        (local(12), None),
    ],
)
def test_that_quiet_hours_last_from_22_to_7_across_midnight(now: float, until: float | None) -> None:
    assert quiet_until(LIMITS, now, ZONE) == until
    assert quiet_until([], now, ZONE) is None


SAID = OutageMessage(actor="07", words="x", customers=900, etr=Instant(T0 + 3600), etr_revision=1)


def test_that_a_message_at_night_waits_for_the_morning_unless_it_is_urgent() -> None:
    night = local(23)
    message = message_of("m", night, SAID, [])
    assert held_until(message, LIMITS, night, ZONE) == local(7, day=24)
    urgent = message_of("m", night, msgspec.structs.replace(SAID, urgent=True), [])
    assert held_until(urgent, LIMITS, night, ZONE) is None


def test_that_what_is_not_so_any_more_is_not_said() -> None:
    message = message_of("m", T0, SAID, [])
    assert not outdated(message, out(etr_revision=1))
    assert outdated(message, out(etr_revision=2))
    assert outdated(message, out(stage=OutageStage.RESTORED_REPORTED, etr_revision=1))
    assert outdated(message, out(stage=OutageStage.CLOSED))
    assert outdated(message, None)
    plain = message_of("m", T0, msgspec.structs.replace(SAID, etr=None), [])
    assert not outdated(plain, out(etr_revision=2, etr_calculated=True))  # it names no time
    assert too_late(message, LIMITS) == T0 + 60 * MINUTE  # the time itself has passed
    assert too_late(plain, LIMITS) is None  # at night it waits for the morning
    left = message_of("m", T0, plain.said, [(T0, MessageCourse(message="m", step=MessageStep.SENDING))])
    assert (too_late(left, LIMITS), too_late(left, [])) == (T0 + 120 * MINUTE, None)


STEPS = st.sets(st.tuples(st.integers(0, 100), st.sampled_from(list(MessageStep))), max_size=6)


@given(STEPS, st.randoms())
def test_that_the_steps_of_a_message_say_the_same_in_whatever_order_they_are_heard(
    steps: set[tuple[int, MessageStep]], dice: Random
) -> None:
    course = [(T0 + at, MessageCourse(message="m", step=step)) for at, step in steps]
    shuffled = list(course)
    dice.shuffle(shuffled)
    assert message_of("m", T0, SAID, course) == message_of("m", T0, SAID, shuffled)


def test_that_a_message_to_many_waits_for_its_second_key_and_ends_once() -> None:
    asked = msgspec.structs.replace(SAID, second_key=True)
    assert message_of("m", T0, asked, []).step is MessageStep.WAITING
    course = [
        (T0 + 60, MessageCourse(message="m", step=MessageStep.READY, actor="08")),
        (T0 + 61, MessageCourse(message="m", step=MessageStep.SENDING, channel="sms")),
        (T0 + 70, MessageCourse(message="m", step=MessageStep.DELIVERED, delivered=870)),
        (T0 + 80, MessageCourse(message="m", step=MessageStep.REFUSED)),
    ]
    done = message_of("m", T0, asked, course)
    assert (done.step, done.approved_by, done.channel, done.delivered) == (
        MessageStep.DELIVERED,
        "08",
        "sms",
        870,
    )
    assert done.over and done.said.group is Group.ALL
