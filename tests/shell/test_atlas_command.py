"""The command ``atlas``: a network as one file, its figures in words, and every fault by name."""

from pathlib import Path

import pytest

from feeds.sim.geography import prefecture as building
from feeds.sim.geography.given import Given
from feeds.sim.geography.prefecture import Size
from wallboard.shell.cli import main
from wallboard.state.atlas import unpack

NODES = """node,name,kv,lon,lat,load_kw,n_loads
S,Station,10,112.70,22.10,0,0
M,Kiosk,10,112.71,22.11,0,0
A,Low A,0.4,112.71,22.11,5,3
B,Low B,0.4,112.72,22.11,8,4
"""
EDGES = """edge,kind,name,from,to,closed,length_km,rating,switches,geometry
L1,line,Main,S,M,1,1.2,0.3,M:LBS:1,"112.70,22.10 112.71,22.11"
T1,trafo,T1,M,A,1,,,,
"""


def network(folder: Path) -> Path:
    for name, text in (("nodes", NODES), ("edges", EDGES), ("sources", "node\nS\n")):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_that_a_real_network_is_written_and_described(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "grid.atlas"
    assert main(["atlas", "--network", str(network(tmp_path)), "--out", str(out)]) == 0
    said = capsys.readouterr()
    atlas = unpack(out.read_bytes())
    assert f"digest {atlas.digest}" in said.out and "transformer areas" in said.out
    assert "nodes.csv, node 'B': no source feeds it" in said.err, "an island is named"
    assert main(["atlas", "--network", str(out)]) == 0
    assert atlas.digest in capsys.readouterr().out


def test_that_a_seed_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = building.build
    monkeypatch.setattr(building, "build", lambda given, seed: small(whole, given, seed))
    out = tmp_path / "city.atlas"
    assert main(["atlas", "--seed", "5", "--out", str(out)]) == 0
    assert "feeders                                                 30" in capsys.readouterr().out
    assert unpack(out.read_bytes()).tables["areas"].rows == 600


def small(whole, given: Given, seed: int) -> bytes:
    """A fiftieth of the prefecture."""
    return whole(given, seed, Size.of(0.02))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--seed", "-1"], "--seed -1: is not from 0"),
        (["--network", "nowhere"], "nowhere: cannot be read"),
        (["--network", ".", "--out", "."], "is a folder"),
        (["--network", ".", "--out", "x.rec"], "an atlas's name ends in .atlas"),
        (["--network", ".", "--out", "no/x.atlas"], "there is no folder"),
        (["--network", "."], "nodes.csv: cannot be read"),
    ],
)
def test_that_a_fault_is_one_line(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["atlas", *words]) in (1, 2)
    assert said in capsys.readouterr().err
