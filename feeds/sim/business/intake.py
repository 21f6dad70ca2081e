"""Who turns to the company on a day, when, and from where: each by a draw of its own."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from random import Random

from feeds.sim.business import rates
from feeds.sim.business.office import Office
from feeds.sim.chance import chance
from feeds.sim.ground import Ground

HOUR = 3600.0


class Arrival:
    """One who turns up. number: unique on its day."""

    __slots__ = ("area", "at", "dice", "number")

    def __init__(self, at: float, area: int, number: int, dice: Random) -> None:
        self.at, self.area, self.number, self.dice = at, area, number, dice


class Intake:
    """Draws days. busy: times the ordinary rates."""

    def __init__(self, seed: int, ground: Ground, office: Office, busy: float) -> None:
        self._seed, self._office, self._busy = seed, office, busy
        self._customers = ground.customers
        self._until = list(accumulate(ground.areas.customers))
        self._hours = list(accumulate(rates.BY_HOUR))
        self._near: dict[int, list[int]] = {}
        for area, cell in enumerate(ground.areas.cell):
            self._near.setdefault(cell, []).append(area)

    def of(self, what: str, rate: float, day: int) -> Iterator[Arrival]:
        """Everybody of a local day. rate: a customer and working day."""
        weekday = self._office.weekday(day)
        share = rates.AT_WEEKENDS[weekday - 5] if weekday >= 5 else rates.ON_MONDAYS if not weekday else 1.0
        mean = rate * self._customers * self._busy * share
        count = int(mean) + (chance(self._seed, what, day).random() < mean % 1.0)
        for number in range(count):
            yield self.one(what, day, number)

    def one(self, what: str, day: int, number: int) -> Arrival:
        """The one of that number, at its hour."""
        dice = chance(self._seed, what, day, number)
        hour = bisect_right(self._hours, dice.random() * self._hours[-1])
        at = round(self._office.midnight(day) + (hour + dice.random()) * HOUR, 3)
        return Arrival(at, self.area(dice), number, dice)

    def area(self, dice: Random) -> int:
        """Where one customer of all lives: row of the area."""
        return bisect_right(self._until, int(dice.random() * self._until[-1]))

    def area_in(self, cell: int, dice: Random) -> int:
        """An area of a cell."""
        return dice.choice(self._near[cell])


def channel_of(shares: dict[str, float], dice: Random) -> str:
    """A channel by its share."""
    u = dice.random()
    for channel, share in shares.items():
        u -= share
        if u < 0.0:
            return channel
    return next(iter(shares))
