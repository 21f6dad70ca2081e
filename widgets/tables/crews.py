"""The table of crews: who is free, who is where and with what."""

from collections.abc import Iterable

from wallboard.domain.terms import CrewStatus
from wallboard.state.changes import Change
from wallboard.state.tables import Tables
from widgets.tables.columns import Kind, Table, TableColumn, choice_words, instant, named, number
from widgets.tables.vehicles import CrewLine, crew_line, place_of
from widgets.text import Text

STATUSES = list(CrewStatus)


def _status(line: CrewLine) -> str:
    return line.crew.status.value if line.crew.status is not None else "unknown"


def _skills(line: CrewLine, text: Text, now: float) -> str:
    return " ".join(_skill(skill, text) for skill in line.crew.skills)


def _skill(skill: str, text: Text) -> str:
    keys = (f"route.skill.{skill}", f"voltage.{skill}")
    return next((text.t(key) for key in keys if text.has(key)), skill)


def _touched(change: Change, tables: Tables) -> Iterable[str]:
    """Crews that moved, and those whose order changed."""
    yield from (key.removeprefix("crew/") for key in change.moved if key.startswith("crew/"))
    for key in change.of("order"):
        order = tables.orders.get(key)
        if order is not None and order.holder in tables.crews:
            yield order.holder


TABLE = Table(
    "crews",
    (
        named("crew_name", lambda line: line.crew.name or line.crew.id, 130, share=1.4),
        TableColumn(
            "crew_status",
            _status,
            choice_words(_status, "crew.status"),
            Kind.CHOICE,
            0.3,
            70,
            rank=lambda line: STATUSES.index(line.crew.status) if line.crew.status is not None else None,
        ),
        named("unit", lambda line: line.crew.unit, 80, share=0.6),
        named("order_number", lambda line: line.order.number or line.order.id if line.order else "", 124),
        number("persons", lambda line: line.crew.persons or None, 56, drop=3),
        TableColumn(
            "skills",
            lambda line: " ".join(line.crew.skills),
            _skills,
            share=0.8,
            least=84,
            drop=2,
            quiet=True,
        ),
        instant("eta", lambda line: line.crew.eta, 76, drop=1),
        instant("shift_ends", lambda line: line.crew.shift_ends_at, 62),
        instant("fix", lambda line: line.fix_at, 62, drop=4),
        instant("since", lambda line: line.crew.since or None, usual=False),
        named("vehicle", lambda line: line.crew.vehicle, usual=False),
        named("spares", lambda line: " ".join(line.crew.spares), usual=False),
    ),
    noun="crew",
    line=crew_line,
    sort="crew_status",
    order_of=lambda line: line.order.id if line.order is not None else "",
    place_of=lambda line, tables: place_of(tables, "crew", line.crew.id),
    touched=_touched,
    nouns=("crew", "order"),
)
