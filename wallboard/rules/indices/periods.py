"""Days, months and years of a room, by its local midnights. Instants are epoch seconds UTC."""

from datetime import datetime
from zoneinfo import ZoneInfo

Period = tuple[float, float]
"""From and to, epoch s."""


class Periods:
    """The calendar of one zone."""

    def __init__(self, zone: str) -> None:
        """zone: its IANA name. Raises ZoneInfoNotFoundError."""
        self._zone = ZoneInfo(zone)

    def day(self, at: float) -> Period:
        """The local day that holds an instant."""
        local = datetime.fromtimestamp(at, self._zone)
        begins = datetime(local.year, local.month, local.day, tzinfo=self._zone).timestamp()
        noon_after = datetime.fromtimestamp(begins + 36 * 3600.0, self._zone)
        after = datetime(noon_after.year, noon_after.month, noon_after.day, tzinfo=self._zone)
        return begins, after.timestamp()

    def month(self, at: float) -> Period:
        """The local month."""
        local = datetime.fromtimestamp(at, self._zone)
        year, month = local.year, local.month
        after = (year + 1, 1) if month == 12 else (year, month + 1)
        return self._begins(year, month), self._begins(*after)

    def year(self, at: float) -> Period:
        """The local year."""
        year = datetime.fromtimestamp(at, self._zone).year
        return self._begins(year, 1), self._begins(year + 1, 1)

    def month_of(self, at: float) -> int:
        """1 to 12."""
        return datetime.fromtimestamp(at, self._zone).month

    def _begins(self, year: int, month: int) -> float:
        return datetime(year, month, 1, tzinfo=self._zone).timestamp()
