"""What desks order of the simulated city's crews: each order once, however quick the desk was."""

import pytest

from feeds.sim.asking import Asking
from wallboard.domain.order_row import Order
from wallboard.domain.rows import Crew
from wallboard.domain.terms import Lane, OrderStage
from wallboard.state.store import Store

NOW, MIN = 1_000_000.0, 60.0


def room(stage: OrderStage, holder: str = "Enping 27", *, taken: bool = True) -> Store:
    """A room with one crew and one order in this hand."""
    store = Store()
    order = Order(
        id="oms/O1",
        source="oms",
        lane=Lane.RESTORE,
        received_at=NOW,
        stage=stage,
        since=NOW,
        outage="oms/O1",
        holder=holder,
        taken=taken,
    )
    store.tables._rows["order"] = {"oms/O1": order}
    store.tables._rows["crew"] = {"gps/C27": Crew(id="gps/C27", source="gps", name="Enping 27")}
    return store


def sends(asking: Asking, store: Store, now: float) -> list[tuple[str, str, str]]:
    return [(one.verb, one.subject, one.args["outage"]) for one in asking.commands(store.tables, now)]


@pytest.mark.parametrize("stage", [OrderStage.ASSIGNED, OrderStage.EN_ROUTE])
def test_that_a_crew_goes_though_the_desk_set_it_out_before_anybody_looked(stage: OrderStage) -> None:
    """A stranger sent a crew by two keys within a minute; it stayed free, and the city sent another."""
    assert sends(Asking(), room(stage), NOW) == [("dispatch", "gps/C27", "oms/O1")]


def test_that_a_crew_that_sets_out_later_is_not_sent_again() -> None:
    asking = Asking()
    assert sends(asking, room(OrderStage.ASSIGNED), NOW)
    assert not sends(asking, room(OrderStage.EN_ROUTE), NOW + 2 * MIN)


@pytest.mark.parametrize(
    "store",
    [
        room(OrderStage.ON_SITE),
        room(OrderStage.ACCEPTED),
        room(OrderStage.ASSIGNED, "nobody known"),
        room(OrderStage.ASSIGNED, taken=False),
    ],
)
def test_that_what_no_desk_has_sent_is_not_asked_for(store: Store) -> None:
    assert not sends(Asking(), store, NOW)
