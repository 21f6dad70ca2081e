"""The hub computes a restoration time where nobody has given one; none leaves without a person."""

import msgspec
import pytest

from feeds import frames
from feeds.hub.access import Actor, Role
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Authority, Refused
from feeds.hub.sweeping import SWEEP_EVERY_S
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.outages import OutageDevice, OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.roster import ResponseLevel
from wallboard.domain.rows import Outage
from wallboard.domain.terms import AreaClass, Claimant, DeviceKind, OutageNature, OutageStage
from wallboard.rules.notification import told_clock
from wallboard.state.store import Store

T0, MIN = 1_763_913_600.0, 60.0
NEW = "oms/new"


class Room:
    """A store with eight repairs of laterals, 40 to 110 min long, and one outage that nobody gave a time."""

    def __init__(self) -> None:
        self.store, self.now = Store(), T0
        self.analyst = Analyst(load_rule_set("state-grid-2022"), AreaClass.URBAN)
        for turn in range(8):
            self.outage(f"oms/{turn}", began=T0 - 200 * MIN)
            self.say(
                f"oms/{turn}",
                OutageStageClaim(
                    stage=OutageStage.RESTORED_REPORTED, since=Instant(T0 + (10 * turn - 160) * MIN)
                ),
            )
        self.outage(NEW, began=T0)

    def outage(self, key: str, began: float) -> None:
        self.say(
            key,
            OutageExtent(nature=OutageNature.UNPLANNED, customers_out=90, started_at=Instant(began)),
            OutageDevice(kind=DeviceKind.LATERAL, device=key, name=key),
            OutageStageClaim(stage=OutageStage.CONFIRMED, since=Instant(began)),
        )

    def say(self, key: str, *said: Payload) -> None:
        self.take([Fact(data, key, self.now, "oms", "", self.now) for data in said])

    def take(self, facts: list[Fact]) -> None:
        placed = [msgspec.structs.replace(one, seq=n) for n, one in enumerate(facts, self.store.head + 1)]
        judged = self.analyst.on_facts(self.store, self.store.apply(placed), placed, self.now)
        if judged:
            self.take(judged)

    def wait(self, minutes: float) -> None:
        self.now += max(minutes * MIN, SWEEP_EVERY_S)
        self.take(self.analyst.on_time(self.store, self.now))

    def do(self, verb: str, act: str, **args: object) -> str:
        said = frames.Act(id=act, subject=f"order/restore/{NEW}", verb=verb, args=dict(args))
        try:
            self.take(
                Authority(second_key_above=500).decide(
                    self.store, said, Actor(Role.DESK, "配网值班", True), self.now
                )
            )
        except Refused as refused:
            return refused.reason.code
        return ""

    @property
    def row(self) -> Outage:
        return self.store.tables.outages[NEW]


@pytest.fixture
def room() -> Room:
    made = Room()
    made.wait(1)
    return made


def test_that_a_time_is_computed_with_its_range_from_what_repairs_took(room: Room) -> None:
    row = room.row
    assert row.etr is not None and row.etr_earliest is not None and row.etr_latest is not None
    assert (row.etr_calculated, row.etr_by, row.etr_revision) == (True, Claimant.ANALYST, 0)
    assert [(each - T0) / MIN for each in (row.etr_earliest, row.etr, row.etr_latest)] == [60, 80, 100]
    assert row.promised is None


def test_that_it_starts_no_clock_of_telling_and_leaves_with_nobody(room: Room) -> None:
    clock = told_clock(room.row, room.analyst._rules.tellings if room.analyst._rules else [])
    assert clock is not None and clock.what == "confirmed"
    message = {"to": "all", "code": "etr/zh", "words": "预计 10:20 前复电", "customers": 90}
    assert room.do("send_message", "m1", etr=float(room.row.etr or 0), **message) == "etr_not_confirmed"
    assert room.do("confirm_etr", "c1") == ""
    assert (room.row.etr_by, room.row.etr_calculated, room.row.etr_revision) == (Claimant.OPERATOR, False, 1)
    assert room.do("send_message", "m2", etr=float(room.row.etr or 0), **message) == ""


def test_that_a_time_that_somebody_gives_stands_and_is_not_computed_over(room: Room) -> None:
    given = T0 + 200 * MIN
    room.say(NEW, OutageEtr(etr=Instant(given), revision=1))
    room.wait(5)
    assert (room.row.etr, room.row.etr_calculated) == (given, False)


def test_that_a_computed_time_that_has_passed_is_taken_back_where_nothing_tells_of_a_later_one(
    room: Room,
) -> None:
    room.wait(85)
    assert room.row.dark and room.row.etr is None
    assert room.do("confirm_etr", "c1") == "etr_not_calculated"


def test_that_it_is_computed_anew_from_the_longer_ones_as_it_would_pass() -> None:
    made = Room()
    for turn in range(5):
        made.outage(f"oms/long{turn}", began=T0 - 600 * MIN)
        back = OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=Instant(T0 - 300 * MIN))
        made.say(f"oms/long{turn}", back)
    made.wait(1)
    first = made.row.etr
    made.wait(120)
    assert first is not None and made.row.etr is not None and first < made.now < made.row.etr


def alone(level: int = 3) -> Room:
    """No repair tells of anything, one outage stands, and a response level is declared."""
    room = Room.__new__(Room)
    room.store, room.now = Store(), T0
    room.analyst = Analyst(load_rule_set("state-grid-2022"), AreaClass.URBAN)
    room.outage(NEW, began=T0)
    declare(room, level)
    room.wait(1)
    return room


def declare(room: Room, level: int) -> None:
    room.take([Fact(ResponseLevel(level=level, words="防风", issuer="市防指"), "wind", room.now, "roster")])


def test_that_at_a_response_level_the_rooms_table_stands_where_nothing_else_tells() -> None:
    room = alone()
    row = room.store.tables.outages[NEW]
    assert (row.etr, row.etr_by) == (T0 + 720 * MIN, Claimant.ANALYST), "90 customers are of the third tier"
    assert row.etr_calculated and row.etr_default
    assert alone(level=0).store.tables.outages[NEW].etr is None


def test_that_a_default_leaves_only_with_a_person_and_a_persons_time_stands_above_it() -> None:
    room = alone()
    message = {"to": "all", "code": "outage/zh", "words": "x", "customers": 1, "etr": T0 + 720 * MIN}
    assert room.do("send_message", "a-1", **message) == "etr_not_confirmed"
    assert room.do("confirm_etr", "a-2") == ""
    assert not room.store.tables.outages[NEW].etr_default
    other = alone()
    other.say(NEW, OutageEtr(claimant=Claimant.CREW, etr=Instant(T0 + 95 * MIN)))
    row = other.store.tables.outages[NEW]
    assert (row.etr, row.etr_default) == (T0 + 95 * MIN, False)
    other.wait(5)
    assert other.store.tables.outages[NEW].etr == T0 + 95 * MIN


def test_that_a_default_goes_with_its_level_and_gives_way_to_what_repairs_tell() -> None:
    room = alone()
    declare(room, 0)
    room.wait(5)
    assert room.store.tables.outages[NEW].etr is None
    told = Room()
    declare(told, 3)
    told.wait(1)
    row = told.store.tables.outages[NEW]
    assert row.etr is not None and not row.etr_default, "eight repairs tell more than a table"
