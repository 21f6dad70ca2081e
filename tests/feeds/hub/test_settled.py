"""What the hub concludes from what has changed is what it concludes from nothing.

Two hubs hear the same. One remembers what it has counted and settled; the other forgets all of that before
every look. They must say the same facts, to the letter.
"""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.hub import darkness
from feeds.hub.analyst import Analyst
from feeds.hub.judging import Judging
from feeds.networks import town
from feeds.sim import CATCH_UP_STEP
from feeds.worlds import open_world
from tests.feeds.hub.test_judging import Hub, darkened, lateral
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.outages import OutageAlias, OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.rows import Outage
from wallboard.domain.terms import AreaClass, Claimant, DeviceKind, OutageStage
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.changes import Change
from wallboard.state.store import Store

RULES = load_rule_set("southern-grid-guizhou-2021")
KEYS = ("oms/1", "oms/2", "oms/3")
STAGES = tuple(OutageStage)
PART = 6
"""Areas of the town that things happen in: those behind one fuse, and some beside them."""


class Forgetful(Analyst):
    """Counts and follows everything anew at each look."""

    def on_facts(self, store: Store, change: Change, facts: list[Fact], now: float) -> list[Fact]:
        self._forget()
        return super().on_facts(store, change, facts, now)

    def on_time(self, store: Store, now: float) -> list[Fact]:
        self._forget()
        return super().on_time(store, now)

    def _forget(self) -> None:
        assert self._judging is not None
        self._judging._settled.forget()
        for kept in (self._darkness._counted, self._darkness._behind, self._darkness._lit):
            kept.clear()
        self._boards = None
        self._sweeps.followed.forget()


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return unpack(town()[1])


@pytest.mark.parametrize("heard", ["everything", "no outage system"])
def test_that_a_stormy_afternoon_is_concluded_as_from_nothing(atlas: Atlas, heard: str) -> None:
    scenario = load_scenario("town-storm")
    world, at = open_world(scenario, 7), scenario.start_at
    analysts = [kind(RULES, AreaClass.URBAN, atlas) for kind in (Analyst, Forgetful)]
    stores = [Store(), Store()]
    while at < scenario.moment_at:
        at = min(at + CATCH_UP_STEP, scenario.moment_at)
        news = [one for one in world.step(at) if heard == "everything" or not one.key.startswith("oms/")]
        said = [_concluded(*each, news, at) for each in zip(stores, analysts, strict=True)]
        assert said[0] == said[1]
    assert any(key.startswith("judged/") for key in stores[0].tables.outages)


def _concluded(store: Store, analyst: Analyst, news: list[Fact], now: float) -> list[Fact]:
    """What an analyst says of a minute; its store takes it."""
    placed = _placed(store, news)
    change = store.apply(placed)
    said = analyst.on_facts(store, change, placed, now)
    store.apply(_placed(store, said))
    later = analyst.on_time(store, now)
    store.apply(_placed(store, later))
    return said + later


def _placed(store: Store, facts: list[Fact]) -> list[Fact]:
    return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, store.head + 1)]


Act = Callable[[Hub], None]


@st.composite
def acts(draw: st.DrawFn, areas: list[str], devices: list[str]) -> Act:
    """Something that happens, or is said, in one part of the town; or nothing for some minutes."""
    key, area = draw(st.sampled_from(KEYS)), draw(st.sampled_from(areas))
    what = draw(
        st.sampled_from(("wait", "wait", "meters", "calls", "extent", "stage", "device", "position", "alias"))
    )
    some, number = draw(st.booleans()), draw(st.integers(0, 400))
    if what == "wait":
        return lambda hub: hub.wait(1 + number % 40)
    if what == "meters":
        few = draw(st.lists(st.sampled_from(areas), min_size=1, max_size=PART, unique=True))
        return lambda hub: hub.meters(few, off=some)
    if what == "calls":
        return lambda hub: hub.calls([area] * (1 + number % 3))
    if what == "position":
        moved = DevicePosition(closed=some)
        return lambda hub: hub.say(moved, f"scada/{devices[0]}", "scada")
    if what == "alias":
        other = draw(st.sampled_from(KEYS))
        return lambda hub: hub.say(OutageAlias(other=other, how="merged" if some else "split"), key, "oms")
    claimant = Claimant.OPERATOR if some and number % 2 else Claimant.OUTAGE_SYSTEM
    if what == "stage":
        stage = draw(st.sampled_from(STAGES))
        judged = draw(st.booleans())
        return lambda hub: _say_stage(hub, key, stage, claimant, judged=judged)
    if what == "device":
        kinds = (DeviceKind.LATERAL, DeviceKind.TRANSFORMER_AREA, DeviceKind.SERVICE, DeviceKind.FEEDER)
        kind = draw(st.sampled_from(kinds))
        named = draw(st.sampled_from(devices)) if kind is DeviceKind.LATERAL else area
        return lambda hub: hub.say(OutageDevice(claimant=claimant, kind=kind, device=named), key, "oms")
    out = None if number == 0 else number
    back = -60.0 * draw(st.integers(-3, 30))
    return lambda hub: hub.say(
        OutageExtent(customers_out=out, started_at=Instant(hub.now + back)), key, "oms"
    )


def _say_stage(hub: Hub, key: str, stage: OutageStage, claimant: Claimant, *, judged: bool) -> None:
    """Of one of the feed's outages, or by an operator of one that the hub has raised."""
    if judged and hub.judged:
        key, claimant = hub.judged[0].id, Claimant.OPERATOR
    hub.say(OutageStageClaim(claimant=claimant, stage=stage, since=Instant(hub.now)), key, "oms")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_that_whatever_is_said_is_concluded_as_from_nothing(atlas: Atlas, data: st.DataObject) -> None:
    hubs = [Hub(atlas), Hub(atlas)]
    hubs[1].analyst = Forgetful(None, AreaClass.URBAN, atlas)
    device, behind = lateral(hubs[0].network)
    areas = [*behind, *(area for area in hubs[0].network.named.areas if area not in behind)][:PART]
    for act in data.draw(st.lists(acts(areas, [device, hubs[0].network.named.devices[0]]), max_size=20)):
        for hub in hubs:
            act(hub)
        assert hubs[0].store.snapshot() == hubs[1].store.snapshot()


def test_that_nobody_looks_again_at_a_case_that_stands(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    explained = Judging._explained

    def counted(self: Judging, *args: object) -> object:
        looked.append("")
        return explained(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Judging, "_explained", counted)
    hub = Hub(atlas)
    device, areas = darkened(hub)
    hub.outage(OutageStage.CONFIRMED, DeviceKind.LATERAL, device, sum(map(hub.customers, areas)))
    hub.wait(20)  # after a quarter of an hour it is held to be probable
    looked.clear()
    hub.wait(10)
    assert looked == []
    hub.say(OutageExtent(customers_out=3, started_at=Instant(hub.now)), "oms/7", "oms")
    hub.wait(1)
    assert looked != []


def test_that_a_batch_counts_only_outages_whose_areas_it_darkens_or_lights(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    rows_after = darkness.rows_after

    def noted(outage: Outage, *args: object) -> object:
        counted.append(outage.id)
        return rows_after(outage, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(darkness, "rows_after", noted)
    hub = Hub(atlas)
    device, areas = lateral(hub.network)
    hub.outage(OutageStage.CONFIRMED, DeviceKind.LATERAL, device, sum(map(hub.customers, areas)))
    hub.meters(areas, off=True)
    counted.clear()
    hub.say(AreaMeters(off=1, on=0, silent=2, total=3), f"metering/{areas[0]}", "metering")
    assert counted == []
    hub.wait(2)
    hub.meters(areas[:1], off=False)
    assert counted != []
