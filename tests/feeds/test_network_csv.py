"""A network from CSV: whole and right, or refused with file, line, column and remedy."""

from pathlib import Path

import pytest

from feeds.network_csv import NetworkError, load_network
from wallboard.state.atlas import digest_of, unpack

NODES = """node,name,kv,lon,lat,load_kw,n_loads
S,Station,10,112.70,22.10,0,0
M,Kiosk,10,112.71,22.11,0,0
A,Low A,0.4,112.71,22.11,5,3
B,Low B,0.4,112.72,22.11,8,4
"""
EDGES = """edge,kind,name,from,to,closed,length_km,rating,switches,geometry
L1,line,Main,S,M,1,1.2,0.3,M:LBS:1,"112.70,22.10 112.71,22.11"
T1,trafo,T1,M,A,1,,,,
L2,line,Service,A,B,1,0.1,,,
"""
SOURCES = "node\nS\n"


def folder(tmp_path: Path, nodes: str = NODES, edges: str = EDGES, sources: str = SOURCES) -> Path:
    for name, text in (("nodes", nodes), ("edges", edges), ("sources", sources)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_that_a_small_network_is_read(tmp_path: Path) -> None:
    raw, report = load_network(folder(tmp_path))
    atlas = unpack(raw)
    assert (report.nodes, report.edges, report.sources, report.dark) == (4, 3, 1, 0)
    areas = atlas.tables["areas"]
    assert list(areas.texts("id")) == ["T1"]
    assert areas["customers"].tolist() == [7], "both low-side nodes hang on T1"
    assert atlas.tables["edges"]["path"].tolist() == [0, 2, 2]


def test_that_what_no_source_feeds_is_counted(tmp_path: Path) -> None:
    _, report = load_network(folder(tmp_path, edges=EDGES.replace("T1,trafo,T1,M,A,1", "T1,trafo,T1,M,A,0")))
    assert (report.dark, report.islands, report.open_points) == (2, 1, 1)


def test_that_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert load_network(folder(tmp_path, nodes="\ufeff" + NODES))[1].nodes == 4


def test_that_the_folder_may_say_whose_data_it_is(tmp_path: Path) -> None:
    assert unpack(load_network(folder(tmp_path))[0]).attribution == ""
    (tmp_path / "attribution.txt").write_text("© 某供电局\n", encoding="utf-8")
    assert unpack(load_network(tmp_path)[0]).attribution == "© 某供电局"


BROKEN = {
    "node twice": (
        {"nodes": NODES + "S,again,10,112,22,0,0\n"},
        r"nodes\.csv, line 6, node: 'S' stands there twice",
    ),
    "node empty": ({"nodes": NODES + ",x,10,112,22,0,0\n"}, r"line 6, node: is empty"),
    "lon out of range": (
        {"nodes": NODES.replace("112.72", "1127.2")},
        r"line 5, lon: '1127\.2' is not a number",
    ),
    "kv a word": ({"nodes": NODES.replace("0.4,112.72", "low,112.72")}, r"line 5, kv: 'low'"),
    "nan": ({"nodes": NODES.replace("112.72", "nan")}, r"line 5, lon: 'nan'"),
    "no nodes": ({"nodes": NODES.split("\n")[0] + "\n"}, r"nodes\.csv: holds no node"),
    "column missing": ({"nodes": NODES.replace("kv,", "", 1)}, r"nodes\.csv: lacks kv"),
    "short row": ({"nodes": NODES + "Z,10\n"}, r"line 6, row: has another number of fields"),
    "edge to nowhere": (
        {"edges": EDGES.replace("A,B,1", "A,Q,1")},
        r"edges\.csv, line 4, to: 'Q' is no node",
    ),
    "edge twice": ({"edges": EDGES.replace("L2,", "L1,")}, r"line 4, edge: 'L1' stands there twice"),
    "kind unknown": ({"edges": EDGES.replace("trafo", "balloon")}, r"line 3, kind: 'balloon' is no kind"),
    "closed a word": ({"edges": EDGES.replace("S,M,1,", "S,M,yes,")}, r"line 2, closed: 'yes'"),
    "geometry": (
        {"edges": EDGES.replace("112.70,22.10 ", "112.70;22.10 ")},
        r"line 2, geometry: '112\.70;22\.10'",
    ),
    "length below zero": ({"edges": EDGES.replace("1.2,0.3", "-1,0.3")}, r"line 2, length_km: '-1'"),
    "source unknown": ({"sources": "node\nX\n"}, r"sources\.csv, line 2, node: 'X' is no node"),
    "no source": ({"sources": "node\n"}, r"sources\.csv: names no node"),
    "quote open": (
        {"edges": EDGES.replace('22.11"', "22.11")},
        r"edges\.csv, after line \d+: unexpected end of data",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_that_a_broken_network_is_answered_by_name(case: str, tmp_path: Path) -> None:
    files, words = BROKEN[case]
    with pytest.raises(NetworkError, match=words):
        load_network(folder(tmp_path, **files))


def test_that_all_faults_are_told_at_once(tmp_path: Path) -> None:
    broken = folder(tmp_path, nodes=NODES + "S,,x,0,0,0,0\nS,,x,0,0,0,0\n", edges=EDGES.replace("A,B", "A,Q"))
    with pytest.raises(NetworkError) as refused:
        load_network(broken)
    assert len(refused.value.problems) == 3


def test_that_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    whole = folder(tmp_path)
    (whole / "edges.csv").write_bytes("edge,名".encode("gb18030"))
    with pytest.raises(NetworkError, match=r"edges\.csv: is not UTF-8"):
        load_network(whole)
    (whole / "nodes.csv").unlink()
    with pytest.raises(NetworkError, match=r"nodes\.csv: cannot be read"):
        load_network(whole)


@pytest.mark.parametrize(
    ("name", "nodes", "areas", "customers"),
    [("oberrhein_schutterwald", 3235, 145, 1641), ("simbench_mvlv_urban", 10458, 135, 11542)],
)
def test_that_real_networks_are_read_whole(
    shared: Path, name: str, nodes: int, areas: int, customers: int
) -> None:
    raw, report = load_network(shared / "data" / "networks" / name)
    atlas = unpack(raw, digest_of(raw))
    assert (report.nodes, report.dark) == (nodes, 0)
    assert atlas.tables["areas"].rows == areas
    assert int(atlas.tables["areas"]["customers"].sum()) == customers


THREE = """edge,kind,name,from,to,third,closed,length_km,switches,geometry
T3,trafo3,Unit 1,H,S,R,1,,,
L1,line,Main,S,M,,1,1.2,M:LBS:1,
L2,line,Ring,M,N,,1,0.7,,
L3,line,Back,N,S,,1,0.9,,
T1,trafo,T1,M,A,,1,,,
T2,trafo,T2,R,B,,1,,,
"""
THREE_NODES = """node,name,kv,lon,lat,load_kw,n_loads
H,Grid,110,112.70,22.10,0,0
S,Busbar 10,10,112.70,22.10,0,0
R,Busbar 35,35,112.70,22.10,0,0
M,Kiosk,10,112.71,22.11,0,0
N,Kiosk 2,10,112.72,22.11,0,0
A,Low A,0.4,112.71,22.11,5,3
B,Low B,0.4,112.72,22.11,8,4
"""


def test_that_a_unit_of_three_windings_is_a_star(tmp_path: Path) -> None:
    raw, report = load_network(folder(tmp_path, THREE_NODES, THREE, "node\nH\n"))
    tables = unpack(raw).tables
    nodes, edges = list(tables["nodes"].texts("id")), list(tables["edges"].texts("id"))
    assert (report.nodes, report.edges, report.dark) == (8, 8, 0)
    assert nodes[-1] == "T3*" and tables["nodes"]["kv"][-1] == 110.0
    ends = {
        (nodes[a], nodes[b])
        for key, a, b in zip(edges, tables["edges"]["a"].tolist(), tables["edges"]["b"].tolist(), strict=True)
        if key.startswith("T3/")
    }
    assert ends == {("H", "T3*"), ("T3*", "S"), ("T3*", "R")}, "fed from its highest side"
    areas = dict(zip(tables["areas"].texts("id"), tables["areas"]["customers"].tolist(), strict=True))
    assert areas["T1"] == 3 and areas["T2"] == 4 and "T3/1" not in areas


def test_that_a_mesh_is_one_block(tmp_path: Path) -> None:
    raw, report = load_network(folder(tmp_path, THREE_NODES, THREE, "node\nH\n"))
    nodes = unpack(raw).tables["nodes"]
    assert report.blocks == 1
    in_mesh = [
        name for name, block in zip(nodes.texts("id"), nodes["block"].tolist(), strict=True) if block == 0
    ]
    assert in_mesh == ["S", "M", "N"]
    opened = THREE.replace("N,S,,1", "N,S,,0")
    assert load_network(folder(tmp_path, THREE_NODES, opened, "node\nH\n"))[1].blocks == 0
