"""What may be shown on a wall: whole, with an end, and only what a wall can show."""

import pytest

from wallboard.domain.roles import Deed, Role
from wallboard.domain.roster import ShownTable
from wallboard.domain.terms import FocusOn
from wallboard.domain.walls import FocusArgs, Walls, ended, focus_of, ill_pushed, is_wall

WALLS = Walls(frozenset({"left"}), frozenset({"repair"}), 600.0)
DEED = Deed("服务调度 07", Role.DESK)


def test_that_what_has_no_end_is_given_the_rooms() -> None:
    assert ended(FocusArgs(on=FocusOn.NOTHING), WALLS).lasts == 600.0
    assert ended(FocusArgs(on=FocusOn.NOTHING, lasts=90.0), WALLS).lasts == 90.0


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        (FocusArgs(on=FocusOn.NOTHING), True),
        (FocusArgs(on=FocusOn.PAGE), False),
        (FocusArgs(on=FocusOn.PAGE, page="repair"), True),
        (FocusArgs(on=FocusOn.TABLE, page="repair"), False),
        (FocusArgs(on=FocusOn.TABLE, table=ShownTable(name="orders")), True),
        (FocusArgs(on=FocusOn.PLACE, lon=112.0), False),
        (FocusArgs(on=FocusOn.OWN), False),
    ],
)
def test_that_half_of_a_thing_is_not_shown(said: FocusArgs, whole: bool) -> None:
    assert (ill_pushed(None, said) is None) is whole


def test_that_the_fact_says_nothing_of_another_kind() -> None:
    table = ShownTable(name="orders")
    said = FocusArgs(on=FocusOn.PAGE, page="repair", outage="oms/1", table=table, lasts=60.0)
    fact = focus_of(DEED, said)
    assert (fact.page, fact.outage, fact.table) == ("repair", "", None)
    assert (fact.actor, fact.lasts) == (DEED.actor, 60.0)


def test_that_a_wall_is_all_of_them_or_one_of_the_rooms() -> None:
    assert [is_wall(key, WALLS) for key in ("walls", "left", "right", "")] == [True, True, False, False]
