"""How much is drawn from the network: by the hour, the day of the week and the heat.

1 is an ordinary evening, for which the atlas states every transformer area's kilowatts.
"""

import numpy as np
from numpy.typing import NDArray

from feeds.sim.splitmix import uniform
from feeds.sim.weather import ZONE

Floats = NDArray[np.float64]

HOUR = 3600.0
BY_HOUR = (70, 63, 58, 55, 54, 56, 61, 69, 80, 86, 89, 90, 82, 83, 87, 88, 88, 88, 91, 97, 100, 98, 91, 80)
"""Per cent without cooling, at the full hour: a dip at noon, the homes' peak in the evening."""
AT_WEEKENDS = (0.92, 0.88)
"""Of a working day's, on Saturdays and Sundays: works and offices rest."""
COOLED_ABOVE = 26.0
"""Degrees from which on cooling runs."""
COOLING = 0.035
"""What each degree above it adds."""
USUAL_LOADING = 0.42
"""Of its rating that the middle transformer carries on an ordinary evening."""
LOADING_SPREAD = 0.30
"""Standard deviation of the logarithm of that, from one area to another."""


def demand(now: float, heat: Floats) -> Floats:
    """Times an ordinary evening's, at places of some heat (°C) and a time (epoch s)."""
    local = now / HOUR + ZONE
    hour, day = local % 24.0, int(local // 24.0 + 3) % 7  # 1 January 1970 was a Thursday
    base = float(np.interp(hour, np.arange(25.0), [*BY_HOUR, BY_HOUR[0]])) / 100.0
    base *= AT_WEEKENDS[day - 5] if day >= 5 else 1.0
    return base * (1.0 + COOLING * np.maximum(0.0, heat - COOLED_ABOVE))


def loading(seed: int, areas: NDArray[np.int64]) -> Floats:
    """Each area's load of an ordinary evening over its transformer's rating, drawn for the area."""
    u, v = uniform(seed, "loading", areas), uniform(seed, "loading, turn", areas)
    normal = np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v)
    return USUAL_LOADING * np.exp(LOADING_SPREAD * normal)
