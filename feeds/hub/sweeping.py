"""What the hub looks through once a minute: days that are over, what has been closed for a day, cells that
nobody answers for, restoration times that nobody has given. Costs what changed since the last minute."""

from feeds.hub.closed import Retirements
from feeds.hub.estimating import Estimates
from feeds.hub.supply_days import SupplyDays
from feeds.hub.vacancies import Vacancies
from wallboard.domain.facts import Payload
from wallboard.domain.outages import OutageRetired
from wallboard.rules.storm_limits import StormRules
from wallboard.state.followed import Followed
from wallboard.state.store import Store

SWEEP_EVERY_S = 60.0
"""It is looked through at most so often, s of operational time."""

ROOM = "room"
"""The key of the room's own curve and days."""


class Sweeps:
    """Follows the store between two looks."""

    def __init__(self, days: SupplyDays, storm: StormRules | None = None) -> None:
        """storm: of the rule set in force."""
        self._storm = storm
        self.followed = Followed("outage", "order", "cell", "alarm")
        self._days = days
        self._begin()

    def _begin(self) -> None:
        self._retirements, self._vacancies, self._estimates = (
            Retirements(),
            Vacancies(),
            Estimates(self._storm),
        )

    def hear(self, store: Store) -> None:
        """A batch was applied."""
        self.followed.hear(store)

    def said(self, store: Store, now: float) -> list[tuple[str, Payload]]:
        """What is to be said at ``now`` (epoch s), by key: no outage leaves before its days are told."""
        tables, news = store.tables, self.followed.take(store)
        if news.anew:
            self._begin()
        for each in (self._days, self._retirements, self._vacancies, self._estimates):
            each.read(tables, news)
        leaving = self._retirements.due(tables, now)
        outages = [key for key, word in leaving if isinstance(word, OutageRetired)]
        days = self._days.ended(tables, now) + self._days.corrected(tables, outages)
        return [
            *((ROOM, day) for day in days),
            *leaving,
            *self._vacancies.said(tables, now),
            *self._estimates.said(tables, now),
        ]
