"""One set of boards for a store, shared by every panel of every window.

A board is asked, never told: it catches up with the store's changes when a face is wanted, so it cannot
be out of step with the tables. What it answers is what the pure query of the same name answers.
"""

from collections.abc import Iterable
from weakref import WeakSet

from wallboard.domain.rows import Outage
from wallboard.domain.terms import AreaClass, Lane
from wallboard.rules.attention import AttentionQueue
from wallboard.rules.groups import Group
from wallboard.rules.indices import Counting
from wallboard.rules.indices.periods import Periods
from wallboard.rules.limits import RuleSet
from wallboard.state.boards.attention import AttentionFollower
from wallboard.state.boards.crews import CrewBoard
from wallboard.state.boards.indices import IndexBoard, IndicesFace
from wallboard.state.boards.lanes import LaneBoard
from wallboard.state.boards.order_list import OrderList
from wallboard.state.boards.outages import OutageBoard
from wallboard.state.boards.row_list import RowList
from wallboard.state.boards.supply import HoursFace, SupplyBoard
from wallboard.state.queries import CrewFace, LaneFace, OrderLine, RegionLine, ToldFace, Totals
from wallboard.state.queries.attention import ByRoad
from wallboard.state.queries.responses import in_force
from wallboard.state.store import Store
from wallboard.state.trays import Trays

UNREAD = -1
"""The revision of boards that have read nothing yet."""


class Boards:
    """The faces of one store at any instant, forward or backward; each costs what changed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._revision = UNREAD
        self._outages, self._crews = OutageBoard(), CrewBoard()
        self._lanes: LaneBoard | None = None
        self._judged: tuple[RuleSet | None, AreaClass] = (None, AreaClass.URBAN)
        self._lists: WeakSet[OrderList] = WeakSet()  # that follow the lanes
        self._orders: dict[str, None] = {}  # changed since the lanes were read last
        self._touched: dict[str, None] = {}
        self._attention = AttentionFollower(store)
        self._supply: SupplyBoard | None = None  # read when customer-hours are asked for first
        self._indices: IndexBoard | None = None
        self._trays: Trays | None = None  # a room whose pages never ask for them does not pay for them

    def follow(self) -> None:
        """Take in what changed at each tick, so that no look has to do it all at once."""
        self._catch_up()
        self._attention.follow()
        if self._lanes is not None:
            self._read_lanes(self._lanes, self._lanes.now)

    def totals(self, now: float) -> Totals:
        """The headline figures at ``now`` (epoch s)."""
        self._catch_up()
        return self._outages.totals(self._store.tables, now)

    def by_region(self, now: float) -> list[RegionLine]:
        """The table by county bureau at ``now`` (epoch s)."""
        self._catch_up()
        return self._outages.by_region(self._store.tables, now)

    def towns_by_region(self, now: float) -> dict[str, list[RegionLine]]:
        """The towns of each region at ``now`` (epoch s)."""
        self._catch_up()
        return self._outages.towns_by_region(self._store.tables, now)

    def told(self, now: float) -> ToldFace | None:
        """The told gap at ``now`` (epoch s)."""
        self._catch_up()
        return self._outages.told(self._store.tables, now)

    def worst_outages(self, n: int) -> list[Outage]:
        """The ``n`` worst open outages."""
        self._catch_up()
        return self._outages.worst(n)

    def customer_hours(self, periods: Periods, now: float) -> HoursFace | None:
        """Customer-hours of today, the month and the year at ``now`` (epoch s)."""
        self._catch_up()
        tables = self._store.tables
        if self._supply is None:
            self._supply = SupplyBoard()
            self._supply.read(tables, tables.outages)
            self._supply.read_days(tables)
        return self._supply.face(tables, periods, now)

    def indices(self, periods: Periods, counting: Counting, now: float) -> IndicesFace | None:
        """Reliability indices of the day, the month and the year at ``now`` (epoch s)."""
        self._catch_up()
        tables = self._store.tables
        if self._indices is None:
            self._indices = IndexBoard()
            self._indices.read_days(tables)
        return self._indices.face(tables, periods, counting, now)

    def crews(self) -> CrewFace | None:
        """Crews by status."""
        self._catch_up()
        return self._crews.face(self._store.tables)

    def lane(
        self,
        lane: Lane,
        rules: RuleSet | None,
        now: float,
        area_class: AreaClass,
        n: int,
        group: Group | None = None,
    ) -> LaneFace:
        """One lane, or a part of it, at ``now`` (epoch s) with its ``n`` worst rows."""
        return self._lanes_at(rules, now, area_class).face(self._store.tables, lane, n, group)

    def listed(
        self,
        orders: OrderList,
        rules: RuleSet | None,
        now: float,
        area_class: AreaClass,
        begin: int = 0,
        end: int | None = None,
    ) -> list[OrderLine]:
        """Bring a list up to ``now`` (epoch s); its lines from a place to before another, None: the end."""
        lanes, tables = self._lanes_at(rules, now, area_class), self._store.tables
        if orders not in self._lists:
            self._lists.add(orders)
            orders.forget()
        orders.read(tables, lanes)
        return [lanes.line(tables, key) for key in orders[begin:end]]

    def rows(self, listed: RowList) -> RowList:
        """Bring a list of the things of one noun up to the tables."""
        self._catch_up()
        listed.read(self._store)
        return listed

    def trays(self) -> Trays:
        """Everything else that is counted of orders; read-only."""
        self._catch_up()
        if self._trays is None:
            self._trays = Trays.of(self._store.tables)
        return self._trays

    def attention(self, rules: RuleSet | None, now: float, area_class: AreaClass, n: int) -> AttentionQueue:
        """The ``n`` orders that need somebody first; as ``queries.attention``."""
        return self._attention.queue(rules, now, area_class, n)

    def measured(self, by_road: ByRoad) -> None:
        """Ways of the nearest able crews by road (s, by order), which the attention queue counts with."""
        self._attention.measured(by_road)

    def calm(self, rules: RuleSet | None, now: float, area_class: AreaClass) -> bool:
        """Whether pages may turn; as ``queries.calm``."""
        if in_force(self._store.tables) is not None:
            return False
        figures = self.totals(now)
        if figures.key_customers_out or figures.awaited:
            return False
        return not any(self.lane(each, rules, now, area_class, 0).breached for each in Lane)

    def _lanes_at(self, rules: RuleSet | None, now: float, area_class: AreaClass) -> LaneBoard:
        self._catch_up()
        tables = self._store.tables
        if self._lanes is None or self._judged[0] is not rules or self._judged[1] is not area_class:
            self._lanes = LaneBoard(rules, area_class, in_force(tables))
            self._judged = rules, area_class
            self._orders = dict.fromkeys(tables.orders)
            for each in self._lists:
                each.forget()
        self._read_lanes(self._lanes, now)
        return self._lanes

    def _read_lanes(self, lanes: LaneBoard, now: float) -> None:
        """Let the lanes take in what changed, and tell the lists what they have read."""
        read = lanes.read(self._store.tables, self._orders, self._touched, now)
        self._orders, self._touched = {}, {}
        for each in self._lists:
            each.note(read)

    def _catch_up(self) -> None:
        """Take in what the store changed since the last look; everything after a snapshot."""
        store = self._store
        if store.revision == self._revision:
            return
        changes = store.since(self._revision)
        self._revision = store.revision
        tables = store.tables
        if changes is None:
            self._outages, self._crews, self._lanes, self._trays = OutageBoard(), CrewBoard(), None, None
            self._supply = self._indices = None
            self._outages.read(tables, tables.outages)
            self._crews.read(tables, tables.crews)
            return
        for change in changes:
            self._read(change.of("outage"), change.of("order"), change.of("crew"))
            for board in (self._supply, self._indices) if change.touches("supply") else ():
                if board is not None:
                    board.read_days(tables)
            if change.touches("region"):
                self._outages.forget_regions()
            if change.touches("response"):
                self._lanes = None  # a response level holds clocks of every order

    def _read(self, outages: Iterable[str], orders: Iterable[str], crews: Iterable[str]) -> None:
        tables = self._store.tables
        if outages:
            self._outages.read(tables, outages)
            self._touched.update(dict.fromkeys(outages))
            if self._supply is not None:
                self._supply.read(tables, outages)
        if orders:
            self._orders.update(dict.fromkeys(orders))
            if self._trays is not None:
                self._trays.read(tables, orders)
        if crews:
            self._crews.read(tables, crews)
