"""What the room only judged: somebody is sent, sees what is so, and the desk's words end it.

In these worlds few call, so that faults behind a concentrator that died with its supply stay unheard.
"""

import itertools
from functools import cache

import pytest
from msgspec.structs import replace

from feeds.sim.commands import Command
from feeds.sim.fault import Fault
from feeds.sim.inquiries import CALLED_BACK, LIT, OWN
from feeds.sim.world import World
from feeds.worlds import ground_of
from tests.feeds.sim.worlds import FOLLOWS
from wallboard.config.scenario import load_scenario
from wallboard.domain.calls import Evidence
from wallboard.domain.crews import CrewStatusValue
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageAlias, OutageDevice, OutageEtr, OutageStageClaim, OutageWork
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.terms import Claimant, CrewStatus, EvidenceKind, OutageStage

KEY = "judged/YP2606110001"
HOUR = 3600.0


def quiet(seed: int = 10) -> World:
    scenario = replace(load_scenario("town-storm"), calls=0.0)
    return World(seed, scenario, ground_of(scenario.network))


def unheard(world: World) -> Fault:
    """Live on until a fault has stood for half an hour of which nobody has heard."""
    since: dict[str, float] = {}
    while world.now < world.scenario.end_at:
        world.step(world.now + 60.0)
        for name in world.truth().unheard:
            fault = world.supply.standing[name]
            dark = fault.kind == "area" and world.supply.held(fault).customers > 20
            if dark and world.now - since.setdefault(name, world.now) >= HOUR / 2:
                return fault
    raise AssertionError("everything was heard")


def look(world: World, device: str, kind: str, customers: int = 3, key: str = KEY, keys: int = 0) -> Command:
    args = {"device": device, "kind": kind, "customers": str(customers), "key_customers": str(keys)}
    return Command(world.now, "look", key, args)


def of(facts: list[Fact], key: str = KEY) -> list[Fact]:
    return [fact for fact in facts if fact.key == key]


def stages(facts: list[Fact], claimant: Claimant) -> list[OutageStage]:
    claims = [fact.data for fact in facts if isinstance(fact.data, OutageStageClaim)]
    return [claim.stage for claim in claims if claim.claimant is claimant]


@cache
def confirmed() -> tuple[Fault, list[Fact]]:
    """A fault that only the room had judged, and all that was said for six hours."""
    world = quiet()
    fault = unheard(world)
    return fault, world.step(world.now + 6 * HOUR, [look(world, fault.device, "transformer_area")])


def test_that_a_fault_that_only_the_room_had_judged_is_confirmed_in_the_words_of_a_desk() -> None:
    fault, facts = confirmed()
    assert stages(of(facts), Claimant.OPERATOR) == [OutageStage.CONFIRMED]
    words = [fact.data for fact in of(facts)]
    (device,) = (d for d in words if isinstance(d, OutageDevice) and d.claimant is Claimant.OPERATOR)
    assert device.device == fault.device
    seen = [d for d in words if isinstance(d, Evidence) and d.kind is EvidenceKind.OPERATOR]
    assert [(each.device, each.n) for each in seen] == [(fault.device, 1)]


def test_that_it_goes_its_whole_way_under_the_number_that_the_room_gave_it() -> None:
    """Confirmed, promised, entered, told, restored, verified, closed; and no second outage of it."""
    fault, facts = confirmed()
    mine = of(facts)
    assert stages(mine, Claimant.OUTAGE_SYSTEM) == [
        OutageStage.CONFIRMED,
        OutageStage.RESTORED_REPORTED,
        OutageStage.RESTORED_VERIFIED,
        OutageStage.CLOSED,
    ]
    for word in (OutageEtr, ToldEntered, Told, OutageWork):
        assert any(isinstance(fact.data, word) for fact in mine), word
    entered = [fact.data.restored for fact in mine if isinstance(fact.data, ToldEntered)]
    assert entered[0] is False and entered[-1] is True
    others = [f.data for f in facts if f.key != KEY and isinstance(f.data, OutageDevice)]
    assert fault.device not in {each.device for each in others}


def test_that_the_crew_that_came_to_look_stays_and_mends_it() -> None:
    _, facts = confirmed()
    work = [fact.data for fact in of(facts) if isinstance(fact.data, OutageWork)]
    assert len({each.crew for each in work}) == 1
    course = [each.status for each in work]
    assert course[0] is CrewStatus.ASSIGNED
    assert course[-1] is CrewStatus.COMPLETED
    for before, after in itertools.pairwise(course):
        assert before is not None and after is not None
        assert after.value in FOLLOWS[before.value]


def lit_area(world: World, but: str = "") -> str:
    dark = set(world.truth().dark)
    areas = world.ground.areas
    return next(a for a, n in zip(areas.id, areas.customers, strict=True) if n > 20 and a not in dark | {but})


@pytest.mark.parametrize("kind", ["transformer_area", "service"])
def test_that_where_there_is_light_the_desk_says_so_and_nothing_stays_open(kind: str) -> None:
    """For a few customers mostly by calling back, and then no crew has set out."""
    said: list[str] = []
    for number in range(6):
        world = quiet(number)
        world.step(world.scenario.start_at + 60.0)
        facts = of(world.step(world.now + 3 * HOUR, [look(world, lit_area(world), kind)]))
        (claim,) = (f.data for f in facts if isinstance(f.data, OutageStageClaim))
        assert (claim.claimant, claim.stage) == (Claimant.OPERATOR, OutageStage.CANCELLED)
        (evidence,) = (f.data for f in facts if isinstance(f.data, Evidence))
        assert (evidence.kind, evidence.n) == (EvidenceKind.OPERATOR, 0)
        went = any(isinstance(f.data, OutageWork) for f in facts)
        assert went is (claim.said in (LIT, OWN))
        said.append(claim.said)
    assert (said.count(CALLED_BACK) >= 3) is (kind == "service")


def test_that_what_belongs_to_a_known_outage_becomes_a_part_of_it() -> None:
    world = quiet()
    begin = world.scenario.start_at + 2.5 * HOUR
    world.step(begin)
    standing = [case for case in world._desk.cases.values() if case.number and case.mended_at is None]
    known = max(standing, key=lambda case: (world.supply.held(case.fault).areas > 0) * case.work_left)
    area = world.ground.areas.id[world.supply.areas(known.fault.id)[0]]
    facts = world.step(begin + 3 * HOUR, [look(world, area, "transformer_area", 400, keys=1)])
    (alias,) = (fact.data for fact in of(facts) if isinstance(fact.data, OutageAlias))
    assert (alias.other, alias.how) == (known.key, "merged")
    assert not stages(of(facts), Claimant.OPERATOR)


def test_that_nobody_sets_out_for_what_is_over_before_somebody_was_sent() -> None:
    world = quiet()
    world.step(world.scenario.start_at + 60.0)
    begin = world.now
    commands = [look(world, lit_area(world), "transformer_area"), Command(begin + 120.0, "leave", KEY)]
    assert of(world.step(begin + 2 * HOUR, commands)) == []


def test_that_a_device_that_the_network_has_not_is_nobodys_way() -> None:
    world = quiet()
    world.step(world.scenario.start_at + 60.0)
    assert of(world.step(world.now + HOUR, [look(world, "TA-nowhere", "transformer_area")])) == []


def test_that_what_befalls_the_network_is_the_same_whoever_looks_where() -> None:
    one, other = quiet(), quiet()
    unheard(one)
    commands = [look(one, lit_area(one), "transformer_area", key=f"judged/{n}") for n in range(4)]
    one.step(one.scenario.end_at, commands)
    other.step(other.scenario.end_at)
    assert one.faults == other.faults


def test_that_the_same_looks_give_the_same_facts_however_time_is_cut() -> None:
    whole, cut = quiet(), quiet()
    fault = unheard(whole)
    unheard(cut)
    asked, end = [look(whole, fault.device, "transformer_area")], whole.now + 2 * HOUR
    facts = cut.step(cut.now, asked)
    while cut.now < end:
        facts += cut.step(min(end, cut.now + 37.0))
    assert facts == whole.step(end, asked)


def test_that_a_crew_on_its_way_home_or_there_says_nothing_of_what_is_over() -> None:
    """Who has been sent arrives; what he would have said is no news any more."""
    world = quiet()
    world.step(world.scenario.start_at + 60.0)
    facts = world.step(world.now + 60.0, [look(world, lit_area(world), "transformer_area")])
    while not any(
        isinstance(f.data, CrewStatusValue) and f.data.status is CrewStatus.EN_ROUTE and f.data.outage == KEY
        for f in facts
    ):
        facts = world.step(world.now + 60.0)
    said = of(world.step(world.now + 3 * HOUR, [Command(world.now, "leave", KEY)]))
    assert [fact.data.status for fact in said if isinstance(fact.data, OutageWork)][
        -1
    ] is CrewStatus.COMPLETED
    assert not stages(said, Claimant.OPERATOR)
