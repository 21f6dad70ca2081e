"""A room's network by its name: CSV, an atlas file, or a prefecture that is built once and kept."""

import shutil
from pathlib import Path

import pytest

from feeds import networks
from feeds.csv_rows import NetworkError
from feeds.networks import network_of
from feeds.prefecture_ground import COAST, DISTRICTS, TOWNS, read_ground
from feeds.sim.geography import prefecture as building
from feeds.sim.geography.given import Given
from feeds.sim.geography.prefecture import Size
from wallboard.config.load import resource_root
from wallboard.state.atlas import digest_of, unpack


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Prefectures are built at a fiftieth of their size; the seeds that were built."""
    built: list[int] = []
    whole = building.build

    def build(given: Given, seed: int) -> bytes:
        built.append(seed)
        return whole(given, seed, Size.of(0.02))

    monkeypatch.setattr(building, "build", build)
    return built


def test_that_a_prefecture_is_built_once_and_then_read(small: list[int], tmp_path: Path) -> None:
    digest, raw = network_of("prefecture:3", folder=tmp_path)
    assert digest_of(raw) == digest and unpack(raw).tables["feeders"].rows == 30
    assert network_of("prefecture:3", folder=tmp_path) == (digest, raw)
    assert network_of("prefecture:4", folder=tmp_path)[0] != digest
    assert small == [3, 4]


def test_that_a_damaged_or_an_older_file_is_built_anew(
    small: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, raw = network_of("prefecture:3", folder=tmp_path)
    file = next(tmp_path.glob("*.atlas"))
    file.write_bytes(raw[:-100])
    assert network_of("prefecture:3", folder=tmp_path) == (digest, raw)
    assert file.read_bytes() == raw
    monkeypatch.setattr(networks, "VERSION", networks.VERSION + 1)
    network_of("prefecture:3", folder=tmp_path)
    assert small == [3, 3, 3]


def test_that_a_cache_that_cannot_be_written_does_no_harm(small: list[int], tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert unpack(network_of("prefecture:3", folder=blocked)[1]).title.endswith("3）")


def test_that_the_cache_does_not_grow(small: list[int], tmp_path: Path) -> None:
    for number in range(networks.KEPT + 2):
        (tmp_path / f"{number}.atlas").write_bytes(b"old")
    network_of("prefecture:3", folder=tmp_path)
    assert len(list(tmp_path.glob("*.atlas"))) == networks.KEPT


def test_that_csv_and_atlas_files_go_through_the_same_door(tmp_path: Path, small: list[int]) -> None:
    raw = network_of("prefecture:3", folder=tmp_path)[1]
    (tmp_path / "x.atlas").write_bytes(raw)
    assert network_of(str(tmp_path / "x.atlas"))[1] == raw
    with pytest.raises(NetworkError, match=r"nodes\.csv: cannot be read"):
        network_of(str(tmp_path))


def test_that_the_shipped_ground_is_the_real_one() -> None:
    ground = read_ground(resource_root() / "maps")
    assert [d.name for d in ground.districts] == [
        "蓬江区",
        "江海区",
        "新会区",
        "台山市",
        "开平市",
        "鹤山市",
        "恩平市",
    ]
    assert len(ground.towns) == 81 and sum(town.villages for town in ground.towns) == 1347
    assert "示意图" in ground.attribution and "OpenStreetMap" in ground.attribution


def test_that_a_town_in_the_sea_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maps = tmp_path / "maps"
    maps.mkdir()
    for name in (DISTRICTS, COAST, TOWNS):
        shutil.copy(resource_root() / "maps" / name, maps / name)
    towns = (maps / TOWNS).read_text(encoding="utf-8").replace("112.785,21.965", "112.785,21.500")
    (maps / TOWNS).write_text(towns, encoding="utf-8")
    monkeypatch.setattr(networks, "resource_root", lambda: tmp_path)
    with pytest.raises(
        NetworkError,
        match=r"jiangmen-towns\.csv: 广海镇 does not lie on the land of its district 440781; mend",
    ):
        networks.build_prefecture(3)
