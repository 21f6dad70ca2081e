"""Every grid cell has its two owners, a few posts are vacant, and a shift changes who is there."""

from feeds.sim import World
from tests.feeds.sim.worlds import small, small_ground
from wallboard.domain.connections import CellOwners


def test_that_every_cell_says_its_owners_and_a_shift_says_only_what_it_changes() -> None:
    ground = small_ground()
    scenario = small("typhoon", lasts=3 * 3600.0)
    said: list[list[tuple[str, CellOwners]]] = [[], []]
    world = World(7, scenario, ground)
    change = min(at for s in scenario.shift if (at := s.starts.timestamp()) > scenario.start_at)
    for fact in world.step(scenario.end_at):
        if isinstance(fact.data, CellOwners):
            said[fact.at >= change].append((fact.key, fact.data))
    first, later = said
    held = set(ground.areas.cell) - {-1}
    assert len(first) == len({key for key, _ in first}) == len(held) > 20
    assert {data.name for _, data in first} == {ground.cells[row] for row in held}
    assert all(data.region for _, data in first)
    before = dict(first)
    assert len(later) < len(first) / 2 and all(before[key] != data for key, data in later)
    for key, data in later:
        assert (data.manager, data.equipment) == (before[key].manager, before[key].equipment)


def test_that_few_posts_are_vacant() -> None:
    ground = small_ground()
    counts = [0, 0, 0]
    for seed in range(12):
        scenario = small("typhoon", lasts=1800.0, hazard=0.0)
        for fact in World(seed, scenario, ground).step(scenario.start_at + 30.0):
            if isinstance(fact.data, CellOwners):
                counts[0] += 1
                counts[1] += not fact.data.manager
                counts[2] += not fact.data.on_duty
    assert 0 < counts[1] < 0.04 * counts[0] and 0.01 * counts[0] < counts[2] < 0.09 * counts[0]
