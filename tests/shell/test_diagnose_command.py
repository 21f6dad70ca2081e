"""``wallboard diagnose``: files in, outages and a comparison with the truth out."""

import json
from pathlib import Path

import pytest

from feeds.codec import encode_fact
from feeds.networks import network_of
from tests.rules.diagnosis.street import START
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters
from wallboard.shell.cli import main
from wallboard.state.atlas import unpack
from wallboard.state.supply_wires import supply_network


@pytest.fixture(scope="module")
def lateral() -> tuple[str, list[tuple[str, int]]]:
    """A fuse of the demo town, and the areas behind it with their customers."""
    network = supply_network(unpack(network_of("town")[1]))
    cuts, wires = network.cuts, network.wires
    fuses = [row for row, kind in enumerate(wires.device_kind) if kind == "fuse"]
    device = max(fuses, key=lambda row: len(cuts.areas_below(int(cuts.row_of_device[row]))))
    areas = cuts.areas_below(int(cuts.row_of_device[device])).tolist()
    return network.named.devices[device], [
        (network.named.areas[area], int(wires.customers[area])) for area in areas
    ]


def write(path: Path, areas: list[tuple[str, int]]) -> Path:
    facts = [Fact(AreaMeters(off=n, on=0), f"metering/{area}", START + 60.0, "metering") for area, n in areas]
    path.write_bytes(b"\n".join(encode_fact(fact) for fact in facts))
    return path


def test_that_a_dark_lateral_is_found_and_compared_with_the_truth(
    lateral: tuple[str, list[tuple[str, int]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device, areas = lateral
    evidence = write(tmp_path / "evidence.jsonl", areas)
    truth = tmp_path / "truth.jsonl"
    lines = [{"kind": "fault", "id": "f", "by": "lateral", "device": device}]
    lines += [{"kind": "area", "area": area, "dark": n} for area, n in areas]
    truth.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert main(["diagnose", "--network", "town", "--evidence", str(evidence), "--truth", str(truth)]) == 0
    *said, last = capsys.readouterr().out.splitlines()
    assert any(device in line and "meters dark" in line for line in said)
    result = json.loads(last.removeprefix("RESULT "))
    assert (result["precision"], result["recall"]) == (1.0, 1.0)
    assert result["customers_error"] < 0.05


def test_that_a_bad_line_ends_it_with_file_line_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evidence = write(tmp_path / "evidence.jsonl", [("TA-999999", 3)])
    assert main(["diagnose", "--network", "town", "--evidence", str(evidence)]) == 1
    said = capsys.readouterr()
    assert "evidence.jsonl, line 1, subject: 'TA-999999' is no transformer area" in said.err
    assert said.out == ""


def test_that_it_tells_which_meters_are_worth_asking(
    lateral: tuple[str, list[tuple[str, int]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a lateral all of whose areas but the last read off, that one has not been heard."""
    _, areas = lateral
    evidence = write(tmp_path / "evidence.jsonl", areas[:-1])
    ask = ["diagnose", "--network", "town", "--evidence", str(evidence), "--ask"]
    assert main([*ask, "one"]) == 0
    asked = [line for line in capsys.readouterr().out.splitlines() if "ask " in line]
    assert asked == [f"  ask 1 meters of area {areas[-1][0]}: not heard"]
    assert main([*ask, "half"]) == 1
    assert "--ask half: all, one, or a share" in capsys.readouterr().err
