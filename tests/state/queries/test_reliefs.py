"""What a storm does to each bureau, from tracks, readings, orders and crews; and the plan that follows."""

import pytest

from tests.state.queries.faces import HOUR, NOW, Room
from tests.state.queries.test_candidates import crew
from tests.state.queries.test_proposals import order
from tests.widgets.roads import road
from wallboard.rules.dispatch.moving import Bureau
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.candidates import RoadBook
from wallboard.state.queries.proposals import Planner, SendPlan, open_orders

RULES = DispatchRules()
STREET = (113.0, 113.01, 113.02, 113.03)


def room(level: int = 3) -> Room:
    """Four crews of 开平 at one end of a street, one of 恩平 and three orders at the other."""
    made = Room()
    made.say("oms/恩平", region_served={"name": "恩平"})
    for at in range(4):
        crew(made, f"gps/k{at}", 113.0)
    crew(made, "gps/e", 113.03, unit="恩平")
    for at in range(3):
        order(made, f"R-{at}", 113.03, 40, region="恩平")
    declared = {"level": level, "words": "防风响应", "issuer": "市防指", "since": NOW}
    made.say("roster/response", source="roster", response_level=declared)
    return made


def plan(made: Room, rules: DispatchRules = RULES) -> SendPlan:
    return Planner(RoadBook(road(STREET, 22.5)).ways).answer(open_orders(made.tables, NOW, rules), rules)


def bureau(made: Room, name: str = "恩平") -> Bureau:
    return next(one for one, _ in open_orders(made.tables, NOW, RULES).bureaus if one.name == name)


def track(made: Room, hours: float, km: float) -> None:
    """A storm whose eye comes to the street in so many hours."""
    fixes = [
        {"at": NOW, "lon": 120.0, "lat": 22.5, "gale_km": km},
        {"at": NOW + hours * HOUR, "lon": 113.03, "lat": 22.5, "gale_km": km},
    ]
    made.say("weather/t", source="weather", storm_track={"name": "t", "issued_at": NOW, "fixes": fixes})


@pytest.mark.parametrize(("level", "some"), [(3, True), (4, True), (0, False)])
def test_that_crews_are_proposed_only_while_a_response_level_is_declared(level: int, some: bool) -> None:
    found = plan(room(level)).reliefs
    assert bool(found) is some
    if some:
        (one,) = found
        assert (one.frm, one.to, len(one.crews)) == ("开平", "恩平", 2)
        assert one.seconds > 0 and one.why[0].args == {"n": 3, "free": 1}


def test_that_a_forecast_within_the_hours_of_the_rule_counts_and_one_beyond_does_not() -> None:
    made = room()
    assert bureau(made).gale_at is None
    track(made, 6, 20)
    at = bureau(made).gale_at
    assert at is not None and NOW + 5 * HOUR < at <= NOW + 6 * HOUR
    track(made, 14, 20)
    assert bureau(made).gale_at is None


def test_that_into_a_gale_that_was_read_nobody_is_moved() -> None:
    made = room()
    reading = {"wind": 20.0, "gust": 28.0, "lon": 113.03, "lat": 22.5}
    made.say("oms/恩平", source="weather", region_weather=reading)
    assert bureau(made).gale_at == NOW and bureau(made, "开平").gale_at is None
    (one,) = plan(made).reliefs
    assert one.crews == () and one.unable == {"crew_too_late": 4}, "nobody drives into it"


def test_that_nothing_is_moved_by_looking() -> None:
    made = room()
    before = {key: row.status for key, row in made.tables.crews.items()}
    assert plan(made).reliefs
    assert {key: row.status for key, row in made.tables.crews.items()} == before
