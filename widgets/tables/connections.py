"""The table of new connections (业扩): orders of that lane, with what they wait for."""

from wallboard.domain.terms import Lane
from wallboard.rules.connecting import blocking
from wallboard.state.queries import OrderLine
from widgets.tables.columns import Table, choice, instant, named, number
from widgets.tables.orders import CLOCK, HOLDER, NUMBER, OBJECT, RECEIVED, STAGE, TOWN, where


def _blocking(line: OrderLine) -> str | None:
    part = blocking(line.order, line.order.received_at)
    return None if part is None else part.department


def _step(line: OrderLine) -> str | None:
    """The step of the course that was entered last."""
    return line.order.course[-1].step.value if line.order.course else None


def _voltage(line: OrderLine) -> str | None:
    return line.order.project.voltage if line.order.project is not None else None


def _applied(line: OrderLine) -> float | None:
    return line.order.project.applied_at if line.order.project is not None else None


def _kva(line: OrderLine) -> float | None:
    project = line.order.project
    return line.order.kva if project is None or project.kva is None else project.kva


TABLE = Table(
    "connections",
    (
        NUMBER,
        OBJECT,
        choice("voltage", _voltage, "voltage", 62, drop=6),
        number("kva", _kva, 66, drop=4),
        choice("step", _step, "step", 92, drop=5),
        choice("blocking", _blocking, "department", 74, drop=3),
        STAGE,
        HOLDER,
        CLOCK,
        named(
            "manager",
            lambda line: line.order.project.manager if line.order.project is not None else "",
            usual=False,
        ),
        instant("applied", _applied, usual=False),
        RECEIVED,
        TOWN,
    ),
    noun="order",
    line=lambda tables, key: tables.orders[key],
    sort="clock",
    kept=lambda line: line.order.lane is Lane.CONNECT,
    order_of=lambda line: line.order.id,
    place_of=where,
    by_clock=True,
    nouns=("order", "outage", "response"),
)
