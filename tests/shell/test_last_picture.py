"""The last picture: kept whole, read back the same, put aside when damaged, and gathered unseen."""

import asyncio
import logging
from pathlib import Path

import msgspec
import pytest

from feeds.codec import encode_fact
from feeds.worlds import open_world
from wallboard.domain.clock import ClockState, ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.shell import last_picture
from wallboard.shell.last_picture import (
    OLDEST_S,
    PictureKeeper,
    encode_picture,
    picture_path,
    read_picture,
    write_picture,
)
from wallboard.state.store import Store

NOW = 1_800_000_000.0
CLOCK = ClockState(ClockMode.LIVE, NOW, 1.0, "live")


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    world = open_world("town-storm", 7)
    told = world.step(world.scenario.moment_at, ())
    return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(told, 1)]


@pytest.fixture
def store(facts: list[Fact]) -> Store:
    filled = Store()
    filled.apply(facts)
    return filled


def written(path: Path, store: Store, saved: float = NOW) -> bytes:
    lines = [encode_fact(fact, with_seq=True) for batch in store.walk() for fact in batch]
    data = encode_picture("hall", saved, CLOCK, store.head, lines)
    write_picture(path, data)
    return data


def test_that_what_is_read_is_what_stood(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "deep" / "x.picture"
    written(path, store)
    kept = read_picture(path, "hall", NOW + 60)
    assert kept is not None and kept.head.clock == CLOCK
    again = Store()
    again.load(kept.facts, kept.head.seq)
    assert again.digest() == store.digest() and again.head == store.head
    assert path.stat().st_mode & 0o077 == 0, "it holds names"
    assert [found.name for found in path.parent.iterdir()] == ["x.picture"]


def test_that_another_rooms_and_an_old_picture_are_not_shown(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "x.picture"
    assert read_picture(path, "hall", NOW) is None, "there is none yet"
    written(path, store)
    assert read_picture(path, "other", NOW) is None
    assert read_picture(path, "hall", NOW + OLDEST_S + 1) is None
    assert read_picture(path, "hall", NOW - 3600) is None, "the machine's clock went back"
    assert path.is_file()


@pytest.mark.parametrize("place", [0, 5, 40, 150, 0.3, 0.6, 0.99])
def test_that_a_damaged_picture_is_put_aside_and_said(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture, place: float
) -> None:
    path = tmp_path / "x.picture"
    data = bytearray(written(path, store))
    at = int(place if place >= 1 or place == 0 else place * len(data))
    data[at : at + 7] = b"\x00\xff}{\x00\n\n"
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert read_picture(path, "hall", NOW) is None
    assert "damaged" in caplog.text
    assert [found.name for found in tmp_path.iterdir()] == ["x.picture.damaged"]


@pytest.mark.parametrize("kept", [0, 1, 200, 5000])
def test_that_a_picture_cut_short_is_put_aside(tmp_path: Path, store: Store, kept: int) -> None:
    path = tmp_path / "x.picture"
    data = written(path, store)
    path.write_bytes(data[:kept])
    assert read_picture(path, "hall", NOW) is None
    assert not path.is_file()


def keep(keeper: PictureKeeper, seconds: float, *, whole: bool = False) -> None:
    """Let it keep for so long. whole: and, on a slow machine, until its first picture is there."""

    async def story() -> None:
        task = asyncio.get_running_loop().create_task(keeper.run(0.01, 0.01))
        await asyncio.sleep(seconds)
        for _ in range(200):
            if not whole or keeper.path.exists():
                break
            await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(story())


def test_that_a_live_picture_is_kept_in_slices(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "x.picture"
    keeper = PictureKeeper(path, "hall", store, ManualClock(NOW, ClockMode.REPLAY), lambda: True)
    keep(keeper, 0.6, whole=True)
    kept = read_picture(path, "hall", keeper._real.now())
    assert kept is not None and len(kept.facts) == len(store.snapshot())
    assert kept.head.clock.mode is ClockMode.REPLAY
    assert keeper.slices, "a thousand facts are more than one slice"
    assert sorted(keeper.slices)[len(keeper.slices) // 2] < 0.02, "thread seconds between two rests"


def test_that_what_is_not_live_is_not_kept(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "x.picture"
    keep(PictureKeeper(path, "hall", store, ManualClock(NOW), lambda: False), 0.1)
    assert not path.exists()


def test_that_a_picture_that_does_not_change_is_written_once(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "x.picture"
    keeper = PictureKeeper(path, "hall", store, ManualClock(NOW), lambda: True)
    keep(keeper, 0.5, whole=True)
    first = path.stat().st_mtime_ns
    keeper.slices = []
    assert first == path.stat().st_mtime_ns


def test_that_a_disk_that_refuses_is_said_once(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    keeper = PictureKeeper(tmp_path / "file" / "x.picture", "hall", store, ManualClock(NOW), lambda: True)
    keep(keeper, 1.0)
    assert caplog.text.count("cannot be kept") == 1


def test_that_each_subject_has_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert picture_path("hall a") != picture_path("hall b")
    assert picture_path("hall a").is_relative_to(tmp_path)
    assert last_picture.EVERY_S >= 10
