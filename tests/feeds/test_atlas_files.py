"""Atlases on disk: whole or not there; one that is not what its name says is never shown."""

import os
from pathlib import Path

import pytest

from feeds.atlas_files import KEPT, AtlasFolder
from tests.state.test_atlas import TABLES
from wallboard.state.atlas import AtlasError, digest_of, pack

RAW = pack("town", "", TABLES)
DIGEST = digest_of(RAW)


def test_that_a_kept_atlas_opens_from_disk(tmp_path: Path) -> None:
    cache = AtlasFolder(tmp_path / "atlas")
    assert cache.keep(RAW) == cache.keep(RAW) == DIGEST
    assert cache.holds(DIGEST)
    assert cache.open(DIGEST).tables["nodes"].rows == 3


@pytest.mark.parametrize("size", [0, 5, 100, len(RAW) - 1])
def test_that_a_damaged_file_is_set_aside(tmp_path: Path, size: int) -> None:
    cache = AtlasFolder(tmp_path)
    cache.keep(RAW)
    cache.path(DIGEST).write_bytes(RAW[:size])
    with pytest.raises(AtlasError):
        cache.open(DIGEST)


def test_that_a_name_is_no_path(tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "", "0" * 63, "G" * 64):
        with pytest.raises(AtlasError, match="is no digest"):
            AtlasFolder(tmp_path).path(name)


def test_that_what_came_wrong_is_refused_and_forgotten(tmp_path: Path) -> None:
    cache = AtlasFolder(tmp_path)
    cache.part(DIGEST).write_bytes(RAW[:-1] + b"!")
    with pytest.raises(AtlasError, match="was asked for"):
        cache.finish(DIGEST)
    assert not cache.part(DIGEST).exists()
    assert not cache.holds(DIGEST)


def test_that_old_atlases_go(tmp_path: Path) -> None:
    cache = AtlasFolder(tmp_path)
    for number in range(KEPT + 2):
        digest = cache.keep(pack(str(number), "", TABLES))
        os.utime(cache.path(digest), (number, number))
    cache.keep(RAW)
    assert cache.holds(DIGEST)
    assert len(list(tmp_path.glob("*.atlas"))) == KEPT
