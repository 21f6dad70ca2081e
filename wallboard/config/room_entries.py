"""What a room file may say, as typed structs; ``wallboard.config.room`` reads and cross-checks it."""

from typing import Annotated, Literal

import msgspec

from wallboard.config.load import ConfigStruct, Duration, Words
from wallboard.config.room_access import Seat, TlsEntry, TokenEntry
from wallboard.config.theme_file import Colour
from wallboard.domain.terms import AreaClass
from wallboard.domain.walls import SHOWN_FOR
from wallboard.rules.indices import Counting

Crs = Literal["EPSG:4326", "EPSG:3857", "GCJ-02"]
MapRole = Literal["land", "water", "district", "coast", "feeder", "area", "substation", "road", "by-feature"]
MapState = Literal["normal", "dark", "planned", "generator", "restored", "unknown"]
SeatRole = Literal["desk", "service_lead", "network_lead", "observer", "admin"]
Name = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$",
        description="a short name of a-z, 0-9, dot, dash and underscore",
    ),
]
Budget = Annotated[float, msgspec.Meta(gt=0, description="customer-hours")]
Degrees = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class SourceEntry(ConfigStruct, frozen=True, kw_only=True):
    """One source of facts, run by the hub.

    url: ``ws://``, ``wss://``, ``http(s)://`` (polled), ``file:PATH``, ``recording:PATH`` or
    ``city:SCENARIO``. mapping: for documents that are not ours. crs: of its coordinates; a feed that does
    not say is refused. expect_every: seconds between documents, normally; it stands above the mapping's own.
    poll_every: seconds. token_env: the environment variable that holds
    the token, never the token.
    """

    name: Name
    url: str
    expect_every: Duration
    mapping: str | None = None
    crs: Crs | None = None
    poll_every: Duration | None = None
    token_env: str | None = None


class ChannelEntry(ConfigStruct, frozen=True, kw_only=True):
    """How the room's hub reaches customers: a server that takes messages over ``https://`` (docs/telling.md).

    token_env: the environment variable that holds the token. ca: a certificate authority to trust besides
    the machine's, counted from the room file's folder. ``http://`` is for a simulated room on this machine.
    """

    name: Name
    url: str
    token_env: str | None = None
    ca: str | None = None


class WindowEntry(ConfigStruct, frozen=True, kw_only=True):
    """One window. output: connector name or serial, empty for any. dwell: seconds a page stands.

    distance_m: to the farthest reader, m. width_mm: of the picture; pitch_mm, of an LED wall, goes before.
    desk: the name of the seat, as in 服务调度 07, for a window whose keys may act; none: a wall, which reads.
    role: of the seat; the hub grants it or refuses. name: by which a desk shows something on this wall alone.
    """

    screens: Annotated[list[str], msgspec.Meta(min_length=1, max_length=20)]
    output: str = ""
    dwell: Duration = 60.0
    distance_m: Annotated[float, msgspec.Meta(ge=1, le=50)] = 5.0
    width_mm: Annotated[float, msgspec.Meta(ge=100, le=50000)] = 2436.0
    pitch_mm: Annotated[float, msgspec.Meta(ge=0.05, le=20)] | None = None
    language: Literal["zh", "en"] = "zh"
    theme: str = "dark"
    desk: Seat | None = None
    name: Name | None = None
    role: SeatRole = "desk"


class MapFile(ConfigStruct, frozen=True, kw_only=True):
    """One GeoJSON file of the base map. role ``by-feature``: each feature's ``role`` property says it.

    file: beside the room file, else in the resources. note: attribution that the map must show.
    """

    role: MapRole
    file: str
    crs: Crs = "EPSG:4326"
    name_field: str = "name"
    note: Words = {}


class MapTiles(ConfigStruct, frozen=True, kw_only=True):
    """One PMTiles file under the map, raster or vector.

    crs: of the places on it; the grid of tiles is web Mercator's with each. note: attribution that the map
    must show, instead of the file's own.
    """

    file: str
    crs: Crs = "EPSG:3857"
    note: Words = {}


class MapEntry(ConfigStruct, frozen=True, kw_only=True):
    """The room's map. fit: west, south, east, north in degrees; none: fit to the data.

    tiles: under everything, in this order.

    inset: the worst outage in an inset. heat: customers out per km² always or never; none: where the view is
    much nearer than the whole, whose discs say the same. schematic: say that it is not to scale.
    """

    layers: list[MapFile] = []
    tiles: Annotated[list[MapTiles], msgspec.Meta(max_length=4)] = []
    fit: tuple[Degrees, Degrees, Degrees, Degrees] | None = None
    inset: bool = True
    heat: bool | None = None
    schematic: bool = False


class LogEntry(ConfigStruct, frozen=True, kw_only=True):
    """How much of the past the room's own hub keeps: the older or the more goes first, nothing that is open.

    keep: s. most_gib: of the log's file, GiB.
    """

    keep: Duration = 400 * 86_400.0
    most_gib: Annotated[float, msgspec.Meta(ge=0.01, le=10_000)] = 20.0


class WallsEntry(ConfigStruct, frozen=True, kw_only=True):
    """What desks may do with the room's walls. shown_for: s after which a wall goes back by itself from what
    a desk shows there, unless it is taken back before."""

    shown_for: Duration = SHOWN_FOR


class IndicesEntry(ConfigStruct, frozen=True, kw_only=True):
    """What the room's reliability figures are held to (domain 5.3, 5.9).

    year: budget of customer-hours (时户数) of a year; months: of each month, January first. momentary: an
    interruption so long at most is momentary (IEEE 1366: 5 min). many: n of CEMI; long: t of CELID.
    """

    year: Budget | None = None
    months: Annotated[list[Budget], msgspec.Meta(min_length=12, max_length=12)] | None = None
    momentary: Duration = 300.0
    many: Annotated[int, msgspec.Meta(ge=1, le=100)] = 3
    long: Duration = 7 * 3600.0

    @property
    def counting(self) -> Counting:
        """The same for the rules."""
        return Counting(self.momentary, self.many, self.long)


class Room(ConfigStruct, frozen=True, kw_only=True):
    """A room.

    hub: websocket URL of the room's hub; without one the program starts its own, fed by ``source``.
    token_env: the environment variable that holds the token for the hub. rules: the rule set's name or
    file; without one the clocks run uncoloured. network: a folder of CSV files, an atlas file or
    ``prefecture:SEED``, which the room's own hub announces to its walls. area_class: where an order does
    not say its own.
    colours: map state colours of the room (red and green mean different things to different rooms).
    channel: how customers are told; at most one. simulated: what is shown is invented and is marked so
    across the full width. token, tls: who may come to the room's own hub, and over which certificate. log:
    how much of the past that hub keeps. walls: how long a desk shows something there. indices: budget of
    customer-hours, and what counts as what in the reliability figures.
    """

    name: Name
    title: Words
    hub: str | None = None
    token_env: str | None = None
    listen: str = "127.0.0.1:8765"
    rules: str | None = None
    network: str | None = None
    time_zone: str = "Asia/Shanghai"
    area_class: AreaClass = AreaClass.URBAN
    source: list[SourceEntry] = []
    channel: Annotated[list[ChannelEntry], msgspec.Meta(max_length=1)] = []
    token: list[TokenEntry] = []
    tls: TlsEntry | None = None
    log: LogEntry = LogEntry()
    walls: WallsEntry = WallsEntry()
    indices: IndicesEntry = IndicesEntry()
    window: Annotated[list[WindowEntry], msgspec.Meta(min_length=1, max_length=16)]
    map: MapEntry = MapEntry()
    colours: dict[MapState, Colour] = {}
    simulated: bool = False
    attribution: Words = {}
