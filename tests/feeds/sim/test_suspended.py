"""Crews of a large service: where they may work, what they are taken off from; fate does not care."""

import itertools
from collections.abc import Sequence

from feeds.sim.duty import HANDOVER
from feeds.sim.policy import Busy, Distance, NearestFree, Waiting
from tests.feeds.sim.worlds import FOLLOWS, lived_through
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.outages import OutageWork
from wallboard.domain.roster import RosterShift
from wallboard.domain.terms import CrewStatus


class Latest(NearestFree):
    """Another mind: whoever has waited longest, no crew is taken off anything."""

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        return super().choose(sorted(waiting, key=lambda w: w.ready_at)[:1], free, distance, now)

    def pull(
        self, waiting: Sequence[Waiting], busy: Sequence[Busy], distance: Distance
    ) -> list[tuple[str, str]]:
        return []


def test_that_a_crew_does_after_each_thing_only_what_can_follow() -> None:
    courses: dict[str, list[tuple[float, str]]] = {}
    for fact in lived_through(NearestFree)[1]:
        if isinstance(fact.data, CrewStatusValue):
            courses.setdefault(fact.key, []).append((fact.at, fact.data.status.value))
    assert len(courses) == 50
    for course in courses.values():
        for (before, was), (after, is_) in itertools.pairwise(course):
            assert before <= after and is_ in FOLLOWS[was], (was, is_)


def test_that_crews_work_only_where_they_may_and_what_they_have_learnt() -> None:
    world, facts, _ = lived_through(NearestFree)
    homes = {crew.key: crew.home for crew in world._crews.crews.values()}
    cases = {case.key: case.fault for case in world._desk.cases.values() if case.number}
    at_work = [
        (homes[fact.key], cases[fact.data.outage])
        for fact in facts
        if isinstance(fact.data, CrewStatusValue) and fact.data.status is CrewStatus.ON_SITE
    ]
    assert len(at_work) > 100
    for home, fault in at_work:
        assert world.ground.bureau_name(fault.home) in home.authorised
        assert fault.kind == "service" or "mv" in home.skills
    assert any(world.ground.bureau_name(fault.home) != home.unit for home, fault in at_work)


def test_that_a_crew_is_taken_off_for_something_worse_and_the_rest_is_done_later() -> None:
    world, facts, _ = lived_through(NearestFree)
    said = [(f.key, f.data) for f in facts if isinstance(f.data, OutageWork)]
    pulled = {key for key, work in said if work.status is CrewStatus.SUSPENDED and not work.said}
    assert pulled
    again = [key for key in pulled if [w.status for k, w in said if k == key].count(CrewStatus.ASSIGNED) > 1]
    assert again
    assert any(work.said == HANDOVER for _, work in said)
    for case in world._desk.cases.values():
        if case.arrived_at is not None and case.mended_at is not None:
            assert case.mended_at >= case.raised_at + case.fault.work


def test_that_some_vehicles_never_say_which_way_they_point_and_others_not_always() -> None:
    said: dict[str, list[bool]] = {}
    for fact in lived_through(NearestFree)[1]:
        if isinstance(fact.data, CrewPosition):
            said.setdefault(fact.key, []).append(fact.data.heading is None)
    assert len(said) == 50 and 1 <= sum(all(missing) for missing in said.values()) <= 10
    every = [missing for of in said.values() for missing in of]
    assert 0.15 < sum(every) / len(every) < 0.4  # 26 per cent in recorded traces


def test_that_a_shift_s_crews_on_duty_and_ends_are_told_as_they_change() -> None:
    world, facts, _ = lived_through(NearestFree)
    first = [f for f in facts if isinstance(f.data, RosterShift) and f.key == "roster/shift-1"]
    assert [fact.data.crews_on_duty for fact in first if isinstance(fact.data, RosterShift)] == [42, 50]
    ends: dict[str, list[float | None]] = {}
    for fact in facts:
        if isinstance(fact.data, CrewProfile):
            ends.setdefault(fact.key, []).append(fact.data.shift_ends_at)
    shifts = [shift.ends.timestamp() for shift in world.scenario.shift]
    assert len(ends) == 50 and all(told == shifts[:3] for told in ends.values())


def test_that_fate_is_the_same_under_two_minds() -> None:
    (one, heard, _), (other, heard_too, _) = lived_through(NearestFree), lived_through(Latest)
    assert one.faults == other.faults
    for hours in range(20):
        now = one.scenario.start_at + hours * 3600.0
        for point in one.ground.areas.point[::200]:
            assert str(one.sky.at(point, now)) == str(other.sky.at(point, now))
    needed = ({f.id: f.work for f in world.faults} for world in (one, other))
    assert next(needed) == next(needed)
    assert one.closures.shut == other.closures.shut != {}
    weather, weather_too = (
        [(f.key, f.at, f.data) for f in facts if f.source == "weather"] for facts in (heard, heard_too)
    )
    assert weather == weather_too and len(weather) > 100
    mended = ({c.fault.id: c.mended_at for c in w._desk.cases.values()} for w in (one, other))
    assert next(mended) != next(mended)
