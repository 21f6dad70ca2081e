"""What the orders of one calendar day came to: closed orders leave after a day, these figures stay a year."""

from wallboard.domain.facts import Count, Instant, Payload, Seconds, fact
from wallboard.domain.terms import FactKind


@fact(
    "day.orders",
    FactKind.VALUE,
    owner="hub",
    example={
        "begins": "2026-11-22T16:00:00Z",
        "ends": "2026-11-23T16:00:00Z",
        "until": "2026-11-23T08:45:00Z",
        "watched": 1005,
        "came": {"request": 214},
        "done": {"request": 180},
        "judged": {"request": 171},
        "in_time": {"request": 160},
        "answers": {"request": [12, 40, 66]},
        "content": [96, 4],
    },
)
class DayOrders(Payload, frozen=True, kw_only=True):
    """One day of the room's calendar up to ``until``; the last one of a day has ``until`` at its end.

    watched: minutes that the hub was there. Counts are by lane, of lanes that somebody feeds: who is absent
    is unknown, and no zero. judged, in_time: of those done. online: of what
    came as requests and connections. answers: how many first answers took up to each
    of ``rules.day_orders.EDGES``, the last beyond. cycles: lv, mv: how long each took from application to
    energised. content, visits: kept and not. removed: hazards, from what the cells' counters grew by;
    counted, cells: those counters together, and how many.
    """

    begins: Instant
    ends: Instant
    until: Instant
    watched: Count = 0
    came: dict[str, Count] = {}
    done: dict[str, Count] = {}
    judged: dict[str, Count] = {}
    in_time: dict[str, Count] = {}
    first_time: dict[str, Count] = {}
    online: Count | None = None
    answers: dict[str, list[Count]] = {}
    cycles: dict[str, list[Seconds]] = {}
    kva: float | None = None
    content: list[Count] = []
    visits: list[Count] = []
    complaints: Count | None = None
    removed: Count | None = None
    counted: Count = 0
    cells: Count = 0

    @property
    def over(self) -> bool:
        """Nothing more comes to it."""
        return self.until >= self.ends
