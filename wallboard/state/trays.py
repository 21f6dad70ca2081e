"""Trays: sorted lists of the orders that somebody counts or lists besides the lanes, kept by what changed.

``trays_of`` says in which trays an order lies; a tray knows how many slips lie in it, which is the oldest and
what they come to. Asking costs what is shown, whatever else is open. Instants are epoch seconds UTC.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from wallboard.domain.orders import AskKind
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OrderOrigin, OrderStage
from wallboard.rules.complaint_risk import contacts_of, signs_of
from wallboard.rules.connecting import TICKS
from wallboard.rules.day_orders import SOLVED, settled_at
from wallboard.rules.groups import Group, channel_of, flow_of, group_of
from wallboard.rules.order_conditions import PING_PONG
from wallboard.rules.questions import WAITING, kind_of
from wallboard.state.sorted_values import SortedValues
from wallboard.state.tables import Tables


class Tray(StrEnum):
    """What lies in it, and by what it is sorted. part: of its name, where there are several."""

    FLOW = "flow"  # part: lane and flow; open, by when it got there
    UNCLAIMED = "unclaimed"  # part: lane; by when it was received
    UNACCEPTED = "unaccepted"  # a hand-over on its way, by when it was sent
    TAKEN = "taken"  # taken over and nothing since, by when
    PASSED_ROUND = "passed_round"  # by how often, most first
    NOT_LOCATED = "not_located"  # by when it was received
    REPEATED = "repeated"  # by contacts, most first
    RISK = "risk"  # by signs, most first
    CAME = "came"  # part: channel; open or closed, by when it was received
    ONLINE = "online"  # of those, by a channel of the internet
    LINKED = "linked"  # something is linked to its thread, by when it was received
    CALLED = "called"  # part: yes, no; by when the customer was called back
    DECISION = "decision"  # part: lane; waiting for a decision, by since when
    ASKED = "asked"  # part: lane; waiting for a department or specialist, by since when
    WAITING_KVA = "waiting_kva"  # part: group; by application, amount: tenths of a kVA
    CONNECTED = "connected"  # part: group; by when it was energised, amount: tenths of a kVA
    TOOK = "took"  # part: group; by when it was energised, amount: s since the application
    VISIT = "visit"  # LV with an appointment, by its beginning
    VISITED = "visited"  # part: yes, no: one visit was enough; by when it was over
    DONE = "done"  # part: lane; by when it was done
    FIRST_TIME = "first_time"  # part: lane; done without a second contact, return or reopening
    REMOTE = "remote"  # part: lane; done and nobody was on site
    IN_CELL = "in_cell"  # part: cell; open, by when it was received
    CELL_DONE = "cell_done"  # part: cell; by when it was done
    SOLVED_IN_CELL = "solved_in_cell"  # part: cell; of those, nobody else was asked


Name = tuple[Tray, str]
Slip = tuple[float, str, int]
"""By what it is sorted, which order, how much it is."""

LAST = chr(0x10FFFF)
"""Comes after every id."""

LATER = 1e11
"""More seconds than any instant has since the epoch."""

ANSWERED = frozenset({AskKind.DEPARTMENT, AskKind.SPECIALIST})
"""Questions that somebody answers; the others are decided."""


class Slips:
    """One tray: its slips in order, and their amounts together."""

    __slots__ = ("_slips", "total")

    def __init__(self) -> None:
        self._slips = SortedValues()
        self.total = 0

    def __len__(self) -> int:
        return len(self._slips)

    def change(self, slip: Slip, by: int) -> None:
        """Add (1) or take out (-1)."""
        self._slips.change(slip, by)
        self.total += by * slip[2]

    def first(self, n: int) -> list[Slip]:
        """The ``n`` first, in order."""
        return self._slips.first(n)

    def within(self, since: float, until: float) -> list[Slip]:
        """Those with ``since`` <= value <= ``until``."""
        begin = self._slips.below((since,))
        return self._slips.between(begin, self._slips.below((until, LAST)))

    def below(self, bound: float) -> int:
        """How many have a value less than ``bound``."""
        return self._slips.below((bound,))

    @property
    def oldest(self) -> float | None:
        """The least value; None of an empty tray."""
        least = self._slips.least
        return None if least is None else least[0]


class Trays:
    """Every tray of a store. ``of`` fills them anew; ``read`` takes in what became of some orders."""

    def __init__(self) -> None:
        self._trays: dict[Name, Slips] = {}
        self._filed: dict[str, tuple[tuple[Name, Slip], ...]] = {}
        self._lanes = dict.fromkeys(Lane, 0)
        self._lane_of: dict[str, Lane] = {}

    @classmethod
    def of(cls, tables: Tables) -> "Trays":
        """The trays of everything that stands."""
        trays = cls()
        trays.read(tables, tables.orders)
        return trays

    def read(self, tables: Tables, keys: Iterable[str]) -> None:
        """Take these orders out of where they lay, and file them anew."""
        orders = tables.orders
        for key in keys:
            for name, slip in self._filed.pop(key, ()):
                tray = self._trays[name]
                tray.change(slip, -1)
                if not len(tray):
                    del self._trays[name]
            if key in self._lane_of:
                self._lanes[self._lane_of.pop(key)] -= 1
            order = orders.get(key)
            if order is None:
                continue
            self._lane_of[key] = order.lane
            self._lanes[order.lane] += 1
            filed = self._filed[key] = tuple(trays_of(order))
            for name, slip in filed:
                self._trays.setdefault(name, Slips()).change(slip, 1)

    def tray(self, tray: Tray, part: str = "") -> Slips:
        """One tray, empty where nothing lies in it; nobody else changes it."""
        return self._trays.get((tray, part)) or Slips()

    def parts(self, tray: Tray) -> list[str]:
        """The parts of a tray in which something lies, by name."""
        return sorted(part for name, part in self._trays if name is tray)

    def contents(self) -> dict[Name, list[Slip]]:
        """Every slip of every tray, for whoever compares two."""
        return {name: slips.first(len(slips)) for name, slips in self._trays.items()}

    def orders(self, lane: Lane) -> int:
        """How many orders of a lane there are, open or closed."""
        return self._lanes[lane]


def trays_of(order: Order) -> Iterator[tuple[Name, Slip]]:
    """Where one order lies."""
    key, group = order.id, group_of(order)
    if order.lane is not Lane.RESTORE:
        yield (Tray.CAME, channel_of(order)), (order.received_at, key, 0)
        if order.origin is OrderOrigin.ONLINE:
            yield (Tray.ONLINE, ""), (order.received_at, key, 0)
    if order.linked:
        yield (Tray.LINKED, ""), (order.received_at, key, 0)
    if order.satisfied is not None:
        at = order.since if order.called_at is None else order.called_at
        yield (Tray.CALLED, "yes" if order.satisfied else "no"), (at, key, 0)
    if order.lane is Lane.CONNECT:
        yield from _connection(order, group)
    if order.open:
        yield from _open(order)
    elif order.stage in SOLVED:
        yield from _solved(order)


def _open(order: Order) -> Iterator[tuple[Name, Slip]]:
    key, lane = order.id, order.lane.value
    received = order.received_at, key, 0
    yield (Tray.FLOW, f"{lane}.{flow_of(order).value}"), (order.since, key, 0)
    if order.stage is OrderStage.NEW and not order.holder:
        yield (Tray.UNCLAIMED, lane), received
    if order.handover is not None:
        yield (Tray.UNACCEPTED, ""), (order.handover.sent_at, key, 0)
    if order.last_verb == "take_over" and order.held_since is not None and order.since <= order.held_since:
        yield (Tray.TAKEN, ""), (order.held_since, key, 0)
    times = order.returned + order.handed_over
    if times >= PING_PONG:
        yield (Tray.PASSED_ROUND, ""), (most_first(times, order.received_at), key, 0)
    if order.lane is not Lane.RESTORE and not located(order):
        yield (Tray.NOT_LOCATED, ""), received
    contacts, signs = contacts_of(order), len(signs_of(order))
    if contacts > 1:
        yield (Tray.REPEATED, ""), (most_first(contacts, order.received_at), key, 0)
    if signs:
        yield (Tray.RISK, ""), (most_first(signs, order.received_at), key, 0)
    if order.stage in WAITING:
        tray = Tray.ASKED if kind_of(order) in ANSWERED else Tray.DECISION
        yield (tray, lane), (order.since, key, 0)
    if order.cell:
        yield (Tray.IN_CELL, order.cell), received


def _solved(order: Order) -> Iterator[tuple[Name, Slip]]:
    at = settled_at(order)
    slip = order.since if at is None else at, order.id, 0
    yield (Tray.DONE, order.lane.value), slip
    if contacts_of(order) == 1 and not order.returned and not order.reopened:
        yield (Tray.FIRST_TIME, order.lane.value), slip
    if OrderStage.ON_SITE.value not in order.reached:
        yield (Tray.REMOTE, order.lane.value), slip
    if order.cell:
        yield (Tray.CELL_DONE, order.cell), slip
        if not order.hops and not order.handed_over:
            yield (Tray.SOLVED_IN_CELL, order.cell), slip


def _connection(order: Order, group: Group) -> Iterator[tuple[Name, Slip]]:
    project, key = order.project, order.id
    kva = (project.kva if project is not None else None) or order.kva or 0.0
    applied = project.applied_at if project is not None else None
    began = order.received_at if applied is None else applied
    energised = project.energised_at if project is not None else None
    if energised is not None:
        yield (Tray.CONNECTED, group.value), (energised, key, round(kva * 10))
        yield (Tray.TOOK, group.value), (energised, key, round(max(0.0, energised - began)))
    elif order.open:
        yield (Tray.WAITING_KVA, group.value), (began, key, round(kva * 10))
    if group is Group.LV and project is not None and project.window_to is not None:
        begins = project.window_to if project.window_from is None else project.window_from
        yield (Tray.VISIT, ""), (begins, key, 0)
        ticks = order.ticks
        if ticks is not None and (order.stage in SOLVED or ticks.failed_because):
            whole = not ticks.failed_because and all(getattr(ticks, name) for name in TICKS)
            yield (Tray.VISITED, "yes" if whole else "no"), (order.since, key, 0)


def most_first(n: int, at: float) -> float:
    """Sorts by a number, the largest first, and by time (epoch s) where it is equal."""
    return at - n * LATER


def located(order: Order) -> bool:
    """Whether anything says where it is."""
    return order.lon is not None or bool(order.cell or order.place or order.town or order.outage)
