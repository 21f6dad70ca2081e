"""What only the hub judged, in the city: its order is claimed, somebody goes, and a person's words end it.

The evidence is laid by hand in a world where nobody calls; what is really so, and who goes, is the world's.
"""

from datetime import timedelta

from feeds.networks import town
from feeds.sim.asking import Asking
from feeds.sim.world import World
from tests.feeds.hub.test_judging import Hub
from tests.feeds.sim.test_inquiries import lit_area, quiet, unheard
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Claimant, OrderStage, OutageStage
from wallboard.rules.claims import standing
from wallboard.state.atlas import unpack

HOURS = timedelta(hours=1).total_seconds()


class Room:
    """The hub of the demo town, and the world that it hears and asks."""

    def __init__(self, world: World) -> None:
        self.world, self.asking = world, Asking()
        self.hub = Hub(unpack(town()[1]))
        self.hub.now = world.now
        self.stages: list[OrderStage] = []

    def hear_of(self, area: str) -> Outage:
        """Its meters are off and its people call; what the hub judges of it."""
        self.hub.meters([area], off=True)
        self.hub.calls([area, area])
        while not self.hub.judged:
            self.hub.wait(0.5)
        (row,) = self.hub.judged
        assert (row.stage_by, row.device) == (Claimant.ANALYST, area)
        return row

    def live(self, key: str, hours: float) -> tuple[Outage, Order]:
        """What became of an outage, and of its order; ``stages`` that the order went through."""
        tables, end = self.hub.store.tables, self.hub.now + hours * HOURS
        while self.hub.now < end:
            self.hub.wait(0.5)
            facts = self.world.step(self.hub.now, self.asking.commands(tables, self.hub.now))
            self.hub.take(facts)
            stage = tables.orders[f"restore/{key}"].stage
            if self.stages[-1:] != [stage]:
                self.stages.append(stage)
        return tables.outages[key], tables.orders[f"restore/{key}"]


def test_that_what_only_the_hub_judged_is_claimed_confirmed_told_mended_and_verified() -> None:
    """A fault of which the outage system knows nothing, under one number from first to last."""
    world = quiet()
    fault = unheard(world)
    room = Room(world)
    judged = room.hear_of(fault.device)
    row, order = room.live(judged.id, 4.0)
    on_the_way = [OrderStage.ASSIGNED, OrderStage.EN_ROUTE, OrderStage.ON_SITE]
    assert [stage for stage in room.stages if stage in on_the_way] == on_the_way
    assert order.number == judged.id.removeprefix("judged/")
    assert order.stage in (OrderStage.VERIFIED, OrderStage.DONE)
    assert row.stage in (OutageStage.RESTORED_VERIFIED, OutageStage.CLOSED)
    assert row.entered_at is not None and row.tellings[0].customers > 0
    thing = room.hub.store.tables.thing("outage", row.id)
    assert thing is not None
    said = standing(claim for claim in thing.claims("device"))
    assert said is not None and getattr(said.data, "claimant", None) is Claimant.OPERATOR


def test_that_where_there_is_light_the_order_is_withdrawn_and_nothing_is_raised_again() -> None:
    world = quiet(3)
    world.step(world.scenario.start_at + 60.0)
    room = Room(world)
    judged = room.hear_of(lit_area(world))
    row, order = room.live(judged.id, 2.0)
    assert (row.stage, row.stage_by) == (OutageStage.CANCELLED, Claimant.OPERATOR)
    assert order.stage is OrderStage.CANCELLED
    assert judged.device not in {each.device for each in room.hub.judged if each.open}
