"""At a declared response level: an order's tier, and a restoration time by default (domain 2.1, 5.8).

A default is computed like any other computed time: a person confirms it before anybody is told, and whoever
gives a time, a crew above all, takes its place. Pure: epoch s.
"""

from wallboard.domain.rows import Order, Outage
from wallboard.rules.etr import ESTIMATED, STEP_S, rounded
from wallboard.rules.limits import KEY_SEGMENTS
from wallboard.rules.storm_limits import StormEtr, StormRules

FIRST, SECOND, THIRD = 1, 2, 3


def tier_of(outage: Outage, rules: StormRules, segment: str = "") -> int:
    """1 to 3: life and key customers first, then by customers out."""
    out = outage.customers_out or 0
    if segment in KEY_SEGMENTS or outage.key_customers or out >= rules.first_customers:
        return FIRST
    return SECOND if out >= rules.second_customers else THIRD


def tier_of_order(order: Order, outage: Outage | None, rules: StormRules) -> int:
    """The same of an order; without its outage by what it says itself."""
    if outage is not None:
        return FIRST if order.key_customers else tier_of(outage, rules, order.segment)
    own = Outage(id="", source="", customers_out=order.customers, key_customers=order.key_customers)
    return tier_of(own, rules, order.segment)


def default_etr(outage: Outage, now: float, rules: StormRules) -> float | None:
    """When it may be back by the room's table; None where nothing fits, that is over, or it is a guess."""
    if not outage.dark or outage.planned or outage.merged_into or outage.stage not in ESTIMATED:
        return None
    fits = [one for one in rules.etrs if _fits(one, outage, rules)]
    if not fits:
        return None
    narrow = max(fits, key=lambda one: (bool(one.region), one.area_class is not None, one.tier is not None))
    at = rounded(outage.began + narrow.minutes * 60)
    return at if at >= now + STEP_S else None


def _fits(one: StormEtr, outage: Outage, rules: StormRules) -> bool:
    return (
        one.region in ("", outage.region, outage.town)
        and (one.area_class is None or one.area_class.value == outage.area_class)
        and one.tier in (None, tier_of(outage, rules))
    )
