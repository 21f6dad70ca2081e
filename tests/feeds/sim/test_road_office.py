"""What the duty room is told of roads: some minutes late, repeated while they are shut, and open again."""

from itertools import pairwise

from feeds.sim.chronicle import Shut
from feeds.sim.policy import NearestFree
from feeds.sim.road_office import HEARD, REPEATED
from tests.feeds.sim.worlds import lived_through
from wallboard.domain.facts import Fact
from wallboard.domain.network import RoadClosure


def told(road: tuple[int, int]) -> list[tuple[float, RoadClosure]]:
    """What was told of one road, and when it was said."""
    facts: list[Fact] = lived_through(NearestFree)[1]
    key = f"roster/road-{road[0]}-{road[1]}"
    return [(fact.at, fact.data) for fact in facts if fact.key == key and isinstance(fact.data, RoadClosure)]


def closures() -> list[Shut]:
    return [line for line in lived_through(NearestFree)[2] if isinstance(line, Shut)]


def test_that_a_road_that_is_shut_is_told_some_minutes_late_and_told_again_when_it_is_open() -> None:
    world, checked = lived_through(NearestFree)[0], 0
    for shut in closures():
        soon = shut.until + 2 * HEARD[1]
        again = any(shut.until < one.at < soon for one in closures() if one.road == shut.road)
        if again or shut.until - shut.at < HEARD[1] or soon > world.now:
            continue
        said = [one for one in told(shut.road) if shut.at <= one[0] <= shut.until + HEARD[1]]
        first, last = said[0], said[-1]
        assert first[1].shut and HEARD[0] <= first[0] - shut.at <= HEARD[1]
        assert first[1].since == shut.at and first[1].why == shut.why
        assert not last[1].shut and HEARD[0] <= last[0] - shut.until <= HEARD[1]
        checked += 1
    assert checked > 5


def test_that_what_is_still_shut_is_said_again_so_that_nobody_takes_it_for_old() -> None:
    for shut in closures():
        said = [at for at, data in told(shut.road) if data.shut and shut.at <= at <= shut.until]
        assert all(later - earlier <= REPEATED for earlier, later in pairwise(said))


def test_that_a_closure_lies_where_its_road_does() -> None:
    world = lived_through(NearestFree)[0]
    for shut in closures()[:20]:
        for _, data in told(shut.road):
            assert data.to_lon is not None and abs(data.lon - data.to_lon) < 0.2
            assert shut.road in world.ground.roads.metres
