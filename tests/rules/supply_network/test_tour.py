"""What an edge cuts off is what no way joins to a source without it: against networkx, on any network."""

import networkx as nx
import numpy as np
from hypothesis import given, settings

from tests.rules.supply_network.networks import networks, wires
from wallboard.rules.supply_network.tour import Tour
from wallboard.rules.supply_network.wires import Wires


def fed(network: Wires, without: int = -1) -> set[int]:
    """Nodes that closed edges join to a root."""
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(network.nodes))
    for edge in range(len(network.a)):
        if network.closed[edge] and edge != without:
            graph.add_edge(int(network.a[edge]), int(network.b[edge]))
    return {node for root in network.roots.tolist() for node in nx.node_connected_component(graph, root)}


@settings(deadline=None)
@given(networks())
def test_that_below_an_edge_is_what_loses_supply_when_it_opens(network: Wires) -> None:
    tour = Tour(network)
    whole = fed(network)
    assert {node for node in range(network.nodes) if tour.place[node] >= 0} == whole
    for edge in range(len(network.a)):
        lost = whole - fed(network, edge) if network.closed[edge] else set()
        areas = {area for area, node in enumerate(network.area_node.tolist()) if node in lost}
        assert set(tour.areas_below(edge).tolist()) == areas
        assert tour.customers_below(edge) == sum(int(network.customers[area]) for area in areas)
        inner = {
            other
            for other in range(len(network.a))
            if network.closed[other] and lost & {int(network.a[other]), int(network.b[other])}
        }
        assert set(tour.edges_below(edge).tolist()) == inner


def test_that_a_closed_loop_is_one_block_that_no_single_device_leaves_dark() -> None:
    ring = wires(4, [(0, 1), (1, 2), (2, 3), (3, 1)], areas=((2, 10), (3, 20)))
    tour = Tour(ring)
    assert [tour.customers_below(edge) for edge in range(4)] == [30, 0, 0, 0]


def test_that_a_tie_that_stays_open_feeds_nobody() -> None:
    two = wires(4, [(0, 1), (1, 2), (2, 3), (0, 3)], open_edges=(3,), areas=((1, 5), (3, 7)))
    assert [Tour(two).customers_below(edge) for edge in range(4)] == [12, 7, 7, 0]
    parted = Tour(two, np.array([True, True, False, True]))
    assert [parted.customers_below(edge) for edge in range(4)] == [5, 0, 0, 7]
