"""Weather readings that have a place and still hold; storms as they were issued last."""

import msgspec

from wallboard.domain.facts import Fact
from wallboard.domain.network import RegionWeather, StormFix, StormTrack
from wallboard.state.queries.sky import HELD_S, air
from wallboard.state.store import Store

NOW = 1_795_420_800.0
HERE = RegionWeather(wind=12.0, rain=3.0, lon=112.8, lat=22.2)


def store_of(*said: RegionWeather) -> Store:
    store = Store()
    store.apply([Fact(data, f"w/{i}", NOW, "weather", f"{i}", NOW) for i, data in enumerate(said)])
    return store


def test_that_a_reading_without_a_place_is_not_on_the_map() -> None:
    store = store_of(RegionWeather(wind=12.0), HERE)
    assert [(each.key, each.data.wind) for each in air(store.tables, NOW)] == [("w/1", 12.0)]
    assert not store.tables.regions, "weather alone is no region of the table"


def test_that_a_reading_ends_with_its_term() -> None:
    store = store_of(HERE, msgspec.structs.replace(HERE, valid_until=NOW + 60))
    assert len(list(air(store.tables, NOW + 60))) == 2
    assert len(list(air(store.tables, NOW + 61))) == 1
    assert not list(air(store.tables, NOW + HELD_S + 1))


def test_that_a_track_stands_in_order_of_time_and_is_replaced_whole() -> None:
    fixes = [StormFix(at=NOW + h, lon=113.0, lat=21.0) for h in (3600.0, 0.0)]
    store = Store()
    store.apply(
        [Fact(StormTrack(name="康妮", issued_at=NOW, fixes=fixes), "w/s", NOW, "weather", "1", NOW, 1)]
    )
    assert [fix.at for fix in store.tables.storms["w/s"].fixes] == [NOW, NOW + 3600]
    store.apply([Fact(StormTrack(name="康妮", issued_at=NOW), "w/s", NOW, "weather", "2", NOW, 2)])
    assert store.tables.storms["w/s"].fixes == ()
