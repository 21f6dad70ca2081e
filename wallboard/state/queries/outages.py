"""Outages as the repair-command page lists them: what is open, worst first (d.77)."""

from heapq import nsmallest

from wallboard.domain.rows import Outage
from wallboard.rules.ranking import outage_rank
from wallboard.state.tables import Tables


def worst_outages(tables: Tables, n: int) -> list[Outage]:
    """The ``n`` worst open outages; what was merged into another is part of that one."""
    return nsmallest(n, filter(listed, tables.outages.values()), key=outage_rank)


def listed(outage: Outage) -> bool:
    """Whether a list of open outages has a row for it."""
    return outage.open and not outage.merged_into
