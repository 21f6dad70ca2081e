"""What the hub says of who was dark, on the demo town's own network, and how it outlives the outages.

Minutes count from T0, a local midnight of Asia/Shanghai.
"""

import msgspec
import pytest

from feeds.hub.analyst import Analyst
from feeds.hub.closed import RETIRE_AFTER_S
from feeds.hub.supply_days import WAITS_S
from feeds.networks import town
from wallboard.domain.facts import Fact, Payload, convert_payload
from wallboard.domain.network import AreaMeters
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.supply import Dark, OutageDark, SupplyDay
from wallboard.domain.terms import AreaClass, DeviceKind, OutageStage
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.queries.supply import days_of, records
from wallboard.state.store import Store

T0 = 1_763_913_600.0
MIN, HOUR, DAY = 60.0, 3600.0, 86_400.0
OUTAGE = "oms/1"


class Hub:
    """A store, and the analyst of a room with a network."""

    def __init__(self, atlas: Atlas | None) -> None:
        self.store = Store()
        self.analyst = Analyst(None, AreaClass.URBAN, atlas)

    def say(self, minute: float, *said: Payload, key: str = OUTAGE) -> None:
        now = T0 + minute * MIN
        facts = [Fact(data, key, now, "oms", f"{minute}-{n}", now) for n, data in enumerate(said)]
        placed = self._placed(facts)
        self._take(self.analyst.on_facts(self.store, self.store.apply(placed), placed, now))

    def wait(self, minute: float) -> None:
        self._take(self.analyst.on_time(self.store, T0 + minute * MIN))

    def _take(self, facts: list[Fact]) -> None:
        self.store.apply(self._placed(facts))

    def _placed(self, facts: list[Fact]) -> list[Fact]:
        return [msgspec.structs.replace(fact, seq=n) for n, fact in enumerate(facts, self.store.head + 1)]

    def restarted(self, atlas: Atlas | None) -> "Hub":
        """Another hub over what stands in this one's log."""
        other = Hub(atlas)
        other.store.load(self.store.snapshot())
        return other

    @property
    def rows(self) -> list[Dark]:
        thing = self.store.tables.thing("outage", OUTAGE)
        said = thing.value("dark", OutageDark) if thing is not None else None
        return said.rows if said is not None else []

    @property
    def days(self) -> dict[float, list[str]]:
        return {(at - T0) / DAY: sorted(day.outages) for at, day in days_of(self.store.tables).items()}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return unpack(town()[1])


def extent(out: int | None, started: float = 0) -> OutageExtent:
    return convert_payload(
        OutageExtent,
        {"nature": "unplanned", "customers_out": out, "started_at": T0 + started * MIN, "region": "台山市"},
    )


def at_area(area: str) -> OutageDevice:
    return OutageDevice(kind=DeviceKind.TRANSFORMER_AREA, device=area)


def stage(word: str, minute: float) -> OutageStageClaim:
    return OutageStageClaim(stage=OutageStage(word), since=T0 + minute * MIN)


def test_that_a_feeder_s_areas_are_each_said_with_their_customers(atlas: Atlas) -> None:
    feeder = atlas.tables["feeders"].texts("id")[0]
    areas = atlas.tables["areas"]
    behind = {
        a: int(n)
        for a, line, n in zip(areas.texts("id"), areas["line"], areas["customers"], strict=True)
        if line == 0
    }
    hub = Hub(atlas)
    out = sum(behind.values())
    hub.say(6, extent(out), OutageDevice(kind=DeviceKind.FEEDER, device=feeder), stage("confirmed", 6))
    assert {row.area: row.customers for row in hub.rows} == {a: n for a, n in behind.items() if n}
    assert all(row.whole and row.begins == T0 and row.ends is None for row in hub.rows)


def test_that_without_a_network_the_number_is_kept() -> None:
    hub = Hub(None)
    hub.say(6, extent(49), at_area("TA-001"), stage("confirmed", 6))
    assert [(row.area, row.customers) for row in hub.rows] == [("", 49)]


def test_that_meters_end_an_area_before_the_outage_system_does(atlas: Atlas) -> None:
    hub = Hub(atlas)
    hub.say(6, extent(None), at_area("TA-001"), stage("confirmed", 6))
    hub.say(20, AreaMeters(off=49, on=0, total=49), key="metering/TA-001")
    assert hub.rows[0].ends is None
    hub.say(40, AreaMeters(off=0, on=0, silent=49, total=49), key="metering/TA-001")
    assert hub.rows[0].ends is None  # silent is neither dark nor lit
    hub.say(50, AreaMeters(off=1, on=47, silent=1, total=49), key="metering/TA-001")
    assert hub.rows[0].ends == T0 + 50 * MIN


def test_that_a_restarted_hub_says_the_same(atlas: Atlas) -> None:
    first = Hub(atlas)
    first.say(6, extent(None), at_area("TA-001"), stage("confirmed", 6))
    second = first.restarted(atlas)
    for hub in (first, second):
        hub.say(50, AreaMeters(off=0, on=49, total=49), key="metering/TA-001")
    assert first.rows == second.rows
    assert second.rows[0].ends is not None


def test_that_a_day_is_told_after_its_midnight_and_outlives_the_outage(atlas: Atlas) -> None:
    hub = Hub(atlas)
    hub.say(60, extent(49, started=60), at_area("TA-001"), stage("confirmed", 66))
    hub.say(150, extent(0, started=60), stage("restored_verified", 150))
    hub.wait(24 * 60 + WAITS_S / MIN - 1)
    assert hub.days == {}  # what began just before midnight may still turn out to be momentary
    hub.wait(24 * 60 + 11)
    assert hub.days == {0.0: [OUTAGE]}
    hub.wait(150 + RETIRE_AFTER_S / MIN + 1)
    assert hub.store.tables.outages == {}
    assert hub.days == {0.0: [OUTAGE]}
    kept = records(days_of(hub.store.tables).values(), hub.store.tables)
    assert [(row.area, row.ends) for row in kept[OUTAGE].rows] == [("TA-001", T0 + 150 * MIN)]


def test_that_no_outage_leaves_before_its_day_is_told(atlas: Atlas) -> None:
    """The hub was away for two days after the outage had ended."""
    hub = Hub(atlas)
    hub.say(60, extent(49, started=60), at_area("TA-001"), stage("confirmed", 66))
    hub.say(150, extent(0, started=60), stage("restored_verified", 150))
    late = hub.restarted(atlas)
    late.wait(3 * 24 * 60 + 30)
    assert late.days == {0.0: [OUTAGE]}
    assert late.store.tables.outages == {}


def test_that_a_start_that_is_corrected_later_corrects_its_day(atlas: Atlas) -> None:
    hub = Hub(atlas)
    hub.say(60, extent(49, started=60), at_area("TA-001"), stage("confirmed", 66))
    hub.say(150, extent(0, started=60), stage("restored_verified", 150))
    hub.wait(24 * 60 + 11)
    hub.say(24 * 60 + 20, extent(0, started=30))
    hub.wait(150 + RETIRE_AFTER_S / MIN + 1)
    assert hub.store.tables.outages == {}
    day = days_of(hub.store.tables)[T0]
    assert day.outages[OUTAGE].rows[0].begins == T0 + 30 * MIN


def test_that_an_outage_over_midnight_is_told_with_both_days(atlas: Atlas) -> None:
    hub = Hub(atlas)
    hub.say(23 * 60, extent(49, started=23 * 60), at_area("TA-001"), stage("confirmed", 23 * 60))
    hub.wait(24 * 60 + 11)
    hub.say(26 * 60, extent(0, started=23 * 60), stage("restored_verified", 26 * 60))
    hub.wait(48 * 60 + 11)
    assert hub.days == {0.0: [OUTAGE], 1.0: [OUTAGE]}
    told = sum(len(t.entries.get("day", {})) for t in hub.store.tables.things("supply").values())
    hub.wait(26 * 60 + RETIRE_AFTER_S / MIN + 1)
    assert hub.store.tables.outages == {}
    again = sum(len(t.entries.get("day", {})) for t in hub.store.tables.things("supply").values())
    assert again == told  # the first day needs no second word: its own minutes are the same
    kept = records(days_of(hub.store.tables).values(), hub.store.tables)
    assert kept[OUTAGE].rows[0].ends == T0 + 26 * HOUR


def test_that_a_day_too_long_for_one_entry_is_whole_only_with_all_of_it() -> None:
    store = Store()

    def part(n: int, at: float) -> Fact:
        data = SupplyDay(day=T0, ends=T0 + DAY, part=n, parts=2)
        return Fact(data, "room", at, "analyst", f"{n}-{at}", at, store.head + 1)

    store.apply([part(0, T0 + DAY)])
    assert days_of(store.tables) == {}
    store.apply([part(1, T0 + DAY)])
    assert list(days_of(store.tables)) == [T0]


def test_that_a_service_line_leaves_a_part_of_its_area_dark(atlas: Atlas) -> None:
    hub = Hub(atlas)
    device = OutageDevice(kind=DeviceKind.SERVICE, device="TA-001")
    hub.say(6, extent(7), device, stage("confirmed", 6))
    assert [(row.area, row.customers, row.whole) for row in hub.rows] == [("TA-001", 7, False)]
