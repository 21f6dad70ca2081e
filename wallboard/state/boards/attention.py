"""The attention queue, kept up: an order is judged again when it, its outage, its van or its moment turns.

A look costs what changed and the rows that are shown. The ways of free crews are looked at in slices, round
and round while crews move: a way that is shown is at most a round old, which is a few seconds.
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from math import inf

import msgspec
import numpy as np

from wallboard.domain.rows import Order, Response
from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.attention import AttentionQueue, Concern, queue_of
from wallboard.rules.limits import AttentionRules, HandlingRules, RuleSet
from wallboard.rules.order_conditions import follow_due
from wallboard.rules.sla import Clocks
from wallboard.rules.travel import Floats
from wallboard.rules.turns import between
from wallboard.state.queries.attention import NOBODY_SENT, UNMEASURED, ByRoad, free_fixes, judged, ways
from wallboard.state.queries.responses import in_force
from wallboard.state.sorted_values import SortedValues
from wallboard.state.store import Store
from wallboard.state.tables import Tables

SLICE = 256
"""Orders whose ways are looked at in one look."""

NEARER_S = 15.0
"""A way that changed by less is not taken for another one, s."""

STALE_LEAST = 256
"""Turns of orders that were judged again meanwhile are swept once so many more than orders are kept."""


class Spot(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Where one order stands. concern: None while it needs nobody; until: how long this holds, epoch s."""

    lane: Lane
    outage: str
    concern: Concern | None
    until: float


class AttentionBoard:
    """All open orders of a store under one rule set; ``queue`` is ``queries.attention``."""

    def __init__(
        self, rules: RuleSet | None, area_class: AreaClass, response: Response | None = None
    ) -> None:
        self._clocks = Clocks(rules, area_class, response)
        self._limits = rules.attention if rules is not None else AttentionRules()
        self._handling = rules.handling if rules is not None else HandlingRules()
        self._spots: dict[str, Spot] = {}
        self._ranks = {lane: SortedValues() for lane in Lane}
        self._folded = 0
        self._of_outage: dict[str, dict[str, None]] = {}
        self._turns: list[tuple[float, int, str, Spot]] = []  # by until, each with a number of its own
        self._ways: dict[str, float] = {}
        self._by_road: ByRoad = UNMEASURED
        self._told: dict[str, None] = {}  # orders whose way by road is another one since the last look
        self._unsent: dict[str, None] = {}  # orders to which somebody must still be sent
        self._round: list[str] = []  # of those, whose ways this round still looks at
        self._crews: Floats = np.empty((0, 2))
        self._moved = True  # since this round began
        self.now = -inf  # of the last look
        self.judged = 0  # orders, since the board began

    def read(
        self,
        tables: Tables,
        orders: Iterable[str],
        outages: Iterable[str],
        now: float,
        *,
        vans: Iterable[str] = (),
        crews_moved: bool = False,
    ) -> None:
        """Take in changed orders, outages and vans (ids), and what turned up to ``now``; back: everything."""
        self._moved = self._moved or crews_moved
        changed = dict.fromkeys(orders)
        changed.update(self._told)
        self._told = {}
        for outage in self._touched(tables, outages, vans):
            changed.update(self._of_outage.get(outage, {}))
        if now < self.now:
            changed.update(dict.fromkeys(tables.orders))
        if now != self.now:
            self.now = now
            changed.update(dict.fromkeys(self._turned(now)))
        self._look_at_ways(tables, changed)
        for key in changed:
            self._judge(tables, key, now)

    def measured(self, by_road: ByRoad) -> None:
        """Take these ways by road for those before; the next look judges the orders whose way is another."""
        was, self._by_road = self._by_road, by_road
        self._told.update(dict.fromkeys(key for key in was if key not in by_road))
        for key, way in by_road.items():
            if key not in was or abs(way - self._ways.get(key, inf)) >= NEARER_S:
                self._told[key] = None

    def queue(self, n: int) -> AttentionQueue:
        """The ``n`` orders that need somebody first, at the last ``read``."""
        first = [rank for ranks in self._ranks.values() for rank in ranks.first(n)]
        concerns = [self._spots[key].concern for _, _, key in first]
        shown = queue_of([each for each in concerns if each is not None], n)
        standing = sum(map(len, self._ranks.values()))
        return AttentionQueue(shown.rows, standing - len(shown.rows), self._folded)

    def _touched(self, tables: Tables, outages: Iterable[str], vans: Iterable[str]) -> dict[str, None]:
        touched, changed = dict.fromkeys(outages), set(vans)
        if changed:
            fed = (key for key in self._of_outage if (row := tables.outages.get(key)) and row.van in changed)
            touched.update(dict.fromkeys(fed))
        return touched

    def _look_at_ways(self, tables: Tables, changed: dict[str, None]) -> None:
        """The ways of what changed and of the round's next slice; those that differ are judged again."""
        if not self._round and self._moved:
            self._crews, self._round = free_fixes(tables), list(self._unsent)
            self._moved = False
        for key in changed:
            row = tables.orders.get(key)
            if row is not None and row.stage in NOBODY_SENT:
                self._unsent[key] = None
            else:
                self._unsent.pop(key, None)
                self._ways.pop(key, None)
        taken = [self._round.pop() for _ in range(min(SLICE, len(self._round)))]
        looked = dict.fromkeys(key for key in (*changed, *taken) if key in self._unsent)
        orders = [tables.orders[key] for key in looked]
        found = ways(tables, orders, self._crews, self._limits.travel_kmh, self._by_road)
        for key in looked:
            was, way = self._ways.get(key, inf), found.get(key, inf)
            if way == was or (key not in changed and abs(way - was) < NEARER_S):
                continue
            changed[key] = None
            self._ways.pop(key, None)
            if way < inf:
                self._ways[key] = way

    def _judge(self, tables: Tables, key: str, now: float) -> None:
        old = self._spots.pop(key, None)
        if old is not None:
            self._change(key, old, -1)
        order = tables.orders.get(key)
        if order is None or not order.open:
            return
        self.judged += 1
        spot = self._spots[key] = self._spot(tables, order, now)
        self._change(key, spot, 1)
        if spot.until < inf:
            heappush(self._turns, (spot.until, self.judged, key, spot))
            if len(self._turns) > 2 * len(self._spots) + STALE_LEAST:
                self._turns = [turn for turn in self._turns if self._spots.get(turn[2]) is turn[3]]
                heapify(self._turns)

    def _change(self, key: str, spot: Spot, by: int) -> None:
        """Count an order in (1) or out (-1)."""
        if spot.outage and by > 0:
            self._of_outage.setdefault(spot.outage, {})[key] = None
        elif spot.outage:
            keys = self._of_outage[spot.outage]
            del keys[key]
            if not keys:
                del self._of_outage[spot.outage]
        concern = spot.concern
        if concern is not None and concern.seen:
            self._folded += by
        elif concern is not None:
            self._ranks[spot.lane].change(concern.rank, by)

    def _spot(self, tables: Tables, order: Order, now: float) -> Spot:
        way = self._ways.get(order.id)
        clock, weighed = judged(tables, order, now, self._clocks, self._limits, self._handling, way)
        until = now  # a clock that stands still moves with the time
        if not clock.moving:
            lies = follow_due(order, self._handling)
            turns = weighed.turns if lies is None else (*weighed.turns, lies)
            until = between(turns, now)[1]
        return Spot(order.lane, order.outage, weighed.concern, until)

    def _turned(self, now: float) -> list[str]:
        """Orders of which what was judged does not hold at ``now``."""
        turned: list[str] = []
        while self._turns and self._turns[0][0] < now:
            _, _, key, spot = heappop(self._turns)
            if self._spots.get(key) is spot:
                turned.append(key)
        return turned


class AttentionFollower:
    """The attention board of one store, which takes in what the store changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision = -1
        self._board: AttentionBoard | None = None
        self._judged_by: tuple[RuleSet | None, AreaClass] | None = None
        self._orders: dict[str, None] = {}  # changed since the board was read last
        self._outages: dict[str, None] = {}
        self._vans: dict[str, None] = {}
        self._crews_moved = False
        self._by_road: ByRoad = UNMEASURED

    def measured(self, by_road: ByRoad) -> None:
        """The ways of the nearest able crews by road, by order, as they were measured last."""
        self._by_road = by_road
        if self._board is not None:
            self._board.measured(by_road)

    def follow(self) -> None:
        """Note what changed, so that no look has to do it all at once."""
        store = self._store
        if self._board is None or store.revision == self._revision:
            return
        changes = store.since(self._revision)
        self._revision = store.revision
        if changes is None:
            self._board = None
            return
        for change in changes:
            if change.touches("response"):
                self._board = None  # a response level holds clocks of every order
                return
            self._orders.update(dict.fromkeys(change.of("order")))
            self._outages.update(dict.fromkeys(change.of("outage")))
            self._vans.update(dict.fromkeys(change.of("van")))
            self._crews_moved = self._crews_moved or bool(change.moved) or change.touches("crew")

    def queue(self, rules: RuleSet | None, now: float, area_class: AreaClass, n: int) -> AttentionQueue:
        """The ``n`` orders that need somebody first at ``now`` (epoch s)."""
        self.follow()
        tables = self._store.tables
        if self._board is None or self._judged_by != (rules, area_class):
            self._board = AttentionBoard(rules, area_class, in_force(tables))
            self._board.measured(self._by_road)
            self._judged_by, self._revision = (rules, area_class), self._store.revision
            self._orders = dict.fromkeys(tables.orders)
        self._board.read(
            tables, self._orders, self._outages, now, vans=self._vans, crews_moved=self._crews_moved
        )
        self._orders, self._outages, self._vans, self._crews_moved = {}, {}, {}, False
        return self._board.queue(n)
