"""The lanes, kept in rank order: an order is read again when it, its outage or its clock turns.

``lane at now`` costs what changed since the last look and the rows that are shown, however many orders
are open. Paused orders, whose due time moves, are read at each look.
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from math import inf

import msgspec

from wallboard.domain.rows import Order, Response
from wallboard.domain.terms import AreaClass, Band, Lane
from wallboard.rules.groups import Group, group_of
from wallboard.rules.limits import PROMISE, RuleSet
from wallboard.rules.ranking import LATENESS_EDGES, Lateness, RankKey, bin_of, rank_key
from wallboard.rules.sla import Clocks
from wallboard.rules.turns import steady
from wallboard.state.boards.window_sum import Item, WindowSum
from wallboard.state.queries.lanes import (
    MEAN_WINDOW_S,
    LaneFace,
    OrderLine,
    arrival_of,
    lane_face,
    repair_of,
)
from wallboard.state.sorted_values import SortedValues
from wallboard.state.tables import Tables

STALE_LEAST = 256
"""Turns of orders that were read again meanwhile are swept once so many more than orders are kept."""


Told = tuple[int | None, bool, float | None] | None
"""What a place takes from its order's outage: customers out, whether a key customer is dark, when customers
were told first; None where there is none. All else that is said of an outage moves no order."""


class Place(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Where one order stands. rank: None where it is closed; bin: None without a limit.

    order, told: the row that it was read from, and what of its outage tells. promised: its clock runs by a
    promise of its own. since, until: the instants between which this holds, epoch s.
    """

    lane: Lane
    group: Group
    order: Order
    told: Told
    arrival: Item | None
    repair: Item | None
    rank: RankKey | None = None
    band: Band = Band.UNCOLOURED
    promised: bool = False
    bin: int | None = None
    since: float = -inf
    until: float = inf


class LaneCounts:
    """One lane: all its orders, of which the open ones in rank order."""

    def __init__(self) -> None:
        self.orders = 0
        self.ranks = SortedValues()
        self.bands = dict.fromkeys(Band, 0)
        self.promised = 0
        self.bins = [0] * (len(LATENESS_EDGES) + 1)
        self.arrivals = WindowSum(MEAN_WINDOW_S)
        self.repairs = WindowSum(MEAN_WINDOW_S)

    def change(self, place: Place, by: int) -> None:
        """Add (1) or subtract (-1) an order."""
        self.orders += by
        for kept, item in ((self.arrivals, place.arrival), (self.repairs, place.repair)):
            if item is not None and by > 0:
                kept.add(item)
            elif item is not None:
                kept.remove(item)
        if place.rank is None:
            return
        self.ranks.change(place.rank, by)
        self.bands[place.band] += by
        self.promised += by * place.promised
        if place.bin is not None:
            self.bins[place.bin] += by


Turn = tuple[float, int, str, Place]
"""When, a number that parts equal instants, which order, and the place that ends then."""


class LaneBoard:
    """All orders of a store under one rule set; ``face`` is ``queries.lane``."""

    def __init__(
        self, rules: RuleSet | None, area_class: AreaClass, response: Response | None = None
    ) -> None:
        self._rules, self._clocks = rules, Clocks(rules, area_class, response)
        self._lanes = {lane: LaneCounts() for lane in Lane}
        self._groups: dict[tuple[Lane, Group], LaneCounts] = {}
        self._places: dict[str, Place] = {}
        self._of_outage: dict[str, dict[str, None]] = {}
        self._ends: list[Turn] = []  # by until
        self._starts: list[Turn] = []  # by -since: for a clock that is set back
        self._number = 0
        self.now = -inf  # of the last read

    def read(
        self, tables: Tables, orders: Iterable[str], outages: Iterable[str], now: float
    ) -> dict[str, None]:
        """Take in changed orders and outages (ids), and what turned up to ``now`` or back to it.

        Returns every order that was read.
        """
        changed = dict.fromkeys(orders)
        for outage in outages:
            changed.update(self._of_outage.get(outage, {}))
        for key in changed:
            self._read(tables, key, now)
        if now == self.now:
            return changed
        self.now = now
        turned = self._turned(now)
        for key in turned:
            self._read(tables, key, now)
        for counts in (*self._lanes.values(), *self._groups.values()):
            counts.arrivals.move(now)
            counts.repairs.move(now)
        changed.update(dict.fromkeys(turned))
        return changed

    def line(self, tables: Tables, key: str) -> OrderLine:
        """One order with its clock at the last ``read``. Raises KeyError where there is none."""
        order = tables.orders[key]
        outage = tables.outages.get(order.outage) if order.outage else None
        return OrderLine(order, self._clocks.of(order, self.now, None, outage), outage)

    def face(self, tables: Tables, lane: Lane, n: int, group: Group | None = None) -> LaneFace:
        """The lane, or a part of it, at the last ``read`` with its ``n`` worst rows."""
        counts = self._lanes[lane] if group is None else self._groups.get((lane, group), LaneCounts())
        rows = [self.line(tables, rank[-1]) for rank in counts.ranks.first(n)]
        return lane_face(
            tables,
            lane,
            self._rules,
            counts.bands,
            sourced=self._lanes[lane].orders > 0,
            promised=counts.promised,
            rows=rows,
            lateness=Lateness(LATENESS_EDGES, tuple(counts.bins)),
            arrivals=(counts.arrivals.total, counts.arrivals.count),
            repairs=(counts.repairs.total, counts.repairs.count),
        )

    def _read(self, tables: Tables, key: str, now: float) -> None:
        order, old = tables.orders.get(key), self._places.get(key)
        if old is not None:
            holds = order is not None and old.order is order and old.since <= now <= old.until
            if holds and old.told == _told(tables, old.order):
                return  # of its outage was said what moves no order
            del self._places[key]
            self._change(old, -1)
        outage = order.outage if order is not None else ""
        if old is not None and old.order.outage and old.order.outage != outage:
            self._part(old.order.outage, key)
        if order is None:
            return
        place = self._places[key] = self._place(tables, order, now)
        self._change(place, 1)
        if outage:
            self._of_outage.setdefault(outage, {})[key] = None
        self._remember(key, place)

    def _change(self, place: Place, by: int) -> None:
        """Add (1) or subtract (-1) an order in its lane and in its part of it."""
        self._lanes[place.lane].change(place, by)
        part = self._groups.get((place.lane, place.group))
        if part is None:
            part = self._groups[place.lane, place.group] = LaneCounts()
            part.arrivals.move(self.now)
            part.repairs.move(self.now)
        part.change(place, by)

    def _part(self, outage: str, key: str) -> None:
        keys = self._of_outage[outage]
        del keys[key]
        if not keys:
            del self._of_outage[outage]

    def _place(self, tables: Tables, order: Order, now: float) -> Place:
        arrival = arrival_of(order)
        item = None if arrival is None else (arrival[0], order.id, arrival[1])
        back = repair_of(order)
        repair = None if back is None else (back[0], order.id, back[1])
        told = _told(tables, order)
        if not order.open:
            return Place(order.lane, group_of(order), order, told, item, repair)
        outage = tables.outages.get(order.outage) if order.outage else None
        clock = self._clocks.of(order, now, None, outage)
        return Place(
            order.lane,
            group_of(order),
            order,
            told,
            item,
            repair,
            rank_key(order, clock, outage),
            clock.band,
            clock.target == PROMISE,
            None if clock.share is None else bin_of(clock.share),
            *steady(clock, now),
        )

    def _remember(self, key: str, place: Place) -> None:
        """Note when the place ends, in either direction of time."""
        self._number += 1
        if place.until < inf:
            heappush(self._ends, (place.until, self._number, key, place))
        if place.since > -inf:
            heappush(self._starts, (-place.since, self._number, key, place))
        most = 2 * len(self._places) + STALE_LEAST
        if len(self._ends) > most:
            self._ends = self._swept(self._ends)
        if len(self._starts) > most:
            self._starts = self._swept(self._starts)

    def _swept(self, turns: list[Turn]) -> list[Turn]:
        """Only the turns of places that still stand."""
        kept = [turn for turn in turns if self._places.get(turn[2]) is turn[3]]
        heapify(kept)
        return kept

    def _turned(self, now: float) -> list[str]:
        """Orders whose place does not hold at ``now``."""
        turned: list[str] = []
        for turns, bound in ((self._ends, now), (self._starts, -now)):
            while turns and turns[0][0] < bound:
                _, _, key, place = heappop(turns)
                if self._places.get(key) is place:
                    turned.append(key)
        return turned


def _told(tables: Tables, order: Order) -> Told:
    """What the place of an order takes from its outage; nothing where it is closed."""
    outage = tables.outages.get(order.outage) if order.outage and order.open else None
    return None if outage is None else (outage.customers_out, bool(outage.key_customers), outage.told_first)
