"""Protective devices by a declared rule: where they go, and that real networks can be lived on with them."""

from collections import Counter
from pathlib import Path

import pytest

from feeds.network_csv import load_network
from feeds.networks import network_of
from feeds.sim.grid import Grid
from feeds.sim.ground import Ground
from feeds.sim.protecting import protected
from wallboard.analysis.diagnosis_study.tree import device_tree
from wallboard.config.scenario import load_scenario
from wallboard.shell.study_harvest import harvest, stage
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.atlas_schema import DEVICE_KINDS, EDGE_RANKS

NODES = """node,name,kv,lon,lat,load_kw,n_loads
S,S,110,112,22,0,0
B,B,10,112,22,0,0
N1,N1,10,112.01,22,0,0
N2,N2,10,112.02,22,0,0
N3,N3,10,112.03,22,0,0
N4,N4,10,112.02,22.01,0,0
L2,L2,0.4,112.02,22,9,9
L3,L3,0.4,112.03,22,30,30
L4,L4,0.4,112.02,22.01,5,5
"""
EDGES = """edge,kind,name,from,to,closed,length_km,switches,geometry
T0,trafo,T0,S,B,1,0,,
E1,line,E1,B,N1,1,1,,
E2,line,E2,N1,N2,1,1,,
E3,line,E3,N2,N3,1,1,N2:LBS:1,
E4,line,E4,N2,N4,1,1,{switches},
T2,trafo,T2,N2,L2,1,0,,
T3,trafo,T3,N3,L3,1,0,,
T4,trafo,T4,N4,L4,1,0,,
"""


def small(folder: Path, switches: str = "") -> Atlas:
    """One feeder: N1, N2, then most customers behind N3; the branch to N4 has five."""
    (folder / "nodes.csv").write_text(NODES, "utf-8")
    (folder / "edges.csv").write_text(EDGES.format(switches=switches), "utf-8")
    (folder / "sources.csv").write_text("node\nS\n", "utf-8")
    return unpack(load_network(folder)[0])


def kinds(atlas: Atlas) -> dict[str, str]:
    """Kind of device by its line."""
    devices, edges = atlas.tables["devices"], atlas.tables["edges"].texts("id")
    return {
        edges[edge]: DEVICE_KINDS[kind]
        for edge, kind in zip(devices["edge"].tolist(), devices["kind"].tolist(), strict=True)
    }


def test_that_branches_get_a_fuse_and_the_outlet_a_breaker(tmp_path: Path) -> None:
    raw, added = protected(small(tmp_path))
    atlas = unpack(raw)
    assert kinds(atlas) == {"E1": "breaker", "E3": "switch", "E4": "fuse"}
    assert added == {"fuse": 1, "breaker": 1, "lateral_switch": 0}
    ranks = dict(zip(atlas.tables["edges"].texts("id"), atlas.tables["edges"]["rank"].tolist(), strict=True))
    named = {name: EDGE_RANKS[ranks[name]] for name in ("E1", "E2", "E3", "E4")}
    assert named == {"E1": "trunk", "E2": "trunk", "E3": "trunk", "E4": "lateral"}


def test_that_a_switch_at_the_head_of_a_branch_opens_by_itself_from_then_on(tmp_path: Path) -> None:
    raw, added = protected(small(tmp_path, "N2:LBS:1"))
    assert kinds(unpack(raw))["E4"] == "lateral_switch"
    assert added == {"fuse": 0, "breaker": 1, "lateral_switch": 1}


def test_that_a_storm_can_be_lived_on_a_small_network_of_files(tmp_path: Path) -> None:
    small(tmp_path)
    scenario, atlas = stage(load_scenario("town-storm"), str(tmp_path))
    assert not scenario.set_fault and not scenario.planned
    case = harvest(scenario, 1, 600.0, 7200.0, atlas)
    opened = {case.tree.kind[device] for truth in case.truths for device in truth.open}
    assert opened & {"breaker", "fuse", "transformer"}


@pytest.mark.parametrize("name", ["oberrhein_schutterwald", "simbench_mvlv_urban"])
def test_that_real_networks_get_devices_that_faults_can_be_drawn_from(shared: Path, name: str) -> None:
    folder = shared / "data" / "networks" / name
    before = Counter(device_tree(unpack(network_of(str(folder))[1])).kind)
    scenario, atlas = stage(load_scenario("town-storm"), str(folder))
    after = Counter(device_tree(atlas).kind)
    assert after["fuse"] + after["lateral_switch"] > before["fuse"] + before["lateral_switch"]
    assert after["transformer"] == before["transformer"]
    case = harvest(scenario, 1, 1800.0, 10800.0, atlas)
    assert case.heard and any(truth.open for truth in case.truths)


def test_that_lines_begin_at_the_supply_s_side_whichever_way_they_were_drawn(tmp_path: Path) -> None:
    """Else a fault on an outlet stays under voltage for ever, whatever opens."""
    small(tmp_path)
    drawn = EDGES.format(switches="").replace("E1,line,E1,B,N1", "E1,line,E1,N1,B")
    (tmp_path / "edges.csv").write_text(drawn, "utf-8")
    atlas = unpack(protected(unpack(load_network(tmp_path)[0]))[0])
    nodes, edges = atlas.tables["nodes"].texts("id"), atlas.tables["edges"]
    row = list(edges.texts("id")).index("E1")
    assert (nodes[int(edges["a"][row])], nodes[int(edges["b"][row])]) == ("B", "N1")
    ground = Ground(atlas)
    grid = Grid(ground)
    grid.break_at(row, "f", guard_fails=False)
    assert [trip.edge for trip in grid.settle(row).trips] == [row]
    assert not grid.under_voltage(row)
