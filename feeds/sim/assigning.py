"""All who wait and all who are free at once: the solver of ``wallboard.rules.dispatch`` as a policy."""

from collections.abc import Sequence

import numpy as np

from feeds.sim.policy import Distance, NearestFree, Waiting
from wallboard.rules.dispatch.assignment import assign
from wallboard.rules.dispatch_limits import DispatchRules

METRES_A_SECOND = 30 / 3.6
"""Of road, by which a policy judges a way before it is driven."""


class Assigned(NearestFree):
    """Makes the weighted time gained greatest. Where a crew may go at all is the roster's to say, so that two
    days with other borders have the same solver and the same weights."""

    def __init__(self, rules: DispatchRules | None = None, reserve: int = 0) -> None:
        super().__init__(reserve=reserve)
        self._rules = rules or DispatchRules()

    def choose(
        self, waiting: Sequence[Waiting], free: Sequence[str], distance: Distance, now: float
    ) -> list[tuple[str, str]]:
        jobs, crews = sorted(waiting, key=lambda job: job.case), sorted(free)
        metres = np.array([[distance(crew, job.case) for crew in crews] for job in jobs], float)
        metres = metres.reshape(len(jobs), len(crews))
        weights = np.array([self._weight(job, now) for job in jobs], float)
        able = np.isfinite(metres)
        seconds = np.where(able, metres, 0.0) / METRES_A_SECOND
        pairs = assign(seconds, weights, able, self._rules.horizon_minutes * 60)
        return [(jobs[row].case, crews[column]) for row, column in pairs]

    def _weight(self, job: Waiting, now: float) -> float:
        """Customers, key customers and waiting: all that a policy is told, by the weights of the rule set."""
        rules, waited = self._rules, max(0.0, now - job.ready_at) / 3600
        weight = job.customers + rules.weigh_key * job.key_customers + rules.weigh_hour * waited
        return max(1.0, weight)
