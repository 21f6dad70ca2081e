"""Who was told, and who is out and was not (d.12; domain 5.9)."""

import msgspec

from wallboard.domain.rows import Outage
from wallboard.domain.terms import CountQuality
from wallboard.rules.notification import informed, untold, untold_since
from wallboard.state.queries.sources import speaks
from wallboard.state.tables import Tables


class ToldFace(msgspec.Struct, frozen=True):
    """The told gap over dark outages.

    told, untold: customers out who were told the standing estimate, or not. outages_untold: outages of
    which nobody was told. oldest_untold_age: s since the oldest outage with a gap began. at_least: some
    outages are without a count, or with a masked one, so that more are untold.
    """

    told: int
    untold: int
    outages_untold: int
    oldest_untold_age: float | None
    at_least: bool = False


class ToldTally:
    """Adds up the told gap outage by outage."""

    __slots__ = ("_oldest", "_outages", "_short", "_spoken", "_told", "_untold")

    def __init__(self) -> None:
        self._told = self._untold = self._outages = 0
        self._oldest: float | None = None
        self._spoken = self._short = False

    def add(self, row: Outage, now: float) -> None:
        self._spoken = self._spoken or row.told_at is not None or row.entered_at is not None
        if not row.dark:
            return
        self._short = self._short or counted_short(row)
        gap = untold(row)
        self._told += informed(row)
        self._untold += gap
        self._outages += row.told_at is None
        since = untold_since(row)
        if since is not None:
            age = max(0.0, now - since)
            self._oldest = age if self._oldest is None else max(self._oldest, age)

    def face(self, tables: Tables) -> ToldFace | None:
        """The gap; None where no source speaks of telling."""
        if not self._spoken and not speaks(tables, "outage.told", "outage.entered"):
            return None
        return ToldFace(self._told, self._untold, self._outages, self._oldest, self._short)


def counted_short(row: Outage) -> bool:
    """Whether more customers may be out than the row's count says."""
    return row.customers_out is None or row.count_quality is CountQuality.MASKED


def told(tables: Tables, now: float) -> ToldFace | None:
    """The told gap at ``now`` (epoch s); None where no source speaks of telling."""
    tally = ToldTally()
    for row in tables.outages.values():
        if row.open and not row.merged_into:
            tally.add(row, now)
    return tally.face(tables)
