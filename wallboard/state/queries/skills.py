"""What the open orders ask of crews, beside who is there and has learnt it (d.34)."""

import msgspec

from wallboard.domain.terms import ORDER_CLOSED, CrewStatus, Lane, OrderStage
from wallboard.state.queries.candidates import skill_of
from wallboard.state.tables import Tables

ELSEWHERE = frozenset({None, CrewStatus.OFF_SHIFT})
WAITS = frozenset({OrderStage.NEW, OrderStage.ACCEPTED, OrderStage.SUSPENDED})
"""Stages of a restore order in which no crew is at it."""


class SkillFace(msgspec.Struct, frozen=True):
    """One skill. needed: restore orders that wait for a crew that has it; there: crews on duty with it;
    free: of those, who could go now."""

    skill: str
    needed: int
    there: int
    free: int


def skills(tables: Tables) -> list[SkillFace]:
    """Skills that are needed or there, the shortest first; none where no crew's source speaks of skills."""
    needed: dict[str, int] = {}
    for order in tables.orders.values():
        if order.lane is Lane.RESTORE and order.stage not in ORDER_CLOSED and order.stage in WAITS:
            outage = tables.outages.get(order.outage) if order.outage else None
            skill = skill_of(outage)
            if skill:
                needed[skill] = needed.get(skill, 0) + 1
    on_duty = [crew for crew in tables.crews.values() if crew.status not in ELSEWHERE]
    known = {skill for crew in on_duty for skill in crew.skills}
    if not known:
        return []
    found = [
        SkillFace(
            skill,
            needed.get(skill, 0),
            sum(skill in crew.skills for crew in on_duty),
            sum(skill in crew.skills and crew.status is CrewStatus.AVAILABLE for crew in on_duty),
        )
        for skill in known | needed.keys()
    ]
    return sorted(found, key=lambda face: (face.free - face.needed, face.skill))
