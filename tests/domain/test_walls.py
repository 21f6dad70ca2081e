"""What may be shown on a wall: whole, with an end, and only what a wall can show."""

import pytest

from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Deed, Role
from wallboard.domain.roster import ShownTable
from wallboard.domain.rows import Outage
from wallboard.domain.scene import Scene
from wallboard.domain.terms import FocusOn, OutageStage
from wallboard.domain.walls import FocusArgs, Walls, ended, focus_of, ill_pushed, is_wall, not_to_be_shown
from wallboard.state.store import Store

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


def test_that_only_an_open_outage_with_a_place_is_shown() -> None:
    def shown(outage: Outage) -> Reason | None:
        store = Store()
        store.tables._rows["outage"] = {"o": outage}
        said = FocusArgs(on=FocusOn.OUTAGE, outage="o")
        return not_to_be_shown(Scene(DEED, "walls", None, said, 0.0, store.tables), Walls())

    placed = Outage(id="o", source="s", stage=OutageStage.CONFIRMED, lon=112.0, lat=22.0)
    assert shown(placed) is None
    assert shown(Outage(id="o", source="s", stage=OutageStage.CONFIRMED)) == Reason("without_place")
    closed = Outage(id="o", source="s", stage=OutageStage.CLOSED, lon=112.0, lat=22.0)
    assert shown(closed) == Reason("already_closed", {"stage": "closed"})


def test_that_a_wall_shows_its_own_pages_and_nothing_for_longer_than_the_room_has_it() -> None:
    def shown(said: FocusArgs) -> Reason | None:
        walls = Walls(pages=frozenset({"repair"}), longest=600.0)
        return not_to_be_shown(Scene(DEED, "walls", None, said, 0.0, Store().tables), walls)

    assert shown(FocusArgs(on=FocusOn.PAGE, page="repair")) is None
    assert shown(FocusArgs(on=FocusOn.PAGE, page="desk")) == Reason("no_such_page", {"page": "desk"})
    longer = FocusArgs(on=FocusOn.PAGE, page="repair", lasts=601.0)
    assert shown(longer) == Reason("shown_too_long", {"most": 10})
