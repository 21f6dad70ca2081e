"""Where the two people of a grid cell spend their hours, whom they visit, and what they make known (d.39-48).

Drawn beside the cell's other work and from dice of its own: nothing else moves by it.
"""

from random import Random

import msgspec

from feeds.sim.chance import between, chance
from feeds.sim.weather import ZONE
from wallboard.domain.connections import CellWork
from wallboard.domain.facts import Instant
from wallboard.domain.terms import CellTask

A_ROUND: dict[CellTask, tuple[float, float]] = {
    CellTask.METER_READING: (0.45, 1.1),
    CellTask.COLLECTING: (0.4, 0.9),
    CellTask.LINE_LOSS: (0.25, 0.9),
    CellTask.MV_WORK: (0.3, 1.6),
    CellTask.VISITS: (0.35, 0.8),
    CellTask.PUBLICITY: (0.1, 0.5),
}
"""How often a trip has such a task in it, and the hours that it takes at most; half of them at least."""
ROUNDS_BEFORE = 3.0
"""Trips of an ordinary day, at most; those that lie before the start have been made."""
VISITED = (0.18, 0.92)
"""Share of a cell's customers who were visited this year."""
VISITED_A_TRIP = 0.004
LAST_VISIT_DAYS = (0.2, 1.4)
"""Median, and the spread of its logarithm."""
KNOWN_A_MONTH = 5.0
DAY = 86_400.0


class CellTasks:
    """seed: of the world. Gives a cell's work its hours, visits and acts of publicity."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def at_first(self, name: str, work: CellWork, now: float, *, owned: bool) -> CellWork:
        """As it stands when the room first hears of it."""
        dice = chance(self._seed, "cell tasks", name)
        share = between(dice, *VISITED) * (1.0 if owned else 0.4)
        days = LAST_VISIT_DAYS[0] + dice.expovariate(1.0 / LAST_VISIT_DAYS[1])
        made_known = int(between(dice, 0.0, KNOWN_A_MONTH + 1.0)) if owned else 0
        hour = (now / 3600.0 + ZONE) % 24.0
        trips = round(ROUNDS_BEFORE * min(1.0, max(0.0, (hour - 8.5) / 9.5))) if owned else 0
        for _ in range(trips):
            work = self._with_hours(work, self._spent(dice))
        return msgspec.structs.replace(
            work,
            visited=round(share, 4),
            last_visit_at=Instant(round(now - days * DAY * (1.0 if owned else 30.0))),
            publicity=made_known,
        )

    def after_trip(self, name: str, work: CellWork, before: float, now: float) -> CellWork:
        """Somebody was out. before: when this cell was last spoken of, epoch s: hours are of one day."""
        dice = chance(self._seed, "cell tasks", name, int(now))
        if (before / 3600.0 + ZONE) // 24.0 != (now / 3600.0 + ZONE) // 24.0:
            work = msgspec.structs.replace(work, hours={})
        spent = self._spent(dice)
        work = self._with_hours(work, spent)
        if CellTask.PUBLICITY in spent:
            work = msgspec.structs.replace(work, publicity=(work.publicity or 0) + 1)
        if CellTask.VISITS in spent:
            visited = min(1.0, (work.visited or 0.0) + VISITED_A_TRIP)
            work = msgspec.structs.replace(work, visited=round(visited, 4), last_visit_at=Instant(round(now)))
        return work

    @staticmethod
    def _spent(dice: Random) -> dict[CellTask, float]:
        """Hours of one trip, to a quarter."""
        return {
            task: max(0.25, round(between(dice, most / 2, most) * 4) / 4)
            for task, (share, most) in A_ROUND.items()
            if dice.random() < share
        }

    @staticmethod
    def _with_hours(work: CellWork, spent: dict[CellTask, float]) -> CellWork:
        hours = dict(work.hours)
        for task, more in spent.items():
            hours[task.value] = hours.get(task.value, 0.0) + more
        return msgspec.structs.replace(work, hours=hours)
