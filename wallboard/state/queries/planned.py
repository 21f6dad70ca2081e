"""Planned work as a board, the worst first: late returns, notices that are wrong, what runs, what comes
(5.1).
"""

from collections import defaultdict
from zoneinfo import ZoneInfo

import msgspec

from wallboard.domain.rows import Outage, Plan
from wallboard.rules.limits import RuleSet
from wallboard.rules.planned import BEGUN, OVER, Standing, standing
from wallboard.state.queries.sources import speaks
from wallboard.state.tables import Tables


class PlanLine(msgspec.Struct, frozen=True):
    """One piece of planned work and how it stands."""

    plan: Plan
    standing: Standing

    @property
    def begun(self) -> bool:
        return self.plan.state in BEGUN


class PlanTable(msgspec.Struct, frozen=True):
    """lines: the worst, as many as were asked for, of ``total`` that are not over.

    running, late: of them. wrong: whose notice is not as it should be. often: of customers that were out too
    often. returned, cancelled: of all that stand in the tables.
    """

    lines: tuple[PlanLine, ...]
    total: int
    running: int
    late: int
    wrong: int
    often: int
    returned: int
    cancelled: int


def plan_table(tables: Tables, rules: RuleSet | None, now: float, zone: ZoneInfo, n: int) -> PlanTable | None:
    """Planned work at ``now`` (epoch s); None where no source speaks of any. Costs the plans."""
    if not tables.plans and not speaks(tables, "plan.work"):
        return None
    notices = rules.notices if rules is not None else []
    limits = rules.tellings if rules is not None else []
    planned = [row for row in tables.outages.values() if row.planned and row.open]
    times = _times(tables)
    lines: list[PlanLine] = []
    for plan in tables.plans.values():
        if plan.state in OVER or (plan.state not in BEGUN and plan.window_to < now):
            continue
        outage = next((row for row in planned if _makes(plan, row)), None)
        others = {at for device in plan.devices for own, at in times[device] if own != plan.id}
        lines.append(PlanLine(plan, standing(plan, now, notices, limits, zone, outage, others)))
    lines.sort(key=lambda line: _rank(line, now))
    states = [plan.state for plan in tables.plans.values()]
    return PlanTable(
        tuple(lines[:n]),
        len(lines),
        sum(line.begun for line in lines),
        sum(line.standing.over > 0 for line in lines),
        sum(line.standing.wrong for line in lines),
        sum(line.standing.often for line in lines),
        states.count("returned"),
        states.count("cancelled"),
    )


def _makes(plan: Plan, row: Outage) -> bool:
    """Whether this is the outage that a plan makes: by its device, else by its title."""
    return (bool(row.device) and row.device in plan.devices) or row.place == plan.title


def _times(tables: Tables) -> dict[str, set[tuple[str, float]]]:
    """By device: when its customers were out, or will be, and because of what."""
    found: dict[str, set[tuple[str, float]]] = defaultdict(set)
    for plan in tables.plans.values():
        if plan.state != "cancelled":
            for device in plan.devices:
                found[device].add((plan.id, plan.window_from))
    for row in tables.outages.values():
        if row.device and not row.planned and not row.merged_into:
            found[row.device].add((row.id, row.began))
    return found


def _rank(line: PlanLine, now: float) -> tuple[int, float, str]:
    """Late returns by how late; then wrong notices, by how soon; then what runs; then what comes."""
    plan, how = line.plan, line.standing
    if how.over > 0:
        return 0, -how.over, plan.id
    if how.wrong and not line.begun:
        return 1, plan.window_from, plan.id
    return (2, plan.window_to, plan.id) if line.begun else (3, plan.window_from, plan.id)
