"""The closed vocabularies of the room: every word that a fact may use for a state.

Foreign words are mapped onto these (mapping files, ``enum`` tables); a word that no table knows is
shown raw and counted, it never becomes one of these by guess.
"""

from enum import StrEnum


class FactKind(StrEnum):
    """How a fact supersedes earlier ones (design 4)."""

    VALUE = "value"  # the highest seq of its subject wins
    READING = "reading"  # the newest ``at`` wins
    ENTRY = "entry"  # append-only by id, valid in any order


class Lane(StrEnum):
    """The three lanes that share one order grammar (d.62, d.71)."""

    RESTORE = "restore"
    REQUEST = "request"
    CONNECT = "connect"


class Claimant(StrEnum):
    """Who says so. The order of the members is the order of precedence (rules/claims.py)."""

    OPERATOR = "operator"
    OUTAGE_SYSTEM = "outage_system"
    CREW = "crew"
    ANALYST = "analyst"


class FocusOn(StrEnum):
    """What a desk has a wall of its room show: beside its main map, or in place of its page."""

    OUTAGE = "outage"
    PLACE = "place"
    NOTHING = "nothing"
    PAGE = "page"  # in place of the page that stands there
    TABLE = "table"  # a desk's table as it is filtered and sorted there
    OWN = "own"  # taken back: each wall chooses for itself again


class OutageNature(StrEnum):
    UNPLANNED = "unplanned"
    PLANNED = "planned"
    MOMENTARY = "momentary"
    CUSTOMER_OWNED = "customer_owned"
    UNKNOWN = "unknown"


class OutageStage(StrEnum):
    """Domain 5.4. ``unlisted`` is ours: the feed stopped naming it and never said why."""

    SUSPECTED = "suspected"
    PREDICTED = "predicted"
    PROBABLE = "probable"
    CONFIRMED = "confirmed"
    PARTLY_RESTORED = "partly_restored"
    RESTORED_REPORTED = "restored_reported"
    RESTORED_VERIFIED = "restored_verified"
    UNLISTED = "unlisted"
    CANCELLED = "cancelled"
    CLOSED = "closed"


OUTAGE_OPEN = frozenset(
    {
        OutageStage.SUSPECTED,
        OutageStage.PREDICTED,
        OutageStage.PROBABLE,
        OutageStage.CONFIRMED,
        OutageStage.PARTLY_RESTORED,
        OutageStage.RESTORED_REPORTED,
    }
)
"""Stages in which an outage stays on the glass. Reported is not verified: it stays (domain 4.5)."""

OUTAGE_DARK = OUTAGE_OPEN - {OutageStage.RESTORED_REPORTED}
"""Open stages in which customers count as out."""


class Supply(StrEnum):
    """What the customers of an outage have now; a generator is not restoration (d.132)."""

    DARK = "dark"
    PARTIAL = "partial"
    GENERATOR = "generator"
    RESTORED = "restored"


class DeviceKind(StrEnum):
    SOURCE = "source"
    SUBSTATION = "substation"
    FEEDER = "feeder"
    SWITCH = "switch"
    LATERAL = "lateral"
    TRANSFORMER_AREA = "transformer_area"
    SERVICE = "service"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class CountQuality(StrEnum):
    """What a customer count is worth: dirt of foreign feeds, shown and never hidden."""

    EXACT = "exact"
    MASKED = "masked"  # "1-4", "<5": customers_out is the least, customers_most the most
    KEPT = "kept"  # the feed turned it null, the last value stands
    ABSENT = "absent"
    ESTIMATED = "estimated"  # "about 1,200": the feed itself says that it is rounded


class OrderStage(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    DONE = "done"
    VERIFIED = "verified"
    ARCHIVED = "archived"
    SUSPENDED = "suspended"
    ESCALATED = "escalated"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    UNLISTED = "unlisted"  # closed because the feed stopped listing it: outside on-time figures


ORDER_CLOSED = frozenset(
    {
        OrderStage.DONE,
        OrderStage.VERIFIED,
        OrderStage.ARCHIVED,
        OrderStage.CANCELLED,
        OrderStage.UNLISTED,
    }
)


class ConnectStep(StrEnum):
    """Steps of a connection (domain 5.1); those of the customer stop the utility's own clock."""

    PLAN = "plan"  # supply plan, survey included
    CUSTOMER_DESIGN = "customer_design"
    DESIGN = "design"  # review of the customer's design
    CUSTOMER_CONSTRUCTION = "customer_construction"
    MID = "mid"  # inspection of what will be covered
    COMPLETION = "completion"
    ENERGISE = "energise"  # meter fitted, contract, energised


CUSTOMER_STEPS = frozenset({ConnectStep.CUSTOMER_DESIGN, ConnectStep.CUSTOMER_CONSTRUCTION})
"""Steps in which the customer acts and the utility waits."""


class OrderOrigin(StrEnum):
    """Where an order came from (Jiangmen practice, domain 2.5 [C5])."""

    PLANNED = "planned"
    MANUAL = "manual"
    HOTLINE = "hotline"
    METERING = "metering"
    NETWORK = "network"
    ONLINE = "online"
    FOREIGN = "foreign"


class AreaClass(StrEnum):
    """Area class of the ORDER's location, never of the crew (domain 5.1)."""

    URBAN = "urban"
    RURAL = "rural"
    REMOTE = "remote"


class CrewStatus(StrEnum):
    """Union of Oracle crew codes and the CIM dispatch history (domain 5.6)."""

    OFF_SHIFT = "off_shift"
    AVAILABLE = "available"
    ASSIGNED = "assigned"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    MADE_SAFE = "made_safe"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    RELEASED = "released"


class VanStatus(StrEnum):
    OFF_SHIFT = "off_shift"
    AVAILABLE = "available"
    EN_ROUTE = "en_route"
    CONNECTED = "connected"  # a back-feed hazard until it is off
    REFUELLING = "refuelling"


class EvidenceKind(StrEnum):
    """The CIM evidence kinds of an unplanned outage (domain 5.6)."""

    CALL = "call"
    METER_OFF = "meter_off"
    METER_ON = "meter_on"
    PING = "ping"
    SCADA = "scada"
    FAULT_INDICATOR = "fault_indicator"
    CREW_REPORT = "crew_report"
    OPERATOR = "operator"


class SourceState(StrEnum):
    LIVE = "live"
    QUIET = "quiet"  # link alive, no data
    LATE = "late"
    LOST = "lost"


class SourceFlag(StrEnum):
    DOUBTFUL = "doubtful"  # a poll lost too many rows to be believed
    CAPPED = "capped"  # the server cuts its answer at a round number
    DEGRADED = "degraded"  # over 10 % of its records are bad


class Band(StrEnum):
    CALM = "calm"
    WARNING = "warning"
    BREACHED = "breached"
    UNCOLOURED = "uncoloured"  # no limit is configured: the clock runs without judgement


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    LOW = "low"


class IndexBasis(StrEnum):
    """What counts as one customer in a reliability figure (domain 5.3): the two are never mixed."""

    LV_CUSTOMERS = "lv_customers"
    MV_CUSTOMERS = "mv_customers"  # a transformer area is one


class ClockMode(StrEnum):
    LIVE = "live"
    REPLAY = "replay"
    SCENARIO = "scenario"


class CellTask(StrEnum):
    """What the two people of a grid cell spend their hours on (d.39-48)."""

    METER_READING = "meter_reading"
    COLLECTING = "collecting"
    LINE_LOSS = "line_loss"
    MV_WORK = "mv_work"
    VISITS = "visits"
    PUBLICITY = "publicity"


class Measure(StrEnum):
    """What is counted of the service side; docs/measures.md defines each."""

    SATISFIED = "satisfied"
    FIRST_TIME = "first_time"
    REMOTE = "remote"
    ONLINE = "online"
    KVA_WAITING = "kva_waiting"
    KVA_CONNECTED = "kva_connected"
    LV_DAYS = "lv_days"
    MV_DAYS = "mv_days"
    ONE_VISIT = "one_visit"
    DECISIONS = "decisions"
    ASKED = "asked"
