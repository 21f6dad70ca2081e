"""Atlases on disk: a folder of files named by their digests, each whole or not there.

A file that is being fetched is called ``<digest>.part`` and is continued where it ends. One whose bytes have
another digest than its name is set aside, never shown.
"""

import mmap
import os
import re
from pathlib import Path

from wallboard.state.atlas import Atlas, AtlasError, digest_of, unpack

_DIGEST = re.compile(r"^[0-9a-f]{64}$")
LARGEST = 1 << 30
"""Bytes of one atlas."""
KEPT = 4
"""Atlases that a cache keeps; the ones unused for longest go."""


def is_digest(text: str) -> bool:
    """Whether this can be the name of an atlas (and of nothing else: no path)."""
    return _DIGEST.fullmatch(text) is not None


class AtlasFolder:
    """The atlases of one folder. Raises OSError where the folder cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where an atlas stands. Raises AtlasError for what is no digest."""
        if not is_digest(digest):
            raise AtlasError(f"{digest[:80]!r} is no digest")
        return self.folder / f"{digest}.atlas"

    def part(self, digest: str) -> Path:
        """Where an atlas grows while it is fetched."""
        return self.path(digest).with_suffix(".part")

    def holds(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def open(self, digest: str) -> Atlas:
        """Map an atlas from disk. Raises AtlasError where it is not there, or is not what its name says."""
        path = self.path(digest)
        try:
            with path.open("rb") as file:
                raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise AtlasError(f"{path.name}: cannot be read ({error})") from error
        try:
            atlas = unpack(memoryview(raw), digest)
        except AtlasError:
            path.replace(path.with_suffix(".damaged"))
            raise
        path.touch()
        return atlas

    def keep(self, raw: bytes) -> str:
        """Write an atlas whole; its digest."""
        digest = digest_of(raw)
        path = self.path(digest)
        if not path.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}")
            with part.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            self._forget_old()
        return digest

    def finish(self, digest: str) -> Atlas:
        """What was fetched is whole: check it and give it its name. Raises AtlasError for a wrong digest."""
        part = self.part(digest)
        with part.open("rb") as file:
            found = digest_of(file.read(LARGEST + 1))
        if found != digest:
            part.unlink()  # what it holds is of no use to a second try
            raise AtlasError(f"what came has the digest {found[:12]}…, {digest[:12]}… was asked for")
        part.replace(self.path(digest))
        self._forget_old()
        return self.open(digest)

    def _forget_old(self) -> None:
        whole = sorted(self.folder.glob("*.atlas"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in whole[KEPT:]:
            path.unlink(missing_ok=True)
