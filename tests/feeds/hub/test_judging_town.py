"""The hub of a simulated town whose outage system says nothing: calls, meters and telemetry are all it has.

What is really so is asked of the world, behind the glass; the hub gets facts and nothing else.
"""

import asyncio

import msgspec
import pytest

from feeds import frames
from feeds.hub.access import Actor, Role
from feeds.hub.analyst import Analyst
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.networks import network_of
from feeds.sim import CATCH_UP_STEP
from feeds.sim.world import World
from feeds.worlds import open_world
from wallboard.config.scenario import load_scenario
from wallboard.domain.calls import CallReport
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.domain.rows import Outage
from wallboard.domain.terms import AreaClass, Claimant, OutageStage
from wallboard.state.atlas import unpack
from wallboard.state.tables import Tables

HEARD = (CallReport, AreaMeters, DevicePosition, IndicatorState, PlanWork, PlanCourse)
SETTLED_S = 900.0
"""A fault that is younger may still be on its way to the hub."""


def heard(facts: list[Fact]) -> list[Fact]:
    """Evidence only, without the outage that a call belongs to."""
    return [
        msgspec.structs.replace(fact, data=msgspec.structs.replace(fact.data, outage=""))
        if isinstance(fact.data, CallReport)
        else fact
        for fact in facts
        if isinstance(fact.data, HEARD)
    ]


class Town:
    """A hub that has lived a stormy afternoon of the town, and the world itself."""

    def __init__(self) -> None:
        scenario = load_scenario("town-storm")
        self.world: World = open_world(scenario, 7)
        atlas = unpack(network_of(scenario.network)[1])
        self.clock = ManualClock(scenario.start_at)
        self.log = HubLog(None)
        self.hub = LiveHub(self.log, self.clock, Analyst(None, AreaClass.URBAN, atlas))
        asyncio.run(self._live(scenario.start_at, scenario.moment_at))

    async def _live(self, at: float, until: float) -> None:
        await self.hub.start()
        while at < until:
            at = min(at + CATCH_UP_STEP, until)
            self.clock.set(at)
            await self.hub.take_now(heard(self.world.step(at)))

    @property
    def tables(self) -> Tables:
        return self.hub.channel.store.tables

    @property
    def judged(self) -> list[Outage]:
        rows = self.tables.outages.values()
        return [row for row in rows if row.id.startswith("judged/") and row.dark and not row.merged_into]

    def faults(self) -> dict[str, int]:
        """Customers that each fault of the network really keeps dark, by its device."""
        supply, now = self.world.supply, self.world.now
        return {
            fault.device: held.customers
            for fault in supply.standing.values()
            if not fault.service and not fault.planned and now - fault.at >= SETTLED_S
            if (held := supply.held(fault)).customers
        }


@pytest.fixture(scope="module")
def town() -> Town:
    return Town()


def test_that_every_settled_fault_is_named_at_its_device_with_reasons(town: Town) -> None:
    named = {row.device: row for row in town.judged}
    faults = town.faults()
    assert len(faults) >= 8
    assert set(faults) <= set(named), "a fault of a quarter of an hour ago is not judged"
    for device in faults:
        row = named[device]
        assert row.stage in (OutageStage.PROBABLE, OutageStage.CONFIRMED) and row.probability
        assert row.reasons and all(reason.code.startswith("judged_") for reason in row.reasons)
        assert row.stage_by is Claimant.ANALYST


def test_that_nothing_is_judged_at_a_device_that_telemetry_reads_closed(town: Town) -> None:
    closed = {
        key.partition("/")[2]
        for key, thing in town.tables.things("device").items()
        if (read := thing.value("position", DevicePosition)) is not None and read.closed and read.good
    }
    assert len(closed) > 10
    assert not closed & {device for row in town.judged for device in (row.device, f"{row.device}-CB")}


def test_that_customers_are_counted_as_they_are(town: Town) -> None:
    """Not more than a tenth off: what the meters of silent areas do not say, nobody knows."""
    supply = town.world.supply
    planned = {area for fault in supply.standing.values() if fault.planned for area in supply.areas(fault.id)}
    dark = sum(supply.dark(area) for area in supply.dark_areas() if area not in planned)
    rows = town.tables.outages.values()
    told = sum(row.customers_out or 0 for row in rows if row.dark and not row.merged_into and not row.planned)
    assert abs(told - dark) <= 0.1 * dark


def test_that_an_operator_s_confirmation_stands_whatever_is_judged_after_it(town: Town) -> None:
    row = next(
        row for row in sorted(town.judged, key=lambda row: row.id) if row.stage is OutageStage.PROBABLE
    )
    act = frames.Act(id="c1", subject=f"order/restore/{row.id}", verb="confirm_outage", args={})

    async def confirm() -> frames.Ack:
        ack = await town.hub.act(act, Actor(Role.DESK, "配网值班", True))
        for _ in range(5):
            at = town.clock.now() + CATCH_UP_STEP
            town.clock.set(at)
            await town.hub.take_now(heard(town.world.step(at)))
        return ack

    assert asyncio.run(confirm()).accepted
    after = town.tables.outages[row.id]
    assert (after.stage, after.stage_by) == (OutageStage.CONFIRMED, Claimant.OPERATOR)
    assert (after.device, after.device_by) == (row.device, Claimant.OPERATOR)
    town.log.close()
