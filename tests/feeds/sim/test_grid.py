"""Switching: dark is what no closed way joins to a source; protection and switches do their part."""

import networkx
import pytest

from feeds.sim.chance import chance
from feeds.sim.dark_counts import DarkCounts
from feeds.sim.fate import Fate
from feeds.sim.fault import Fault
from feeds.sim.grid import Grid
from feeds.sim.ground import Ground
from feeds.sim.supply import Supply
from feeds.worlds import ground_of, open_world

TOWN = ground_of("town")


class Bench:
    """A network with a desk of switches in one's own hands."""

    def __init__(self, ground: Ground = TOWN, seed: int = 1) -> None:
        self.ground, self.grid = ground, Grid(ground)
        self.supply, self.fate = Supply(ground, self.grid), Fate(seed, ground, self.grid.wiring)
        self.counts = DarkCounts(ground, self.supply)

    def lateral(self, device: str) -> Fault:
        return self.fate.fault("lateral", self.ground.devices.id.index(device), 0.0, 60.0)

    def feeder(self, row: int) -> Fault:
        return self.fate.fault("feeder", row, 0.0, 60.0)

    def area(self, row: int) -> Fault:
        return self.fate.fault("area", row, 0.0, 60.0)


def dark_by_trace(grid: Grid) -> set[int]:
    """Areas whose low side networkx finds no way from a source to."""
    edges = grid.ground.edges
    graph = networkx.Graph()
    graph.add_nodes_from(range(grid.ground.nodes))
    graph.add_edges_from((edges.a[e], edges.b[e]) for e in range(len(edges.a)) if grid.shut[e])
    live: set[int] = set()
    for source in grid.ground.sources:
        if source not in live:
            live |= networkx.node_connected_component(graph, source)
    return {area for area, node in enumerate(grid.ground.areas.node) if node not in live}


def check(bench: Bench) -> int:
    """Dark is dark for everybody, counted once, by region too and as from nothing, and no broken element is
    under voltage; how many areas."""
    grid, supply = bench.grid, bench.supply
    dark = dark_by_trace(grid)
    assert {area for area in range(len(grid.ground.areas.id)) if supply.whole_dark(area)} == dark
    held = [
        area for fault in supply.standing.values() if not fault.service for area in supply.areas(fault.id)
    ]
    assert sorted(held) == sorted(dark)
    assert not [fault for edge, fault in grid.faults_at() if grid.under_voltage(edge)]
    customers = sum(supply.held(fault).customers for fault in supply.standing.values())
    assert customers == sum(supply.dark(area) for area in range(len(grid.ground.areas.id)))
    bench.counts.recount(supply.changed)
    supply.changed.clear()
    anew = DarkCounts(bench.ground, supply)
    anew.recount(supply.dark_areas())
    for row in range(len(bench.ground.regions)):
        assert bench.counts.of(row) == anew.of(row)
    for fault in supply.standing:
        opened = [edge for edge in range(len(grid.shut)) if fault in grid.switches.holders(edge)]
        assert grid.switches.opened_by(fault) == opened
    return len(dark)


def test_that_an_undisturbed_network_leaves_nobody_dark() -> None:
    bench = Bench()
    assert check(bench) == 0
    assert all(
        bench.grid.fed[node] == line for node, line in zip(TOWN.areas.node, TOWN.areas.line, strict=True)
    )


def test_that_a_fault_opens_the_nearest_guard_above_it_and_no_more() -> None:
    bench = Bench()
    lateral = bench.lateral("F1-Z09")
    effect = bench.supply.fail(lateral)
    assert [TOWN.devices.id[TOWN.device_at[edge]] for edge in effect.opened] == ["F1-Z09"]
    assert sorted(effect.dark) == bench.fate.areas_behind(effect.opened[0])
    assert check(bench) == 10
    bench.supply.mend(lateral)
    assert check(bench) == 0


def test_that_a_guard_that_fails_leaves_the_fault_to_the_next_one() -> None:
    import msgspec

    bench = Bench()
    effect = bench.supply.fail(msgspec.structs.replace(bench.lateral("F1-Z09"), guard_fails=True))
    assert [TOWN.devices.id[TOWN.device_at[edge]] for edge in effect.opened] == ["F1-CB"]
    assert check(bench) == len(TOWN.feeders.areas[0])


@pytest.mark.parametrize("feeder", range(6))
def test_that_isolation_brings_back_what_a_switch_or_a_tie_can_feed(feeder: int) -> None:
    bench = Bench()
    fault = bench.feeder(feeder)
    bench.supply.fail(fault)
    before = check(bench)
    assert before == len(TOWN.feeders.areas[feeder])
    bench.supply.isolate(fault)
    after = check(bench)
    assert 0 < after < before
    bench.supply.mend(fault)
    assert check(bench) == 0
    assert bench.grid.shut == TOWN.edges.closed


def test_that_a_tie_is_not_closed_beyond_what_its_feeder_can_carry() -> None:
    left = []
    for load in (1.0, 20.0):
        bench = Bench()
        bench.grid.load = load
        fault = bench.feeder(5)
        bench.supply.fail(fault)
        bench.supply.isolate(fault)
        left.append(check(bench))
    assert left[0] < left[1]


def test_that_a_fault_below_a_dead_feeder_comes_to_light_when_it_is_fed_again() -> None:
    bench = Bench()
    feeder, lateral = bench.feeder(0), bench.lateral("F1-Z09")
    bench.supply.fail(feeder)
    assert not bench.supply.fail(lateral).opened
    assert bench.supply.held(lateral).customers == 0
    effect = bench.supply.mend(feeder)
    assert lateral.id in effect.touched and effect.opened
    assert check(bench) == bench.supply.held(lateral).areas == 10


def test_that_a_service_fault_counts_only_while_its_area_is_live() -> None:
    bench = Bench()
    area = max(TOWN.feeders.areas[0], key=lambda row: TOWN.areas.customers[row])
    service, transformer = bench.fate.fault("service", area, 0.0, 60.0), bench.area(area)
    bench.supply.fail(service)
    assert bench.supply.dark(area) == bench.supply.held(service).customers == service.service
    bench.supply.fail(transformer)
    assert bench.supply.dark(area) == TOWN.areas.customers[area]
    assert bench.supply.held(service).customers == 0
    bench.supply.mend(transformer)
    assert bench.supply.held(service).customers == service.service
    check(bench)


@pytest.mark.parametrize("seed", range(6))
def test_that_any_order_of_faults_switchings_and_repairs_stays_true(seed: int) -> None:
    bench, dice = Bench(seed=seed), chance(seed, "order")
    standing: list[Fault] = []
    darkest = 0
    for _ in range(120):
        roll = dice.random()
        if roll < 0.5 or not standing:
            kind = dice.choice(["feeder", "lateral", "lateral", "area", "service"])
            if kind == "feeder":
                fault = bench.feeder(dice.randrange(6))
            elif kind == "lateral":
                names = [
                    d
                    for d, k in zip(TOWN.devices.id, TOWN.devices.kind, strict=True)
                    if k in ("fuse", "lateral_switch")
                ]
                fault = bench.lateral(dice.choice(names))
            else:
                fault = bench.fate.fault(kind, dice.randrange(len(TOWN.areas.id)), 0.0, 60.0)  # type: ignore[arg-type]
            if fault.id not in bench.supply.standing:
                bench.supply.fail(fault)
                standing.append(fault)
        elif roll < 0.7:
            fault = dice.choice(standing)
            if not fault.service:
                bench.supply.isolate(fault)
        else:
            bench.supply.mend(standing.pop(dice.randrange(len(standing))))
        darkest = max(darkest, check(bench))
    while standing:
        bench.supply.mend(standing.pop())
    assert check(bench) == 0 and bench.grid.shut == TOWN.edges.closed
    assert darkest > 60


@pytest.mark.parametrize("seed", [1, 7])
def test_that_at_any_instant_of_a_storm_the_dark_are_those_without_a_source(seed: int) -> None:
    world = open_world("town-storm", seed)
    darkest = 0
    for minute in range(0, 361, 6):
        world.step(world.scenario.start_at + minute * 60)
        dark = dark_by_trace(world.grid)
        assert {area for area in range(len(TOWN.areas.id)) if world.supply.whole_dark(area)} == dark
        truth = world.truth()
        assert set(truth.dark) >= {TOWN.areas.id[area] for area in dark}
        darkest = max(darkest, sum(truth.dark.values()))
    assert darkest > 2000
