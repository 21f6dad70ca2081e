"""Worst first: key customers, band, how late (coarsely), customers out, due time, id."""

import random

import msgspec
import pytest

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import AreaClass, Lane, OutageNature, OutageStage
from wallboard.rules.ranking import lateness_bins, outage_rank, rank_key
from wallboard.rules.sla import clock_of

NOW = 1_700_000_000.0
GRID = load_rule_set("state-grid-2022")  # arrival, urban: 45 min


def line(name: str, age_min: float, customers: int, *, key: int = 0, outage: Outage | None = None):
    order = Order(
        id=name,
        source="analyst",
        lane=Lane.RESTORE,
        received_at=NOW - age_min * 60,
        customers=customers,
        key_customers=key,
    )
    return order, clock_of(order, GRID, NOW, area_class=AreaClass.URBAN), outage


WORST_FIRST = [
    line("key customer, calm", 5, 1, key=1),
    line("beyond twice the limit, many", 400, 5000),
    line("beyond twice the limit, later but fewer", 900, 40),
    line("late, many", 60, 9000),
    line("late, few", 80, 10),
    line("warning", 40, 20_000),
    line("calm, many", 10, 800),
    line("calm, as many and due later", 9, 800),
    line("calm, few", 20, 3),
]


def test_that_the_worst_comes_first_in_whatever_order_they_came() -> None:
    shuffled = list(WORST_FIRST)
    random.Random(7).shuffle(shuffled)
    ranked = sorted(shuffled, key=lambda found: rank_key(*found))
    assert [order.id for order, _, _ in ranked] == [order.id for order, _, _ in WORST_FIRST]


def test_that_the_id_decides_between_equals() -> None:
    assert rank_key(*line("a", 10, 5)) < rank_key(*line("b", 10, 5))


def test_that_the_outages_own_count_stands_above_the_orders() -> None:
    grown = Outage(id="oms/1", source="oms", customers_out=9000)
    assert rank_key(*line("b", 10, 5, outage=grown)) < rank_key(*line("a", 10, 800))


def test_that_a_key_customer_of_the_outage_counts() -> None:
    hospital = Outage(id="oms/1", source="oms", customers_out=1, key_customers=1)
    assert rank_key(*line("b", 1, 1, outage=hospital)) < rank_key(*line("a", 900, 9000))


@pytest.mark.parametrize(
    ("ages_min", "counts"),
    [
        ([], (0, 0, 0, 0, 0)),
        ([45], (1, 0, 0, 0, 0)),  # on the limit: in time
        ([46, 90], (0, 2, 0, 0, 0)),  # to twice
        ([91, 180, 181, 360, 361, 5000], (0, 0, 2, 2, 2)),  # 4 x 45 = 180, 8 x 45 = 360
    ],
)
def test_that_a_small_distribution_says_how_late(ages_min: list[float], counts: tuple[int, ...]) -> None:
    late = lateness_bins(line("o", age, 1)[1] for age in ages_min)
    assert late.counts == counts
    assert late.total == len(ages_min)


def test_that_clocks_without_a_limit_are_not_in_the_distribution() -> None:
    order = line("o", 90, 1)[0]
    free = clock_of(msgspec.structs.replace(order), None, NOW, area_class=AreaClass.URBAN)
    assert lateness_bins([free]).total == 0


OUTAGES_WORST_FIRST = [
    Outage(id="a key customer among few", source="oms", customers_out=4, key_customers=1),
    Outage(id="most customers", source="oms", customers_out=900, started_at=NOW - 60),
    Outage(id="as many, later", source="oms", customers_out=900, started_at=NOW),
    Outage(id="nobody counted them", source="oms", started_at=NOW - 9000),
    Outage(id="announced", source="oms", customers_out=5000, nature=OutageNature.PLANNED),
    Outage(id="back, not verified", source="oms", customers_out=9000, stage=OutageStage.RESTORED_REPORTED),
]


def test_that_outages_rank_by_key_customers_then_customers_and_never_by_the_clock() -> None:
    """Domain 5.8: announced work stands below what was not, what has supply again below what is dark."""
    shuffled = random.Random(3).sample(OUTAGES_WORST_FIRST, len(OUTAGES_WORST_FIRST))
    assert [each.id for each in sorted(shuffled, key=outage_rank)] == [
        each.id for each in OUTAGES_WORST_FIRST
    ]
