"""What the network and its meters say of themselves, and how much there is to supply."""

import msgspec

from wallboard.domain.crews import Heading
from wallboard.domain.facts import Count, Instant, Lat, Lon, Payload, fact
from wallboard.domain.terms import DeviceKind, FactKind


@fact(
    "area.meters",
    FactKind.READING,
    owner="metering",
    example={"off": 31, "on": 80, "silent": 13, "total": 124},
)
class AreaMeters(Payload, frozen=True, kw_only=True):
    """Meters of one transformer area. Silent is not dark (domain 5.9)."""

    off: Count
    on: Count
    silent: Count = 0
    total: Count | None = None


@fact(
    "device.position",
    FactKind.READING,
    owner="SCADA",
    example={"kind": "switch", "closed": False, "good": True},
)
class DevicePosition(Payload, frozen=True, kw_only=True):
    """Open or closed, as telemetry reads it; ``good`` false when it is stale or forced."""

    kind: DeviceKind = DeviceKind.SWITCH
    closed: bool
    good: bool = True
    tripped: bool = False
    commanded: bool = False


@fact(
    "indicator.state",
    FactKind.READING,
    owner="fault indicators",
    example={"passed": True, "feeder": "F-TC-01"},
)
class IndicatorState(Payload, frozen=True, kw_only=True):
    """A fault indicator: has fault current passed it."""

    passed: bool
    feeder: str = ""


@fact(
    "region.served",
    FactKind.VALUE,
    owner="its source",
    example={"name": "台山市", "customers": 402300, "lines": 210, "areas": 5400, "key_customers": 61},
)
class RegionServed(Payload, frozen=True, kw_only=True):
    """How much there is in a county bureau: the denominator of every share."""

    name: str
    parent: str = ""
    customers: Count | None = None
    lines: Count | None = None
    areas: Count | None = None
    key_customers: Count | None = None


@fact(
    "region.supply",
    FactKind.READING,
    owner="its source",
    example={"customers_out": 8120, "customers_restored": 2592, "lines_out": 6, "areas_out": 143},
)
class RegionSupply(Payload, frozen=True, kw_only=True):
    """Out and back in a county bureau, where a source counts them itself (domain 5.9)."""

    customers_out: Count | None = None
    customers_restored: Count | None = None
    lines_out: Count | None = None
    lines_restored: Count | None = None
    areas_out: Count | None = None
    areas_restored: Count | None = None
    key_customers_out: Count | None = None


@fact(
    "region.weather",
    FactKind.READING,
    owner="weather",
    example={
        "wind": 21.5,
        "gust": 33.0,
        "direction": 45.0,
        "rain": 18.0,
        "words": "台风黄色预警",
        "lon": 112.79,
        "lat": 22.25,
    },
)
class RegionWeather(Payload, frozen=True, kw_only=True):
    """Wind and gust in m/s, rain in mm/h, the issuer's own words, and where it was read.

    direction: where the wind comes from, degrees clockwise from north.
    """

    wind: float | None = None
    gust: float | None = None
    direction: Heading | None = None
    rain: float | None = None
    words: str = ""
    lon: Lon | None = None
    lat: Lat | None = None
    valid_until: Instant | None = None


class StormFix(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Where a storm's centre was, or will be. wind: strongest sustained, m/s; gale_km: reach of gales, km."""

    at: Instant
    lon: Lon
    lat: Lat
    wind: float | None = None
    gale_km: float | None = None


@fact(
    "storm.track",
    FactKind.VALUE,
    owner="weather",
    example={
        "name": "康妮",
        "issued_at": "2026-11-23T08:00:00Z",
        "fixes": [
            {"at": "2026-11-23T08:00:00Z", "lon": 113.4, "lat": 20.9, "wind": 38.0, "gale_km": 260.0},
            {"at": "2026-11-23T14:00:00Z", "lon": 112.6, "lat": 22.1, "wind": 35.0, "gale_km": 240.0},
        ],
    },
)
class StormTrack(Payload, frozen=True, kw_only=True):
    """The track of a typhoon: what lies after ``issued_at`` is a forecast. Gales: 13.9 m/s and more."""

    name: str
    issued_at: Instant
    fixes: list[StormFix] = []


@fact(
    "road.closure",
    FactKind.VALUE,
    owner="its issuer",
    example={
        "shut": True,
        "why": "water",
        "words": "桥下积水 60 厘米",
        "lon": 112.78,
        "lat": 22.25,
        "to_lon": 112.784,
        "to_lat": 22.252,
        "since": "2026-11-23T06:40:00Z",
        "until": "2026-11-23T18:00:00Z",
    },
)
class RoadClosure(Payload, frozen=True, kw_only=True):
    """A road that cannot be driven, from one place to another, or open again (d.114).

    lon, lat, to_lon, to_lat: its two ends as its issuer knows them; the second is left out where one place is
    known. why: water, wind, block or works. until: when it is expected to open, where somebody has said.
    """

    shut: bool
    lon: Lon
    lat: Lat
    to_lon: Lon | None = None
    to_lat: Lat | None = None
    why: str = ""
    words: str = ""
    since: Instant | None = None
    until: Instant | None = None
