"""Who could go to every order for which nobody was sent, from the tables and the roads (d.114-d.116).

The question is gathered at one instant, another thread works it out: ``Planner`` keeps the ways from answer
to answer, so that a minute later only what is new or has moved is measured.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from wallboard.domain.rows import Closure, Order, Outage, Van
from wallboard.domain.terms import Lane
from wallboard.rules.dispatch.able import FREE, Hand
from wallboard.rules.dispatch.candidates import Candidate, loss
from wallboard.rules.dispatch.moving import Bureau, Relief, reliefs
from wallboard.rules.dispatch.priority import priority
from wallboard.rules.dispatch.proposals import Open as OpenWays
from wallboard.rules.dispatch.proposals import Proposal, proposals
from wallboard.rules.dispatch.roads import Floats, Ways
from wallboard.rules.dispatch.vans import VanProposal, van_proposals, wants_van
from wallboard.rules.dispatch.way_table import Place, WayTable
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.positions import vehicle_id
from wallboard.state.queries.attention import NOBODY_SENT, place_of_order
from wallboard.state.queries.candidates import Shut, closing, hands_of, need_for, shut_now, standing
from wallboard.state.queries.reliefs import bureaus_of
from wallboard.state.queries.responses import at_level
from wallboard.state.tables import Tables

LOSSES = 40
"""Proposals, the heaviest, of which it is said what home loses: each costs a tree where its crew stands."""


class Open(msgspec.Struct, frozen=True):
    """One order for which nobody was sent, and its outage. place: lon, lat."""

    order: Order
    outage: Outage | None
    place: Place


class OpenOrders(msgspec.Struct, frozen=True):
    """All that the answer needs. unplaced: ids of such orders of which nobody knows the place.

    hands: every repair crew, its way unknown; places: (n, 2) lon, lat, NaN where nobody knows. dark: outages
    that a van could feed; vans: those that are free. closures: the roads that are shut, as they were told.
    bureaus: with where their people stand, while a response level is declared.
    """

    orders: tuple[Open, ...]
    unplaced: tuple[str, ...]
    hands: tuple[Hand, ...]
    places: Floats
    now: float
    shut: Shut = ()
    dark: tuple[Outage, ...] = ()
    vans: tuple[tuple[Van, Place], ...] = ()
    closures: tuple[Closure, ...] = ()
    bureaus: tuple[tuple[Bureau, Place], ...] = ()


class SendPlan(msgspec.Struct, frozen=True):
    """proposals: the heaviest order first. free: crews without work. shut: roads. now: of the question, s.

    cut: of orders that nobody can reach, the closure that lies on the way of the crew that would be nearest.
    """

    proposals: tuple[Proposal, ...] = ()
    unplaced: tuple[str, ...] = ()
    free: int = 0
    now: float = 0.0
    shut: int = 0
    vans: tuple[VanProposal, ...] = ()
    cut: dict[str, Closure] = {}
    reliefs: tuple[Relief, ...] = ()

    @property
    def going(self) -> dict[str, Candidate]:
        """The crew that is proposed, by order."""
        return {one.order: one.crew for one in self.proposals if one.crew is not None}

    @property
    def nearest(self) -> dict[str, float]:
        """Seconds that the nearest able crew needs by road, by order; without those that nobody can reach."""
        return {one.order: one.nearest for one in self.proposals if one.nearest < np.inf}


def awaits_crew(order: Order) -> bool:
    """A repair for which nobody was sent; one that a van supplies or a person has suspended waits."""
    return (
        order.open
        and order.lane is Lane.RESTORE
        and order.stage in NOBODY_SENT
        and order.paused_since is None
    )


def open_orders(tables: Tables, now: float, rules: DispatchRules) -> OpenOrders:
    """The question at ``now`` (epoch s)."""
    found, unplaced = list[Open](), list[str]()
    for order in tables.orders.values():
        if not awaits_crew(order):
            continue
        place = place_of_order(tables, order)
        if place is None:
            unplaced.append(order.id)
        else:
            found.append(Open(order, tables.outages.get(order.outage) if order.outage else None, place))
    hands, places = hands_of(tables, now)
    shut = shut_now(tables, now, rules)
    goes = {van.goes_to for van in tables.vans.values()}
    dark = tuple(
        each
        for each in tables.outages.values()
        if wants_van(each) and each.lon is not None and each.id not in goes
    )
    vans = free_vans(tables) if dark else ()
    told = standing(tables, now, rules)
    declared = at_level(tables, rules.storm.from_level) is not None
    waiting = [each.order for each in found]
    bureaus = bureaus_of(tables, waiting, hands, places, now, rules) if declared else ()
    return OpenOrders(tuple(found), tuple(unplaced), hands, places, now, shut, dark, vans, told, bureaus)


def free_vans(tables: Tables) -> tuple[tuple[Van, Place], ...]:
    """The generator vans that are free, and where they are."""
    found = list[tuple[Van, Place]]()
    for key, van in tables.vans.items():
        fix = tables.positions.of(vehicle_id("van", key)) if van.free else None
        if fix is not None:
            found.append((van, (fix[0], fix[1])))
    return tuple(found)


class Planner:
    """Answers over one road graph; what it measured it keeps. at_once: as in ``roads.between``.

    were: the ways with every road open, None where these are they.
    """

    def __init__(self, ways: Ways, at_once: int = 1, were: Ways | None = None) -> None:
        self.ways, self.were = ways, were
        self._table = WayTable(ways.roads, at_once)
        self._van_table = WayTable(ways.roads, at_once)

    def answer(self, question: OpenOrders, rules: DispatchRules) -> SendPlan:
        """Proposals for all of them; only the ways of crews that are free are measured."""
        hands, places, now = question.hands, question.places, question.now
        free = [
            row for row, hand in enumerate(hands) if hand.crew.status in FREE and hand.fix_age is not None
        ]
        crews = {hands[row].crew.id: (float(places[row, 0]), float(places[row, 1])) for row in free}
        self._table.update({each.order.id: each.place for each in question.orders}, crews)
        seconds = np.full((len(question.orders), len(hands)), np.inf)
        seconds[:, free] = self._table.seconds
        needs = [need_for(each.order, each.outage, each.place) for each in question.orders]
        weighs = {each.order.id: priority(each.order, each.outage, now, rules) for each in question.orders}
        found = proposals(needs, weighs, hands, seconds, now, rules, self._open(question, free))
        told = tuple(self._with_losses(found, question))
        vans = tuple(self._vans(question, rules))
        shut, cut = len(question.shut), self._cut(told, question, free)
        moves = tuple(self._reliefs(question, free, rules))
        return SendPlan(told, question.unplaced, len(free), now, shut, vans, cut, moves)

    def _reliefs(self, question: OpenOrders, free: list[int], rules: DispatchRules) -> list[Relief]:
        """Crews to be moved beforehand, by the ways to where each bureau's people stand."""
        ways = dict[tuple[str, str], float]()
        for bureau, place in question.bureaus:
            seconds = self.ways.to(*place, *question.places[free].T)
            ways |= {
                (bureau.name, question.hands[row].crew.id): float(each)
                for row, each in zip(free, seconds, strict=True)
            }
        hands = {hand.crew.id: hand for hand in question.hands}
        bureaus = [bureau for bureau, _ in question.bureaus]
        return reliefs(bureaus, hands, ways, question.now, rules)

    def _open(self, question: OpenOrders, free: list[int]) -> OpenWays | None:
        """The ways of who is free with every road open, by the row of an order: a tree each."""
        were = self.were
        if were is None:
            return None

        def ways(row: int) -> Floats:
            seconds = np.full(len(question.hands), np.inf)
            seconds[free] = were.to(*question.orders[row].place, *question.places[free].T)
            return seconds

        return ways

    def _cut(self, found: Sequence[Proposal], question: OpenOrders, free: list[int]) -> dict[str, Closure]:
        """What cuts each order off: the first closure on the open way of the crew that would be nearest."""
        were = self.were
        places = {each.order.id: each.place for each in question.orders}
        told = dict[str, Closure]()
        for one in found:
            if one.cut and were is not None:
                seconds = were.to(*places[one.order], *question.places[free].T)
                at = question.places[free[int(seconds.argmin())]]
                why = closing(were, at, places[one.order], question.closures)
                if why is not None:
                    told[one.order] = why
        return told

    def _vans(self, question: OpenOrders, rules: DispatchRules) -> list[VanProposal]:
        dark = {each.id: (each.lon or 0.0, each.lat or 0.0) for each in question.dark}
        self._van_table.update(dark, {van.id: place for van, place in question.vans})
        vans = [van for van, _ in question.vans]
        return van_proposals(question.dark, vans, self._van_table.seconds, question.now, rules)

    def _with_losses(self, found: list[Proposal], question: OpenOrders) -> list[Proposal]:
        """What home loses by the heaviest proposals."""
        hands, places = question.hands, question.places
        rows = {hand.crew.id: row for row, hand in enumerate(hands)}
        told = list[Proposal]()
        for one in found:
            if one.crew is not None and len(told) < LOSSES:
                at = rows[one.crew.crew]
                here = self.ways.to(places[at, 0], places[at, 1], places[:, 0], places[:, 1])
                crew = msgspec.structs.replace(one.crew, loses=loss(hands[at], hands, here))
                one = msgspec.structs.replace(one, crew=crew)
            told.append(one)
        return told


def plan_of(tables: Tables, ways: Ways, now: float, rules: DispatchRules) -> SendPlan:
    """Question and answer at once."""
    return Planner(ways).answer(open_orders(tables, now, rules), rules)
