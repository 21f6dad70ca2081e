"""A typhoon's truth against its atlas, traced again by a graph library that shares no code with the world.

Read are the lines of the truth alone, and the atlas' own tables: no grid, no supply, no wiring.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import networkx
import numpy as np

from feeds.sim.chronicle import Broke, Darkened, Line, Mended, Ordered, Shut, Switched, Total
from feeds.sim.policy import NearestFree
from feeds.worlds import open_world
from tests.feeds.sim.geography.prefectures import atlas
from tests.feeds.sim.test_suspended import Latest
from tests.feeds.sim.worlds import lived_through
from wallboard.state.atlas_schema import EDGE_KINDS

EVERY = 600.0  # s between two looks
EDGES, NODES, AREAS = (atlas().tables[name] for name in ("edges", "nodes", "areas"))
ENDS = list(zip(EDGES["a"].tolist(), EDGES["b"].tolist(), strict=True))
EDGE_ROW = {name: row for row, name in enumerate(EDGES.texts("id"))}
SOURCES = np.flatnonzero(NODES["source"]).tolist()
NODE_OF = dict(zip(AREAS.texts("id"), AREAS["node"].tolist(), strict=True))
CUSTOMERS = dict(zip(AREAS.texts("id"), AREAS["customers"].tolist(), strict=True))
HAS_DEVICE = set(atlas().tables["devices"]["edge"].tolist())
TRAFO = EDGE_KINDS.index("trafo")


class Look(NamedTuple):
    """What the truth says at one instant. shut: by edge row; held: the fault by area that is dark as a whole;
    dark: customers by area; broken: faults that stand."""

    at: float
    shut: list[bool]
    held: dict[str, str]
    dark: dict[str, int]
    broken: dict[str, Broke]


def looks(lines: list[Line], every: float = EVERY) -> Iterator[Look]:
    """The truth at regular instants, all lines up to each of them read."""
    now = Look(lines[0].at + every, EDGES["closed"].astype(bool).tolist(), {}, {}, {})
    for line in lines:
        while line.at > now.at:
            yield now
            now = now._replace(at=now.at + every)
        if isinstance(line, Switched):
            now.shut[EDGE_ROW[line.edge]] = line.closed
        elif isinstance(line, Broke):
            now.broken[line.id] = line
        elif isinstance(line, Mended):
            del now.broken[line.id]
        elif isinstance(line, Darkened):
            now.held[line.area], now.dark[line.area] = line.fault, line.dark
    yield now


def live_nodes(shut: list[bool]) -> set[int]:
    """Nodes that a closed way joins to a source."""
    graph = networkx.Graph()
    graph.add_nodes_from(range(NODES.rows))
    graph.add_edges_from(ends for ends, closed in zip(ENDS, shut, strict=True) if closed)
    live: set[int] = set()
    for source in SOURCES:
        if source not in live:
            live |= networkx.node_connected_component(graph, source)
    return live


@cache
def typhoon() -> list[tuple[Look, set[int]]]:
    """Each look at the storm, and the nodes under voltage then."""
    found: list[tuple[Look, set[int]]] = []
    for look in looks(lived_through(NearestFree)[2]):
        kept = Look(look.at, list(look.shut), dict(look.held), dict(look.dark), dict(look.broken))
        found.append((kept, live_nodes(look.shut)))
    return found


def test_that_the_dark_are_exactly_those_that_no_closed_way_joins_to_a_source() -> None:
    darkest = 0
    for look, live in typhoon():
        held = {area for area, fault in look.held.items() if fault}
        assert held == {area for area, node in NODE_OF.items() if node not in live}
        darkest = max(darkest, len(held))
    assert len(typhoon()) > 100 and darkest > 200


def test_that_nothing_that_is_broken_is_under_voltage() -> None:
    checked = 0
    for look, live in typhoon():
        for broke in look.broken.values():
            if broke.service or broke.planned or broke.recloses:
                continue
            row = EDGE_ROW[broke.element]
            near, far = ENDS[row]
            if look.shut[row] or (row not in HAS_DEVICE and EDGES["kind"][row] != TRAFO):
                assert near not in live and far not in live, broke.id
            elif EDGES["kind"][row] != TRAFO:  # its own device parts it off at its near end
                assert far not in live, broke.id
            checked += 1
    assert checked > 1_000


def test_that_every_dark_customer_is_counted_once_and_by_what_stands() -> None:
    totals = {line.at: line for line in lived_through(NearestFree)[2] if isinstance(line, Total)}
    service = 0
    for look, _ in typhoon():
        loose: dict[str, int] = defaultdict(int)
        for broke in look.broken.values():
            loose[broke.element] += broke.service
        for area, dark in look.dark.items():
            whole = bool(look.held[area])
            assert dark == (CUSTOMERS[area] if whole else min(CUSTOMERS[area], loose[area])), area
            assert not whole or look.held[area] in look.broken
            service += 0 if whole else dark
        assert totals[look.at].customers == sum(look.dark.values())
    assert service > 0


def test_that_fate_as_it_was_written_down_is_the_same_under_two_minds() -> None:
    """What broke and how bad, which roads were shut, what becomes of orders; not how long it was dark."""
    sent, other = (lived_through(mind)[2] for mind in (NearestFree, Latest))
    for kind in (Shut, Ordered):
        mine, theirs = ([line for line in of if isinstance(line, kind)] for of in (sent, other))
        assert mine == theirs and mine
    broke, broke_too = ({line.id: line for line in of if isinstance(line, Broke)} for of in (sent, other))
    assert broke == broke_too and len(broke) > 200
    assert [line for line in sent if isinstance(line, Darkened)] != [
        line for line in other if isinstance(line, Darkened)
    ]


def test_that_what_each_fault_holds_is_what_a_count_from_nothing_gives() -> None:
    """It is kept until something of the fault changes; a count goes through its areas."""
    world = open_world("town-storm", 5)
    held = 0
    for minute in range(0, 360, 3):
        world.step(world.scenario.start_at + minute * 60.0)
        for fault in world.supply.standing.values():
            assert world.supply.held(fault) == world.supply._count(fault), fault.id
            held += world.supply.held(fault).customers
    assert held > 1000
