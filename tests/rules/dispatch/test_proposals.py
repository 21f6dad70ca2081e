"""Who is proposed for all open orders at once: the heaviest first, one order a crew (d.116, domain 5.8)."""

import math
from collections.abc import Sequence

import numpy as np

from tests.rules.dispatch.crews import HOME, NEXT, NOW, hand
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import CrewStatus
from wallboard.rules.dispatch.able import Hand, Need
from wallboard.rules.dispatch.priority import Priority
from wallboard.rules.dispatch.proposals import Proposal, proposals
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules()
MIN = 60.0


def plan(hands: Sequence[Hand], ways: dict[str, Sequence[float]], **weights: float) -> list[Proposal]:
    """Orders of the bureau; ways: by order, minutes of each crew; weights: by order, 1 where none is said."""
    needs = [Need(order=key, lon=112.7, lat=22.4, unit=HOME, skill="mv") for key in ways]
    weighs = {key: Priority(weights.get(key, 1.0), (Reason("weighs_customers", {"n": 1}),)) for key in ways}
    seconds = np.array(list(ways.values()), float).reshape(len(needs), len(hands)) * MIN
    return proposals(needs, weighs, hands, seconds, NOW, RULES)


def crews(found: Sequence[Proposal]) -> dict[str, str | None]:
    return {one.order: one.crew.crew if one.crew is not None else None for one in found}


def test_that_the_heaviest_order_stands_first_and_keeps_the_crew_that_both_would_have() -> None:
    found = plan([hand("a", 0), hand("b", 0)], {"light": [5, 20], "heavy": [6, 30]}, light=3.0, heavy=900.0)
    assert [one.order for one in found] == ["heavy", "light"]
    assert crews(found) == {"heavy": "a", "light": "b"}
    light = found[1]
    assert light.crew is not None
    assert light.crew.seconds == 20 * MIN and light.nearest == 5 * MIN, "the nearer one serves the heavier"


def test_that_an_order_for_which_no_crew_is_left_says_how_many_could() -> None:
    found = plan([hand("a", 0)], {"light": [5], "heavy": [6]}, light=3.0, heavy=900.0)
    assert crews(found) == {"heavy": "a", "light": None}
    assert (found[1].able, found[1].nearest, found[1].unable) == (1, 5 * MIN, {})


def test_that_a_proposed_crew_of_another_bureau_is_said_with_what_it_saves() -> None:
    found = plan([hand("home", 0), hand("next", 0, unit=NEXT)], {"one": [25, 9]})
    crew = found[0].crew
    assert crew is not None
    assert (crew.crew, crew.across, crew.unit, crew.sooner) == ("next", True, NEXT, 16 * MIN)


def test_that_where_nobody_is_able_it_is_counted_by_the_first_reason() -> None:
    hands = [hand("busy", 0, status=CrewStatus.ON_SITE), hand("alone", 0, persons=1), hand("cut off", 0)]
    found = plan(hands, {"one": [5, 5, math.inf]})
    assert found[0].crew is None and found[0].able == 0
    assert found[0].unable == {"crew_busy": 1, "crew_alone": 1, "crew_no_road": 1}


def test_that_what_is_cautioned_of_one_order_is_cautioned_in_the_plan() -> None:
    found = plan([hand("a", 0, fix_age=1200.0)], {"one": [5]})
    assert found[0].crew is not None
    assert [why.code for why in found[0].crew.cautions] == ["crew_fix_old"]


def test_that_without_orders_or_without_crews_nothing_is_proposed() -> None:
    assert plan([hand("a", 0)], {}) == []
    assert crews(plan([], {"one": []})) == {"one": None}
