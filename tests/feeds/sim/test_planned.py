"""Planned work of a city's day: noticed, begun in its window, given back in time or late, or called off."""

from collections import defaultdict
from functools import cache

import msgspec

from feeds.sim import World
from feeds.sim.planned import DAY, HOUR, NOTICE, Planned
from feeds.sim.policy import NearestFree
from tests.feeds.sim.worlds import lived, small, small_ground
from wallboard.config.scenario import PlannedEntry, load_scenario
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageEtr, OutageExtent
from wallboard.domain.plans import PlanCourse, PlanWork, Told, ToldEntered
from wallboard.domain.terms import OutageNature

GROUND = small_ground()


@cache
def a_day(plans: int = 60) -> tuple[World, list[Fact]]:
    """An ordinary day on which much is planned and nothing fails."""
    world = World(7, small("day", plans=plans, hazard=0.0), GROUND)
    return world, world.step(world.scenario.end_at)


def planned(world: World) -> list[Planned]:
    return world._room._planner.all()


def courses(facts: list[Fact]) -> dict[str, list[PlanCourse]]:
    found: dict[str, list[PlanCourse]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.data, PlanCourse):
            found[fact.key].append(fact.data)
    return found


def test_that_every_way_that_planned_work_can_go_is_gone_on_a_day() -> None:
    said = courses(a_day()[1])
    ways = {tuple(course.state for course in one) for one in said.values()}
    assert ways >= {("waiting", "running", "returned"), ("waiting", "running", "late", "returned")}
    assert any(way[-1] == "cancelled" and "running" not in way for way in ways)
    assert len(said) == len(planned(a_day()[0])) > 30


def test_that_work_holds_its_customers_from_its_window_until_it_is_given_back() -> None:
    world = World(7, small("day", plans=12, hazard=0.0), GROUND)
    pieces = planned(world)
    for minute in range(0, 13 * 60, 20):
        now = world.scenario.start_at + minute * 60.0 + 1.0
        world.step(now)
        wanted = {p.fault.id for p in pieces if p.called_off is None and p.begins <= now < p.back}
        assert wanted == set(world.supply.standing)
        for fault in world.supply.standing.values():
            assert world.supply.held(fault).customers > 0


def test_that_notice_is_given_seven_days_before_or_one_and_seldom_late() -> None:
    works = [f.data for f in a_day(300)[1] if isinstance(f.data, PlanWork)]
    assert all(w.noticed_at is not None and w.noticed_at < w.window_from for w in works)
    due = [NOTICE - (DAY if w.temporary else 0.0) * 6.0 for w in works]
    late = [w for w, d in zip(works, due, strict=True) if w.noticed_at and w.window_from - w.noticed_at < d]
    assert 0.01 < len(late) / len(works) < 0.1
    assert 0.05 < sum(w.temporary for w in works) / len(works) < 0.2
    assert all(w.customers and w.customers_noticed and w.customers_noticed <= w.customers for w in works)


def test_that_a_late_return_is_promised_anew_and_the_outage_is_marked_as_planned() -> None:
    facts = a_day()[1]
    late = [one for one in courses(facts).values() if any(c.state == "late" for c in one)]
    assert late and all(one[-1].returned_at == one[-2].new_return_at for one in late)
    revised = [f.data for f in facts if isinstance(f.data, OutageEtr) and f.data.revision == 1]
    assert len(revised) == len(late) and all(e.etr and e.previous and e.etr > e.previous for e in revised)
    natures = {f.data.nature for f in facts if isinstance(f.data, OutageExtent)}
    assert natures == {OutageNature.PLANNED}


def test_that_a_late_return_and_the_return_itself_are_entered_and_told() -> None:
    """A new time first where it is late by more than the telling takes; then that the light is back."""
    world, facts = a_day()
    entered, told = defaultdict[str, list[ToldEntered]](list), defaultdict[str, list[Told]](list)
    for fact in facts:
        if isinstance(fact.data, ToldEntered):
            entered[fact.key].append(fact.data)
        elif isinstance(fact.data, Told):
            told[fact.key].append(fact.data)
    end, late, over = world.scenario.end_at - HOUR, 0, 0
    for index, plan in enumerate(planned(world), 1):
        key = f"oms/00-{index:04d}"
        if plan.called_off is not None or not plan.begins < plan.back < end:
            continue
        over += 1
        assert [each.restored for each in entered[key]][-1:] == [True]
        last = told[key][-1:]
        assert all(each.customers and (each.restored or _held_by_another(world, plan)) for each in last)
        if plan.back > plan.ends + 10 * 60.0:
            late += 1
            assert [each.etr_revision for each in entered[key] if not each.restored] == [0, 1]
            assert not told[key] or 1 in {each.etr_revision for each in told[key] if not each.restored}
    assert sum(map(bool, told.values())) > 10
    assert over > 10 and late > 2


def _held_by_another(world: World, plan: Planned) -> bool:
    """Whether its customers were still dark for other work as it was given back: nobody tells them light."""
    return any(
        other is not plan
        and other.called_off is None
        and other.fault.feeder == plan.fault.feeder
        and other.begins < plan.back <= other.back
        for other in planned(world)
    )


def test_that_a_typhoon_calls_off_what_was_planned_for_its_day() -> None:
    rough = planned(World(7, small("typhoon", plans=40), GROUND))
    calm = planned(a_day()[0])
    assert sum(p.called_off is not None for p in rough) > 0.8 * len(rough)
    assert sum(p.called_off is not None for p in calm) < 0.2 * len(calm)


def test_that_work_that_began_before_the_room_looked_is_running_at_once() -> None:
    world = World(7, small("thunderstorm", plans=60, hazard=0.0), GROUND)
    start = world.scenario.start_at
    running = [p for p in planned(world) if p.begins < start and p.called_off is None]
    assert running
    facts = world.step(start + 30.0)
    begun = [f.data.started_at for f in facts if isinstance(f.data, PlanCourse) and f.data.state == "running"]
    assert sorted(begun) == sorted(p.begins for p in running)  # type: ignore[type-var]


def test_that_no_policy_moves_what_is_planned() -> None:
    class Nobody(NearestFree):
        def choose(self, waiting, free, distance, now):  # type: ignore[no-untyped-def, override]
            return []

    said = []
    for mind in (NearestFree(), Nobody()):
        world = World(7, small("day", plans=12, hazard=6.0), GROUND, policy=mind)
        facts = world.step(world.scenario.start_at + 6 * HOUR)
        said.append([(f.key, f.at, f.data) for f in facts if isinstance(f.data, PlanCourse | PlanWork)])
    assert said[0] == said[1] and said[0]


def test_that_a_named_piece_can_be_called_off() -> None:
    town = load_scenario("town-day")
    entry = msgspec.structs.replace(town.planned[0], called_off=300.0)
    world = World(7, msgspec.structs.replace(town, planned=[entry]), lived(7, "town-day", 0.0)[0].ground)
    facts = world.step(town.start_at + HOUR)
    assert [one.state for one in courses(facts)["oms/P0001"]] == ["waiting", "cancelled"]
    assert isinstance(entry, PlannedEntry) and not world.supply.standing.get(f"planned/{entry.device}")
