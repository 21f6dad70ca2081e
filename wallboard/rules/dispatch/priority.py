"""What an order weighs when crews are short, in customers, and its three strongest reasons (domain 5.8)."""

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.rules.ranking import customers_of

MOST_REASONS = 3
LIFE = "life"


class Priority(msgspec.Struct, frozen=True):
    """weight: customers that it counts as, at least 1. reasons: the strongest three, strongest first."""

    weight: float
    reasons: tuple[Reason, ...]


def priority(
    order: Order, outage: Outage | None, now: float, rules: DispatchRules, repeats: int = 0
) -> Priority:
    """repeats: earlier outages of the same customers in the last 60 days. now: epoch s."""
    customers = customers_of(order, outage) or 0
    keys = max(order.key_customers, outage.key_customers if outage is not None else 0)
    waited = max(0.0, now - order.received_at) / 3600
    parts = [
        (rules.weigh_life if order.segment == LIFE else 0.0, Reason("weighs_life")),
        (rules.weigh_key * keys, Reason("weighs_key", {"n": keys})),
        (float(customers), Reason("weighs_customers", {"n": customers})),
        (rules.weigh_repeated * repeats, Reason("weighs_repeated", {"n": repeats})),
        (rules.weigh_complaint if order.complaint is not None else 0.0, Reason("weighs_complaint")),
        (rules.weigh_hour * waited, Reason("weighs_waiting", {"minutes": int(waited * 60)})),
    ]
    strongest = sorted((part for part in parts if part[0] > 0), key=lambda part: -part[0])
    weight = max(1.0, sum(part[0] for part in parts))
    return Priority(weight, tuple(why for _, why in strongest[:MOST_REASONS]))
