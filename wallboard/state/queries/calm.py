"""Whether the room is calm: only then may a wall turn its pages by itself (design 8)."""

from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.limits import RuleSet
from wallboard.state.queries.lanes import lane
from wallboard.state.queries.responses import in_force
from wallboard.state.queries.totals import totals
from wallboard.state.tables import Tables


def calm(tables: Tables, rules: RuleSet | None, now: float, area_class: AreaClass) -> bool:
    """No order is breached, no key customer dark, no response level stands, and outages are known of."""
    if in_force(tables) is not None:
        return False
    figures = totals(tables, now)
    if figures.key_customers_out or figures.awaited:
        return False
    return not any(lane(tables, each, rules, now, area_class, 0).breached for each in Lane)
