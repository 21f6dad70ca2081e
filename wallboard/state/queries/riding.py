"""What might ride along with a trip to an order, from the tables: other orders, and the list of its cell."""

import msgspec

from wallboard.domain.lending import bureau_of
from wallboard.domain.rows import GridCell, Order, Outage, Response
from wallboard.domain.terms import DeviceKind, Lane, OrderStage
from wallboard.rules.dispatch.bundling import JOBS, Errand, Job
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.attention import place_of_order
from wallboard.state.queries.responses import at_level
from wallboard.state.tables import Tables

NOT_BEGUN = frozenset({OrderStage.NEW, OrderStage.ACCEPTED, OrderStage.ASSIGNED})
"""Nobody is on his way to it."""
SINGLE = frozenset({DeviceKind.SERVICE, DeviceKind.CUSTOMER})
"""Faults of one customer's own line: one who is there anyway mends them (d.105, d.106)."""


class AlongWith(msgspec.Struct, frozen=True):
    """cell: in which the order lies, by name, "" where nobody knows; overdue: what its list holds.

    stopped: the response level that has all of it wait; None: none does.
    """

    cell: str = ""
    overdue: dict[Job, int] = {}
    errands: tuple[Errand, ...] = ()
    stopped: Response | None = None


def along_with(tables: Tables, order: Order, rules: DispatchRules) -> AlongWith:
    """What might be done on a trip to ``order``; nothing while a response level stands that stops it."""
    outage = tables.outages.get(order.outage) if order.outage else None
    name = order.cell or (outage.cell if outage is not None else "")
    stopped = at_level(tables, rules.ride_stops_level)
    if stopped is not None:
        return AlongWith(name, stopped=stopped)
    cell = _cell(tables, name)
    overdue = {} if cell is None else _overdue(cell)
    found = [
        errand
        for other in tables.orders.values()
        if other.id != order.id
        and (not order.outage or other.outage != order.outage)
        and (errand := _errand(tables, other)) is not None
    ]
    return AlongWith(cell.name if cell is not None else name, overdue, tuple(found))


def _cell(tables: Tables, name: str) -> GridCell | None:
    cells = tables.rows("cell").values()
    return next((each for each in cells if name and name in (each.name, each.id)), None)


def _overdue(cell: GridCell) -> dict[Job, int]:
    counts = {Job.PATROL: cell.patrols_overdue, Job.INSPECTION: cell.inspections_overdue}
    return {job: n for job, n in counts.items() if n}


def _errand(tables: Tables, order: Order) -> Errand | None:
    """An order as a job on somebody's way; None where it is none, or somebody goes already."""
    if not order.open or order.stage not in NOT_BEGUN or order.paused_since is not None or order.part_of:
        return None
    outage = tables.outages.get(order.outage) if order.outage else None
    job = _job(order, outage)
    place = place_of_order(tables, order) if job is not None else None
    if job is None or place is None:
        return None
    return Errand(
        order=order.id,
        job=job,
        number=order.number,
        lon=place[0],
        lat=place[1],
        place=order.place or (outage.place if outage is not None else "") or order.town,
        unit=bureau_of(order, outage),
        cell=order.cell or (outage.cell if outage is not None else ""),
        since=order.slot_from,
        until=order.slot_to,
    )


def _job(order: Order, outage: Outage | None) -> Job | None:
    if order.lane is Lane.REQUEST:
        return JOBS.get(order.kind) if order.complaint is None else None
    if order.lane is Lane.RESTORE and outage is not None and outage.device_kind in SINGLE:
        return Job.FAULT if outage.dark and not outage.merged_into else None
    return None
