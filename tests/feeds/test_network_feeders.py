"""Stations, feeders and devices of a network from CSV, found from how it is wired."""

from pathlib import Path

import numpy as np
import pytest

from feeds.network_csv import load_network
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_RANKS, FEEDER_KINDS
from wallboard.state.network_figures import figures_of

NODES = """node,name,kv,lon,lat,load_kw,n_loads
H,Grid,110,112.70,22.10,0,0
B,Busbar,10,112.70,22.10,0,0
P1,,10,112.71,22.10,0,0
P2,,10,112.72,22.10,0,0
Q1,,10,112.70,22.12,0,0
L1,,0.4,112.71,22.10,9,100
L2,,0.4,112.72,22.10,9,40
K2,,0.4,112.73,22.10,9,7
L3,,0.4,112.70,22.12,9,50
"""
EDGES = """edge,kind,name,from,to,closed,length_km,switches,geometry
V2,line,Service,L2,K2,1,0.1,,"112.72,22.10 112.73,22.10"
T1,trafo,,P1,L1,1,,,
T0,trafo,Unit,H,B,1,,,
C1,line,North,B,Q1,1,4,B:CB:1,"112.70,22.10 112.70,22.12"
TI,line,Ring,Q1,P2,0,1,Q1:LBS:0;P2:LBS:1,"112.70,22.12 112.72,22.10"
A2,line,,P1,P2,1,2,P1:LBS:1,
A1,line,East,B,P1,1,1,B:CB:1,"112.70,22.10 112.705,22.101 112.71,22.10"
T2,trafo,,P2,L2,1,,,
T3,trafo,,Q1,L3,1,,,
"""


@pytest.fixture
def atlas(tmp_path: Path) -> Atlas:
    for name, text in (("nodes", NODES), ("edges", EDGES), ("sources", "node\nH\n")):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return unpack(load_network(tmp_path)[0])


def test_that_feeders_are_called_after_their_first_line(atlas: Atlas) -> None:
    feeders, stations = atlas.tables["feeders"], atlas.tables["stations"]
    assert list(feeders.texts("name")) == ["North", "East"] and list(feeders.texts("id")) == ["C1", "A1"]
    assert feeders["length_km"].tolist() == [4.0, 3.0]
    assert feeders["customers"].tolist() == [50, 147] and feeders["areas"].tolist() == [1, 2]
    assert feeders["kind"].tolist() == [FEEDER_KINDS.index("unknown")] * 2
    assert list(stations.texts("name")) == ["Busbar"] and stations["kv"].tolist() == [110.0]


def test_that_edges_stand_by_feeder_with_their_points(atlas: Atlas) -> None:
    edges, points = atlas.tables["edges"], atlas.tables["points"]
    ids = list(edges.texts("id"))
    assert ids == ["T0", "C1", "TI", "T3", "V2", "T1", "A2", "A1", "T2"]
    assert atlas.tables["feeders"]["edge"].tolist() == [1, 4]
    assert edges["feeder"].tolist() == [-1, 0, 0, 0, 1, 1, 1, 1, 1]
    assert [EDGE_RANKS[rank] for rank in edges["rank"].tolist()].count("tie") == 1
    ends = [*edges["path"].tolist()[1:], points.rows]
    row = ids.index("A1")
    assert points["lon"][edges["path"][row] : ends[row]].tolist() == [112.70, 112.705, 112.71]


def test_that_devices_are_as_the_file_says(atlas: Atlas) -> None:
    devices, edges = atlas.tables["devices"], atlas.tables["edges"]
    kinds = dict(zip(devices.texts("id"), [DEVICE_KINDS[k] for k in devices["kind"].tolist()], strict=True))
    assert kinds == {
        "C1@B": "breaker",
        "TI@Q1": "tie",
        "TI@P2": "switch",
        "A2@P1": "switch",
        "A1@B": "breaker",
    }
    tie = list(devices.texts("id")).index("TI@Q1")
    assert (devices["feeder"][tie], devices["other"][tie], devices["closed"][tie]) == (0, 1, 0)
    assert edges.texts("id")[int(devices["edge"][tie])] == "TI"


def test_that_an_area_knows_its_feeder(atlas: Atlas) -> None:
    areas = atlas.tables["areas"]
    found = dict(zip(areas.texts("id"), areas.texts("feeder"), strict=True))
    assert found == {"T1": "A1", "T2": "A1", "T3": "C1", "T0": ""}


@pytest.mark.parametrize(("name", "stations"), [("oberrhein_schutterwald", 2), ("simbench_mvlv_urban", 2)])
def test_that_real_networks_have_feeders_that_add_up(shared: Path, name: str, stations: int) -> None:
    atlas = unpack(load_network(shared / "data" / "networks" / name)[0])
    feeders, areas, edges = (atlas.tables[table] for table in ("feeders", "areas", "edges"))
    figures = figures_of(atlas)
    assert feeders.rows == figures.feeders and atlas.tables["stations"].rows == stations
    assert float(feeders["length_km"].sum()) == pytest.approx(figures.km, abs=0.1)
    fed = areas["line"] >= 0
    assert int(feeders["customers"].sum()) == int(areas["customers"][fed].sum())
    assert int(feeders["areas"].sum()) == int(fed.sum()) >= 133
    assert (np.diff(edges["feeder"]) >= 0).all()
    kinds = set(atlas.tables["devices"]["kind"].tolist())
    assert kinds >= {
        DEVICE_KINDS.index("switch"),
        DEVICE_KINDS.index("tie"),
    }
