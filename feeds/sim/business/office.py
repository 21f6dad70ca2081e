"""Working time: Monday to Friday, half past eight to half past five, in the zone of the scenario.

Public holidays are not known here: the rates are those of ordinary weeks. Times are epoch s.
"""

from datetime import date

DAY = 86_400.0  # s
OPENS, CLOSES = 8.5 * 3600.0, 17.5 * 3600.0
"""Seconds of the local day."""
WORKDAY = CLOSES - OPENS
"""Seconds that are worked in a day."""
EPOCH_DAY = date(1970, 1, 1).toordinal()
THURSDAY = 3  # of 1 January 1970, Monday being 0


class Office:
    """The clock of those who work by day. offset: s that the zone is ahead of UTC."""

    def __init__(self, offset: float) -> None:
        self.offset = offset

    def day(self, at: float) -> int:
        """Local days since 1 January 1970."""
        return int((at + self.offset) // DAY)

    def midnight(self, day: int) -> float:
        """When a local day begins."""
        return day * DAY - self.offset

    def date(self, day: int) -> date:
        """The calendar's name of a local day."""
        return date.fromordinal(EPOCH_DAY + day)

    def weekday(self, day: int) -> int:
        """0 on Monday, 6 on Sunday."""
        return (day + THURSDAY) % 7

    def opens(self, at: float) -> float:
        """``at`` where somebody works then, else when the office opens next."""
        day = self.day(at)
        while True:
            begin = self.midnight(day)
            if self.weekday(day) < 5 and at < begin + CLOSES:
                return max(at, begin + OPENS)
            day += 1

    def after(self, at: float, worked: float) -> float:
        """When ``worked`` seconds of working time have passed since ``at``."""
        now = self.opens(at)
        while True:
            left = self.midnight(self.day(now)) + CLOSES - now
            if worked <= left:
                return now + worked
            worked -= left
            now = self.opens(now + left)

    def before(self, at: float, worked: float) -> float:
        """The last moment from which ``worked`` seconds of working time lead to ``at`` or beyond."""
        day = self.day(at)
        while True:
            begin = self.midnight(day)
            here = min(at, begin + CLOSES) - begin - OPENS
            if self.weekday(day) < 5 and here > 0.0:
                if worked <= here:
                    return begin + OPENS + here - worked
                worked -= here
            day -= 1
