"""What the hub judges by itself: on evidence laid by hand on the demo town's own network.

Minutes count from T0. The lateral of the tests is one with a fuse, of which telemetry reads nothing.
"""

from datetime import UTC, datetime
from itertools import count, pairwise

import msgspec
import pytest

from feeds import frames
from feeds.hub import judging
from feeds.hub.access import Actor, Role
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Authority, Refused
from feeds.networks import town
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.plans import PlanWork
from wallboard.domain.registering import CHINA
from wallboard.domain.rows import Outage
from wallboard.domain.terms import AreaClass, Claimant, DeviceKind, OutageNature, OutageStage
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.supply_network.network import Network
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.queries.judgement import Beside, judgement_cards
from wallboard.state.store import Store
from wallboard.state.supply_wires import supply_network

T0 = 1_763_913_600.0
OMS = "oms/7"


class Hub:
    """A store, and the analyst of the demo town; it looks at the time each half minute."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas, self.store, self.now = atlas, Store(), T0
        self.analyst = Analyst(None, AreaClass.URBAN, atlas)
        self.network = supply_network(atlas)
        self._number = count()

    def say(self, data: Payload, key: str, source: str) -> None:
        self.take([Fact(data, key, self.now, source, f"n{next(self._number)}", self.now)])

    def take(self, facts: list[Fact]) -> None:
        placed = [msgspec.structs.replace(one, seq=n) for n, one in enumerate(facts, self.store.head + 1)]
        change = self.store.apply(placed)
        judged = self.analyst.on_facts(self.store, change, placed, self.now)
        if judged:
            self.take(judged)

    def wait(self, minutes: float) -> None:
        for _ in range(round(minutes * 2)):
            self.now += 30.0
            self.take(self.analyst.on_time(self.store, self.now))

    def meters(self, areas: list[str], *, off: bool) -> None:
        for area in areas:
            n = self.customers(area)
            said = AreaMeters(off=n if off else 0, on=0 if off else n, total=n)
            self.say(said, f"metering/{area}", "metering")

    def calls(self, areas: list[str]) -> None:
        for area in areas:
            said = CallReport(channel="95598", received_at=Instant(self.now), area=area, topic="停电")
            self.say(said, "95598", "95598")

    def customers(self, area: str) -> int:
        return int(self.network.wires.customers[self.network.area_rows[area]])

    def outage(self, stage: OutageStage, kind: DeviceKind, device: str, customers: int) -> None:
        """What an outage system says."""
        since = Instant(self.now)
        self.say(OutageExtent(customers_out=customers, started_at=since), OMS, "oms")
        self.say(OutageStageClaim(stage=stage, since=since), OMS, "oms")
        self.say(OutageDevice(kind=kind, device=device, name=device), OMS, "oms")

    def do(self, verb: str, outage: str, **args: str) -> str:
        """A desk's act on the restore order of an outage; the code of its refusal, or nothing."""
        act = frames.Act(id=f"a{next(self._number)}", subject=f"order/restore/{outage}", verb=verb, args=args)
        try:
            self.take(Authority().decide(self.store, act, Actor(Role.DESK, "07", True), self.now))
        except Refused as refused:
            return refused.reason.code
        return ""

    def restarted(self) -> "Hub":
        other = Hub(self.atlas)
        other.now, other._number = self.now, self._number
        change = other.store.load(self.store.snapshot())
        other.take(other.analyst.on_facts(other.store, change, other.store.snapshot(), other.now))
        return other

    @property
    def judged(self) -> list[Outage]:
        """The hub's own outages, those that are a part of others left out."""
        rows = self.store.tables.outages
        return [row for key, row in sorted(rows.items()) if key.startswith("judged/") and not row.merged_into]

    def claim(self, key: str) -> Payload | None:
        """The judged device beside an outage."""
        thing = self.store.tables.thing("outage", key)
        fact = thing.aspects.get("device/analyst") if thing is not None else None
        return fact.data if fact is not None else None


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return unpack(town()[1])


@pytest.fixture
def hub(atlas: Atlas) -> Hub:
    return Hub(atlas)


def lateral(network: Network, kind: str = "fuse", *, but: str = "") -> tuple[str, list[str]]:
    """A device of a kind that has at least three areas behind it, all with several customers."""
    for row, name in enumerate(network.named.devices):
        cut = int(network.cuts.row_of_device[row])
        if network.wires.device_kind[row] != kind or cut < 0 or name == but:
            continue
        areas = network.cuts.areas_below(cut).tolist()
        if len(areas) >= 3 and min(int(network.wires.customers[area]) for area in areas) > 20:
            return name, [network.named.areas[area] for area in areas]
    raise AssertionError(f"no {kind} with three areas")


def darkened(hub: Hub, minutes: float = 3.0) -> tuple[str, list[str]]:
    device, areas = lateral(hub.network)
    hub.meters(areas, off=True)
    hub.calls([areas[0], areas[0], areas[1]])
    hub.wait(minutes)
    return device, areas


def test_that_a_predicted_outage_is_raised_where_no_feed_knows_of_one(hub: Hub) -> None:
    device, areas = darkened(hub)
    (row,) = hub.judged
    assert (row.device, row.device_kind, row.stage) == (device, DeviceKind.LATERAL, OutageStage.PREDICTED)
    assert (row.stage_by, row.device_by) == (Claimant.ANALYST, Claimant.ANALYST)
    assert row.customers_out == sum(hub.customers(area) for area in areas)
    assert row.probability is not None and row.probability > 0.9
    assert {"judged_meters_dark", "judged_calls"} <= {reason.code for reason in row.reasons}
    assert row.feeder and row.region and row.lon is not None
    assert hub.store.tables.orders[f"restore/{row.id}"].open


def test_that_its_number_says_which_desk_gave_it_and_goes_on_through_the_day(hub: Hub) -> None:
    """The first outage's own number is not given again, neither by a hub that began anew."""
    device, _ = darkened(hub)
    (first,) = hub.judged
    day = datetime.fromtimestamp(hub.now, UTC).astimezone(CHINA).strftime("%y%m%d")
    assert first.id == f"judged/YP{day}0001"
    assert hub.store.tables.orders[f"restore/{first.id}"].number == f"YP{day}0001"
    other = hub.restarted()
    _, areas = lateral(hub.network, but=device)
    other.meters(areas, off=True)
    other.calls(areas)
    other.wait(6.0)
    assert [row.id for row in other.judged] == [first.id, f"judged/YP{day}0002"]


def test_that_evidence_is_held_before_it_counts(hub: Hub) -> None:
    darkened(hub, 0.5)
    assert hub.judged == []
    hub.wait(2.0)
    assert len(hub.judged) == 1


def test_that_meters_alone_are_looked_at_again_when_they_were_held_long_enough(hub: Hub) -> None:
    _, areas = lateral(hub.network)
    hub.meters(areas, off=True)
    hub.wait(4.0)
    assert len(hub.judged) == 1


def test_that_it_becomes_probable_and_stays_so_whatever_the_meters_fall_silent(hub: Hub) -> None:
    darkened(hub, 18.0)
    (row,) = hub.judged
    assert row.stage is OutageStage.PROBABLE


def test_that_power_that_is_back_is_reported_and_then_verified_by_the_meters(hub: Hub) -> None:
    _, areas = darkened(hub)
    hub.meters(areas, off=False)
    hub.wait(3.0)
    (row,) = hub.judged
    assert row.stage is OutageStage.RESTORED_VERIFIED
    assert not hub.store.tables.orders[f"restore/{row.id}"].open


def test_that_what_a_feed_s_outage_explains_is_said_beside_it_and_raises_none(hub: Hub) -> None:
    device, areas = lateral(hub.network)
    out = sum(hub.customers(area) for area in areas)
    hub.outage(OutageStage.SUSPECTED, DeviceKind.LATERAL, device, out)
    darkened(hub)
    assert hub.judged == []
    beside = hub.claim(OMS)
    assert isinstance(beside, OutageDevice) and beside.device == device and beside.reasons
    row = hub.store.tables.outages[OMS]
    assert (row.stage, row.device_by) == (OutageStage.SUSPECTED, Claimant.OUTAGE_SYSTEM)  # its word stands
    (card,) = judgement_cards(hub.store.tables, 9).cards
    assert (card.beside, card.name, card.by) == (Beside.SAME, row.device_name and card.name, row.device_by)


def test_that_an_outage_system_s_word_takes_the_hub_s_own_outage_in(hub: Hub) -> None:
    device, areas = darkened(hub)
    (row,) = hub.judged
    hub.outage(OutageStage.CONFIRMED, DeviceKind.LATERAL, device, row.customers_out or 0)
    hub.wait(1.0)
    assert hub.judged == []
    assert hub.store.tables.outages[row.id].merged_into == OMS
    assert not hub.store.tables.orders[f"restore/{row.id}"].open
    dark = sum(one.customers_out or 0 for one in hub.store.tables.outages.values() if not one.merged_into)
    assert dark == sum(hub.customers(area) for area in areas)  # nobody is counted under two


def test_that_what_the_feed_has_just_called_over_waits_for_its_meters(hub: Hub) -> None:
    device, areas = lateral(hub.network)
    hub.outage(OutageStage.CONFIRMED, DeviceKind.LATERAL, device, sum(map(hub.customers, areas)))
    darkened(hub)
    over = OutageStageClaim(stage=OutageStage.CLOSED, since=Instant(hub.now))
    hub.say(over, OMS, "oms")
    hub.wait(25.0)
    assert hub.judged == []  # the late ones of their reports may be on their way
    hub.wait(10.0)
    (row,) = hub.judged
    assert (row.device, row.dark) == (device, True)  # it is still dark


def test_that_where_a_feed_names_one_transformer_of_many_the_rest_is_raised_and_counted_once(
    hub: Hub,
) -> None:
    device, areas = lateral(hub.network)
    hub.outage(OutageStage.SUSPECTED, DeviceKind.TRANSFORMER_AREA, areas[0], hub.customers(areas[0]))
    darkened(hub)
    (row,) = hub.judged
    assert row.device == device
    assert row.customers_out == sum(hub.customers(area) for area in areas[1:])


def test_that_planned_work_goes_before_a_fault(hub: Hub) -> None:
    device, _ = lateral(hub.network)
    begins, ends = Instant(T0 - 600), Instant(T0 + 7200)
    hub.say(PlanWork(title="检修", devices=[device], window_from=begins, window_to=ends), "oms/P1", "oms")
    darkened(hub, 20.0)
    assert hub.judged == []


def test_that_a_device_that_telemetry_reads_closed_is_never_named(hub: Hub) -> None:
    device, areas = lateral(hub.network, "lateral_switch")
    closed = DevicePosition(kind=DeviceKind.LATERAL, closed=True)
    hub.say(closed, f"scada/{device}", "scada")
    hub.meters(areas, off=True)
    hub.calls(areas)
    hub.wait(4.0)
    assert hub.judged == []  # telemetry may be late
    hub.wait(4.0)
    assert {row.device for row in hub.judged if row.dark} == set(areas)  # it must be their own devices
    stale = DevicePosition(kind=DeviceKind.LATERAL, closed=True, good=False)
    hub.say(stale, f"scada/{device}", "scada")
    hub.wait(5.0)
    assert device in {row.device for row in hub.judged if row.dark}  # what stands still says nothing


def test_that_an_operator_s_confirmation_stands_against_what_is_judged_later(hub: Hub) -> None:
    """The judgement alone would call it off: single readings of its areas say that they are lit."""
    device, areas = darkened(hub)
    (row,) = hub.judged
    assert hub.do("confirm_outage", row.id) == ""
    assert hub.do("confirm_outage", row.id) == "outage_known"
    confirmed = hub.store.tables.outages[row.id]
    assert (confirmed.stage, confirmed.stage_by) == (OutageStage.CONFIRMED, Claimant.OPERATOR)
    assert (confirmed.device, confirmed.device_by) == (device, Claimant.OPERATOR)
    hub.take(
        [_said(OutageStageClaim(claimant=Claimant.ANALYST, stage=OutageStage.CANCELLED), row.id, hub.now)]
    )
    hub.outage(OutageStage.CONFIRMED, DeviceKind.LATERAL, device, row.customers_out or 0)
    hub.wait(2.0)
    stands = hub.store.tables.outages[row.id]
    assert (stands.stage, stands.stage_by) == (OutageStage.CONFIRMED, Claimant.OPERATOR)
    assert not stands.merged_into
    hub.meters(areas, off=False)
    hub.wait(3.0)
    assert hub.store.tables.outages[row.id].stage is OutageStage.RESTORED_VERIFIED  # no other word but more


def test_that_what_an_operator_denies_is_not_raised_again(hub: Hub) -> None:
    device, areas = darkened(hub)
    (row,) = hub.judged
    assert hub.do("deny_outage", row.id) == "no_words"
    assert hub.do("deny_outage", row.id, words="现场有电") == ""
    hub.calls(areas)
    hub.wait(30.0)
    assert hub.store.tables.outages[row.id].stage is OutageStage.CANCELLED
    assert device not in {each.device for each in hub.judged if each.open}


def test_that_a_restarted_hub_goes_on_with_the_same_outage(hub: Hub) -> None:
    darkened(hub, 18.0)
    before = [(row.id, row.stage) for row in hub.judged]
    other = hub.restarted()
    other.wait(5.0)
    assert [(row.id, row.stage) for row in other.judged] == before


def test_that_the_same_evidence_at_the_same_instants_says_the_same(atlas: Atlas) -> None:
    one, other = Hub(atlas), Hub(atlas)
    for each in (one, other):
        darkened(each, 18.0)
    assert one.store.digest() == other.store.digest()


def test_that_foreign_sources_say_no_word_for_the_analyst(hub: Hub) -> None:
    """A call that an outage system has put under an outage is a call and no more."""
    _, areas = lateral(hub.network)
    said = CallReport(channel="95598", received_at=Instant(hub.now), area=areas[0], outage="oms/99")
    hub.say(said, "95598", "95598")
    hub.wait(5.0)
    assert hub.judged == []  # one call raises nothing


def _said(data: Payload, key: str, now: float) -> Fact:
    return Fact(data, key, now, "analyst", f"t{now}", now)


def test_that_the_natures_and_counts_of_its_own_are_marked_as_estimated(hub: Hub) -> None:
    darkened(hub)
    (row,) = hub.judged
    assert row.nature is OutageNature.UNPLANNED and row.count_quality.value == "estimated"


def test_that_judgements_lie_further_apart_the_more_cases_live(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody knows of is told late by no more than what the cases that live allow."""
    looked: list[float] = []
    at = Judge.at
    monkeypatch.setattr(Judge, "at", lambda judge, now: looked.append(now) or at(judge, now))
    hub = Hub(atlas)
    areas = [area for area in hub.network.named.areas if hub.customers(area) > 3]

    def gap() -> float:
        looked.clear()
        hub.wait(12.0)
        return min(later - before for before, later in pairwise(looked))

    hub.calls(areas[:2])
    hub.calls(areas[:2])
    assert gap() == 30.0, "each look: the test's half minutes"
    monkeypatch.setattr(judging, "CASE_S", 50.0)
    hub.wait(5.0)
    cases = len(hub.analyst._judging._judge.book.open)  # type: ignore[union-attr]
    assert 50.0 * cases <= gap() < 50.0 * cases + 30.0
    monkeypatch.setattr(judging, "CASE_S", 5000.0)
    assert gap() == judging.RAREST_S, "and never further than that"
