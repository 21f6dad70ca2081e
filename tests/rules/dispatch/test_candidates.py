"""The nearest able crew, whatever border it crosses (d.7, d.68, d.114, d.115)."""

from math import inf

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.dispatch.crews import HOME, NEED, NEXT, NOW, hand
from wallboard.domain.terms import CrewStatus
from wallboard.rules.dispatch.candidates import candidates, loss, with_losses
from wallboard.rules.dispatch_limits import DispatchRules

RULES = DispatchRules()


def test_that_a_nearer_crew_from_beyond_the_border_stands_above_home_and_says_what_it_saves() -> None:
    found = candidates(NEED, [hand("home", 25), hand("next", 9, unit=NEXT)], NOW, RULES)
    first, second = found.proposed
    assert (first.crew, first.across, first.sooner, first.unit) == ("next", True, 16 * 60, NEXT)
    assert (second.crew, second.across, second.sooner, second.unit) == ("home", False, None, HOME)


def test_that_nothing_is_said_to_be_saved_where_home_has_nobody() -> None:
    found = candidates(NEED, [hand("next", 9, unit=NEXT)], NOW, RULES)
    assert found.proposed[0].sooner is None


def test_that_a_nearer_crew_that_is_not_proposed_says_why() -> None:
    hands = [hand("alone", 3, persons=1), hand("busy", 5, status=CrewStatus.ON_SITE), hand("free", 8)]
    found = candidates(NEED, [*hands, hand("far and off", 40, status=CrewStatus.OFF_SHIFT)], NOW, RULES)
    assert [one.crew for one in found.proposed] == ["free"]
    assert [(one.crew, one.why[0].code) for one in found.passed] == [
        ("alone", "crew_alone"),
        ("busy", "crew_busy"),
    ]


def test_that_where_nobody_is_able_the_desk_learns_of_how_many_and_why() -> None:
    hands = [hand("a", 3, status=CrewStatus.OFF_SHIFT), hand("b", 4, status=CrewStatus.OFF_SHIFT)]
    found = candidates(NEED, [*hands, hand("c", inf)], NOW, RULES)
    assert not found.proposed
    assert found.unable == {"crew_off_shift": 2, "crew_no_road": 1}
    assert [one.crew for one in found.passed] == ["a", "b"]


def test_that_a_tired_crew_comes_after_all_that_are_not() -> None:
    found = candidates(NEED, [hand("tired", 5, on_since=NOW - 14 * 3600), hand("fresh", 50)], NOW, RULES)
    assert [one.crew for one in found.proposed] == ["fresh", "tired"]


def test_that_what_home_loses_is_the_way_of_the_next_free_crew_to_where_this_one_stands() -> None:
    goes = hand("goes", 9, unit=NEXT)
    others = [goes, hand("near but busy", 0, status=CrewStatus.ON_SITE), hand("next free", 0)]
    lost = loss(goes, others, np.array([0.0, 60.0, 1500.0]))
    assert lost == 1500.0
    found = with_losses(candidates(NEED, [goes], NOW, RULES), {"goes": lost})
    assert found.proposed[0].loses == 1500.0


def test_that_a_place_whose_last_free_crew_leaves_is_said_to_be_without_one() -> None:
    goes = hand("goes", 9)
    assert loss(goes, [goes], np.array([0.0])) == inf


@given(st.lists(st.tuples(st.sampled_from([HOME, NEXT]), st.floats(0, 600)), max_size=12))
def test_that_the_order_is_that_of_the_minutes_alone_and_no_area_is_left_out(
    crews: list[tuple[str, float]],
) -> None:
    hands = [hand(f"{row:02}", minutes, unit=unit) for row, (unit, minutes) in enumerate(crews)]
    found = candidates(NEED, hands, NOW, RULES, n=20).proposed
    assert len(found) == len(crews)
    assert [one.seconds for one in found] == sorted(minutes * 60 for _, minutes in crews)
