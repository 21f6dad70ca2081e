"""Judging 200,000 nodes: a trace, 100 new pieces of evidence, a storm of 5,000 calls from nothing.

python -m tests.bench.bench_diagnosis

Ratios are to networkx in the same run: of a trace to its descendants of the same place, of a storm to one
such trace a call (what a judge that walks the graph anew pays before it weighs anything).
"""

import random
from collections.abc import Callable

import networkx as nx
import numpy as np

from tests.bench.measuring import alternate, row
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.supply_network.network import Named, Network
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Wires

FEEDERS, SECTIONS, LATERALS, AREAS = 3_200, 4, 3, 2
CUSTOMERS = 55
START = 1_800_000_000.0


def laid(feeders: int) -> Network:
    """Feeders of four sections, each with three fused laterals of two transformers."""
    edges: list[tuple[int, int]] = []
    trafo: list[bool] = []
    devices: list[tuple[int, str]] = []
    area_node: list[int] = []
    nodes = 1

    def lay(near: int, device: str = "", *, transformer: bool = False) -> int:
        nonlocal nodes
        edges.append((near, nodes))
        trafo.append(transformer)
        if device:
            devices.append((len(edges) - 1, device))
        nodes += 1
        return nodes - 1

    for _ in range(feeders):
        trunk = 0
        for section in range(SECTIONS):
            trunk = lay(trunk, "switch" if section else "breaker")
            for _ in range(LATERALS):
                lateral = lay(trunk, "fuse")
                for _ in range(AREAS):
                    lateral = lay(lateral)
                    area_node.append(lay(lateral, transformer=True))
    whole = np.ones(len(edges), np.bool_)
    device_edge = np.array([edge for edge, _ in devices])
    wires = Wires(
        nodes=nodes,
        roots=np.array([0]),
        a=np.array([a for a, _ in edges]),
        b=np.array([b for _, b in edges]),
        trafo=np.array(trafo),
        feeder=np.repeat(np.arange(feeders), len(edges) // feeders),
        closed=whole,
        device_edge=device_edge,
        device_kind=tuple(kind for _, kind in devices),
        device_closed=whole[device_edge],
        area_node=np.array(area_node),
        customers=np.full(len(area_node), CUSTOMERS),
    )
    named = Named(
        tuple(f"A{row}" for row in range(len(area_node))),
        tuple(f"D{row}" for row in range(len(devices))),
        tuple(f"F{row}" for row in range(feeders)),
    )
    return Network(wires, named)


def storm(network: Network, calls: int, seed: int) -> list[Fact]:
    """Calls from behind a thousand fuses and transformers within ten minutes."""
    dice = random.Random(seed)
    areas = network.named.areas
    hit = [dice.randrange(len(areas)) for _ in range(1_000)]
    found: list[Fact] = []
    for number in range(calls):
        at = START + dice.uniform(0.0, 600.0)
        data = CallReport(channel="95598", received_at=at, area=areas[dice.choice(hit)])
        found.append(Fact(data, f"95598/{number}", at, "95598", str(number)))
    return found


def more(network: Network, count: int, turn: int) -> list[Fact]:
    """Area counts and calls, half and half."""
    dice = random.Random(turn)
    at, found = START + 700.0 + turn, list[Fact]()
    for number in range(count):
        area = dice.choice(network.named.areas)
        data = (
            AreaMeters(off=CUSTOMERS, on=0)
            if number % 2
            else CallReport(channel="95598", received_at=at, area=area)
        )
        found.append(Fact(data, f"metering/{area}", at, "metering", f"{turn}/{number}"))
    return found


def main() -> None:
    network = laid(FEEDERS)
    wires = network.wires
    graph = nx.DiGraph(zip(wires.a.tolist(), wires.b.tolist(), strict=True))
    areas, cuts = len(wires.area_node), network.cuts.rows
    print(f"{wires.nodes:,} nodes, {areas:,} areas, {FEEDERS:,} feeders, {cuts:,} cuts")
    dice = random.Random(1)
    edges = [int(wires.device_edge[dice.randrange(len(wires.device_edge))]) for _ in range(1_000)]
    outer = wires.b[edges].tolist()
    calls = storm(network, 5_000, 7)
    area_edge = {int(wires.b[edge]): edge for edge in np.flatnonzero(wires.trafo).tolist()}
    above = [
        int(wires.a[area_edge[int(wires.area_node[network.area_rows[fact.data.area]])]])  # type: ignore[attr-defined]
        for fact in calls
    ]
    costs = alternate(
        {
            "walk the whole network": lambda _: Tour(wires),
            "1,000 traces": lambda _: [network.tour.areas_below(edge) for edge in edges],
            "1,000 traces, networkx": lambda _: [nx.descendants(graph, node) for node in outer],
            "storm from nothing": _judged(calls),
            "a trace a call, networkx": lambda _: [nx.descendants(graph, node) for node in above],
            "100 new pieces": _added,
        },
        prepare={"storm from nothing": lambda: Judge(network), "100 new pieces": _stormed(network, calls)},
        rounds=3,
    )
    row("walk the whole network", 1e3 * costs["walk the whole network"], "ms")
    row(
        "one trace",
        costs["1,000 traces"],
        "ms",
        f"{costs['1,000 traces, networkx'] / costs['1,000 traces']:.1f} x as fast as networkx",
    )
    ratio = costs["storm from nothing"] / costs["a trace a call, networkx"]
    row(
        "5,000 calls from nothing",
        1e3 * costs["storm from nothing"],
        "ms",
        f"{ratio:.2f} x a networkx trace a call",
    )
    share = costs["100 new pieces"] / (costs["a trace a call, networkx"] / 50)
    row(
        "100 new pieces of evidence",
        1e3 * costs["100 new pieces"],
        "ms",
        f"{share:.2f} x 100 networkx traces",
    )


def _judged(calls: list[Fact]) -> Callable[[Judge], object]:
    def judged(judge: Judge) -> object:
        judge.take(calls)
        return judge.at(START + 660.0)

    return judged


def _stormed(network: Network, calls: list[Fact]) -> Callable[[], Judge]:
    """The same judge after the storm, each time a second later."""
    judge = Judge(network)
    _judged(calls)(judge)
    turn = 0

    def given() -> Judge:
        nonlocal turn
        turn += 1
        judge.more, judge.now = more(network, 100, turn), START + 760.0 + turn  # type: ignore[attr-defined]
        return judge

    return given


def _added(judge: Judge) -> object:
    judge.take(judge.more)  # type: ignore[attr-defined]
    return judge.at(judge.now)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
