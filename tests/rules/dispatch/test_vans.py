"""Where a generator van saves most customer-minutes until the repair, and what is said of it (d.132)."""

from collections.abc import Sequence
from math import inf
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.rules.dispatch.crews import NOW
from wallboard.domain.rows import Outage, Van
from wallboard.domain.terms import DeviceKind, OutageStage, Supply, VanStatus
from wallboard.rules.dispatch.vans import HOUR, MINUTE, VanProposal, van_proposals, wants_van
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules()
DARK = Outage(
    id="oms/1",
    source="oms",
    stage=OutageStage.CONFIRMED,
    device_kind=DeviceKind.TRANSFORMER_AREA,
    customers_out=100,
    etr=NOW + 4 * HOUR,
)


def van(key: str = "gps/V1", **fields: Any) -> Van:
    said = {"kva": 400.0, "status": VanStatus.AVAILABLE, "fuel_hours": 6.0, "name": key} | fields
    return Van(id=key, source="gps", **said)


def found(
    outages: Sequence[Outage], vans: Sequence[Van], minutes: Sequence[Sequence[float]]
) -> list[VanProposal]:
    seconds = np.array(minutes, float).reshape(len(outages), len(vans)) * MINUTE
    return van_proposals(outages, vans, seconds, NOW, RULES)


def test_that_what_is_saved_counts_from_when_the_van_feeds_until_the_repair() -> None:
    (one,) = found([DARK], [van()], [[35]])
    assert one.fed_at == NOW + (35 + RULES.connect_minutes) * MINUTE
    assert one.saved == 100 * (240 - 35 - RULES.connect_minutes)
    assert one.cautions == ()


def test_that_one_van_goes_where_it_saves_most_and_not_where_it_is_nearest() -> None:
    many = replace(DARK, id="oms/2", customers_out=180)
    assert [one.outage for one in found([DARK, many], [van()], [[5], [20]])] == ["oms/2"]
    key = replace(DARK, id="oms/3", customers_out=20, key_customers=1)
    assert [one.outage for one in found([DARK, key], [van()], [[5], [20]])] == ["oms/3"]


def test_that_two_vans_are_shared_so_that_the_sum_is_greatest() -> None:
    other = replace(DARK, id="oms/2", customers_out=110)
    pairs = found([DARK, other], [van("gps/a"), van("gps/b")], [[10, 200], [12, 14]])
    assert {(one.outage, one.van) for one in pairs} == {("oms/1", "gps/a"), ("oms/2", "gps/b")}


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        ({"kva": 100.0}, 10.0),  # one area is fed whole or not at all
        ({"status": VanStatus.CONNECTED}, 10.0),
        ({}, inf),
        ({}, 239.0),  # the repair is over before it feeds
    ],
)
def test_that_no_van_is_proposed_that_cannot_help(fields: dict[str, Any], minutes: float) -> None:
    assert found([DARK], [van(**fields)], [[minutes]]) == []


def test_that_what_would_save_next_to_nothing_is_not_worth_a_van() -> None:
    assert found([replace(DARK, customers_out=3)], [van()], [[10]]) == []


@pytest.mark.parametrize(
    ("etr", "fuel", "said"),
    [
        (NOW + 9 * HOUR, 6.0, ["van_fuel_short"]),
        (NOW + 4 * HOUR, None, ["van_fuel_unknown"]),
        (None, 6.0, ["van_repair_assumed"]),
    ],
)
def test_that_fuel_that_ends_and_a_time_that_nobody_gave_are_said(
    etr: float | None, fuel: float | None, said: list[str]
) -> None:
    (one,) = found([replace(DARK, etr=etr)], [van(fuel_hours=fuel)], [[10]])
    assert [why.code for why in one.cautions] == said


@pytest.mark.parametrize(
    "fields",
    [
        {"device_kind": DeviceKind.FEEDER},
        {"supply": Supply.GENERATOR},
        {"stage": OutageStage.CLOSED},
        {"customers_out": None},
        {"merged_into": "oms/9"},
    ],
)
def test_that_only_one_area_that_is_dark_and_not_fed_yet_wants_a_van(fields: dict[str, Any]) -> None:
    assert wants_van(DARK) and not wants_van(replace(DARK, **fields))


def test_that_without_vans_or_outages_nothing_is_proposed() -> None:
    assert found([], [van()], []) == [] and found([DARK], [], [[]]) == []
