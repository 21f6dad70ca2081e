"""The network that a room or scenario names: CSV files, an atlas file, ``town`` or ``prefecture:SEED``.

A prefecture is built once (some seconds) and kept in the user's cache; its file's name says seed, version,
what it was built on, and the digest of its bytes, so a damaged or an old one is built anew.
"""

import contextlib
import logging
import os
from functools import cache
from pathlib import Path

import msgspec
from platformdirs import user_cache_path

from feeds.network_csv import read_network
from feeds.prefecture_ground import check_ground, read_ground
from feeds.sim.geography import VERSION
from wallboard.config.load import resource_root
from wallboard.config.network_name import TOWN, prefecture_seed
from wallboard.state.atlas import digest_of

LOG = logging.getLogger("wallboard.networks")
KEPT = 6
"""Built prefectures that the cache keeps."""


def network_of(network: str, title: str = "", folder: Path | None = None) -> tuple[str, bytes]:
    """Digest and bytes of the atlas that a room's ``network`` names. Raises NetworkError."""
    if network == TOWN:
        return town()
    seed = prefecture_seed(network)
    if seed is None:
        return read_network(Path(network), title)
    return prefecture(seed, folder or _folder())


@cache
def town() -> tuple[str, bytes]:
    """Digest and bytes of the demo town, built anew in each process (some tenths of a second)."""
    from feeds.sim.geography.town_tables import town_atlas  # with shapely, which other rooms need not pay for

    raw = town_atlas()
    return digest_of(raw), raw


def must_be_built(network: str, folder: Path | None = None) -> bool:
    """Whether ``network_of`` would build it now, which takes many seconds. Raises NetworkError."""
    seed = prefecture_seed(network)
    return seed is not None and _kept(seed, folder or _folder()) is None


def prefecture(seed: int, folder: Path) -> tuple[str, bytes]:
    """The prefecture of a seed, from the cache where it is there. Raises NetworkError."""
    raw = _kept(seed, folder)
    if raw is None:
        raw = build_prefecture(seed)
        _keep(folder, f"{_begin(seed)}{digest_of(raw)}.atlas", raw)
    return digest_of(raw), raw


def _folder() -> Path:
    return user_cache_path("wallboard") / "prefecture"


def _begin(seed: int) -> str:
    """How the name of a kept prefecture's file begins: seed, version, and what it was built on."""
    given = read_ground(resource_root() / "maps")
    return f"{seed}-v{VERSION}-{digest_of(msgspec.json.encode(given))[:12]}-"


def _kept(seed: int, folder: Path) -> bytes | None:
    """The sound bytes of a prefecture that was built before."""
    begin = _begin(seed)
    for path in sorted(folder.glob(f"{begin}*.atlas")):
        raw = _read(path)
        if raw is not None and digest_of(raw) == path.stem.removeprefix(begin):
            return raw
    return None


def build_prefecture(seed: int) -> bytes:
    """The prefecture of a seed on the shipped ground, built now. Raises NetworkError."""
    from feeds.sim.geography.prefecture import build  # with shapely, which other rooms need not pay for

    given = read_ground(resource_root() / "maps")
    check_ground(given)
    LOG.info("building the prefecture of seed %d", seed)
    return build(given, seed)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        LOG.warning("%s cannot be read (%s): it is built anew", path.name, error)
        return None


def _keep(folder: Path, name: str, raw: bytes) -> None:
    """Write whole or not at all; a cache that cannot be written costs the next start some seconds."""
    part = folder / f"{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(raw)
        part.replace(folder / name)
        kept = sorted(folder.glob("*.atlas"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in kept[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        LOG.warning("the prefecture cannot be kept (%s): free some space", error)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
