"""The weather as it was read: wind and rain at places, storms with their track."""

from collections.abc import Iterator

import msgspec

from wallboard.domain.network import RegionWeather
from wallboard.state.tables import Tables

HELD_S = 3 * 3600.0
"""A reading without a term of its own is shown for so long."""


class AirReading(msgspec.Struct, frozen=True):
    """Weather at a place, read at ``at`` (epoch s); ``data`` has the place and the figures."""

    key: str
    at: float
    data: RegionWeather
    lon: float
    lat: float


def air(tables: Tables, now: float) -> Iterator[AirReading]:
    """Readings that have a place and still hold at ``now`` (epoch s), by key."""
    for key, thing in sorted(tables.things("region").items()):
        fact = thing.aspects.get("weather")
        if fact is None or not isinstance(data := fact.data, RegionWeather):
            continue
        term = fact.at + HELD_S if data.valid_until is None else data.valid_until
        if data.lon is not None and data.lat is not None and now <= term:
            yield AirReading(key, fact.at, data, data.lon, data.lat)
