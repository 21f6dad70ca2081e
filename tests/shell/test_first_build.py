"""A first start says why it takes long; the next one says nothing."""

from pathlib import Path

import msgspec
import pytest

from feeds import networks
from feeds.networks import must_be_built, network_of
from feeds.sim.geography import prefecture as building
from feeds.sim.geography.given import Given
from feeds.sim.geography.prefecture import Size
from wallboard.config.room import load_room
from wallboard.shell.first_build import say_if_built


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache, and prefectures of a fiftieth of their size."""
    whole = building.build

    def build(given: Given, seed: int) -> bytes:
        return whole(given, seed, Size.of(0.02))

    monkeypatch.setattr(building, "build", build)
    monkeypatch.setattr(networks, "_folder", lambda: tmp_path)
    return tmp_path


def test_that_a_network_is_announced_before_it_is_built_and_never_again(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = load_room("city")
    say_if_built(msgspec.structs.replace(room, network=None), "typhoon")
    said = capsys.readouterr()
    assert "building the network prefecture:7" in said.err and not said.out
    network_of("prefecture:7")
    say_if_built(msgspec.structs.replace(room, network=None), "typhoon")
    say_if_built(msgspec.structs.replace(room, network="prefecture:7"), None)
    assert capsys.readouterr().err == ""


def test_that_a_damaged_one_is_built_anew_and_what_is_read_is_not(cache: Path, tmp_path: Path) -> None:
    assert must_be_built("prefecture:3")
    network_of("prefecture:3")
    assert not must_be_built("prefecture:3")
    for path in cache.glob("*.atlas"):
        path.write_bytes(path.read_bytes()[:-1])
    assert must_be_built("prefecture:3")
    assert not must_be_built("town") and not must_be_built(str(tmp_path))
