"""Working time: so many hours of each working day of a calendar. Instants are epoch seconds UTC."""

from datetime import date, datetime, time, timedelta

from wallboard.rules.workdays import WorkCalendar

DAY = timedelta(days=1)


class WorkHours:
    """When people who work by day can be asked. opens, closes: minutes from local midnight."""

    def __init__(self, calendar: WorkCalendar, opens: int, closes: int) -> None:
        self._calendar = calendar
        self._opens, self._closes = time(*divmod(opens, 60)), time(*divmod(closes, 60))
        self._length = (closes - opens) * 60.0

    def after(self, at: float, worked: float) -> float:
        """When ``worked`` seconds of working time have passed since ``at``. Raises NotPublished."""
        day = self._calendar.day_of(at)
        while True:
            if self._calendar.works(day):
                begins = max(at, self._time(day, self._opens))
                left = self._time(day, self._closes) - begins
                if 0.0 < worked <= left or (worked <= 0.0 <= left):
                    return begins + worked
                worked -= max(0.0, left)
            day += DAY

    def worked(self, since: float, until: float) -> float:
        """Seconds of working time between two instants. Raises NotPublished."""
        calendar = self._calendar
        first, last = calendar.day_of(since), calendar.day_of(until)
        whole = calendar.worked(calendar.begins(first), calendar.begins(last))
        return whole * self._length + self._of_day(last, until) - self._of_day(first, since)

    def _of_day(self, day: date, at: float) -> float:
        """Of the working time of a day what has passed at an instant of it, s."""
        if not self._calendar.works(day):
            return 0.0
        return min(max(0.0, at - self._time(day, self._opens)), self._length)

    def _time(self, day: date, at: time) -> float:
        return datetime.combine(day, at, self._calendar.zone).timestamp()
