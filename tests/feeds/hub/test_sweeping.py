"""What the minute's look finds from what has changed is what it finds from nothing, and by a plain loop."""

from collections.abc import Callable

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.hub.closed import RETIRE_AFTER_S
from feeds.hub.supply_days import SupplyDays
from feeds.hub.sweeping import Sweeps
from wallboard.domain.connections import CellOwners
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderNeed, OrderRetired, OrderStageValue
from wallboard.domain.outages import (
    OutageAlias,
    OutageDevice,
    OutageEtr,
    OutageExtent,
    OutageRetired,
    OutageStageClaim,
)
from wallboard.domain.supply import Dark, OutageDark
from wallboard.domain.terms import DeviceKind, Lane, OrderStage, OutageStage
from wallboard.rules import etr
from wallboard.rules.indices.periods import Periods
from wallboard.state.store import Store

T0, MIN = 1_763_913_600.0, 60.0
CELLS = ("A", "B")

ago = st.integers(0, 1600).map(lambda minutes: minutes * MIN)


class Room:
    """A store, whoever looks through it from what has changed, and whoever does so from nothing."""

    def __init__(self) -> None:
        self.store, self.now, self.said = Store(), T0, list[tuple[str, Payload]]()
        self.sweeps = [Sweeps(SupplyDays(Periods("Asia/Shanghai"), 500, 20)) for _ in range(2)]
        for number in range(8):
            _outage(self, f"oms/over{number}", [OutageStage.CLOSED], 600.0 * number, alias=False)

    def say(self, key: str, data: Payload, source: str = "oms") -> None:
        fact = Fact(data, key, self.now, source, f"{source}{self.store.head + 1}", self.now)
        self.store.apply([msgspec.structs.replace(fact, seq=self.store.head + 1)])
        self.sweeps[0].hear(self.store)

    def wait(self, minutes: int) -> None:
        self.now += minutes * MIN
        over = [(key, row.since) for key, row in self.closed() if row.since <= self.now - RETIRE_AFTER_S]
        self.sweeps[1].followed.forget()
        followed, anew = (each.said(self.store, self.now) for each in self.sweeps)
        assert followed == anew
        gone = [
            (key, said.since) for key, said in followed if isinstance(said, (OutageRetired, OrderRetired))
        ]
        assert gone == over
        for key, said in followed:
            self.say(key, said, "analyst")
        self.said += followed

    def closed(self) -> list[tuple[str, etr.Outage]]:
        tables = self.store.tables
        rows = [*sorted(tables.outages.items()), *sorted(tables.orders.items())]
        return [(key, row) for key, row in rows if not row.open]  # type: ignore[misc]


Act = Callable[[Room], None]


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Something that is said of one of a few outages, orders or cells; or nothing for a while."""
    number, back, some = draw(st.integers(1, 7)), draw(ago), draw(st.booleans())
    outage, order, cell = f"oms/{number}", f"cms/{number % 4}", f"roster/{number % 2}"
    what = draw(
        st.sampled_from(("wait", "wait", "stage", "stage", "stage", "dark", "etr", "need", "order", "cell"))
    )
    if what == "wait":
        minutes = draw(st.sampled_from((1, 1, 5, 40, 300, 1500)))
        return lambda room: room.wait(minutes)
    if what == "stage":
        stages = [draw(st.sampled_from((*OutageStage, OutageStage.CONFIRMED, OutageStage.CLOSED)))]
        alias = draw(st.integers(0, 9)) == 0
        return lambda room: _outage(room, outage, stages, back, alias=alias)
    if what == "dark":
        return lambda room: room.say(
            outage, OutageDark(rows=[Dark(customers=3, begins=Instant(room.now - back))] * some), "analyst"
        )
    if what == "etr":
        return lambda room: room.say(outage, OutageEtr(etr=Instant(room.now - back) if some else None))
    if what == "need":
        return lambda room: room.say(
            order,
            OrderNeed(lane=Lane.REQUEST, received_at=Instant(room.now), cell="A" if some else ""),
            "cms",
        )
    if what == "order":
        stage = draw(st.sampled_from(tuple(OrderStage)))
        return lambda room: room.say(
            order, OrderStageValue(stage=stage, since=Instant(room.now - back)), "cms"
        )
    owners = CellOwners(
        name=CELLS[number % 2], manager="甲", equipment="" if number == 7 else "乙", on_duty=some
    )
    return lambda room: room.say(cell, owners, "roster")


def _outage(room: Room, key: str, stages: list[OutageStage], back: float, *, alias: bool) -> None:
    """Repairs of one kind, so that they tell of others."""
    room.say(key, OutageExtent(customers_out=3, started_at=Instant(room.now - 2 * back - 1800.0)))
    room.say(key, OutageDevice(kind=DeviceKind.LATERAL, device=key))
    for stage in stages:
        room.say(key, OutageStageClaim(stage=stage, since=Instant(room.now - back)))
    if alias:
        room.say(key, OutageAlias(other="oms/1", how="merged"))


@settings(max_examples=80, deadline=None)
@given(st.lists(acts(), min_size=30, max_size=60))
def test_that_a_minute_s_look_finds_from_what_changed_what_it_finds_from_nothing(
    all_of_them: list[Act],
) -> None:
    room = Room()
    for act in all_of_them:
        act(room)
    room.wait(1)


def test_that_days_times_alarms_and_retirements_are_all_found() -> None:
    room = Room()
    for number in range(12):
        room.say("roster/0", CellOwners(name="A", manager="甲", equipment="乙", on_duty=False), "roster")
        room.say("cms/1", OrderNeed(lane=Lane.REQUEST, received_at=Instant(room.now), cell="A"), "cms")
        stage = OutageStage.CONFIRMED if number < 2 else OutageStage.CLOSED
        _outage(room, f"oms/{number}", [stage], 60.0 * number, alias=False)
        dark = Dark(customers=3, begins=Instant(room.now - 90_000.0), ends=Instant(room.now - 80_000.0))
        room.say(f"oms/{number}", OutageDark(rows=[dark]), "analyst")
    for minutes in (1, 300, 300, 300, 300, 300, 300):
        room.wait(minutes)
    found = {type(said).__name__ for _, said in room.said}
    assert found >= {"SupplyDay", "OutageRetired", "AlarmState", "OutageEtr"}


def test_that_what_opens_again_before_it_leaves_stays() -> None:
    room = Room()
    room.wait(25 * 60)
    assert sum(isinstance(said, OutageRetired) for _, said in room.said) == 8
    _outage(room, "oms/1", [OutageStage.CLOSED], 90_000.0, alias=False)
    _outage(room, "oms/1", [OutageStage.CONFIRMED], 90_000.0, alias=False)
    room.wait(1)
    assert not [key for key, said in room.said if key == "oms/1" and isinstance(said, OutageRetired)]


def test_that_an_outage_that_a_source_gives_a_time_gets_no_other_one_however_long_it_lasts() -> None:
    room = Room()
    _outage(room, "oms/1", [OutageStage.CONFIRMED], 0.0, alias=False)
    room.wait(1)
    assert [key for key, said in room.said if isinstance(said, OutageEtr)] == ["oms/1"]
    room.say("oms/1", OutageEtr(etr=Instant(room.now + 1800.0)))
    room.wait(40)
    assert len([key for key, said in room.said if isinstance(said, OutageEtr)]) == 1
