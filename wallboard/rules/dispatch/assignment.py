"""Many orders and many crews at once: who goes where so that most is served soonest (d.116).

Proposals, never silent actions. One solver for every policy: that a border counts is told by ``able`` alone.
scipy is imported where it is used, as in ``roads``.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def assign(
    seconds: Floats, weights: Floats, able: NDArray[np.bool_], horizon: float
) -> list[tuple[int, int]]:
    """Pairs (order, crew), by order.

    seconds: (n, m) ways; weights: (n,) what an order counts as; able: (n, m) who may; horizon: s, an order
    that a crew reaches later is not worth its way. What is made greatest is the weighted time gained on the
    horizon, so that where crews are short the light orders wait and not, as with the least sum of ways, the
    heavy far ones.
    """
    if not seconds.size:
        return []
    from scipy.optimize import linear_sum_assignment

    gain = np.where(able & (seconds < horizon), weights[:, None] * (horizon - seconds), 0.0)
    orders = np.flatnonzero(gain.any(axis=1))
    crews = np.flatnonzero(gain.any(axis=0))
    if not len(orders) or not len(crews):
        return []
    part = gain[np.ix_(orders, crews)]
    rows, columns = linear_sum_assignment(part, maximize=True)
    return [
        (int(orders[row]), int(crews[column]))
        for row, column in zip(rows, columns, strict=True)
        if part[row, column] > 0
    ]
