"""A restoration is verified by meters, and who stays dark below it stays open (domain 4.5, 5.4, d.132)."""

import pytest

from feeds.hub.alarms import stood
from feeds.hub.verifying import STILL
from feeds.networks import town
from tests.feeds.hub.test_darkness import MIN, OUTAGE, T0, Hub, at_area, extent, stage
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.network import AreaMeters
from wallboard.domain.outages import OutageDevice
from wallboard.domain.terms import DeviceKind, OrderStage, OutageStage, Severity, VanStatus
from wallboard.state.atlas import Atlas, unpack

AREA = "TA-001"
METERS = f"metering/{AREA}"
NESTED = f"{STILL}{OUTAGE}/{AREA}"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return unpack(town()[1])


@pytest.fixture
def hub(atlas: Atlas) -> Hub:
    """An area of 49 customers, dark from the start, reported restored after an hour."""
    hub = Hub(atlas)
    hub.say(6, extent(49), at_area(AREA), stage("confirmed", 6))
    hub.say(60, extent(0), stage("restored_reported", 60))
    return hub


def stage_of(hub: Hub, key: str = OUTAGE) -> OutageStage:
    return hub.store.tables.outages[key].stage


def test_that_a_report_alone_does_not_verify(hub: Hub) -> None:
    hub.wait(90)
    assert stage_of(hub) is OutageStage.RESTORED_REPORTED


def test_that_meters_that_are_on_verify_it_and_its_order(hub: Hub) -> None:
    hub.say(64, AreaMeters(off=0, on=47, silent=2, total=49), key=METERS)
    hub.wait(64)
    assert stage_of(hub) is OutageStage.RESTORED_VERIFIED
    assert hub.store.tables.orders[f"restore/{OUTAGE}"].stage is OrderStage.VERIFIED


def test_that_silent_meters_verify_nothing(hub: Hub) -> None:
    hub.say(64, AreaMeters(off=0, on=0, silent=49, total=49), key=METERS)
    assert stage_of(hub) is OutageStage.RESTORED_REPORTED
    assert NESTED not in hub.store.tables.outages


def test_that_who_is_dark_after_it_has_an_outage_of_his_own(hub: Hub) -> None:
    hub.say(64, AreaMeters(off=12, on=36, silent=1, total=49), key=METERS)
    hub.wait(64)
    nested = hub.store.tables.outages[NESTED]
    assert (nested.stage, nested.customers_out, nested.started_at) == (OutageStage.PROBABLE, 12, T0)
    assert stage_of(hub) is OutageStage.RESTORED_REPORTED  # 36 of 48 do not carry it
    order = hub.store.tables.orders[f"restore/{NESTED}"]
    assert order.open
    hub.say(80, AreaMeters(off=5, on=43, silent=1, total=49), key=METERS)
    assert hub.store.tables.outages[NESTED].customers_out == 5
    hub.say(90, AreaMeters(off=0, on=48, silent=1, total=49), key=METERS)
    hub.wait(90)
    assert stage_of(hub, NESTED) is OutageStage.RESTORED_VERIFIED
    assert stage_of(hub) is OutageStage.RESTORED_VERIFIED
    assert not hub.store.tables.orders[f"restore/{NESTED}"].open


def test_that_he_was_dark_all_the_time_and_once(hub: Hub, atlas: Atlas) -> None:
    from wallboard.rules.indices import lv_groups
    from wallboard.rules.indices.groups import Record
    from wallboard.state.queries.supply import record_of

    hub.say(64, AreaMeters(off=12, on=36, silent=1, total=49), key=METERS)
    hub.wait(64)
    hub.say(90, AreaMeters(off=0, on=48, silent=1, total=49), key=METERS)
    hub.wait(91)
    rows = [record_of(hub.store.tables, key) for key in (OUTAGE, NESTED)]
    groups = lv_groups(Record(one.outage, one.rows) for one in rows if one is not None)
    assert sorted((g.customers, g.spans) for g in groups) == [
        (12, ((T0, T0 + 90 * MIN),)),
        (37, ((T0, T0 + 60 * MIN),)),
    ]


def test_that_a_whole_that_is_dark_again_takes_its_part_back(hub: Hub) -> None:
    hub.say(64, AreaMeters(off=12, on=36, silent=1, total=49), key=METERS)
    hub.say(70, extent(49), stage("confirmed", 70))
    assert stage_of(hub, NESTED) is OutageStage.CANCELLED


def test_that_meters_off_within_another_outage_are_explained_by_it(hub: Hub) -> None:
    hub.say(
        61, extent(9), OutageDevice(kind=DeviceKind.SERVICE, device=AREA), stage("confirmed", 61), key="oms/2"
    )
    hub.say(64, AreaMeters(off=9, on=39, silent=1, total=49), key=METERS)
    assert NESTED not in hub.store.tables.outages


@pytest.mark.parametrize(
    ("device", "customers", "taken"),
    [
        (at_area(AREA), 49, True),
        (OutageDevice(kind=DeviceKind.SERVICE, device=AREA), 12, True),
        (OutageDevice(kind=DeviceKind.SERVICE, device=AREA), 2, False),
    ],
)
def test_that_an_outage_that_comes_to_hold_his_area_takes_it_in(
    hub: Hub, device: OutageDevice, customers: int, taken: bool
) -> None:
    """Nobody is counted under two; two customers do not explain twelve."""
    hub.say(64, AreaMeters(off=12, on=36, silent=1, total=49), key=METERS)
    hub.wait(64)
    hub.say(70, extent(customers), device, stage("confirmed", 70), key="oms/2")
    hub.wait(71)
    nested = hub.store.tables.outages[NESTED]
    assert nested.merged_into == ("oms/2" if taken else "")
    assert hub.store.tables.orders[f"restore/{NESTED}"].open is not taken


def test_that_a_report_after_another_darkness_is_verified_anew(hub: Hub) -> None:
    hub.say(64, AreaMeters(off=0, on=49, total=49), key=METERS)
    hub.say(70, extent(49), stage("confirmed", 70))
    assert stage_of(hub) is OutageStage.CONFIRMED
    hub.say(90, extent(0), stage("restored_reported", 90))
    assert stage_of(hub) is OutageStage.RESTORED_REPORTED
    hub.say(95, AreaMeters(off=0, on=48, silent=1, total=49), key=METERS)
    assert stage_of(hub) is OutageStage.RESTORED_VERIFIED


def test_that_a_van_that_feeds_what_is_reported_restored_is_a_critical_alarm(hub: Hub) -> None:
    """反送电: until it is off (domain 5.9)."""
    hub.say(61, VanProfile(name="应急发电车 03", kva=400.0), key="gps/V3")
    on = VanStatusValue(status=VanStatus.CONNECTED, since=T0, area=AREA, outage=OUTAGE)
    hub.say(62, on, key="gps/V3")
    hub.wait(62)
    alarm = stood(hub.store.tables, "back_feed/gps/V3")
    assert alarm is not None
    assert (alarm.active, alarm.severity, alarm.words.code) == (True, Severity.CRITICAL, "back_feed")
    hub.say(70, VanStatusValue(status=VanStatus.EN_ROUTE, since=T0 + 70 * MIN), key="gps/V3")
    hub.wait(70)
    alarm = stood(hub.store.tables, "back_feed/gps/V3")
    assert alarm is not None and not alarm.active


def test_that_a_van_at_a_dark_outage_is_no_alarm(atlas: Atlas) -> None:
    hub = Hub(atlas)
    hub.say(6, extent(49), at_area(AREA), stage("confirmed", 6))
    hub.say(7, VanStatusValue(status=VanStatus.CONNECTED, since=T0, area=AREA, outage=OUTAGE), key="gps/V3")
    hub.wait(8)
    assert stood(hub.store.tables, "back_feed/gps/V3") is None
