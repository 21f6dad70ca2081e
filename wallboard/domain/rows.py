"""What the room knows of each thing: one frozen row a thing, resolved from its facts.

Rows are made only by ``wallboard.state.reducers``; rules, queries and panels read them. Times are epoch
seconds UTC, places degrees WGS-84.
"""

import msgspec

from wallboard.domain.alarm_row import Alarm
from wallboard.domain.days import DayOrders
from wallboard.domain.messages import Message, Telling
from wallboard.domain.network import StormFix
from wallboard.domain.order_row import Order
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import CAPACITIES, ShownTable, Signature
from wallboard.domain.terms import (
    OUTAGE_DARK,
    OUTAGE_OPEN,
    Claimant,
    CountQuality,
    CrewStatus,
    DeviceKind,
    FocusOn,
    OutageNature,
    OutageStage,
    SourceFlag,
    SourceState,
    Supply,
)
from wallboard.domain.van_row import Van


class Outage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An outage after its claims were resolved; ``*_by`` says whose word stands."""

    id: str
    source: str
    nature: OutageNature = OutageNature.UNKNOWN
    stage: OutageStage = OutageStage.SUSPECTED
    stage_by: Claimant | None = None
    since: float = 0.0
    said: str = ""
    started_at: float | None = None
    reported_at: float | None = None
    lon: float | None = None
    lat: float | None = None
    polygon: tuple[tuple[float, float], ...] = ()
    region: str = ""
    town: str = ""
    cell: str = ""
    place: str = ""
    feeder: str = ""
    area_class: str = ""
    customers_out: int | None = None
    customers_most: int | None = None
    customers_served: int | None = None
    customers_restored: int | None = None
    count_quality: CountQuality = CountQuality.ABSENT
    key_customers: int = 0
    areas_out: int | None = None
    lines_out: int | None = None
    clustered: int = 1
    cause: str = ""
    lang: str = ""
    device_kind: DeviceKind = DeviceKind.UNKNOWN
    device: str = ""
    device_name: str = ""
    device_by: Claimant | None = None
    probability: float | None = None
    reasons: tuple[Reason, ...] = ()
    etr: float | None = None
    etr_by: Claimant | None = None
    etr_calculated: bool = False
    etr_default: bool = False  # only by the table of a response level
    etr_revision: int = 0
    etr_first: float | None = None
    etr_earliest: float | None = None  # the range of a calculated one
    etr_latest: float | None = None
    etr_at: float | None = None  # when the standing estimate was said
    supply: Supply = Supply.DARK
    supply_since: float | None = None
    van: str = ""
    work: CrewStatus | None = None
    work_since: float | None = None
    work_crew: str = ""
    work_eta: float | None = None
    work_said: str = ""
    listed: bool = True
    listing_since: float | None = None
    listing_reason: Reason | None = None
    held: bool = False
    doubtful: bool = False
    reopened: int = 0
    corrections: int = 0
    evidence: int = 0
    entered_at: float | None = None
    entered_revision: int | None = None  # the newest estimate that was entered for 95598
    entered_restored_at: float | None = None
    told_customers: int | None = None
    told_at: float | None = None
    told_first: float | None = None
    tellings: tuple[Telling, ...] = ()  # by group and version
    messages: tuple[Message, ...] = ()  # the newest last
    merged_into: str = ""
    acknowledged_by: str = ""
    acknowledged_at: float | None = None
    notes: int = 0

    @property
    def open(self) -> bool:
        """Still on the glass."""
        return self.stage in OUTAGE_OPEN

    @property
    def dark(self) -> bool:
        """Its customers count as out of supply."""
        return self.stage in OUTAGE_DARK

    @property
    def planned(self) -> bool:
        return self.nature is OutageNature.PLANNED

    @property
    def promised(self) -> float | None:
        """The restoration time that somebody has given, epoch s; None: none, or only a computed one."""
        return None if self.etr_calculated else self.etr

    @property
    def began(self) -> float:
        """Since when its customers wait as far as anybody says, epoch s: its start or its report, the earlier
        one; else since its stage."""
        started, reported = self.started_at, self.reported_at
        if started is None or reported is None:
            told = reported if started is None else started
            return self.since if told is None else told
        return min(started, reported)


Place = tuple[str, str]
"""Region, and the cell or town in it: empty where nobody names one."""


def place_of(outage: Outage) -> Place:
    """Where an outage is counted when it is counted by place."""
    return outage.region, outage.cell or outage.town


class Crew(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A crew; where it is stands in the positions table. status: None while nobody has said one.

    authorised: units in which its leader may work, none where nobody has said; spares: what it carries.
    """

    id: str
    source: str
    name: str = ""
    unit: str = ""
    kind: str = "repair"
    skills: tuple[str, ...] = ()
    authorised: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    persons: int = 0
    vehicle: str = ""
    on_since: float | None = None
    shift_ends_at: float | None = None
    status: CrewStatus | None = None
    since: float = 0.0
    order: str = ""
    outage: str = ""
    eta: float | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    source: str
    title: str
    window_from: float
    window_to: float
    region: str = ""
    devices: tuple[str, ...] = ()
    customers: int | None = None
    key_customers: int = 0
    temporary: bool = False
    noticed_at: float | None = None
    customers_noticed: int | None = None
    state: str = "waiting"
    started_at: float | None = None
    returned_at: float | None = None
    new_return_at: float | None = None
    lon: float | None = None
    lat: float | None = None


class Storm(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A typhoon; its fixes in order of time, those after ``issued_at`` are a forecast."""

    id: str
    source: str
    name: str = ""
    issued_at: float = 0.0
    fixes: tuple[StormFix, ...] = ()


class Region(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A county bureau or town: what it serves, and what a source counts as out."""

    id: str
    name: str
    parent: str = ""
    customers: int | None = None
    lines: int | None = None
    areas: int | None = None
    key_customers: int | None = None
    customers_out: int | None = None
    customers_restored: int | None = None
    lines_out: int | None = None
    lines_restored: int | None = None
    areas_out: int | None = None
    areas_restored: int | None = None
    key_customers_out: int | None = None


class GridCell(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A grid cell (网格): its two owners and what its work comes to. None: no source has spoken of it."""

    id: str
    name: str
    region: str = ""
    manager: str = ""
    equipment: str = ""
    on_duty: bool | None = None
    hazards_open: int | None = None
    hazards_removed: int | None = None
    patrols_overdue: int | None = None
    inspections_overdue: int | None = None
    line_loss: float | None = None  # per cent
    contact_coverage: float | None = None  # share of customers
    hours: dict[str, float] = {}  # of the day of ``worked_at``, by kind of task
    visited: float | None = None  # share of customers, this year
    last_visit_at: float | None = None
    publicity: int | None = None
    manager_trained: bool | None = None
    equipment_trained: bool | None = None
    worked_at: float | None = None  # of which instant the work is


class Source(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One source as the hub last described it; ``queries.source_state`` ages it."""

    id: str
    title: str = ""
    attribution: str = ""
    state: SourceState = SourceState.LOST
    last_fact_at: float | None = None
    last_poll_at: float | None = None
    expect_every: float | None = None
    flags: tuple[SourceFlag, ...] = ()
    reason: Reason | None = None
    records: int = 0
    bad_records: int = 0
    dropped: int = 0
    lanes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    replayed: bool = False


class Shift(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    name: str
    starts_at: float
    ends_at: float
    service_lead: str = ""
    network_lead: str = ""
    crews_planned: int | None = None
    crews_on_duty: int | None = None
    digest: str = ""  # of its hand-over report, "" while none is frozen
    frozen_at: float | None = None
    leads: dict[str, str] = {}  # who is to sign, by capacity, as far as the roster names them
    signatures: tuple[Signature, ...] = ()  # under that report

    @property
    def sealed(self) -> bool:
        """Everybody has signed: the report stays as it is."""
        return {each.capacity for each in self.signatures} == set(CAPACITIES)


class Closure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A road that is said to be shut, between two places. said_at: when that was said last, epoch s."""

    id: str
    source: str
    shut: bool
    lon: float
    lat: float
    to_lon: float
    to_lat: float
    said_at: float
    why: str = ""
    words: str = ""
    since: float | None = None
    until: float | None = None

    def stands(self, now: float, believed: float) -> bool:
        """Whether it counts at ``now``: shut, its time is not over, and it was said within ``believed`` s."""
        return self.shut and (self.until is None or now < self.until) and now - self.said_at <= believed


class Response(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    level: int
    words: str = ""
    issuer: str = ""
    since: float | None = None


class Focus(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a desk has a wall show. id: the wall's name, or ``walls``; until: None: until it is taken back."""

    id: str
    by: str
    since: float
    on: FocusOn
    outage: str = ""
    name: str = ""
    lon: float | None = None
    lat: float | None = None
    page: str = ""
    table: ShownTable | None = None
    until: float | None = None

    def stands(self, now: float) -> bool:
        """Whether its time has not run out."""
        return self.until is None or now < self.until


class Trend(msgspec.Struct, frozen=True, gc=False):
    """One sample of the headline curve."""

    at: float
    customers_out: int
    outages: int
    planned: int = 0
    orders: dict[str, int] = {}
    breached: dict[str, int] = {}
    at_least: bool = False
    about: bool = False


Row = (
    Outage
    | Order
    | Crew
    | Van
    | Plan
    | Storm
    | Region
    | GridCell
    | Source
    | Shift
    | Closure
    | Response
    | Alarm
    | Focus
    | DayOrders
)
