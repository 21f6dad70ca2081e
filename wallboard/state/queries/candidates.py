"""The crews for one order, from the tables and the roads of the atlas (d.7, d.114, d.115)."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import msgspec
import numpy as np

from wallboard.domain.lending import bureau_of
from wallboard.domain.rows import Closure, Order, Outage
from wallboard.domain.terms import DeviceKind
from wallboard.rules.dispatch.able import Hand, Need
from wallboard.rules.dispatch.bundling import Legs, Ride, rides
from wallboard.rules.dispatch.candidates import (
    Candidates,
    candidates,
    loss,
    with_lines,
    with_losses,
    with_rides,
)
from wallboard.rules.dispatch.roads import Floats, Roads, Ways
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.atlas import Atlas
from wallboard.state.positions import vehicle_id
from wallboard.state.queries.attention import place_of_order
from wallboard.state.queries.riding import AlongWith, along_with
from wallboard.state.tables import Tables

REPAIR = "repair"
LV, MV = "lv", "mv"
LINES = 3
"""Crews, the nearest, whose way is told road by road."""


def roads_of(atlas: Atlas) -> Roads:
    """The road graph of an atlas; without a road where it has none."""
    crossings, roads = atlas.tables["crossings"], atlas.tables["roads"]
    a, b = (roads[name].astype(np.int64) for name in ("a", "b"))
    metres, kmh = (roads[name].astype(np.float64) for name in ("metres", "speed_kmh"))
    lon, lat = (crossings[name].astype(np.float64) for name in ("lon", "lat"))
    return Roads(lon, lat, a, b, metres, kmh)


Shut = tuple[tuple[float, float, float, float], ...]
"""Roads that are shut, by where they are said to lie: lon, lat of one end and of the other."""


class RoadBook:
    """The ways over one atlas, made where they are first asked for: it takes a tenth of a second."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._shut: Shut = ()
        self._past: Ways | None = None

    @cached_property
    def ways(self) -> Ways:
        """With every road open."""
        return Ways(roads_of(self.atlas))

    def past(self, shut: Shut) -> Ways:
        """The ways that are left while these roads are shut; the same ones until others are."""
        if not shut:
            return self.ways
        if self._past is None or shut != self._shut:
            roads = self.ways.roads
            self._shut, self._past = shut, Ways(roads.without(roads.lying(np.array(shut))))
        return self._past


def closures(tables: Tables) -> list[Closure]:
    """Every road of which somebody has said that it is shut, or open again, by id."""
    rows: Mapping[str, Closure] = tables.rows("road")
    return [row for _, row in sorted(rows.items())]


def standing(tables: Tables, now: float, rules: DispatchRules) -> tuple[Closure, ...]:
    """Those that are believed at ``now`` (epoch s), by id; what nobody has repeated grows old."""
    return tuple(one for one in closures(tables) if one.stands(now, rules.closure_hours * 3600))


def closing(were: Ways, start: Floats, goal: tuple[float, float], told: Sequence[Closure]) -> Closure | None:
    """The first closure on the way from ``start`` to ``goal`` (lon, lat) with every road open."""
    roads = were.roads
    at, _ = roads.nearest(np.array([start[0], goal[0]]), np.array([start[1], goal[1]]))
    if at.min() < 0:
        return None
    (passed,) = roads.ways_to(int(at[1]), at[:1])
    driven = {frozenset(pair) for pair in pairwise(passed.tolist())}
    on_it = [
        one
        for one in told
        for row in roads.lying(np.array([[one.lon, one.lat, one.to_lon, one.to_lat]]))
        if frozenset((int(roads.a[row]), int(roads.b[row]))) in driven
    ]
    return on_it[0] if on_it else None


def shut_now(tables: Tables, now: float, rules: DispatchRules) -> Shut:
    """Where they lie, in an order that depends on nothing else."""
    found = standing(tables, now, rules)
    return tuple(sorted((one.lon, one.lat, one.to_lon, one.to_lat) for one in found))


def need_of(tables: Tables, order: Order) -> Need | None:
    """What an order asks of a crew; None where nobody knows where it is."""
    outage = tables.outages.get(order.outage) if order.outage else None
    place = place_of_order(tables, order)
    if place is None:
        return None
    return need_for(order, outage, place)


def need_for(order: Order, outage: Outage | None, place: tuple[float, float]) -> Need:
    """What an order at this place (lon, lat) asks of a crew."""
    unit = bureau_of(order, outage)
    return Need(order=order.id, lon=place[0], lat=place[1], unit=unit, skill=skill_of(outage))


def hands_of(tables: Tables, now: float) -> tuple[tuple[Hand, ...], Floats]:
    """Every repair crew, its way still unknown, and where it is: (n, 2) lon, lat, NaN where nobody knows."""
    hands, places = list[Hand](), list[tuple[float, float]]()
    for key, crew in tables.crews.items():
        if crew.kind != REPAIR:
            continue
        fix = tables.positions.of(vehicle_id("crew", key))
        age = None if fix is None else max(0.0, now - fix[3])
        hands.append(Hand(crew=crew, seconds=np.inf, fix_age=age))
        places.append((np.nan, np.nan) if fix is None else (fix[0], fix[1]))
    return tuple(hands), np.array(places, dtype=np.float64).reshape(-1, 2)


class Asked(msgspec.Struct, frozen=True):
    """All that an answer needs, gathered at one instant: another thread may work it out.

    hands: every crew, its way still unknown; places: (n, 2) lon, lat, NaN where nobody knows. shut: roads.
    along: what might ride along.
    """

    need: Need
    hands: tuple[Hand, ...]
    places: Floats
    now: float
    shut: Shut = ()
    along: AlongWith = AlongWith()


def asked(tables: Tables, order: str, now: float, rules: DispatchRules) -> Asked | None:
    """The question for one open order at ``now`` (epoch s); None where it or its place is not known."""
    row = tables.orders.get(order)
    need = need_of(tables, row) if row is not None and row.open else None
    if row is None or need is None:
        return None
    hands, places = hands_of(tables, now)
    along = along_with(tables, row, rules)
    return Asked(need, hands, places, now, shut_now(tables, now, rules), along)


def answered(question: Asked, book: RoadBook, rules: DispatchRules, n: int = 8) -> Candidates:
    """The crews for the order past the roads that are shut, with what those cost each."""
    return answer(question, book.past(question.shut), rules, n, book.ways if question.shut else None)


def answer(
    question: Asked, ways: Ways, rules: DispatchRules, n: int = 8, were: Ways | None = None
) -> Candidates:
    """The crews for the order, nearest first, each with what home loses. were: ways with every road open."""
    need, places = question.need, question.places
    seconds = ways.to(need.lon, need.lat, places[:, 0], places[:, 1])
    detours = detours_of(seconds, seconds if were is None else were.to(need.lon, need.lat, *places.T))
    hands = [
        Hand(crew=hand.crew, seconds=float(each), fix_age=hand.fix_age, detour=float(more))
        for hand, each, more in zip(question.hands, seconds, detours, strict=True)
    ]
    found = candidates(need, hands, question.now, rules, n)
    rows = {hand.crew.id: row for row, hand in enumerate(hands)}
    losses: dict[str, float] = {}
    for one in found.proposed:
        at = rows[one.crew]
        here = ways.to(places[at, 0], places[at, 1], places[:, 0], places[:, 1])
        losses[one.crew] = loss(hands[at], hands, here)
    first = [rows[one.crew] for one in found.proposed[:LINES]]
    lines = ways.lines(need.lon, need.lat, places[first, 0], places[first, 1])
    drawn = {
        hands[at].crew.id: tuple((lon, lat) for lon, lat in line.tolist())
        for at, line in zip(first, lines, strict=True)
    }
    told = with_lines(with_losses(found, losses), drawn)
    along = {
        one.crew: _rides(question, hands[rows[one.crew]], places[rows[one.crew]], ways, rules)
        for one in found.proposed
    }
    return with_rides(told, along, question.along.stopped)


def _rides(question: Asked, hand: Hand, place: Floats, ways: Ways, rules: DispatchRules) -> tuple[Ride, ...]:
    """What one crew can do on the trip; place: lon, lat where it stands."""
    need, along = question.need, question.along
    lon, lat = (np.array([getattr(each, name) for each in along.errands], float) for name in ("lon", "lat"))
    legs = Legs(ways.to(need.lon, need.lat, lon, lat), ways.to(place[0], place[1], lon, lat))
    return rides(need, hand, along.cell, along.overdue, along.errands, legs, question.now, rules)


def detours_of(seconds: Floats, were: Floats) -> Floats:
    """What shut roads add to each way, s: inf where they alone led there, 0 where no way was ever."""
    return np.where(np.isfinite(were), seconds - np.where(np.isfinite(were), were, 0.0), 0.0)


def candidates_of(
    tables: Tables, order: str, ways: Ways, now: float, rules: DispatchRules, n: int = 8
) -> Candidates | None:
    """Question and answer at once."""
    question = asked(tables, order, now, rules)
    return None if question is None else answer(question, ways, rules, n)


def skill_of(outage: Outage | None) -> str:
    """What a crew must have learnt: low voltage for a service line, medium voltage before it."""
    if outage is None or outage.device_kind is DeviceKind.UNKNOWN:
        return ""
    return LV if outage.device_kind in (DeviceKind.SERVICE, DeviceKind.CUSTOMER) else MV
