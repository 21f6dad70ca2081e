"""The state of lines and areas follows outages, meters and telemetry, by what changed."""

from functools import cache

import numpy as np

from feeds.sim import World
from tests.feeds.sim.geography.prefectures import atlas
from tests.feeds.sim.worlds import numbered, small, small_ground
from tests.widgets.map.moments import NOW, Log
from tests.widgets.map.small_city import small_city
from wallboard.domain.facts import Payload, Removed, own_id
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim, OutageSupply
from wallboard.domain.terms import DeviceKind, OutageNature, OutageStage, Supply
from wallboard.state.store import Store
from widgets.map.network_map import NetworkMap
from widgets.map.supply import STATES, UNKNOWN, SupplyBook


class Rig:
    def __init__(self) -> None:
        self.log, self.store = Log(), Store()
        self.network = NetworkMap(small_city())
        self.book = SupplyBook(self.network)

    def say(self, *said: tuple[str, Payload]) -> int:
        """How many boxes of the plane look different now, cells apart."""
        begin = len(self.log.facts)
        for key, data in said:
            self.log.say(key, data, NOW + begin)
        change = self.store.apply(self.log.facts[begin:])
        said = (change.of(noun) for noun in ("outage", "area", "device"))
        return sum(len(boxes) for boxes in self.book.read(self.store.tables, *said)[:4])

    def outage(self, key: str, kind: DeviceKind, device: str, stage: OutageStage, **words: object) -> int:
        extent = OutageExtent(nature=OutageNature.UNPLANNED, lon=113.0, lat=22.5, **words)  # type: ignore[arg-type]
        return self.say(
            (key, extent), (key, OutageStageClaim(stage=stage)), (key, OutageDevice(kind=kind, device=device))
        )

    @property
    def edges(self) -> list[str]:
        return [STATES[state] for state in self.book.edges]

    @property
    def areas(self) -> list[str]:
        return [STATES[state] for state in self.book.areas]


def test_that_a_dead_section_leaves_its_lines_and_areas_dark() -> None:
    rig = Rig()
    assert rig.outage("o/1", DeviceKind.SWITCH, "D2", OutageStage.CONFIRMED) == 4 + 1
    assert rig.edges == ["normal", "dark", "dark", "normal", "normal", "dark", "dark", "normal"]
    assert rig.areas == ["normal", "dark"]


def test_that_the_worst_of_two_outages_stands_until_it_is_over() -> None:
    rig = Rig()
    rig.outage("o/1", DeviceKind.FEEDER, "F1", OutageStage.PREDICTED)
    rig.outage("o/2", DeviceKind.LATERAL, "D3", OutageStage.CONFIRMED)
    assert (rig.edges[4], rig.edges[5]) == ("unknown", "dark")
    assert rig.say(("o/2", OutageStageClaim(stage=OutageStage.RESTORED_VERIFIED))) == 2 + 1
    assert rig.areas == ["unknown", "unknown"]
    rig.say(("o/1", OutageStageClaim(stage=OutageStage.RESTORED_VERIFIED)))
    assert set(rig.edges + rig.areas) == {"normal"}


def test_that_a_generator_is_not_restoration() -> None:
    rig = Rig()
    rig.outage("o/1", DeviceKind.TRANSFORMER_AREA, "A0", OutageStage.CONFIRMED)
    rig.say(("o/1", OutageSupply(supply=Supply.GENERATOR)))
    assert rig.areas == ["generator", "normal"]


def test_that_what_is_said_again_changes_nothing() -> None:
    rig = Rig()
    rig.outage("o/1", DeviceKind.FEEDER, "F1", OutageStage.CONFIRMED)
    assert rig.outage("o/1", DeviceKind.FEEDER, "F1", OutageStage.CONFIRMED, cause="树障") == 0


def test_that_meters_contradict_an_outage_and_speak_without_one() -> None:
    rig = Rig()
    rig.outage("o/1", DeviceKind.TRANSFORMER_AREA, "A0", OutageStage.CONFIRMED)
    assert rig.say(("metering/A0", AreaMeters(off=2, on=100)), ("metering/A1", AreaMeters(off=1, on=0))) == 2
    assert rig.areas == ["restored", "unknown"], "to be verified; suspected"
    rig.say(("metering/A1", AreaMeters(off=0, on=0, silent=1)))
    assert rig.areas[1] == "normal", "silent is not dark"


def test_that_telemetry_opens_and_closes_devices() -> None:
    rig = Rig()
    assert rig.book.open.tolist() == [0, 0, 0, 1]
    assert (
        rig.say(
            ("scada/D2", DevicePosition(closed=False)),
            ("scada/D4", DevicePosition(closed=True)),
            ("scada/?", DevicePosition(closed=True)),
        )
        == 2
    )
    assert rig.book.open.tolist() == [0, 1, 0, 0]


def test_that_what_is_taken_back_says_nothing_any_more() -> None:
    rig = Rig()
    rig.say(("metering/A1", AreaMeters(off=1, on=0)), ("scada/D2", DevicePosition(closed=False)))
    rig.say(("metering/A1", Removed("area.meters")), ("scada/D2", Removed("device.position")))
    assert rig.areas[1] == "normal"
    assert rig.book.open.tolist() == [0, 0, 0, 1]


@cache
def evening() -> tuple[Store, SupplyBook]:
    """Two hours of a simulated thunderstorm as they reach the room, and what the map makes of them."""
    world = World(7, small("thunderstorm", hazard=4.0), small_ground())
    store, book = Store(), SupplyBook(NetworkMap(atlas()))
    change = store.apply(numbered(world.step(world.scenario.start_at + 2 * 3600.0), 0))
    book.read(store.tables, (), change.of("area"), change.of("device"))
    return store, book


def test_that_the_citys_own_meters_darken_areas() -> None:
    store, book = evening()
    said = {key: thing.value("meters", AreaMeters) for key, thing in store.tables.things("area").items()}
    off = [key for key, counts in said.items() if counts is not None and counts.off > counts.on]
    assert len(off) > 5, "a storm leaves somebody without supply"
    shown = {book.metered[row] for row in np.flatnonzero(book.areas == UNKNOWN).tolist()}
    assert shown == set(off)


def test_that_the_citys_own_switches_are_seen_open() -> None:
    store, book = evening()
    read = {
        key: thing.value("position", DevicePosition) for key, thing in store.tables.things("device").items()
    }
    ids = atlas().tables["devices"].texts("id")
    seen = {ids[row]: bool(book.open[row]) for row in range(len(ids))}
    assert any(said is not None and not said.closed for said in read.values())
    for key, said in read.items():
        assert said is None or seen[own_id(key)] != said.closed, key


def test_that_step_by_step_and_all_at_once_are_the_same() -> None:
    rig = Rig()
    rig.outage("o/1", DeviceKind.SWITCH, "D2", OutageStage.CONFIRMED)
    rig.outage("o/2", DeviceKind.FEEDER, "F1", OutageStage.PREDICTED)
    rig.say(("metering/A1", AreaMeters(off=0, on=9)), ("scada/D2", DevicePosition(closed=False)))
    other = SupplyBook(rig.network)
    other.read_all(rig.store.tables)
    for mine, its in (
        (rig.book.edges, other.edges),
        (rig.book.areas, other.areas),
        (rig.book.open, other.open),
    ):
        assert np.array_equal(mine, its)


def test_that_another_run_leaves_nothing_of_the_one_before() -> None:
    rig = Rig()
    rig.outage("o/1", DeviceKind.SWITCH, "D2", OutageStage.CONFIRMED)
    rig.say(("metering/A0", AreaMeters(off=9, on=0)), ("scada/D2", DevicePosition(closed=False)))
    assert rig.areas == ["unknown", "dark"]
    rig.book.read_all(Store().tables)
    assert set(rig.edges + rig.areas) == {"normal"}
    assert rig.book.open.tolist() == [0, 0, 0, 1]
