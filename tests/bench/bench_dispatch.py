"""Who should go: 2,000 open orders and 500 crews on the roads of a prefecture (40,000 crossings).

    python -m tests.bench.bench_dispatch [--rounds 5]

From nothing; after a minute in which some orders came and some crews drove on; one order alone, as a desk
asks; the assignment of all at once; and the plan that a desk shows, from nothing and a minute later, a tree
a call so that no call holds the glass. The same ways by networkx (single-source Dijkstra, one process) in
the same run, on a sample, scaled to the number of trees. Thread CPU, medians.
"""

import argparse
import statistics
from collections.abc import Callable

import networkx as nx
import numpy as np

from tests.bench.measuring import row
from tests.bench.prefecture_crowd import atlas_of_bench
from wallboard.domain.clock import thread_seconds
from wallboard.domain.rows import Crew, Order
from wallboard.domain.terms import CrewStatus, Lane, OrderStage
from wallboard.rules.dispatch.able import Hand, Need
from wallboard.rules.dispatch.assignment import assign
from wallboard.rules.dispatch.candidates import candidates
from wallboard.rules.dispatch.force import Force
from wallboard.rules.dispatch.roads import Floats, Roads, Ways
from wallboard.rules.dispatch.way_table import Place, WayTable
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.atlas import Table
from wallboard.state.queries.candidates import roads_of
from wallboard.state.queries.proposals import Open, OpenOrders, Planner

ORDERS, CREWS, NEW, MOVED = 2_000, 500, 20, 40
SAMPLE = 6
"""Trees that networkx grows in a round; it takes as long for each."""
NOW = 1_700_000_000.0
RULES = DispatchRules()
UNITS = ("蓬江区", "江海区", "新会区", "台山市", "开平市", "鹤山市", "恩平市")


class Evening:
    """Orders where the transformer areas are, crews anywhere; half of them free."""

    def __init__(self) -> None:
        atlas = atlas_of_bench()
        self.roads = roads_of(atlas)
        self._dice = np.random.default_rng(7)
        self._areas, self._crossings = atlas.tables["areas"], atlas.tables["crossings"]
        self.orders = {f"hub/R-{n}": self._at(self._areas) for n in range(ORDERS)}
        self.crews = {f"gps/C{n:03}": self._at(self._crossings) for n in range(CREWS)}

    def needs(self) -> list[Need]:
        return [
            Need(order=key, lon=lon, lat=lat, unit=UNITS[n % 7], skill="mv" if n % 3 else "lv")
            for n, (key, (lon, lat)) in enumerate(self.orders.items())
        ]

    def hands(self) -> list[Hand]:
        return [
            Hand(
                crew=Crew(
                    id=key,
                    source="gps",
                    name=key,
                    unit=UNITS[n % 7],
                    skills=("lv", "mv") if n % 5 else ("lv",),
                    authorised=UNITS if n % 2 else (UNITS[n % 7],),
                    persons=3,
                    status=CrewStatus.AVAILABLE if n % 2 else CrewStatus.ON_SITE,
                ),
                seconds=0.0,
                fix_age=30.0,
            )
            for n, key in enumerate(self.crews)
        ]

    def question(self) -> OpenOrders:
        """All orders as those that wait for a crew."""
        waiting = [
            Open(
                Order(
                    id=key,
                    source="hub",
                    lane=Lane.RESTORE,
                    received_at=NOW - 600.0,
                    stage=OrderStage.NEW,
                    region=UNITS[n % 7],
                    customers=1 + n % 400,
                ),
                None,
                place,
            )
            for n, (key, place) in enumerate(self.orders.items())
        ]
        places = np.array(list(self.crews.values()), float)
        return OpenOrders(tuple(waiting), (), tuple(self.hands()), places, NOW)

    def a_minute_later(self) -> None:
        for n, key in enumerate(list(self.orders)[:NEW]):
            del self.orders[key]
            self.orders[f"{key}-{n}"] = self._at(self._areas)
        for key in list(self.crews)[:MOVED]:
            self.crews[key] = self._at(self._crossings)

    def _at(self, table: Table) -> Place:
        at = int(self._dice.integers(0, table.rows))
        return float(table["lon"][at]), float(table["lat"][at])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    evening = Evening()
    graph, costs = _graph(evening.roads), dict[str, list[float]]()
    print(
        f"{ORDERS:,} orders, {CREWS} crews, {len(evening.roads):,} crossings, {len(evening.roads.a):,} roads"
    )
    for _ in range(args.rounds):
        _round(evening, graph, costs)
    trees = min(len({*evening.roads.nearest(*_columns(side))[0]}) for side in (evening.orders, evening.crews))
    median = {name: statistics.median(each) for name, each in costs.items()}
    for name, seconds in median.items():
        row(name, seconds * 1000, "ms")
    theirs = median["networkx, a tree"]
    row("from nothing, networkx so many times as long", theirs * trees / median["from nothing"], "x")
    later = theirs * (NEW + MOVED) / median["a minute later"]
    row("a minute later, networkx so many times as long", later, "x")
    row("one order, networkx so many times as long", theirs / median["one order, all crews"], "x")


def _round(evening: Evening, graph: "nx.Graph[int]", costs: dict[str, list[float]]) -> None:
    table = WayTable(evening.roads)
    _timed(costs, "from nothing", lambda: table.update(evening.orders, evening.crews))
    needs, hands = evening.needs(), evening.hands()
    seconds = table.seconds
    force = Force(hands, RULES)
    able = force.able(needs, seconds, NOW)
    _timed(costs, "who is able", lambda: Force(hands, RULES).able(needs, seconds, NOW))
    weights = np.random.default_rng(1).uniform(1, 500, len(needs))
    _timed(costs, "who goes where", lambda: assign(seconds, weights, able, RULES.horizon_minutes * 60))
    lon, lat = _columns(evening.crews)
    ways, need = Ways(evening.roads), needs[0]

    def one_order() -> None:
        reached = [
            Hand(crew=hand.crew, seconds=float(each), fix_age=hand.fix_age)
            for hand, each in zip(hands, ways.to(need.lon, need.lat, lon, lat), strict=True)
        ]
        candidates(need, reached, NOW, RULES)

    _timed(costs, "one order, all crews", one_order)
    _timed(costs, "the same again", one_order)
    planner, question = Planner(Ways(evening.roads)), evening.question()
    _timed(costs, "the plan of all, from nothing", lambda: planner.answer(question, RULES))
    evening.a_minute_later()
    later = evening.question()
    _timed(costs, "the plan of all, a minute later", lambda: planner.answer(later, RULES))
    start = evening.roads.nearest(lon[:1], lat[:1])[0]
    _timed(costs, "one tree, the longest that the glass waits", lambda: evening.roads.trees(start))
    _timed(costs, "a minute later", lambda: table.update(evening.orders, evening.crews))
    starts = evening.roads.nearest(lon[:SAMPLE], lat[:SAMPLE])[0].tolist()

    def theirs() -> None:
        for start in starts:
            nx.single_source_dijkstra_path_length(graph, start, weight="s")

    _timed(costs, "networkx, a tree", theirs, parts=len(starts))


def _timed(costs: dict[str, list[float]], name: str, call: Callable[[], object], parts: int = 1) -> None:
    began = thread_seconds()
    call()
    costs.setdefault(name, []).append((thread_seconds() - began) / parts)


def _columns(places: dict[str, Place]) -> tuple[Floats, Floats]:
    lon, lat = zip(*places.values(), strict=True)
    return np.array(lon), np.array(lat)


def _graph(roads: Roads) -> "nx.Graph[int]":
    graph: nx.Graph[int] = nx.Graph()
    for a, b, seconds in zip(roads.a.tolist(), roads.b.tolist(), roads.seconds.tolist(), strict=True):
        graph.add_edge(a, b, s=min(seconds, graph.get_edge_data(a, b, {"s": seconds})["s"]))
    return graph


if __name__ == "__main__":
    main()
