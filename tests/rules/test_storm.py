"""Tiers at a response level, and restoration times by default: the narrowest of the room's table."""

from typing import Any

import pytest

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import AreaClass, DeviceKind, Lane, OutageStage
from wallboard.rules.storm import default_etr, tier_of, tier_of_order
from wallboard.rules.storm_limits import StormEtr, StormRules

T0, MIN = 1_781_154_000.0, 60.0
RULES = StormRules()


def outage(customers: int = 50, **fields: Any) -> Outage:
    said = {"stage": OutageStage.CONFIRMED, "started_at": T0, "device_kind": DeviceKind.LATERAL} | fields
    return Outage(id="oms/1", source="oms", customers_out=customers, **said)


@pytest.mark.parametrize(
    ("customers", "fields", "tier"),
    [(1000, {}, 1), (999, {}, 2), (100, {}, 2), (99, {}, 3), (3, {"key_customers": 1}, 1)],
)
def test_that_life_and_key_customers_are_of_the_first_tier_and_others_by_how_many_are_out(
    customers: int, fields: dict[str, Any], tier: int
) -> None:
    assert tier_of(outage(customers, **fields), RULES) == tier


def test_that_an_order_has_its_outages_tier_or_what_it_says_itself() -> None:
    order = Order(id="R-1", source="hub", lane=Lane.RESTORE, received_at=T0, customers=500)
    assert tier_of_order(order, outage(5), RULES) == 3
    assert tier_of_order(order, None, RULES) == 2
    life = Order(id="R-2", source="hub", lane=Lane.RESTORE, received_at=T0, segment="life")
    assert tier_of_order(life, outage(1), RULES) == 1


def test_that_the_default_is_the_narrowest_that_fits_to_five_minutes() -> None:
    etrs = (
        StormEtr(minutes=600),
        StormEtr(tier=3, minutes=500),
        StormEtr(area_class=AreaClass.REMOTE, minutes=400),
        StormEtr(region="上川岛", minutes=302),
    )
    rules = StormRules(etrs=etrs)
    cases: tuple[tuple[dict[str, Any], int], ...] = (
        ({"customers": 500}, 600),
        ({}, 500),
        ({"area_class": "remote"}, 400),
        ({"area_class": "remote", "town": "上川岛"}, 305),
    )
    for fields, minutes in cases:
        found = default_etr(outage(**fields), T0 + MIN, rules)
        assert found == T0 + minutes * MIN, fields


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": OutageStage.SUSPECTED},
        {"stage": OutageStage.RESTORED_REPORTED},
        {"started_at": T0 - 24 * 60 * MIN},
        {"merged_into": "oms/2"},
    ],
)
def test_that_a_guess_what_is_over_and_what_has_lasted_longer_has_no_default(fields: dict[str, Any]) -> None:
    assert default_etr(outage(**fields), T0, RULES) is None


def test_that_a_table_without_a_line_for_it_gives_none() -> None:
    assert default_etr(outage(5), T0, StormRules(etrs=(StormEtr(tier=1, minutes=60),))) is None
