"""What a wall shows because a desk wants it: the later of its own and everybody's, as long as it stands."""

from tests.feeds.small import T0, numbered, placed
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.roster import WALLS, RoomFocus
from wallboard.domain.terms import FocusOn, OutageStage
from wallboard.state.queries.pushed import pushed_to, standing
from wallboard.state.store import Store


def push(
    store: Store, wall: str, at: float, page: str, lasts: float = 600.0, on: FocusOn = FocusOn.PAGE
) -> None:
    said = RoomFocus(actor="07", on=on, page=page, outage="oms/1", lasts=lasts)
    store.apply(numbered([placed(said, wall, at, "hub")], store.head + 1))


def page(store: Store, wall: str, now: float) -> str:
    focus = pushed_to(store.tables, wall, now)
    return focus.page if focus is not None else ""


def test_that_a_wall_shows_the_later_of_its_own_and_of_everybodys() -> None:
    store = Store()
    push(store, WALLS, T0, "repair")
    push(store, "left", T0 + 60, "telling", 120.0)
    assert (page(store, "left", T0 + 70), page(store, "right", T0 + 70), page(store, "", T0 + 70)) == (
        "telling",
        "repair",
        "repair",
    )
    assert page(store, "left", T0 + 180) == "repair"  # its own is over, that of all is not
    assert page(store, "left", T0 + 600) == ""
    push(store, WALLS, T0 + 90, "cells")
    assert page(store, "left", T0 + 100) == "cells"


def test_that_an_outage_is_shown_no_longer_than_it_lasts() -> None:
    store = Store()
    told = [(OutageExtent(lon=112.8, lat=22.2), T0), (OutageStageClaim(stage=OutageStage.CONFIRMED), T0)]
    store.apply(numbered([placed(data, "oms/1", at, "oms") for data, at in told]))
    push(store, WALLS, T0, "", on=FocusOn.OUTAGE)
    assert [focus.outage for focus in standing(store.tables, T0 + 1)] == ["oms/1"]
    over = OutageStageClaim(stage=OutageStage.RESTORED_VERIFIED)
    store.apply(numbered([placed(over, "oms/1", T0 + 5, "oms")], store.head + 1))
    assert standing(store.tables, T0 + 6) == []
