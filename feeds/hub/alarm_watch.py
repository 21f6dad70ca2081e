"""What the hub says of alarms as time passes: chatter, floods, shelves that end, who leaves (domain 5.5).

Costs what changed, and the alarms that came lately, chatter or lie on the shelf.
"""

from collections.abc import Iterable
from itertools import chain

from msgspec.structs import replace

from feeds.hub.alarms import REMEMBERED_S, stood
from wallboard.domain.alarms import (
    ALARMS,
    AlarmChatter,
    AlarmFlood,
    AlarmRetired,
    AlarmShelf,
    AlarmState,
    ShelfEnd,
)
from wallboard.domain.facts import Instant, Payload
from wallboard.rules.alarms import CHATTER, FLOOD, AlarmLimit, chattering, flooded, lately, window_of
from wallboard.state.queries.alarms import flood_of
from wallboard.state.store import Store
from wallboard.state.tables import Tables

Said = list[tuple[str, Payload]]

RETIRED_AFTER_S = 24 * 3600.0
"""An alarm that is over and was seen leaves the store after so long, s."""


class AlarmWatch:
    """Follows the alarms of a store. limits: of the rule set in force."""

    def __init__(self, limits: list[AlarmLimit]) -> None:
        self._limits = limits
        self._store: Store | None = None
        self._revision = 0
        self._raised: dict[str, list[Instant]] = {}  # of those that came lately, by key
        self._shelved: dict[str, None] = {}
        self._chatters: dict[str, None] = {}

    def said(self, store: Store, now: float) -> Said:
        """What is to be said at ``now`` (epoch s)."""
        self._follow(store, now)
        tables = store.tables
        return [*self._chatter(tables, now), *self._flood(tables, now), *self._shelves(tables, now)]

    def retired(self, tables: Tables, now: float) -> Said:
        """Alarms that have been over and seen for a day: called once a minute."""
        gone: Said = []
        for key in sorted(tables.keys("alarm")):
            state = stood(tables, key)
            thing = tables.thing("alarm", key)
            if state is None or thing is None or key in tables.alarms:
                continue
            last = max(fact.at for fact in thing.aspects.values())
            if last <= now - RETIRED_AFTER_S:
                gone.append((key, AlarmRetired(since=Instant(last))))
        return gone

    def _follow(self, store: Store, now: float) -> None:
        changes = store.since(self._revision) if store is self._store else None
        self._store, self._revision = store, store.revision
        tables = store.tables
        if changes is None:
            self._raised, self._shelved, self._chatters = {}, {}, {}
            self._read(tables, tables.keys("alarm"))
        else:
            self._read(tables, chain.from_iterable(change.of("alarm") for change in changes))
        for key, raised in list(self._raised.items()):
            if not lately(raised, REMEMBERED_S, now):
                del self._raised[key]

    def _read(self, tables: Tables, keys: Iterable[str]) -> None:
        for key in sorted(keys):
            state, row = stood(tables, key), tables.alarms.get(key)
            self._raised[key] = [] if state is None else state.raised
            for book, there in (
                (self._shelved, row is not None and row.shelved_until is not None),
                (self._chatters, row is not None and row.chatters_since is not None),
            ):
                if there:
                    book[key] = None
                else:
                    book.pop(key, None)

    def _chatter(self, tables: Tables, now: float) -> Said:
        """Alarms that begin to chatter, and those that have been calm for long enough."""
        found: Said = []
        window = window_of(self._limits, CHATTER)
        for key in sorted(self._raised.keys() | self._chatters.keys()):
            came = lately(self._raised.get(key, ()), window, now)
            standing = key in self._chatters
            if chattering(len(came), self._limits, standing=standing) is standing:
                continue
            row = tables.alarms.get(key)
            if not standing:
                found.append((key, AlarmChatter(since=Instant(came[0]), times=len(came))))
            elif row is not None and row.chatters_since is not None:
                calm = AlarmChatter(since=Instant(row.chatters_since), times=row.times, over=True)
                found.append((key, calm))
        return found

    def _flood(self, tables: Tables, now: float) -> Said:
        """A flood that begins or ends; what chatters counts once, or it would be one by itself."""
        window = window_of(self._limits, FLOOD)
        came: list[float] = []
        for key in self._raised.keys() - self._shelved.keys():
            mine = lately(self._raised[key], window, now)
            came += mine[:1] if key in self._chatters else mine
        before = flood_of(tables)
        if flooded(len(came), self._limits, standing=before is not None) is (before is not None):
            return []
        if before is not None:
            return [(ALARMS, replace(before, over=True))]
        return [(ALARMS, AlarmFlood(since=Instant(min(came)), times=len(came)))]

    def _shelves(self, tables: Tables, now: float) -> Said:
        """Shelves whose time is over, and those of alarms that have grown graver since."""
        found: Said = []
        for key in sorted(self._shelved):
            thing = tables.thing("alarm", key)
            shelf = thing.value("shelf", AlarmShelf) if thing is not None else None
            if thing is None or shelf is None or shelf.ended is not None or shelf.until is None:
                continue
            state = thing.value("state", AlarmState)
            worse_at = state.worse_at if state is not None else None
            graver = worse_at is not None and worse_at > thing.aspects["shelf"].at
            if graver or now >= shelf.until:
                found.append((key, replace(shelf, ended=ShelfEnd.GRAVER if graver else ShelfEnd.TIME)))
        return found
