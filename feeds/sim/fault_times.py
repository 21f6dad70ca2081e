"""When the faults of a scenario that counts them fall: most in its storm, the rest evenly."""

from bisect import bisect_left
from itertools import accumulate

from feeds.sim.weather import intensity
from wallboard.config.scenario import Scenario

GRID = 60.0  # s


class FaultTimes:
    """Most faults as the storm's force is spread, the rest evenly."""

    def __init__(self, scenario: Scenario) -> None:
        steps = int(scenario.lasts * 0.85 // GRID)  # the last ones are lived through
        storm = scenario.storm
        force = [intensity(storm, k * GRID) if storm else 0.0 for k in range(steps)]
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
