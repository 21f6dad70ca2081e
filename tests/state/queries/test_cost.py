"""What the queries cost with 2,000 outages and 5,000 orders, in passes of plain Python over as many numbers.

Measured on the development machine: one such pass takes 3.6 ms, the restore lane of 2,000 open orders 4 ms
(beside busy neighbours up to 3.5 passes), the totals 3 ms. A ratio taken in one run: a neighbour that takes
half of the core takes half of both.
"""

from collections.abc import Callable

import pytest

from tests.state.queries.faces import NOW
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import thread_seconds
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import AreaClass, Lane, Measure, OutageNature, OutageStage
from wallboard.state.queries import by_region, lane, totals
from wallboard.state.queries.flow import flow
from wallboard.state.queries.handoffs import handoffs
from wallboard.state.queries.measures import measure
from wallboard.state.queries.queues import queues
from wallboard.state.store import Store
from wallboard.state.trays import Trays


@pytest.fixture(scope="module")
def storm() -> Store:
    """2,000 outages with their restore orders, and 1,500 orders in each other lane."""
    facts: list[Fact] = []
    confirmed = OutageStageClaim(stage=OutageStage.CONFIRMED)
    for n in range(2000):
        extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=n % 977, region=f"r{n % 12}")
        need = OrderNeed(lane=Lane.RESTORE, received_at=NOW - n * 10, outage=f"oms/{n}")
        facts.append(Fact(extent, f"oms/{n}", NOW, "oms", f"e{n}"))
        facts.append(Fact(confirmed, f"oms/{n}", NOW, "oms", f"s{n}"))
        facts.append(Fact(need, f"restore/oms/{n}", NOW, "analyst", f"n{n}"))
    for n in range(3000):
        which = Lane.REQUEST if n % 2 else Lane.CONNECT
        facts.append(Fact(OrderNeed(lane=which, received_at=NOW - n), f"o/{n}", NOW, "crm", f"o{n}"))
    store = Store()
    store.apply(facts)
    return store


def passes(query: Callable[[], object]) -> float:
    """The cheapest of seven runs, CPU time of this thread, by the cheapest of seven passes between them."""
    costs, units = [], []
    for _ in range(7):
        units.append(cost(lambda: sum(n for n in range(100_000))))
        costs.append(cost(query))
    return min(costs) / min(units)


def cost(work: Callable[[], object]) -> float:
    """Seconds of this thread."""
    began = thread_seconds()
    work()
    return thread_seconds() - began


def test_that_a_lane_costs_less_than_six_passes(storm: Store) -> None:
    rules = load_rule_set("state-grid-2022")
    assert passes(lambda: lane(storm.tables, Lane.RESTORE, rules, NOW, AreaClass.URBAN, 7)) < 6


def test_that_totals_and_regions_cost_less_than_six_passes(storm: Store) -> None:
    assert passes(lambda: totals(storm.tables, NOW)) < 6
    assert passes(lambda: by_region(storm.tables, NOW)) < 6


def test_that_what_the_service_pages_count_costs_what_is_shown(storm: Store) -> None:
    """0.2 ms measured, whether 5,000 orders stand or 10,000: the trays are kept by what changed."""
    tables, trays, rules = storm.tables, Trays.of(storm.tables), load_rule_set("state-grid-2022")

    def faces() -> None:
        queues(tables, trays, rules, NOW, None)
        flow(tables, trays, [Lane.REQUEST, Lane.CONNECT], NOW)
        handoffs(tables, trays, rules, NOW, 4)
        for which in Measure:
            measure(tables, trays, rules, NOW, which)

    assert passes(faces) < 1.5
