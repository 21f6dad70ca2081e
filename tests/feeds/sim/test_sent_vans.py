"""A desk's order to a generator van in the simulated town: it goes, feeds, and comes off when called back."""

import msgspec
import pytest

from feeds.sim.asking import Asking
from feeds.sim.commands import Command
from feeds.sim.world import World
from feeds.worlds import open_world
from tests.feeds.sim.worlds import numbered
from wallboard.domain.crews import VanSent
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.rows import Outage, Van
from wallboard.domain.terms import Supply, VanStatus
from wallboard.state.store import Store

MIN = 60.0


class Town:
    """The storm, its store, and whatever desks say."""

    def __init__(self) -> None:
        self.world, self.store, self.seq = open_world("town-storm", 7), Store(), 0

    def live(self, minutes: float, *commands: Command) -> list[Fact]:
        facts = self.world.step(self.world.now + minutes * MIN, commands)
        self.take(facts)
        return facts

    def take(self, facts: list[Fact]) -> None:
        self.store.apply(numbered(facts, self.seq))
        self.seq += len(facts)

    def van(self, key: str) -> Van:
        return self.store.tables.vans[key]

    def say(self, key: str, outage: str, *, called_back: bool = False) -> list[Command]:
        """A desk's word; what the source that knows the room's tables asks the world for."""
        at = Instant(self.world.now)
        word = VanSent(
            order=f"restore/{outage}", outage=outage, actor="07", since=at, called_back=called_back
        )
        self.take([Fact(word, key, at, "hub")])
        return [one for one in Asking().commands(self.store.tables, self.world.now) if one.subject == key]


def dark(town: Town) -> tuple[Outage, Van]:
    """Live until an outage of some customers has no van and is not soon mended, and one is free."""
    for _ in range(300):
        town.live(1)
        vans = [van for van in town.store.tables.vans.values() if van.free]
        for outage in town.store.tables.outages.values():
            case = town.world._desk.case_of(outage.id)
            open_ = case is not None and case.mended_at is None and not case.van and not case.crew
            if open_ and vans and outage.dark and not outage.planned and (outage.customers_out or 0) > 20:
                return outage, max(vans, key=lambda van: van.kva)
    raise AssertionError("every outage had a van")


def test_that_a_van_that_a_desk_sends_drives_there_and_feeds_until_it_is_called_back() -> None:
    town = Town()
    outage, van = dark(town)
    commands = town.say(van.id, outage.id)
    assert [one.verb for one in commands] == ["send_van"]
    town.live(1, *commands)
    assert (town.van(van.id).status, town.van(van.id).outage) == (VanStatus.EN_ROUTE, outage.id)
    assert town.van(van.id).awaited is None, "it has answered"
    for _ in range(120):
        town.live(1)
        if town.van(van.id).status is VanStatus.CONNECTED:
            break
    fed = town.store.tables.outages[outage.id]
    assert town.van(van.id).status is VanStatus.CONNECTED and fed.supply in (Supply.GENERATOR, Supply.PARTIAL)
    assert not fed.stage.value.startswith("restored"), "what it feeds is not restored"
    back = town.say(van.id, outage.id, called_back=True)
    assert [one.verb for one in back] == ["recall_van"]
    town.live(1, *back)
    assert town.van(van.id).outage == "" and town.store.tables.outages[outage.id].van == ""


def test_that_a_van_called_back_on_its_way_turns_round_and_is_free_again() -> None:
    town = Town()
    outage, van = dark(town)
    town.live(1, *town.say(van.id, outage.id))
    town.live(1, *town.say(van.id, outage.id, called_back=True))
    assert town.van(van.id).outage == "" and town.van(van.id).goes_to == ""
    for _ in range(240):
        town.live(1)
        assert town.van(van.id).status is not VanStatus.CONNECTED or town.van(van.id).outage != outage.id
        if town.van(van.id).status is VanStatus.AVAILABLE:
            return
    raise AssertionError("it never came home")


@pytest.mark.parametrize(("subject", "outage"), [("gps/V99", ""), ("", "oms/none")])
def test_that_an_order_that_fits_nothing_does_nothing(subject: str, outage: str) -> None:
    town = Town()
    found, van = dark(town)
    order = Command(town.world.now, "send_van", subject or van.id, {"outage": outage or found.id})
    before = msgspec.structs.replace(town.van(van.id))
    town.live(0.2, order)
    assert town.van(van.id).status is before.status


def test_that_each_order_of_a_desk_is_passed_on_once() -> None:
    town = Town()
    outage, van = dark(town)
    assert town.say(van.id, outage.id)
    asking = Asking()
    first = asking.commands(town.store.tables, town.world.now)
    again = asking.commands(town.store.tables, town.world.now + 2 * MIN)
    assert "send_van" in {one.verb for one in first}
    assert "send_van" not in {one.verb for one in again}


def test_that_worlds_of_the_same_orders_are_the_same() -> None:
    def life() -> list[Fact]:
        world: World = open_world("town-storm", 7)
        start = world.scenario.start_at
        order = Command(start + 100 * MIN, "send_van", "gps/V01", {"outage": "oms/O0001"})
        return world.step(start + 160 * MIN, [order])

    assert life() == life()
