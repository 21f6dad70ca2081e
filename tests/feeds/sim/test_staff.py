"""What the roster knows of crews: divided in a large service, all-round in a small one."""

from collections import Counter

from feeds.sim.staff import crews_of
from feeds.worlds import ground_of
from tests.feeds.sim.worlds import small_ground


def test_that_a_large_service_has_its_people_divided_by_skill_and_unit() -> None:
    ground = small_ground()
    homes = crews_of(ground, 300, 7)
    units = {ground.regions[row].name for row in ground.bureaus}
    assert len(homes) == len({home.id for home in homes}) == len({home.name for home in homes}) == 300
    assert {home.unit for home in homes} == units
    assert all(home.authorised[0] == home.unit and set(home.authorised) <= units for home in homes)
    assert 90 < sum(len(home.authorised) == 2 for home in homes) < 180
    assert 25 < sum(home.skills == ("lv",) for home in homes) < 90
    assert set(Counter(home.persons for home in homes)) == {2, 3, 4, 5}
    assert homes == crews_of(ground, 300, 7) != crews_of(ground, 300, 8)


def test_that_a_small_service_s_crews_do_everything_everywhere() -> None:
    ground = ground_of("town")
    units = {ground.regions[row].name for row in ground.bureaus}
    for home in crews_of(ground, 12, 7):
        assert home.skills == ("lv", "mv") and set(home.authorised) == units and home.persons == 3


def test_that_other_borders_change_where_the_same_crews_may_work_and_nothing_else() -> None:
    ground = ground_of("prefecture:7")
    own, roster, free = (crews_of(ground, 300, 7, borders) for borders in ("own", "roster", "open"))
    assert roster == crews_of(ground, 300, 7)
    units = {home.unit for home in own}
    for one, other, third in zip(own, roster, free, strict=True):
        assert one.authorised == (one.unit,)
        assert {one.unit} <= set(other.authorised) <= set(third.authorised)
        assert set(third.authorised) == units
        assert (one.id, one.depot, one.skills, one.persons) == (
            third.id,
            third.depot,
            third.skills,
            third.persons,
        )
