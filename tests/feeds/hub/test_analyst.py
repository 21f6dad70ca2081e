"""What the hub concludes by itself. Minutes count from T0, when the hub first saw the outage."""

import msgspec
import pytest

from feeds.hub.analyst import Analyst
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Fact, Payload, Removed, convert_payload
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import (
    OutageAlias,
    OutageExtent,
    OutageListing,
    OutageStageClaim,
    OutageWork,
)
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness, TrendHour
from wallboard.domain.rows import Order
from wallboard.domain.source_names import ANALYST
from wallboard.domain.supply import OutageDark
from wallboard.domain.terms import (
    AreaClass,
    Claimant,
    CrewStatus,
    OrderStage,
    OutageNature,
    OutageStage,
    SourceFlag,
    SourceState,
)
from wallboard.state.store import Store

T0 = 1_700_000_000.0
MIN = 60.0
HOUR = 3600.0
OUTAGE = "oms/1"
ORDER = "restore/oms/1"


class Hub:
    """A store with the analyst behind it, and a log: what the hub and ``convert`` are to both."""

    def __init__(self) -> None:
        self.store, self.log = Store(), list[Fact]()
        self.analyst = Analyst(load_rule_set("state-grid-2022"), AreaClass.URBAN)

    def say(self, minute: float, *said: Payload, key: str = OUTAGE, source: str = "oms") -> list[Fact]:
        """Facts of a source at a minute; returns what the analyst concluded."""
        now = T0 + minute * MIN
        facts = self._place(
            [Fact(data, key, now, source, f"{len(self.log)}-{n}", now) for n, data in enumerate(said)]
        )
        return self._conclude(self.analyst.on_facts(self.store, self.store.apply(facts), facts, now), now)

    def wait(self, minute: float) -> list[Fact]:
        now = T0 + minute * MIN
        return self._conclude(self.analyst.on_time(self.store, now), now)

    def _conclude(self, concluded: list[Fact], now: float) -> list[Fact]:
        placed = self._place(concluded)
        again = self.analyst.on_facts(self.store, self.store.apply(placed), placed, now)
        assert again == []  # judgements are not judged
        return [fact for fact in placed if not isinstance(fact.data, OutageDark)]  # test_darkness.py

    def _place(self, facts: list[Fact]) -> list[Fact]:
        first = len(self.log) + 1
        placed = [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, first)]
        self.log += placed
        return placed

    @property
    def order(self) -> Order:
        return self.store.tables.orders[ORDER]


def extent(**fields: object) -> OutageExtent:
    plain = {"nature": "unplanned", "customers_out": 120, "place": "台城 环北大道", "region": "台山市"}
    return convert_payload(OutageExtent, {**plain, **fields})


def stage(word: str) -> OutageStageClaim:
    return OutageStageClaim(stage=OutageStage(word))


def work(word: str | None, since_min: float | None = None) -> OutageWork:
    return OutageWork(
        status=None if word is None else CrewStatus(word),
        since=None if since_min is None else T0 + since_min * MIN,
    )


CONFIRMED = stage("confirmed")
GONE = OutageListing(listed=False, since=T0 + 60 * MIN, reason=Reason("vanished"))


def test_that_one_restore_order_is_raised_for_an_unplanned_outage() -> None:
    hub = Hub()
    concluded = hub.say(0, extent(area_class="rural", lang="zh"), CONFIRMED)
    assert [(f.key, f.source, f.at, f.seen) for f in concluded] == [(ORDER, ANALYST, T0, T0)] * 2
    order = hub.order
    assert (order.stage, order.outage, order.lane.value) == (OrderStage.NEW, OUTAGE, "restore")
    assert (order.title, order.region, order.lang) == ("台城 环北大道", "台山市", "zh")
    assert (order.area_class, order.customers) == (AreaClass.RURAL, 120)
    assert hub.say(5, extent(area_class="rural", lang="zh", customers_out=90)) == []  # a count is no new need


@pytest.mark.parametrize("nature", [OutageNature.PLANNED, OutageNature.MOMENTARY])
def test_that_planned_and_momentary_outages_raise_none(nature: OutageNature) -> None:
    hub = Hub()
    assert hub.say(0, extent(nature=nature.value), CONFIRMED) == []


@pytest.mark.parametrize("word", ["closed", "cancelled", "restored_verified", "restored_reported"])
def test_that_what_is_over_when_first_seen_raises_none(word: str) -> None:
    assert Hub().say(0, extent(), stage(word)) == []


def test_that_an_order_is_withdrawn_when_the_outage_turns_out_to_be_planned() -> None:
    hub = Hub()
    hub.say(0, extent(nature="unknown"), CONFIRMED)
    hub.say(10, extent(nature="planned"))
    assert hub.order.stage is OrderStage.CANCELLED
    assert hub.order.reason == Reason("no_restore_order", {"nature": "planned"})


def test_that_an_order_is_withdrawn_when_the_outage_becomes_a_part_of_another() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(10, OutageAlias(other="oms/2", how="merged"))
    assert hub.order.stage is OrderStage.CANCELLED
    assert hub.order.reason == Reason("merged_into", {"outage": "oms/2"})


@pytest.mark.parametrize(
    ("reported_min", "started_min", "received_min"),
    [
        (None, None, 0),  # nobody says when: the moment it was first seen
        (None, -25, -25),  # the start
        (-10, -25, -10),  # the report stands above the start
        (None, 15, 0),  # a start in the future is not believed
        (15, -25, 0),
    ],
)
def test_that_the_clock_starts_when_the_report_was_received(
    reported_min: float | None, started_min: float | None, received_min: float
) -> None:
    hub = Hub()
    times = {"reported_at": reported_min, "started_at": started_min}
    said = {name: T0 + minute * MIN for name, minute in times.items() if minute is not None}
    hub.say(0, extent(**said), CONFIRMED)
    assert hub.order.received_at == T0 + received_min * MIN


def test_that_a_start_that_moves_corrects_the_clock() -> None:
    """First seen at 0 with a start at -5; minute 30: it is -40; minute 40: it is 20, after it was seen."""
    hub = Hub()
    hub.say(0, extent(started_at=T0 - 5 * MIN), CONFIRMED)
    concluded = hub.say(30, extent(started_at=T0 - 40 * MIN))
    assert [f.data.__class__.__name__ for f in concluded] == ["OrderNeed"]
    assert hub.order.received_at == T0 - 40 * MIN
    hub.say(40, extent(started_at=T0 + 20 * MIN))
    assert hub.order.received_at == T0


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("assigned", OrderStage.ASSIGNED),
        ("dispatched", OrderStage.ASSIGNED),
        ("accepted", OrderStage.ASSIGNED),
        ("en_route", OrderStage.EN_ROUTE),
        ("on_site", OrderStage.ON_SITE),
        ("made_safe", OrderStage.ON_SITE),
        ("suspended", OrderStage.SUSPENDED),
        ("completed", OrderStage.WAITING),
        ("released", OrderStage.NEW),
        ("off_shift", OrderStage.NEW),
    ],
)
def test_that_the_order_follows_the_crew(status: str, found: OrderStage) -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(10, work(status, 8))
    assert hub.order.stage is found


def test_that_it_goes_back_with_the_crew_and_keeps_the_earliest_arrival() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(20, work("on_site", 18))
    hub.say(30, work("assigned", 30))
    assert hub.order.stage is OrderStage.ASSIGNED
    hub.say(50, work("on_site", 49))
    assert hub.order.stage is OrderStage.ON_SITE
    assert hub.order.reached["on_site"] == T0 + 18 * MIN
    hub.say(55, work("on_site", 16))  # a late report: it was there even earlier
    assert hub.order.reached["on_site"] == T0 + 16 * MIN
    hub.say(60, work(None))
    assert hub.order.stage is OrderStage.NEW


def test_that_an_arrival_without_a_time_counts_from_when_it_was_said() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(20, work("on_site"))
    hub.say(40, OutageWork(status=CrewStatus.ON_SITE, said="still there"))
    assert hub.order.reached["on_site"] == T0 + 20 * MIN


def test_that_an_outage_first_seen_with_its_crew_on_site_starts_there() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED, work("on_site", -12))
    assert hub.order.stage is OrderStage.ON_SITE
    assert hub.order.reached == {"new": T0, "on_site": T0 - 12 * MIN}


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("restored_reported", OrderStage.DONE),
        ("restored_verified", OrderStage.VERIFIED),
        ("closed", OrderStage.DONE),
        ("cancelled", OrderStage.CANCELLED),
    ],
)
def test_that_the_end_of_the_outage_ends_the_order(word: str, found: OrderStage) -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(60, stage(word))
    assert (hub.order.stage, hub.order.since) == (found, T0 + 60 * MIN)
    assert not hub.order.open


def test_that_what_was_verified_is_not_merely_done_when_it_is_closed() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(60, stage("restored_verified"))
    assert hub.say(70, stage("closed")) == []


def test_that_a_vanished_outage_ends_its_order_as_unlisted() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(60, GONE)
    assert (hub.order.stage, hub.order.reason) == (OrderStage.UNLISTED, Reason("vanished"))


def test_that_a_doubted_poll_changes_no_order() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    assert hub.say(60, msgspec.structs.replace(GONE, held=True)) == []
    assert hub.order.stage is OrderStage.NEW
    hub.say(70, GONE)
    assert hub.order.stage is OrderStage.UNLISTED


def test_that_the_same_outage_back_within_six_hours_reopens_its_order() -> None:
    """Gone at minute 60, back at minute 60 + 359: the same order, its clock from the same start."""
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(12, work("on_site", 10))
    hub.say(60, GONE)
    hub.say(419, OutageListing(listed=True, since=T0 + 419 * MIN, reopened=1))
    order = hub.order
    assert (order.open, order.reopened, order.received_at) == (True, 1, T0)
    assert order.reached == {"new": T0, "on_site": T0 + 10 * MIN}  # its end is withdrawn


def test_that_the_same_id_after_six_hours_is_a_new_need() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(60, GONE)
    hub.say(421, OutageListing(listed=True, since=T0 + 421 * MIN))
    order = hub.order
    assert (order.open, order.reopened, order.received_at) == (True, 0, T0 + 421 * MIN)


def test_that_the_order_of_an_outage_that_was_taken_back_is_unlisted() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    gone = [Removed(of=f"outage.{name}", claimant=Claimant.OUTAGE_SYSTEM) for name in ("extent", "stage")]
    hub.say(10, *gone)
    assert (hub.order.stage, hub.order.since) == (OrderStage.UNLISTED, T0 + 10 * MIN)


def test_that_a_stage_set_by_a_person_is_not_moved_along_but_closed() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    accepted = OrderStageValue(stage=OrderStage.ESCALATED, since=T0 + MIN, reached={"new": T0})
    hub.say(1, accepted, key=ORDER, source="hub")
    assert hub.say(5, work("assigned", 4)) == []
    hub.say(60, stage("restored_reported"))
    assert hub.order.stage is OrderStage.DONE


def test_that_only_touched_outages_are_judged() -> None:
    hub = Hub()
    for number in range(50):
        hub.say(0, extent(), CONFIRMED, key=f"oms/{number}")
    concluded = hub.say(5, work("en_route", 4), key="oms/7")
    assert {fact.key for fact in concluded} == {"restore/oms/7"}


def test_that_an_operators_word_stands_above_the_feeds() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    over = OutageStageClaim(stage=OutageStage.CANCELLED, claimant=Claimant.OPERATOR)
    hub.say(5, over, source="hub")
    assert hub.order.stage is OrderStage.CANCELLED


def freshness(minute: float, **fields: object) -> SourceFreshness:
    plain = {"state": "live", "expect_every": 600.0, "last_poll_at": T0 + minute * MIN, "records": 3}
    return convert_payload(SourceFreshness, {**plain, **fields})


def test_that_a_silent_source_becomes_late_and_then_lost() -> None:
    """Expected every 10 min: late after 20, lost after 50."""
    hub = Hub()
    hub.say(0, freshness(0, flags=["capped"]), key="oms")
    sources = hub.store.tables.sources
    for minute, state in [(20, "live"), (20.1, "late"), (50, "late"), (50.1, "lost"), (90, "lost")]:
        hub.wait(minute)
        assert sources["oms"].state is SourceState(state), minute
    assert sources["oms"].flags == (SourceFlag.CAPPED,)
    assert sources["oms"].reason == Reason("source_silent")
    assert [f for f in hub.wait(95) if isinstance(f.data, SourceFreshness)] == []
    hub.say(100, freshness(100), key="oms")
    assert sources["oms"].state is SourceState.LIVE


def test_that_the_trend_is_sampled_once_a_minute() -> None:
    hub = Hub()
    hub.say(0, extent(customers_out=120), CONFIRMED)
    for second in range(0, 181, 10):
        hub.wait(second / 60)
    trend = hub.store.tables.trend
    assert [sample.at - T0 for sample in trend] == [0, 60, 120, 180]
    assert (trend[0].customers_out, trend[0].outages, trend[0].orders) == (120, 1, {"restore": 1})
    assert trend[0].breached == {"restore": 0}


def test_that_each_hour_is_told_once_by_place_and_outlives_a_restart() -> None:
    hub = Hub()
    hub.say(
        0, OutageExtent(region="A", town="t", customers_out=40), OutageStageClaim(stage=OutageStage.CONFIRMED)
    )
    for minute in range(150):
        if minute == 20:
            hub.say(minute, OutageExtent(region="A", town="t", customers_out=70))
        if minute == 30:
            hub.say(minute, OutageExtent(region="A", town="t", customers_out=10))
        hub.wait(minute)
    told = [fact.data for fact in hub.log if isinstance(fact.data, TrendHour)]
    first = T0 - T0 % HOUR
    assert [each.hour for each in told] == [first, first + HOUR]
    assert [each.places for each in told] == [{"A": {"t": 70}}, {"A": {"t": 10}}]
    assert told[0].minutes < 60 == told[1].minutes
    late = Store()
    late.load(hub.store.snapshot(), hub.store.head)
    assert dict(late.tables.hours) == dict(hub.store.tables.hours)
    analyst = Analyst(None, AreaClass.URBAN)
    assert not [f for f in analyst.on_time(late, T0 + 151 * MIN) if isinstance(f.data, TrendHour)]


def test_that_nothing_is_sampled_while_nobody_speaks_of_outages() -> None:
    hub = Hub()
    hub.wait(0)
    assert hub.store.tables.trend == ()


def test_that_closed_things_are_retired_after_a_day() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(60, GONE)
    hub.wait(60 + 24 * 60 - 2)
    assert OUTAGE in hub.store.tables.outages
    concluded = hub.wait(60 + 24 * 60)
    retired = [(type(f.data).__name__, f.key) for f in concluded if "Retired" in type(f.data).__name__]
    assert retired == [("OutageRetired", OUTAGE), ("OrderRetired", ORDER)]
    assert OUTAGE not in hub.store.tables.outages
    assert ORDER not in hub.store.tables.orders


def test_that_the_same_facts_are_judged_the_same_byte_for_byte() -> None:
    logs = []
    for _ in range(2):
        hub = Hub()
        for number in range(20):
            hub.say(number, extent(), CONFIRMED, work("assigned", number), key=f"oms/{number}")
            hub.wait(number)
        logs.append(hub.log)
    assert logs[0] == logs[1]
    ids = [(fact.source, fact.id) for fact in logs[0] if fact.source == ANALYST]
    assert len(ids) == len(set(ids))


def test_that_a_store_brought_back_from_a_snapshot_is_judged_whole_and_nothing_is_said_twice() -> None:
    hub = Hub()
    hub.say(0, extent(), CONFIRMED)
    hub.say(0, extent(), CONFIRMED, key="oms/2")
    unjudged = [fact for fact in hub.log if fact.key != "restore/oms/2"]
    store = Store()
    change = store.load(unjudged)
    concluded = hub.analyst.on_facts(store, change, unjudged, T0)
    assert {fact.key for fact in concluded} == {"restore/oms/2"}
    whole = Store()
    assert hub.analyst.on_facts(whole, whole.load(hub.log), hub.log, T0 + MIN) == []
