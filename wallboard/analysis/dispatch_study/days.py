"""One simulated day as the study counts it: every fault that needed a crew, and what the day cost.

Times are seconds. Nothing here knows how the day came to be.
"""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

MINUTE, HOUR, KM = 60.0, 3600.0, 1000.0


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """A fault that needs a crew. unit: its bureau; area_class: of its place; reported, arrived, mended: epoch
    s, None where it did not come to it within the day; crew_unit: of the first crew on site.
    """

    fault: str
    unit: str
    area_class: str
    at: float
    customers: int
    reported: float | None = None
    arrived: float | None = None
    mended: float | None = None
    crew_unit: str = ""


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A seed's day under one rule. customer_seconds: exact, of all that was dark; metres: by all crews;
    ends: epoch s, until which what is not done has waited."""

    seed: int
    borders: str
    ends: float
    served: tuple[Served, ...]
    customer_seconds: float
    metres: float


MEASURES: dict[str, str] = {
    "arrival_min": "report to first crew on site, mean, min",
    "arrival_p90_min": "the same, 90th percentile, min",
    "late_share": "arrived after the limit of the place's class, %",
    "restore_min": "report to mended, mean, min",
    "customer_hours": "customer-hours without supply",
    "km": "driven by crews, km",
    "across_share": "first crew from another bureau, %",
}


def measured(day: Day, limits: Mapping[str, float]) -> dict[str, float]:
    """The measures of a day. limits: s to arrive by area class.

    What nobody reached by the day's end has waited until then: it is not left out, or the slower rule would
    look better for what it never did.
    """
    reported = [one for one in day.served if one.reported is not None]
    arrival = np.array([_until(one.arrived, day) - (one.reported or 0.0) for one in reported])
    restore = np.array([_until(one.mended, day) - (one.reported or 0.0) for one in reported])
    allowed = np.array([limits.get(one.area_class, np.inf) for one in reported])
    reached = [one for one in reported if one.arrived is not None and one.crew_unit]
    across = [one.crew_unit != one.unit for one in reached]
    return {
        "arrival_min": _mean(arrival) / MINUTE,
        "arrival_p90_min": float(np.percentile(arrival, 90)) / MINUTE if len(arrival) else 0.0,
        "late_share": 100 * _mean(arrival > allowed),
        "restore_min": _mean(restore) / MINUTE,
        "customer_hours": day.customer_seconds / HOUR,
        "km": day.metres / KM,
        "across_share": 100 * _mean(np.array(across, float)),
    }


class Harm(msgspec.Struct, frozen=True):
    """What home pays: faults mended later by at least so much than with closed borders, how many in all were
    mended sooner by as much, and the customers times hours of either."""

    later: int
    sooner: int
    later_hours: float
    sooner_hours: float


def harm(own: Day, other: Day, least: float = 10 * MINUTE) -> Harm:
    """Fault by fault, the same fate under both. Raises ValueError where the fates differ."""
    theirs = {one.fault: one for one in other.served}
    if own.seed != other.seed or [(f.fault, f.at) for f in own.served] != [
        (f.fault, f.at) for f in other.served
    ]:
        raise ValueError(f"seed {own.seed}: the two days have other faults; only the same fate is compared")
    gains = [
        (_until(one.mended, own) - _until(theirs[one.fault].mended, other), one.customers)
        for one in own.served
    ]
    later = [(gain, customers) for gain, customers in gains if gain <= -least]
    sooner = [(gain, customers) for gain, customers in gains if gain >= least]
    return Harm(
        len(later),
        len(sooner),
        sum(-gain * customers for gain, customers in later) / HOUR,
        sum(gain * customers for gain, customers in sooner) / HOUR,
    )


def _until(at: float | None, day: Day) -> float:
    return day.ends if at is None else at


def _mean(values: "np.ndarray | Sequence[float]") -> float:
    return float(np.mean(values)) if len(values) else 0.0
