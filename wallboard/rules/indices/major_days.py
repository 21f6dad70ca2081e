"""Major event days (IEEE 1366): days so bad that they are told apart (domain 5.3, [I5]; formula RECALLED).

T_MED = exp(alpha + 2.5 beta): mean and standard deviation of ln(daily SAIDI) over five years, days of zero
left out. Figures are told with and without such days, never without only.
"""

from collections.abc import Mapping
from math import exp, log
from statistics import fmean, stdev

import msgspec

BETAS = 2.5
YEARS_S = 5 * 365.25 * 86_400.0
"""How far back the days that set the threshold go, s."""

FEWEST = 30
"""Days with interruptions below which no threshold is told (PROPOSAL): it would be chance."""


class MajorDays(msgspec.Struct, frozen=True):
    """threshold: T_MED, min; None: too few days. of: days with interruptions that it was taken from.

    days: their beginnings (epoch s). saidi, without: sums of all days, and of all but the major ones, min.
    """

    threshold: float | None
    of: int
    days: tuple[float, ...]
    saidi: float
    without: float


def threshold_of(daily: Mapping[float, float], now: float, fewest: int = FEWEST) -> tuple[float | None, int]:
    """T_MED (min) from daily SAIDI (min) by the day's beginning, and from how many days."""
    logs = [log(saidi) for day, saidi in sorted(daily.items()) if saidi > 0.0 and now - YEARS_S <= day < now]
    if len(logs) < max(2, fewest):
        return None, len(logs)
    return exp(fmean(logs) + BETAS * stdev(logs)), len(logs)


def major_days(daily: Mapping[float, float], since: float, now: float, fewest: int = FEWEST) -> MajorDays:
    """The major event days since an instant (epoch s). daily: each interruption on the day it began."""
    threshold, of = threshold_of(daily, now, fewest)
    shown = {day: saidi for day, saidi in sorted(daily.items()) if since <= day < now}
    major = tuple(day for day, saidi in shown.items() if threshold is not None and saidi > threshold)
    total = sum(shown.values())
    return MajorDays(threshold, of, major, total, total - sum(shown[day] for day in major))
