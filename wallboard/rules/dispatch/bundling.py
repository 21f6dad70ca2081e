"""What else a trip can do: jobs that ride along within some minutes' detour (d.110, d.124; domain 5.9).

The order itself comes first, its customers wait; jobs are done on the way back to where the crew set out.
What no source tells is due (publicity, and visits that nobody asked for) is not made up. Pure.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.rules.dispatch.able import MINUTE, Hand, Need, hindrances
from wallboard.rules.dispatch.roads import Floats
from wallboard.rules.dispatch_limits import DispatchRules

SKILL = "lv"
"""All seven are jobs at low voltage."""
MOST = 6
SAME_CELL, ON_THE_WAY = "ride_same_cell", "ride_on_the_way"


class Job(StrEnum):
    """The seven of d.124."""

    FAULT = "fault"  # 故障处理
    READING = "reading"  # 巡视性抄表
    PATROL = "patrol"  # 低压设备巡视
    INSPECTION = "inspection"  # 低压用户用电检查
    VOLTAGE = "voltage"  # 客户受端电压检测
    VISIT = "visit"  # 客户走访和联络信息收集
    PUBLICITY = "publicity"  # 微信推广


JOBS: dict[str, Job] = {
    "low_voltage": Job.FAULT,
    "reading_anomaly": Job.READING,
    "line_patrol": Job.PATROL,
    "voltage": Job.VOLTAGE,
    "contact_data": Job.VISIT,
    "customer_relations": Job.VISIT,
}
"""An order's kind -> the job that it asks for. Other kinds do not ride along: theft, meters, connections."""


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """One open order that might ride along. since, until: the window that was agreed, epoch s."""

    order: str
    job: Job
    number: str = ""
    lon: float
    lat: float
    place: str = ""
    unit: str = ""
    cell: str = ""
    since: float | None = None
    until: float | None = None


class Ride(msgspec.Struct, frozen=True, kw_only=True):
    """One job that a crew can do on the same trip. order: "" of what its cell's list holds, ``n`` of them.

    detour: seconds more than the trip without it. until: the end of the window that was agreed, epoch s.
    """

    job: Job
    order: str = ""
    number: str = ""
    place: str = ""
    n: int = 1
    detour: float = 0.0
    until: float | None = None
    why: Reason


class Legs(msgspec.Struct, frozen=True):
    """Seconds: there, (n,), from the order to each errand; back, (n,), to where the crew stands."""

    there: Floats
    back: Floats


def rides(
    need: Need,
    hand: Hand,
    cell: str,
    overdue: Mapping[Job, int],
    errands: Sequence[Errand],
    legs: Legs,
    now: float,
    rules: DispatchRules,
) -> tuple[Ride, ...]:
    """What one crew can do besides, the least detour first. now: epoch s.

    cell, overdue: where the order lies, and what is overdue there; nothing costs a detour within it.
    """
    over = hand.seconds + _work(need, rules)
    free = not _kept(need.unit, hand, over, now, rules)
    found = [
        Ride(job=job, place=cell, n=n, why=Reason(SAME_CELL, {"cell": cell}))
        for job, n in overdue.items()
        if n and free
    ]
    for row, errand in enumerate(errands):
        there = float(legs.there[row])
        detour = max(0.0, there + float(legs.back[row]) - hand.seconds)
        if not detour <= rules.detour_minutes * MINUTE or not _in_time(errand, now + over + there):
            continue
        if _kept(errand.unit, hand, over + there, now, rules):
            continue
        why = Reason(SAME_CELL, {"cell": cell}) if cell and errand.cell == cell else Reason(ON_THE_WAY)
        found.append(
            Ride(
                job=errand.job,
                order=errand.order,
                number=errand.number,
                place=errand.place,
                detour=detour,
                until=errand.until,
                why=why,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.detour, one.job, one.order))[:MOST])


def _work(need: Need, rules: DispatchRules) -> float:
    return rules.work_minutes * MINUTE if need.work is None else need.work


def _in_time(errand: Errand, at: float) -> bool:
    """Whether somebody who comes at ``at`` keeps the window that was agreed."""
    return (errand.since is None or errand.since <= at) and (errand.until is None or at <= errand.until)


def _kept(unit: str, hand: Hand, over: float, now: float, rules: DispatchRules) -> bool:
    """Whether skill, authorisation or the shift's end keep a crew from a job that it begins in ``over`` s."""
    job = Need(order="", lon=0.0, lat=0.0, unit=unit, skill=SKILL, work=rules.ride_minutes * MINUTE)
    then = Hand(crew=hand.crew, seconds=over, fix_age=hand.fix_age)
    return bool(hindrances(job, then, now, rules))
