"""The tables: the facts that stand, by thing, and the rows resolved from them.

Only ``wallboard.state.store`` writes here; everybody else holds the read-only views.
"""

from collections.abc import Collection, Mapping
from functools import cache
from heapq import heapify, heappop, heappush
from types import MappingProxyType
from typing import Any, TypeVar

from wallboard.domain.facts import Fact, Payload, Removed
from wallboard.domain.roster import TrendHour
from wallboard.domain.rows import (
    Alarm,
    Crew,
    Focus,
    Order,
    Outage,
    Plan,
    Region,
    Response,
    Shift,
    Source,
    Storm,
    Trend,
    Van,
)
from wallboard.domain.terms import Claimant
from wallboard.state.history import History
from wallboard.state.positions import Positions

P = TypeVar("P", bound=Payload)


@cache
def _claimed(aspect: str) -> tuple[str, ...]:
    """The tokens of an aspect, one for each who may claim it (``facts.aspect_token``)."""
    return tuple(f"{aspect}/{claimant.value}" for claimant in Claimant)


class Thing:
    """The standing facts of one thing: one per aspect (and claimant), and its entries by id.

    Tombstones stand in ``aspects`` too. floors: seq below which a value that retirement took away
    cannot come back.
    """

    __slots__ = ("_ages", "aspects", "entries", "floors")

    def __init__(self) -> None:
        self.aspects: dict[str, Fact] = {}
        self.entries: dict[str, dict[tuple[str, str], Fact]] = {}  # by source and id
        self.floors: dict[str, int] = {}
        self._ages: dict[str, list[tuple[float, tuple[str, str]]]] = {}  # heaps of what is kept in a ring

    def enter(self, aspect: str, fact: Fact, most: int | None) -> bool:
        """Keep an entry, the newest ``most`` by (at, source, id). False where it is there, or is older.

        A full ring costs the logarithm of its size: a storm's calls are one thread.
        """
        entries = self.entries.setdefault(aspect, {})
        own = fact.source, fact.id
        if own in entries:
            return False
        entries[own] = fact
        if most is None or (len(entries) <= most and aspect not in self._ages):
            return True
        ages = self._ages.get(aspect)
        if ages is None:
            ages = self._ages[aspect] = [(entry.at, key) for key, entry in entries.items()]
            heapify(ages)
        else:
            heappush(ages, (fact.at, own))
        while len(entries) > most:
            at, oldest = heappop(ages)
            if oldest in entries and entries[oldest].at == at:
                del entries[oldest]
        return own in entries

    def forget(self, at: float) -> None:
        """Let go every entry up to an instant (epoch s)."""
        self._ages = {}
        self.entries = {
            aspect: kept
            for aspect, entries in self.entries.items()
            if (kept := {own: fact for own, fact in entries.items() if fact.at > at})
        }

    def value(self, aspect: str, cls: type[P]) -> P | None:
        """What stands of one unclaimed aspect; None where nothing does or it was removed."""
        fact = self.aspects.get(aspect)
        return fact.data if fact is not None and isinstance(fact.data, cls) else None

    def source(self, *aspects: str) -> str | None:
        """Who speaks of the first of these aspects that stands; None where none does."""
        for aspect in aspects:
            fact = self.aspects.get(aspect)
            if fact is not None and type(fact.data) is not Removed:
                return fact.source
        return None

    def claims(self, aspect: str) -> list[Fact]:
        """The standing facts of one aspect by claimant, in order of precedence; withdrawn ones left out."""
        found = (self.aspects.get(token) for token in _claimed(aspect))
        return [fact for fact in found if fact is not None and type(fact.data) is not Removed]

    def facts(self) -> list[Fact]:
        """Everything that stands, values and readings first."""
        return [*self.aspects.values(), *(f for e in self.entries.values() for f in e.values())]


class Tables:
    """Rows by noun and id (read-only mappings), positions, the trend curve and the facts behind them."""

    def __init__(self) -> None:
        self._things: dict[str, dict[str, Thing]] = {}
        self._graves: dict[str, dict[str, float]] = {}  # when each tombstone's thing was retired
        self._rows: dict[str, dict[str, Any]] = {}
        self._views: dict[str, Mapping[str, Any]] = {}  # of the same, read-only
        self._positions = Positions()
        self._trend: list[Trend] = []
        self._hours: dict[float, TrendHour] = {}
        self._history = History()

    def rows(self, noun: str) -> Mapping[str, Any]:
        view = self._views.get(noun)
        if view is None:
            view = self._views[noun] = MappingProxyType(self._rows.setdefault(noun, {}))
        return view

    def thing(self, noun: str, key: str) -> Thing | None:
        """The facts behind one row; None where nothing was ever said of it."""
        return self._things.get(noun, {}).get(key)

    def keys(self, noun: str) -> Collection[str]:
        """Everything of which something was said, whether it has a row or not."""
        return self._things.get(noun, {}).keys()

    def things(self, noun: str) -> Mapping[str, Thing]:
        """The facts behind everything of one noun, also of what has no row; read-only."""
        return MappingProxyType(self._things.get(noun, {}))

    @property
    def outages(self) -> Mapping[str, Outage]:
        return self.rows("outage")

    @property
    def orders(self) -> Mapping[str, Order]:
        return self.rows("order")

    @property
    def crews(self) -> Mapping[str, Crew]:
        return self.rows("crew")

    @property
    def vans(self) -> Mapping[str, Van]:
        return self.rows("van")

    @property
    def plans(self) -> Mapping[str, Plan]:
        return self.rows("plan")

    @property
    def regions(self) -> Mapping[str, Region]:
        return self.rows("region")

    @property
    def storms(self) -> Mapping[str, Storm]:
        return self.rows("storm")

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.rows("source")

    @property
    def shifts(self) -> Mapping[str, Shift]:
        return self.rows("roster")

    @property
    def responses(self) -> Mapping[str, Response]:
        return self.rows("response")

    @property
    def alarms(self) -> Mapping[str, Alarm]:
        return self.rows("alarm")

    @property
    def focuses(self) -> Mapping[str, Focus]:
        """What desks have each wall show, by its window's name, or all of them; it may be over by now."""
        return self.rows("room")

    @property
    def positions(self) -> Positions:
        return self._positions

    @property
    def trend(self) -> tuple[Trend, ...]:
        """The headline curve, oldest first."""
        return tuple(self._trend)

    @property
    def hours(self) -> Mapping[float, TrendHour]:
        """Customers out by place of each hour that the hub watched, by its beginning (epoch s)."""
        return MappingProxyType(self._hours)

    @property
    def history(self) -> History:
        """What this store itself has watched since it began or took a snapshot; nobody else turns it."""
        return self._history
