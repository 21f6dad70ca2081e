"""The storm: how hard it blows and rains at each time of a scenario."""

import math
from bisect import bisect_left
from itertools import accumulate

from wallboard.config.scenario import Scenario

GRID = 60.0  # s


def intensity(scenario: Scenario, after: float) -> float:
    """0 (calm) to about 1 (peak of a storm of strength 1), ``after`` seconds from the start."""
    storm = scenario.storm
    if storm is None or not storm.begins < after < storm.ends:
        return 0.0
    if after <= storm.peak:
        share = (after - storm.begins) / (storm.peak - storm.begins)
    else:
        share = (storm.ends - after) / (storm.ends - storm.peak)
    return storm.strength * math.sin(share * math.pi / 2) ** 2


class FaultTimes:
    """When faults fall: most of them as the storm's force is spread, the rest evenly."""

    def __init__(self, scenario: Scenario) -> None:
        steps = int(scenario.lasts * 0.85 // GRID)  # the last ones are lived through
        force = [intensity(scenario, k * GRID) for k in range(steps)]
        whole = sum(force)
        share = scenario.storm_share if whole else 0.0
        even = (1.0 - share) / steps
        self._sums = list(accumulate(even + (share * f / whole if whole else 0.0) for f in force))

    def at(self, u: float) -> float:
        """Seconds from the start for a uniform draw in [0, 1)."""
        target = u * self._sums[-1]
        step = min(bisect_left(self._sums, target), len(self._sums) - 1)
        low = self._sums[step - 1] if step else 0.0
        width = self._sums[step] - low
        return round((step + (target - low) / width) * GRID, 3)
