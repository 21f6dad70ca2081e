"""The wires of an atlas, for the rules that ask what hangs behind what."""

import numpy as np
from numpy.typing import NDArray

from wallboard.rules.supply_network.network import Named, Network
from wallboard.rules.supply_network.wires import Wires
from wallboard.state.atlas import Atlas, Table
from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_KINDS

TRAFO = EDGE_KINDS.index("trafo")


def wires_of(atlas: Atlas) -> Wires:
    """Roots are the stations' busbars, and the sources; kinds beyond DEVICE_KINDS are "unknown"."""
    edges, devices, areas = (atlas.tables[name] for name in ("edges", "devices", "areas"))
    busbars = _whole(atlas.tables["stations"], "node")
    sources = np.flatnonzero(atlas.tables["nodes"]["source"])
    known = dict(enumerate(DEVICE_KINDS))
    return Wires(
        nodes=atlas.tables["nodes"].rows,
        roots=np.unique(np.concatenate([busbars[busbars >= 0], sources])),
        a=_whole(edges, "a"),
        b=_whole(edges, "b"),
        trafo=edges["kind"] == TRAFO,
        feeder=_whole(edges, "feeder"),
        closed=edges["closed"] != 0,
        device_edge=_whole(devices, "edge"),
        device_kind=tuple(known.get(kind, "unknown") for kind in devices["kind"].tolist()),
        device_closed=devices["closed"] != 0,
        area_node=_whole(areas, "node"),
        customers=_whole(areas, "customers"),
    )


def _whole(table: Table, name: str) -> NDArray[np.int64]:
    return table[name].astype(np.int64)


def supply_network(atlas: Atlas) -> Network:
    """The network of an atlas as it normally stands, with its ids."""
    areas, devices, feeders = (atlas.tables[name].texts("id") for name in ("areas", "devices", "feeders"))
    return Network(wires_of(atlas), Named(tuple(areas), tuple(devices), tuple(feeders)))
