"""Which target of an order is open, when its clock started, and whether it runs (domain 5.1)."""

from wallboard.domain.rows import Order
from wallboard.domain.terms import ORDER_CLOSED
from wallboard.rules.limits import APPLIED, COMPLAINT, CONNECT_STEPS, RECEIVED, STEP, VISIT, Limit
from wallboard.rules.standstill import customer_acts, pausing

Step = tuple[str, Limit | None, frozenset[str]]
"""A target, its limit, and the stages that show it as met."""


def start_of(order: Order, target: str, limit: Limit | None) -> float:
    """When the clock of a target started: the report, or what the limit counts from."""
    after = limit.after if limit is not None else ("on_site" if target == "restore" else RECEIVED)
    if after == RECEIVED:
        return order.received_at
    if after == APPLIED:
        at = order.project.applied_at if order.project is not None else None
    elif after == COMPLAINT:
        at = order.complaint.accepted_at if order.complaint is not None else None
        at = order.reached.get("accepted") if at is None else at
    elif after == STEP:
        at = order.course[-1].at if order.course else None
    else:
        at = order.reached.get(after)
    return order.received_at if at is None else at


def end_of(order: Order, now: float) -> float:
    """Until when its clocks run: now, or when it was closed, however long after that it is archived."""
    if order.open:
        return now
    closed = [at for stage, at in order.reached.items() if stage in ORDER_CLOSED]
    return min(now, min(closed, default=order.since))


def open_step(order: Order, steps: list[Step]) -> Step | None:
    """The first of the targets that follow each other that is not met yet; None once all are met."""
    reached, stage = order.reached, order.stage.value
    for step in steps:
        met = step[2]
        if stage in met or not met.isdisjoint(reached):
            continue
        if step[0] == "contact" and _contacted(order):
            continue
        if step[0] == "accept" and order.complaint is not None and order.complaint.accepted_at is not None:
            continue
        return step
    return None


def _contacted(order: Order) -> bool:
    said = order.complaint.contacted_at if order.complaint is not None else None
    return said is not None or "contact" in order.marked


def runs(order: Order, target: str, met: frozenset[str]) -> bool:
    """Whether a target that runs beside others has begun and is not met."""
    project = order.project
    if project is not None and project.energised_at is not None:
        return False
    if order.stage.value in met or not met.isdisjoint(order.reached):
        return False
    if target in CONNECT_STEPS:
        return bool(order.course) and order.course[-1].step.value == target
    return target != VISIT or (project is not None and project.window_to is not None)


def moves(order: Order, limit: Limit) -> bool:
    """Whether the due time moves on with the time, because the clock stands still."""
    return pausing(order) or (limit.utility_only and customer_acts(order))
