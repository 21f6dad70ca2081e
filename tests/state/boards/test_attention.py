"""The queue that is kept up shows what judging every order anew shows, and judges only what changed."""

from random import Random
from typing import Any

import pytest

from tests.state.queries.faces import MIN, NOW
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.crews import CrewPosition, CrewStatusValue, VanProfile, VanStatusValue
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderAcknowledged, OrderHandover, OrderNeed, OrderStageValue
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim, OutageSupply
from wallboard.domain.terms import AreaClass, CrewStatus, Lane, OrderStage, OutageStage, Supply, VanStatus
from wallboard.state.boards import Boards
from wallboard.state.boards.attention import SLICE, AttentionBoard
from wallboard.state.queries.attention import attention
from wallboard.state.store import Store

GRID = load_rule_set("state-grid-2022")
ORDERS, OUTAGES, CREWS = 24, 6, 4


class World:
    """A store with boards, to which things happen by a seed."""

    def __init__(self, seed: int) -> None:
        self.dice, self.store, self.now, self._said = Random(seed), Store(), NOW, 0
        self.boards = Boards(self.store)
        self.by_road: dict[str, float] = {}

    def say(self, key: str, *payloads: Payload) -> None:
        facts = []
        for data in payloads:
            self._said += 1
            facts.append(Fact(data, key, self.now, "s", f"f{self._said}", self.now, self._said))
        self.store.apply(facts)

    def place(self) -> dict[str, Any]:
        return {"lon": 113.0 + self.dice.randrange(40) / 100, "lat": 22.0}

    def happen(self) -> None:
        dice, at = self.dice, Instant(self.now)
        order, outage = f"o/{dice.randrange(ORDERS)}", f"oms/{dice.randrange(OUTAGES)}"
        crew = f"c/{dice.randrange(CREWS)}"
        if not dice.randrange(4):
            measured = {f"o/{n}" for n in range(ORDERS) if dice.randrange(2)}
            self.by_road = {key: dice.randrange(1, 90) * MIN for key in measured}
            self.boards.measured(self.by_road)
        match dice.randrange(8):
            case 0 | 1:
                lane = dice.choice(list(Lane))
                about = outage if lane is Lane.RESTORE else ""
                segment = dice.choice(["", "", "life"])
                received = Instant(self.now - dice.randrange(60) * MIN)
                self.say(
                    order,
                    OrderNeed(lane=lane, received_at=received, outage=about, segment=segment, **self.place()),
                )
            case 2:
                stage = dice.choice([OrderStage.ACCEPTED, OrderStage.ON_SITE, OrderStage.DONE])
                self.say(order, OrderStageValue(stage=stage, since=at, reached={stage.value: at}))
            case 3:
                self.say(order, OrderHandover(frm="a", to=f"b{self._said}", sent_at=at))
            case 4:
                self.say(order, OrderAcknowledged(actor="07"))
            case 5:
                supply = dice.choice(list(Supply))
                self.say(
                    outage,
                    OutageExtent(customers_out=dice.choice([3, 900]), **self.place()),
                    OutageStageClaim(stage=OutageStage.CONFIRMED),
                    OutageEtr(etr=Instant(self.now + dice.randrange(-20, 90) * MIN)),
                    OutageSupply(supply=supply, van="v/1"),
                )
            case 6:
                self.say(crew, CrewPosition(**self.place()))
                status = dice.choice([CrewStatus.AVAILABLE, CrewStatus.ON_SITE])
                self.say(crew, CrewStatusValue(status=status, since=at))
            case _:
                hours = float(dice.randrange(6))
                self.say(
                    "v/1",
                    VanProfile(name="03"),
                    VanStatusValue(status=VanStatus.CONNECTED, since=at, fuel_hours=hours, fuel_read_at=at),
                )


@pytest.mark.parametrize("seed", range(6))
def test_that_the_queue_is_at_any_moment_what_judging_all_orders_anew_shows(seed: int) -> None:
    world = World(seed)
    for _ in range(120):
        world.happen()
        if world.dice.randrange(3):
            world.now += world.dice.choice([0, 1, 59, 60, 300, 900, -600])
        shown = world.boards.attention(GRID, world.now, AreaClass.URBAN, 8)
        anew = attention(world.store.tables, GRID, world.now, AreaClass.URBAN, 8, world.by_road)
        assert shown == anew


def filled(orders: int) -> tuple[Store, AttentionBoard]:
    """So many open orders that are far from due, in three lanes, and a board that has read them."""
    store = Store()
    store.apply(
        [
            Fact(
                OrderNeed(
                    lane=list(Lane)[n % 3], received_at=Instant(NOW), promised_at=Instant(NOW + 9e5 + n)
                ),
                f"o/{n}",
                NOW,
                "crm",
                f"n{n}",
                NOW,
                n + 1,
            )
            for n in range(orders)
        ]
    )
    board = AttentionBoard(GRID, AreaClass.URBAN)
    board.read(store.tables, store.tables.orders, (), NOW)
    return store, board


def test_that_orders_that_did_not_change_are_not_judged_however_many_they_are() -> None:
    for orders in (300, 600):
        store, board = filled(orders)
        before = board.judged
        board.read(store.tables, ["o/1", "o/2"], (), NOW + 60)
        board.read(store.tables, (), (), NOW + 120)
        assert (before, board.judged) == (orders, orders + 2)


def test_that_a_crew_that_moved_reaches_every_waiting_order_within_a_round() -> None:
    store = Store()
    orders = SLICE * 2 + 10
    store.apply(
        [
            Fact(
                OrderNeed(lane=Lane.RESTORE, received_at=Instant(NOW), lon=113.0 + n / 1e5, lat=22.0),
                f"o/{n}",
                NOW,
                "oms",
                f"n{n}",
                NOW,
                n + 1,
            )
            for n in range(orders)
        ]
    )
    boards = Boards(store)
    assert boards.attention(GRID, NOW, AreaClass.URBAN, 5).rows[0].reasons[0].args == {"target": "arrive"}
    here = [
        Fact(CrewStatusValue(status=CrewStatus.AVAILABLE, since=Instant(NOW)), "c/1", NOW, "gps", "s"),
        Fact(CrewPosition(lon=113.05, lat=22.0), "c/1", NOW, "gps", "p"),
    ]
    store.apply(here)
    looks = [boards.attention(GRID, NOW, AreaClass.URBAN, orders) for _ in range(3)]
    assert looks[-1] == attention(store.tables, GRID, NOW, AreaClass.URBAN, orders)
    assert looks[0] != looks[-1]  # a slice at a time
