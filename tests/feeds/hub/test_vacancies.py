"""A cell that nobody answers for is an alarm: raised, kept, taken back (d.107, d.127)."""

import msgspec

from feeds.hub.analyst import Analyst
from feeds.hub.vacancies import alarm_key
from wallboard.domain.alarms import AlarmAcknowledged, AlarmState
from wallboard.domain.connections import CellOwners
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderNeed, OrderStageValue
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import AreaClass, Lane, OrderStage, Severity
from wallboard.state.store import Store

T0 = 1_732_060_800.0
BOTH = CellOwners(name="网格 0312", manager="客户经理 14", equipment="设备主人 09")


class Hub:
    """A store and its analyst, minute by minute."""

    def __init__(self) -> None:
        self.store, self.judge, self.now = Store(), Analyst(None, AreaClass.URBAN), T0

    def say(self, key: str, data: Payload) -> None:
        self._take([Fact(data, key, self.now, "roster")])

    def minute(self) -> int:
        """A minute passes; how many alarms the analyst spoke of."""
        self.now += 60
        said = self.judge.on_time(self.store, self.now)
        self._take(said)
        return sum(isinstance(fact.data, AlarmState) for fact in said)

    def _take(self, facts: list[Fact]) -> None:
        head = self.store.head
        self.store.apply([msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, head + 1)])

    @property
    def alarm(self) -> Alarm | None:
        return self.store.tables.alarms.get(alarm_key("roster/0312"))


def test_that_a_post_that_nobody_holds_is_a_low_alarm_until_somebody_does_and_it_was_seen() -> None:
    hub = Hub()
    hub.say("roster/0312", msgspec.structs.replace(BOTH, manager=""))
    assert hub.minute() == 1
    row = hub.alarm
    assert row is not None
    assert (row.severity, row.words.code, row.since) == (Severity.LOW, "cell_without_manager", T0 + 60)
    assert hub.minute() == 0  # said once
    hub.say("roster/0312", BOTH)
    assert hub.minute() == 1
    row = hub.alarm
    assert row is not None and not row.active  # it clears when it returned and was acknowledged
    hub.say(alarm_key("roster/0312"), AlarmAcknowledged(actor="值班长"))
    assert hub.alarm is None


def test_that_nobody_on_duty_is_an_alarm_while_an_order_of_the_cell_waits() -> None:
    hub = Hub()
    hub.say("roster/0312", msgspec.structs.replace(BOTH, on_duty=False))
    assert hub.minute() == 0
    hub.say("crm/1", OrderNeed(lane=Lane.REQUEST, received_at=Instant(hub.now), cell="网格 0312"))
    assert hub.minute() == 1
    row = hub.alarm
    assert row is not None and (row.severity, row.words.code) == (Severity.HIGH, "cell_nobody_on_duty")
    hub.say("crm/1", OrderStageValue(stage=OrderStage.DONE, since=Instant(hub.now)))
    hub.minute()
    row = hub.alarm
    assert row is not None and not row.active


def test_that_a_cell_in_good_hands_raises_nothing() -> None:
    hub = Hub()
    hub.say("roster/0312", BOTH)
    assert hub.minute() == 0 and hub.alarm is None
