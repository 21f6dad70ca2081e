"""Customer-hours (时户数) against the budget of a month or a year, which steers such a room (domain 5.9)."""

import msgspec


class Pace(msgspec.Struct, frozen=True):
    """used, budget: customer-hours. share: used of the budget; passed: of the period's time."""

    used: float
    budget: float
    share: float
    passed: float

    @property
    def left(self) -> float:
        """Customer-hours that may still be used; below 0: overspent."""
        return self.budget - self.used

    @property
    def ahead(self) -> bool:
        """Used faster than time passes."""
        return self.share > self.passed


def pace_of(used: float, budget: float | None, begins: float, ends: float, now: float) -> Pace | None:
    """Where a budget stands at ``now`` (epoch s) of a period; None where there is none."""
    if budget is None or budget <= 0.0 or ends <= begins:
        return None
    passed = min(1.0, max(0.0, (now - begins) / (ends - begins)))
    return Pace(used, budget, used / budget, passed)
