"""The table of generator vans (发电车)."""

from collections.abc import Iterable

from wallboard.domain.terms import VanStatus
from wallboard.state.changes import Change
from wallboard.state.tables import Tables
from widgets.tables.columns import Kind, Table, TableColumn, choice_words, instant, named, number
from widgets.tables.vehicles import VanLine, place_of, van_line

STATUSES = list(VanStatus)
SENT = "sent"
"""A desk has sent it, and its source has not answered."""


def _status(line: VanLine) -> str:
    if line.van.awaited is not None:
        return SENT
    return line.van.status.value if line.van.status is not None else "unknown"


def _feeds(line: VanLine) -> str:
    outage = line.outage
    return "" if outage is None else outage.feeder or outage.device_name or outage.place or outage.id


def _touched(change: Change, tables: Tables) -> Iterable[str]:
    """Vans that moved."""
    return [key.removeprefix("van/") for key in change.moved if key.startswith("van/")]


TABLE = Table(
    "vans",
    (
        named("van_name", lambda line: line.van.name or line.van.id, 130, share=1.4),
        TableColumn(
            "van_status",
            _status,
            choice_words(_status, "van.status"),
            Kind.CHOICE,
            0.3,
            74,
            rank=lambda line: STATUSES.index(line.van.status) if line.van.status is not None else None,
        ),
        number("kva", lambda line: line.van.kva or None, 66),
        named("unit", lambda line: line.van.unit, 80, share=0.6),
        named("feeds", _feeds, 110),
        number("fuel_hours", lambda line: line.van.fuel_hours, 66),
        instant("fuel_read", lambda line: line.van.fuel_read_at, 62, drop=2),
        instant("fix", lambda line: line.fix_at, 62, drop=3),
        instant("since", lambda line: line.van.since or None, drop=1),
    ),
    noun="van",
    line=van_line,
    sort="van_status",
    order_of=lambda line: f"restore/{line.outage.id}" if line.outage is not None else "",
    place_of=lambda line, tables: place_of(tables, "van", line.van.id),
    touched=_touched,
    nouns=("van", "outage"),
)
