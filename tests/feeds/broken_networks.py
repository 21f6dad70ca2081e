"""Every broken network and map file that is kept, and the table of what is said (docs/broken-networks.md).

``python -m tests.feeds.broken_networks`` prints the table; with ``--found`` it prints what is said now, in
the form of ``broken_networks.toml``.
"""

import json
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from feeds.csv_rows import NetworkError
from feeds.network_csv import load_network, read_network
from feeds.prefecture_ground import COAST, DISTRICTS, TOWNS, check_ground, read_ground
from wallboard.config.room_entries import MapFile
from wallboard.state.atlas import MARK, pack
from widgets.map.base_map import read_base

EXPECTED = Path(__file__).with_name("broken_networks.toml")

NODES = """node,name,kv,lon,lat,load_kw,n_loads
H,Grid,110,112.70,22.10,0,0
S,Busbar,10,112.70,22.10,0,0
M,Kiosk,10,112.71,22.11,0,0
A,Low A,0.4,112.71,22.11,5,3
B,Low B,0.4,112.72,22.11,8,4
"""
EDGES = """edge,kind,name,from,to,third,closed,length_km,switches,geometry
T0,trafo,Unit,H,S,,1,,,
L1,line,Main,S,M,,1,1.2,M:LBS:1,"112.70,22.10 112.71,22.11"
T1,trafo,T1,M,A,,1,,,
L2,line,Service,A,B,,1,0.1,,
"""
SOURCES = "node\nH\n"
SOUND = {"nodes.csv": NODES, "edges.csv": EDGES, "sources.csv": SOURCES}

SQUARE = [[112.0, 22.0], [113.0, 22.0], [113.0, 23.0], [112.0, 23.0], [112.0, 22.0]]
TOWNS_CSV = (
    "code,name,name_en,district,villages,kind,lon,lat\n1,会城街道,Huicheng,440705,50,seat,112.5,22.5\n"
)

Files = Mapping[str, str | bytes | None]


def feature(ring: object = SQUARE, kind: str = "Polygon", **properties: object) -> dict[str, object]:
    named = {"adcode": "440705", "name": "新会区", "name_en": "Xinhui"}
    return {
        "type": "Feature",
        "properties": {**named, **properties},
        "geometry": {"type": kind, "coordinates": [ring]},
    }


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


GROUND = {DISTRICTS: collection(feature()), COAST: collection(feature()), TOWNS: TOWNS_CSV}

NETWORKS: dict[str, Files] = {
    "network: nodes.csv missing": {"nodes.csv": None},
    "network: nodes.csv empty": {"nodes.csv": ""},
    "network: nodes.csv without a row": {"nodes.csv": NODES.split("\n")[0] + "\n"},
    "network: column missing": {"nodes.csv": NODES.replace("kv,", "", 1)},
    "network: column twice": {"nodes.csv": "".join(f"{line},kv\n" for line in NODES.splitlines())},
    "network: GB18030": {"nodes.csv": NODES.replace("Kiosk", "开关站").encode("gb18030")},
    "network: row too short": {"nodes.csv": NODES + "Z,10\n"},
    "network: node twice": {"nodes.csv": NODES + "S,again,10,112,22,0,0\n"},
    "network: node without id": {"nodes.csv": NODES + ",x,10,112,22,0,0\n"},
    "network: longitude out of range": {"nodes.csv": NODES.replace("112.72", "1127.2")},
    "network: latitude not a number": {"nodes.csv": NODES.replace("22.11,8", "nan,8")},
    "network: voltage in words": {"nodes.csv": NODES.replace("0.4,112.72", "low,112.72")},
    "network: loads below zero": {"nodes.csv": NODES.replace("8,4", "8,-4")},
    "network: edge to no node": {"edges.csv": EDGES.replace("A,B,", "A,Q,")},
    "network: edge to itself": {"edges.csv": EDGES.replace("A,B,", "A,A,")},
    "network: edge twice": {"edges.csv": EDGES.replace("L2,", "L1,")},
    "network: kind unknown": {"edges.csv": EDGES.replace("T1,trafo", "T1,balloon")},
    "network: neither open nor closed": {"edges.csv": EDGES.replace("S,M,,1,", "S,M,,yes,")},
    "network: length below zero": {"edges.csv": EDGES.replace("1.2,M", "-1.2,M")},
    "network: geometry of nonsense": {"edges.csv": EDGES.replace("112.70,22.10 ", "112.70;22.10 ")},
    "network: quote left open": {"edges.csv": EDGES.replace('22.11"', "22.11")},
    "network: three windings, two ends": {"edges.csv": EDGES.replace("T0,trafo,", "T0,trafo3,")},
    "network: source is no node": {"sources.csv": "node\nX\n"},
    "network: no source": {"sources.csv": "node\n"},
    "network: nodes.csv cut in a row": {"nodes.csv": NODES[: NODES.index("112.72") + 3]},
    "network: edges.csv cut in quotes": {"edges.csv": EDGES[: EDGES.index("112.71,22.11")]},
    "network: nodes.csv cut after a row": {"nodes.csv": NODES[: NODES.index("B,Low")]},
    "network: attribution of two lines": {"attribution.txt": "mine\nand yours\n"},
    "network: attribution in GB18030": {"attribution.txt": "江门".encode("gb18030")},
    "network: a folder of zeros": dict.fromkeys(SOUND, bytes(64)),
}
"""Refused. What differs from the sound network."""

ODD: dict[str, Files] = {
    "odd: an island": {"edges.csv": EDGES.replace("A,B,,1", "A,B,,0")},
    "odd: one line drawn twice": {"edges.csv": EDGES + "L3,line,Service,B,A,,1,0.1,,\n"},
    "odd: last line without an end": {"sources.csv": "node\nH"},
}
"""Read, and named in the hub's log and by ``atlas``."""

GROUNDS: dict[str, Files] = {
    "ground: districts missing": {DISTRICTS: None},
    "ground: districts cut short": {DISTRICTS: GROUND[DISTRICTS][:150]},
    "ground: districts an array": {DISTRICTS: "[]"},
    "ground: districts without a feature": {DISTRICTS: collection()},
    "ground: district without a code": {DISTRICTS: collection(feature(adcode=""))},
    "ground: district twice": {DISTRICTS: collection(feature(), feature())},
    "ground: district a point": {DISTRICTS: collection(feature([112, 22], "Point"))},
    "ground: corner out of range": {DISTRICTS: collection(feature([*SQUARE[:3], [112.0, 230.0], SQUARE[0]]))},
    "ground: ring of three corners": {DISTRICTS: collection(feature(SQUARE[:3]))},
    "ground: corners in words": {COAST: collection(feature([["a", "b"]] * 5))},
    "ground: coast null": {COAST: collection(None)},
    "ground: towns without a column": {TOWNS: TOWNS_CSV.replace("villages,", "", 1)},
    "ground: no town": {TOWNS: TOWNS_CSV.split("\n")[0] + "\n"},
    "ground: town of no district": {TOWNS: TOWNS_CSV.replace("440705,50", "440799,50")},
    "ground: town of no kind": {TOWNS: TOWNS_CSV.replace("seat", "city")},
    "ground: villages in words": {TOWNS: TOWNS_CSV.replace(",50,", ",fifty,")},
    "ground: town without a place": {TOWNS: TOWNS_CSV.replace("112.5,", ",")},
    "ground: town in the sea": {TOWNS: TOWNS_CSV.replace("112.5,", "119.5,")},
}

BASES: dict[str, str | bytes | None] = {
    "base: missing": None,
    "base: empty": "",
    "base: cut short": GROUND[DISTRICTS][:150],
    "base: a PNG": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "base: JSON, but not GeoJSON": "{}",
    "base: without a feature": collection(),
    "base: coordinates in words": collection(feature([["a", "b"]] * 5)),
    "base: degrees out of range": collection(feature([[11250.0, 2230.0]] * 5)),
    "base: ring of two corners": collection(feature(SQUARE[:2])),
    "base: geometry of no kind": collection(feature(kind="Blob")),
    "base: geometry null": collection({"type": "Feature", "properties": {}, "geometry": None}),
}

ATLAS = pack("t", "", {})
ATLASES: dict[str, bytes] = {
    "atlas: empty": b"",
    "atlas: another file": b"SQLite format 3\0" + bytes(100),
    "atlas: head cut short": ATLAS[:200],
    "atlas: head too large": MARK + (1 << 40).to_bytes(8, "little") + ATLAS[16:],
    "atlas: head of nonsense": ATLAS[:16] + b"\xff" * 40 + ATLAS[56:],
}

SECTIONS = {
    "network": "A network of CSV files",
    "odd": "A network that is read, but odd",
    "atlas": "An atlas file",
    "ground": "The ground of a prefecture (resources/maps)",
    "base": "A base map of a room (GeoJSON)",
}


def write(folder: Path, files: Files) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def refusal(read: Callable[[Path], object], path: Path) -> str:
    """What is said; empty where nothing is."""
    try:
        read(path)
    except NetworkError as error:
        return str(error)
    return ""


def grounded(folder: Path) -> None:
    check_ground(read_ground(folder))


def found(folder: Path) -> dict[str, str]:
    """Input -> the message it gets now."""
    said: dict[str, str] = {}
    number = 0

    def place() -> Path:
        nonlocal number
        number += 1
        return folder / str(number)

    for name, files in NETWORKS.items():
        said[name] = refusal(load_network, write(place(), {**SOUND, **files}))
    for name, files in ODD.items():
        said[name] = "\n".join(load_network(write(place(), {**SOUND, **files}))[1].notes)
    for name, raw in ATLASES.items():
        said[name] = refusal(read_network, write(place(), {"grid.atlas": raw}) / "grid.atlas")
    for name, files in GROUNDS.items():
        said[name] = refusal(grounded, write(place(), {**GROUND, **files}))
    for name, content in BASES.items():
        at = write(place(), {"land.geojson": content})
        base = read_base([MapFile(role="land", file="land.geojson")], at, "en")
        said[name] = "\n".join(base.problems)
    return said


def expected() -> dict[str, str]:
    """Input -> the message it must get, as reviewed by a person."""
    return tomllib.loads(EXPECTED.read_text(encoding="utf-8"))


def table(messages: Mapping[str, str]) -> str:
    """The document: one table a section."""
    lines = [
        "# Broken networks and map files, and what is said about them",
        "",
        f"{len(messages)} kinds, each with its message. `python main.py atlas --network FOLDER` says the",
        "same of files of yours, all faults of a network at once. A network that is refused keeps the hub",
        "from starting; a base map file that is refused is named on the map, and the rest is drawn.",
        "",
        "A test also cuts every file at random bytes: each cut is refused, or named as odd, or it takes",
        "nothing away.",
        "",
        "Made by `python -m tests.feeds.broken_networks > docs/broken-networks.md`; a test compares them.",
    ]
    for prefix, title in SECTIONS.items():
        rows = {name: text for name, text in messages.items() if name.partition(":")[0] == prefix}
        lines += ["", f"## {title}", "", "| input | message |", "|---|---|"]
        lines += [f"| {name.partition(': ')[2]} | {_cell(text)} |" for name, text in rows.items()]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")


def main() -> None:
    """Print the table, or what is said now."""
    if "--found" not in sys.argv:
        print(table(expected()), end="")
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, text in found(Path(folder)).items():
            print(f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(text, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
