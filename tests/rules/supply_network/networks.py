"""Small networks for the rules' tests: drawn ones, and one that a reader can follow."""

import numpy as np
from hypothesis import strategies as st

from wallboard.rules.supply_network.wires import Wires


def wires(
    nodes: int,
    edges: list[tuple[int, int]],
    *,
    roots: tuple[int, ...] = (0,),
    trafos: tuple[int, ...] = (),
    open_edges: tuple[int, ...] = (),
    devices: tuple[tuple[int, str], ...] = (),
    areas: tuple[tuple[int, int], ...] = (),
) -> Wires:
    """edges: (one end, other end); devices: (edge, kind); areas: (node, customers)."""
    closed = np.array([edge not in open_edges for edge in range(len(edges))], np.bool_)
    device_edge = np.array([edge for edge, _ in devices], np.int64)
    return Wires(
        nodes=nodes,
        roots=np.array(roots, np.int64),
        a=np.array([a for a, _ in edges], np.int64),
        b=np.array([b for _, b in edges], np.int64),
        trafo=np.array([edge in trafos for edge in range(len(edges))], np.bool_),
        feeder=np.zeros(len(edges), np.int64),
        closed=closed,
        device_edge=device_edge,
        device_kind=tuple(kind for _, kind in devices),
        device_closed=closed[device_edge],
        area_node=np.array([node for node, _ in areas], np.int64),
        customers=np.array([customers for _, customers in areas], np.int64),
    )


@st.composite
def networks(draw: st.DrawFn, most_nodes: int = 9, loops: int = 2) -> Wires:
    """A tree from node 0, perhaps with loops; devices, transformers and areas anywhere."""
    nodes = draw(st.integers(2, most_nodes))
    edges = [(draw(st.integers(0, node - 1)), node) for node in range(1, nodes)]
    ends = st.integers(0, nodes - 1)
    more = draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=loops))
    edges += more
    rows = st.integers(0, len(edges) - 1)
    kinds = st.sampled_from(("breaker", "switch", "fuse", "lateral_switch"))
    return wires(
        nodes,
        edges,
        roots=tuple(sorted(draw(st.sets(ends, max_size=1)) | {0})),
        trafos=tuple(draw(st.sets(rows, max_size=4))),
        open_edges=tuple(draw(st.sets(rows, max_size=2))),
        devices=tuple(draw(st.lists(st.tuples(rows, kinds), max_size=5))),
        areas=tuple(draw(st.lists(st.tuples(ends, st.integers(0, 90)), min_size=1, max_size=6))),
    )
