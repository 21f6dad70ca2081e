"""The room itself: who is on duty, which response level stands, how fresh each source is."""

from typing import Annotated

import msgspec

from wallboard.domain.facts import Count, Instant, Lat, Lon, Payload, Seconds, fact
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import FactKind, FocusOn, SourceFlag, SourceState

CAPACITIES = ("service_out", "network_out", "service_in", "network_in")
"""Who signs a hand-over: the service lead and the network lead that go, and those that come."""

WALLS = "walls"
"""The key of what concerns all walls of a room; a wall of its own is known by its window's name."""

ShortWord = Annotated[str, msgspec.Meta(max_length=64)]
ShownWords = Annotated[str, msgspec.Meta(max_length=200)]


@fact(
    "roster.shift",
    FactKind.VALUE,
    owner="roster",
    example={
        "name": "白班",
        "starts_at": "2026-11-23T00:00:00Z",
        "ends_at": "2026-11-23T12:00:00Z",
        "service_lead": "陈",
        "network_lead": "李",
        "crews_on_duty": 58,
    },
)
class RosterShift(Payload, frozen=True, kw_only=True):
    """One shift with its two leads, 服务 and 配网 (d.72, d.82)."""

    name: str
    starts_at: Instant
    ends_at: Instant
    service_lead: str = ""
    network_lead: str = ""
    crews_planned: Count | None = None
    crews_on_duty: Count | None = None


@fact(
    "roster.handover",
    FactKind.ENTRY,
    owner="hub",
    example={"outgoing": "陈", "incoming": "黄", "signed_at": "2026-11-23T12:02:00Z", "digest": "9f…"},
)
class ShiftHandover(Payload, frozen=True, kw_only=True):
    """A signed hand-over report, frozen by its digest (domain 5.7)."""

    outgoing: str
    incoming: str
    signed_at: Instant
    digest: str


@fact(
    "roster.report",
    FactKind.VALUE,
    owner="hub",
    example={
        "actor": "服务调度 07",
        "role": "desk",
        "digest": "9f86d081884c7d65",
        "document": ["eJyrrgUAAXUA+Q=="],
        "leads": {"service_out": "陈", "network_out": "李"},
    },
)
class ShiftReport(Payload, frozen=True, kw_only=True):
    """The hand-over report of a shift, frozen: what the signatures are under (domain 5.7).

    document: the report's JSON, deflated, in base64, in pieces as long as texts may be; digest: SHA-256 of
    the JSON; leads: by capacity, as far as the roster names them. A later report takes its place as long as
    not everybody has signed.
    """

    actor: str
    role: str
    digest: str
    document: list[str]
    leads: dict[str, str] = {}


class Signature(Payload, frozen=True, kw_only=True):
    """One signature. capacity: see ``CAPACITIES``; name: of the person; actor: the desk that he signed on."""

    capacity: str
    name: str
    actor: str
    at: Instant


@fact(
    "roster.signed",
    FactKind.VALUE,
    owner="hub",
    example={
        "actor": "服务调度 07",
        "role": "desk",
        "digest": "9f86d081884c7d65",
        "signatures": [
            {"capacity": "service_out", "name": "陈", "actor": "服务调度 07", "at": "2026-11-23T12:00:00Z"}
        ],
    },
)
class ShiftSigned(Payload, frozen=True, kw_only=True):
    """Who has signed the report of that digest, whole each time; the last one's act says it."""

    actor: str
    role: str
    digest: str
    signatures: list[Signature] = []


@fact(
    "response.level",
    FactKind.VALUE,
    owner="its issuer",
    example={"level": 3, "words": "防风防汛 Ⅲ 级响应", "issuer": "市防指", "since": "2026-11-23T02:00:00Z"},
)
class ResponseLevel(Payload, frozen=True, kw_only=True):
    """A response level in its issuer's own words; 0 means stood down (domain 5.9)."""

    level: Count
    words: str = ""
    issuer: str = ""
    since: Instant | None = None


@fact(
    "source.freshness",
    FactKind.VALUE,
    owner="hub",
    example={
        "state": "live",
        "last_fact_at": "2026-11-23T08:41:58Z",
        "expect_every": 600.0,
        "flags": [],
    },
)
class SourceFreshness(Payload, frozen=True, kw_only=True):
    """How fresh one source is, so that every wall shows each source's age and not only its link's.

    state is what the hub saw when it wrote the fact; a reader ages it by ``last_fact_at`` and
    ``expect_every`` (late at 2 x, lost at 5 x).
    """

    state: SourceState
    title: str = ""
    attribution: str = ""
    last_fact_at: Instant | None = None
    last_poll_at: Instant | None = None
    expect_every: Seconds | None = None
    flags: list[SourceFlag] = []
    reason: Reason | None = None
    records: Count = 0
    bad_records: Count = 0
    dropped: Count = 0  # sound records of which an impossible value was left out or marked
    lanes: list[str] = []  # lanes that this source feeds
    kinds: list[str] = []  # fact types that it yields
    replayed: bool = False


@fact(
    "room.note",
    FactKind.ENTRY,
    owner="hub",
    example={"actor": "值班长", "words": "市防指要求每小时报送一次"},
)
class RoomNote(Payload, frozen=True, kw_only=True):
    """Instructions received and notes of the shift, verbatim."""

    actor: str
    words: str
    lang: str = ""


class ShownFilter(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """One condition on a column of a table, as a desk's layout writes it (``config.desk_layout.Filter``)."""

    column: ShortWord
    sign: ShortWord
    values: Annotated[tuple[ShownWords | float, ...], msgspec.Meta(max_length=24)] = ()


class ShownKey(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """One key of a sorting; down: the largest first."""

    column: ShortWord
    down: bool = False


class ShownTable(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True, gc=False
):
    """A desk's table as it is shown there: its name, what is left of it, in what order, with which columns.

    view: what it is narrowed to; words: what every row holds; lang: in which they were typed; area: corners
    of what is chosen on the map. A column that a wall does not know is left out.
    """

    name: ShortWord
    view: ShortWord = "all"
    words: ShownWords = ""
    columns: Annotated[tuple[ShortWord, ...], msgspec.Meta(max_length=24)] = ()
    sort: Annotated[tuple[ShownKey, ...], msgspec.Meta(max_length=4)] = ()
    filters: Annotated[tuple[ShownFilter, ...], msgspec.Meta(max_length=16)] = ()
    lang: ShortWord = ""
    area: Annotated[tuple[tuple[Lon, Lat], ...], msgspec.Meta(max_length=64)] = ()


@fact(
    "room.focus",
    FactKind.VALUE,
    owner="hub",
    example={"actor": "服务调度 07", "role": "desk", "on": "outage", "outage": "oms/1", "lasts": 1800.0},
)
class RoomFocus(Payload, frozen=True, kw_only=True):
    """What a desk shows on one wall of its room, by its window's name, or on ``walls``: all of them.

    on outage: its id; on place: lon, lat and its name, both beside the main map; on page: the name of its
    screen; on table: which. lasts: from the fact's time, None: until it is taken back.
    """

    actor: str
    role: str = ""
    on: FocusOn
    outage: str = ""
    name: str = ""
    lon: Lon | None = None
    lat: Lat | None = None
    page: str = ""
    table: ShownTable | None = None
    lasts: Seconds | None = None


@fact(
    "trend.sample",
    FactKind.ENTRY,
    owner="hub",
    example={"customers_out": 9412, "outages": 64, "planned": 3, "orders": {"restore": 64}},
)
class TrendSample(Payload, frozen=True, kw_only=True):
    """The room's headline figures at one instant, so that a late wall has the curve at once."""

    customers_out: Count
    outages: Count
    planned: Count = 0
    orders: dict[str, int] = {}
    breached: dict[str, int] = {}  # of lanes that a limit or a promise judges
    at_least: bool = False  # customers_out is a lower bound: masked or missing counts, a list cut short
    about: bool = False  # customers_out holds estimates, or counts of rows that a doubted poll lost


@fact(
    "trend.hour",
    FactKind.ENTRY,
    owner="hub",
    example={
        "hour": "2026-11-23T08:00:00Z",
        "minutes": 60,
        "places": {"台山市": {"台城": 3140}},
    },
)
class TrendHour(Payload, frozen=True, kw_only=True):
    """Customers out by place in one hour, as the ends of its minutes showed; who is absent had nobody out."""

    hour: Instant  # when it began
    minutes: Count  # how many of its minutes were watched
    places: dict[str, dict[str, Count]] = {}  # region -> cell or town (or nothing) -> the most at once
