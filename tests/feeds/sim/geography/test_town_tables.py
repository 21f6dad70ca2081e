"""The town is an atlas like a prefecture: radial feeders with the same devices, regions and key customers."""

import numpy as np

from feeds.sim.geography.town import AREA_COUNT, KEY_CUSTOMERS, build_town
from feeds.sim.geography.town_tables import town_atlas
from wallboard.state.atlas import unpack
from wallboard.state.atlas_schema import DEVICE_KINDS

TOWN = build_town()
ATLAS = unpack(town_atlas())


def test_that_the_town_is_the_same_at_every_call() -> None:
    assert town_atlas() == town_atlas()


def test_that_the_atlas_has_the_areas_and_key_customers_of_the_town() -> None:
    areas = ATLAS.tables["areas"]
    assert areas.rows == AREA_COUNT and int(areas["customers"].sum()) == TOWN.customers
    assert list(areas.texts("id")) == [area.id for area in TOWN.areas]
    assert list(ATLAS.tables["key_customers"].texts("name")) == [name for name, _ in KEY_CUSTOMERS]


def test_that_every_area_hangs_on_the_feeder_that_it_names_by_closed_lines() -> None:
    edges, areas = ATLAS.tables["edges"], ATLAS.tables["areas"]
    above = {
        int(b): (int(a), int(feeder))
        for a, b, closed, feeder in zip(edges["a"], edges["b"], edges["closed"], edges["feeder"], strict=True)
        if closed
    }
    sources = set(np.flatnonzero(ATLAS.tables["nodes"]["source"]).tolist())
    for node, line in zip(areas["node"].tolist(), areas["line"].tolist(), strict=True):
        at = node
        while at not in sources:
            at, feeder = above[at]
            assert feeder == line


def test_that_each_lateral_has_its_own_switch_or_fuse_and_each_feeder_a_breaker() -> None:
    devices = ATLAS.tables["devices"]
    ids, kinds = list(devices.texts("id")), [DEVICE_KINDS[kind] for kind in devices["kind"].tolist()]
    laterals = {line.id for line in TOWN.lines if line.lateral}
    assert {
        id_ for id_, kind in zip(ids, kinds, strict=True) if kind in ("fuse", "lateral_switch")
    } == laterals
    assert kinds.count("breaker") == 6 and 12 < kinds.count("switch") <= 18


def test_that_every_feeder_can_be_fed_from_another_one() -> None:
    devices = ATLAS.tables["devices"]
    tied: set[int] = set()
    for kind, feeder, other, closed in zip(
        devices["kind"], devices["feeder"], devices["other"], devices["closed"], strict=True
    ):
        if DEVICE_KINDS[kind] == "tie":
            assert feeder != other and not closed
            tied |= {int(feeder), int(other)}
    assert tied == set(range(6))


def test_that_devices_and_key_customers_areas_have_english_names_that_people_would_say() -> None:
    called = ATLAS.english
    assert called["北围支线"] == "Beiwei lateral"
    assert called["10kV 环北线 出线断路器"] == "10 kV Huanbei breaker"
    assert called["10kV 环北线 2 段开关"] == "10 kV Huanbei switch 2"
    assert called["西岭线环北线联络开关"] == "Xiling–Huanbei tie"
    assert called["人民医院专变"] == "People's Hospital"
    assert called["梅桥001公变"] == "Meiqiao 001"
