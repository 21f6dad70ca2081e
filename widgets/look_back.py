"""Which past moment a window looks at: hour by hour back, and by itself to the present again."""

import math

HOUR = 3600.0

STAYS_S, STAYS_DESK_S = 120.0, 900.0
"""Real seconds after the last key for which a wall, and a desk, looks back: nobody shall find it so and
believe it."""


class LookBack:
    """at: the moment looked at, epoch s; None for the present. stays: real seconds after the last key."""

    def __init__(self, stays: float) -> None:
        self.at: float | None = None
        self._stays, self._turned = stays, -math.inf

    def turn(self, hours: int, now: float, earliest: float, real: float) -> bool:
        """So many hours on (below 0: back), whole hours only; False where it stays where it is.

        now, earliest: operational epoch s, the present and what is kept; real: seconds that always run.
        """
        self._turned = real
        last = math.floor(now / HOUR) * HOUR
        if self.at is None:
            wanted = last if last < now else last - HOUR
            wanted += (hours + 1) * HOUR
        else:
            wanted = self.at + hours * HOUR
        at = None if wanted >= now else max(wanted, math.ceil(earliest / HOUR) * HOUR)
        at = None if at is None or at >= now else at
        differs, self.at = at != self.at, at
        return differs

    def live(self) -> bool:
        """To the present; False where that is looked at already."""
        differs, self.at = self.at is not None, None
        return differs

    def age(self, real: float) -> bool:
        """Time runs: True where it went back to the present by itself."""
        return real - self._turned >= self._stays and self.live()
