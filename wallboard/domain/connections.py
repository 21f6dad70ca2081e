"""New connections (业扩) and complaints: the aspects that only those lanes have (d.117-123, d.17)."""

from wallboard.domain.facts import Count, Hours, Instant, Payload, Share, fact
from wallboard.domain.terms import ConnectStep, FactKind


@fact(
    "order.project",
    FactKind.VALUE,
    owner="its source",
    example={"voltage": "mv", "kva": 800.0, "manager": "专职 03", "applied_at": "2026-11-02T01:00:00Z"},
)
class ConnectionProject(Payload, frozen=True, kw_only=True):
    """LV one visit (一次妥) or MV one stop (一站妥): who leads it, what was agreed."""

    voltage: str  # lv | mv
    category: str = ""  # lv_res | lv_nonres | mv_single | mv_dual
    kva: float | None = None
    manager: str = ""
    applied_at: Instant | None = None
    window_from: Instant | None = None
    window_to: Instant | None = None
    energised_at: Instant | None = None


class StepEntered(Payload, frozen=True, kw_only=True):
    """A step of the process, and when it began; it lasts until the next one begins."""

    step: ConnectStep
    at: Instant


@fact(
    "order.course",
    FactKind.VALUE,
    owner="its source",
    example={
        "entered": [
            {"step": "plan", "at": "2026-11-02T01:00:00Z"},
            {"step": "customer_design", "at": "2026-11-09T06:00:00Z"},
        ]
    },
)
class ConnectionCourse(Payload, frozen=True, kw_only=True):
    """The steps in their order, those of the customer among them; a step may be entered again."""

    entered: list[StepEntered] = []


@fact(
    "order.ticks",
    FactKind.VALUE,
    owner="its source",
    example={"survey": True, "documents": True, "meter": True, "contract": False},
)
class ConnectionTicks(Payload, frozen=True, kw_only=True):
    """The four ticks of one visit; any missing one is a failed one-visit (d.120)."""

    survey: bool = False
    documents: bool = False
    meter: bool = False
    contract: bool = False
    failed_because: str = ""


@fact(
    "order.department",
    FactKind.ENTRY,
    owner="its source",
    example={"department": "materials", "open_tasks": 2, "since": "2026-11-14T01:00:00Z"},
)
class DepartmentTask(Payload, frozen=True, kw_only=True):
    """What marketing, capital works, production or materials still has to do (d.122)."""

    department: str
    open_tasks: Count = 0
    since: Instant | None = None
    words: str = ""


@fact(
    "order.complaint",
    FactKind.VALUE,
    owner="its source",
    example={"channel": "12398", "accepted_at": "2026-11-20T02:00:00Z", "topic": "频繁停电"},
)
class Complaint(Payload, frozen=True, kw_only=True):
    """A complaint's own clocks start at acceptance (12398: 7 / 60 / +30 days, domain 5.1)."""

    channel: str
    topic: str = ""
    accepted_at: Instant | None = None
    contacted_at: Instant | None = None
    extended: bool = False
    outages: list[str] = []
    risk: bool = False


@fact(
    "cell.owners",
    FactKind.VALUE,
    owner="its source",
    example={"name": "网格 0312", "manager": "客户经理 14", "equipment": "设备主人 09", "on_duty": True},
)
class CellOwners(Payload, frozen=True, kw_only=True):
    """Customer manager and equipment owner of a cell; none on duty is a vacancy (d.91, d.127).

    manager_trained, equipment_trained: whether who holds the post has learnt it, or is in training (d.108).
    """

    name: str
    region: str = ""
    manager: str = ""
    equipment: str = ""
    on_duty: bool = True
    manager_trained: bool | None = None
    equipment_trained: bool | None = None


@fact(
    "cell.work",
    FactKind.READING,
    owner="its source",
    example={"hazards_open": 3, "patrols_overdue": 1, "inspections_overdue": 0},
)
class CellWork(Payload, frozen=True, kw_only=True):
    """The cell's daily pool and hazards (d.66, d.93, d.124), and where its people's time goes (d.39-48).

    hours: of its people on the reading's calendar day, by kind of task (``terms.CellTask``, or the source's
    own word); visited: share of the customers who
    were visited this year; publicity: how often a policy was made known this month.
    """

    hazards_open: Count = 0
    hazards_removed: Count = 0
    patrols_overdue: Count = 0
    inspections_overdue: Count = 0
    line_loss: float | None = None  # per cent
    contact_coverage: float | None = None  # share of customers with a valid contact
    hours: dict[str, Hours] = {}
    visited: Share | None = None
    last_visit_at: Instant | None = None
    publicity: Count | None = None
