"""Computed restoration times: from which repairs, with which range, and when a promise is about to pass."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.rows import Outage
from wallboard.domain.terms import DeviceKind, OutageNature, OutageStage
from wallboard.rules.etr import LEAST, MIDDLE, Estimate, Past, Repair, moved, passes_soon, repairs
from wallboard.rules.etr import estimate as estimate_of

T0, MIN = 1_000_000_200.0, 60.0  # a whole five minutes


def outage(**more: Any) -> Outage:
    standing: dict[str, Any] = {
        "id": "o",
        "source": "oms",
        "stage": OutageStage.CONFIRMED,
        "started_at": T0,
        "since": T0,
        "device_kind": DeviceKind.LATERAL,
        "cause": "树障",
    }
    return Outage(**(standing | more))


def took(*minutes: float, kind: DeviceKind = DeviceKind.LATERAL, cause: str = "树障") -> list[Repair]:
    return [Repair(kind, cause, each * MIN) for each in minutes]


def estimate(past: Sequence[Repair], row: Outage, now: float) -> Estimate | None:
    return estimate_of(Past(past), row, now)


def test_that_repairs_are_those_that_brought_light_back() -> None:
    over = outage(stage=OutageStage.RESTORED_VERIFIED, since=T0 + 50 * MIN)
    others = [
        outage(),
        outage(stage=OutageStage.CANCELLED, since=T0 + 50 * MIN),
        outage(stage=OutageStage.UNLISTED, since=T0 + 50 * MIN),
        outage(stage=OutageStage.CLOSED, since=T0 + 50 * MIN, nature=OutageNature.PLANNED),
        outage(stage=OutageStage.CLOSED, since=T0 + 50 * MIN, merged_into="p"),
    ]
    assert repairs([over, *others]) == took(50)


def test_that_the_time_and_its_range_are_shares_of_what_alike_repairs_took() -> None:
    past = took(40, 50, 60, 70, 80, 90, 100, 110, 120, 200)
    found = estimate(past, outage(), T0)
    assert found == Estimate(T0 + 100 * MIN, T0 + 60 * MIN, T0 + 120 * MIN, 10)
    assert estimate(past[:4], outage(), T0) is None  # too few tell of nothing


def test_that_the_same_cause_goes_before_the_same_kind_and_that_before_all() -> None:
    cause, kind, all_ = (
        took(*[30] * 5),
        took(*[60] * 5, cause="雷击"),
        took(*[90] * 9, kind=DeviceKind.FEEDER),
    )
    assert _at(estimate([*cause, *kind, *all_], outage(), T0)) == 30
    assert _at(estimate([*cause[:4], *kind, *all_], outage(), T0)) == 60
    assert _at(estimate([*cause[:2], *kind[:2], *all_], outage(), T0)) == 90
    assert _at(estimate([*cause, *kind, *all_], outage(cause=""), T0)) == 60  # nobody has said why


REPAIRS = st.builds(
    Repair,
    st.sampled_from((DeviceKind.LATERAL, DeviceKind.FEEDER)),
    st.sampled_from(("", "树障", "雷击")),
    st.integers(1, 40).map(lambda minutes: minutes * MIN),
)


@given(st.lists(REPAIRS, max_size=40), st.sampled_from(("", "树障")), st.integers(-5, 45))
def test_that_looking_repairs_up_is_going_through_all_of_them(
    past: list[Repair], cause: str, lasted: int
) -> None:
    row, found = outage(cause=cause), None
    longer = [one for one in past if one.seconds > lasted * MIN]
    of_kind = [one for one in longer if one.kind is row.device_kind]
    of_cause = [one for one in of_kind if cause and one.cause == cause]
    for alike in (of_cause, of_kind, longer):
        took = sorted(one.seconds for one in alike)
        if found is None and len(took) >= LEAST:
            found = took[min(len(took) - 1, int(MIDDLE * len(took)))], len(took)
    said = estimate(past, row, T0 + lasted * MIN)
    assert (None if said is None else (said.at, said.n)) == (
        None if found is None else (-(-(T0 + found[0]) // 300) * 300, found[1])
    )


def test_that_what_has_lasted_already_is_known() -> None:
    past = took(20, 20, 20, 20, 20, 90, 100, 110, 120, 130)
    assert _at(estimate(past, outage(), T0)) == 100
    late = estimate(past, outage(), T0 + 60 * MIN)
    assert _at(late) == 120 and late is not None and late.n == 5
    assert estimate(past, outage(), T0 + 125 * MIN) is None


@pytest.mark.parametrize(
    "row",
    [
        outage(stage=OutageStage.PREDICTED),
        outage(stage=OutageStage.RESTORED_REPORTED),
        outage(nature=OutageNature.PLANNED),
        outage(merged_into="p"),
    ],
)
def test_that_a_guess_planned_work_and_what_is_back_get_no_time(row: Outage) -> None:
    assert estimate(took(*[30] * 9), row, T0) is None


def test_that_it_is_said_anew_only_when_it_moves_or_is_about_to_pass() -> None:
    found = Estimate(T0 + 60 * MIN, T0, T0, 9)
    assert moved(None, found, T0)
    assert not moved(T0 + 50 * MIN, found, T0)
    assert moved(T0 + 40 * MIN, found, T0)
    assert moved(T0 + 50 * MIN, found, T0 + 51 * MIN)


def test_that_a_promise_is_warned_of_before_it_passes_and_a_computed_time_is_none() -> None:
    given = outage(etr=T0 + 60 * MIN)
    assert not passes_soon(given, T0 + 44 * MIN)
    assert passes_soon(given, T0 + 46 * MIN)
    assert not passes_soon(given, T0 + 61 * MIN)  # it has passed: that is worse, and said otherwise
    assert not passes_soon(outage(etr=T0 + 60 * MIN, etr_calculated=True), T0 + 46 * MIN)
    back = outage(etr=T0 + 60 * MIN, stage=OutageStage.RESTORED_REPORTED)
    assert not passes_soon(back, T0 + 46 * MIN)


def _at(found: Estimate | None) -> float:
    assert found is not None
    return (found.at - T0) / MIN
