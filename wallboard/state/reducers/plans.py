"""Planned work: its window and its course."""

from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.domain.rows import Plan
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Plan | None:
    work = thing.aspects.get("work")
    if work is None or not isinstance(data := work.data, PlanWork):
        return None
    held = thing.aspects.get("course")
    course = held.data if held and isinstance(held.data, PlanCourse) else PlanCourse(state="waiting")
    return Plan(
        id=key,
        source=work.source,
        title=data.title,
        window_from=data.window_from,
        window_to=data.window_to,
        region=data.region,
        devices=tuple(data.devices),
        customers=data.customers,
        key_customers=data.key_customers,
        temporary=data.temporary,
        noticed_at=data.noticed_at,
        customers_noticed=data.customers_noticed,
        state=course.state,
        started_at=course.started_at,
        returned_at=course.returned_at,
        new_return_at=course.new_return_at,
        lon=data.lon,
        lat=data.lat,
    )
