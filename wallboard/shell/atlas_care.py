"""The wall's atlas: what the hub announces is fetched once, kept on disk, and given to the windows.

Fetched in a thread: a picture never waits for it. A fetch that breaks off is tried again for ever; an atlas
that is not what was announced is said in the log and left until the hub announces another.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from feeds.atlas_fetch import FetchBroken, fetch_atlas
from feeds.atlas_files import AtlasFolder, is_digest
from wallboard.state.atlas import Atlas, AtlasError
from wallboard.state.reach import reach_of

LOG = logging.getLogger(__name__)

AGAIN = 10.0
"""Seconds until a fetch that broke off goes on."""


class AtlasCare:
    """One wall's atlas. folder: the cache. on_atlas: told once for each atlas that is new."""

    def __init__(
        self, folder: Path, token: str | None, on_atlas: Callable[[Atlas], None], again: float = AGAIN
    ) -> None:
        self._folder, self._token, self._on_atlas, self._again = AtlasFolder(folder), token, on_atlas, again
        self.atlas: Atlas | None = None
        self._fetching = ""
        self._refused = ""

    def wants(self, announced: Sequence[str]) -> bool:
        """Whether an announced atlas is neither here, nor on its way, nor refused."""
        digest = next((one for one in announced if is_digest(one)), "")
        has = self.atlas.digest if self.atlas is not None else ""
        return bool(digest) and digest not in (has, self._refused, self._fetching)

    async def follow(self, hub: str, announced: Sequence[str]) -> None:
        """Get the first atlas that a hub announces; returns once it is there, or will never be."""
        if not self.wants(announced):
            return
        digest = self._fetching = next(one for one in announced if is_digest(one))
        try:
            await self._fetch(hub, digest)
        finally:
            self._fetching = ""

    async def _fetch(self, hub: str, digest: str) -> None:
        while True:
            try:
                atlas = await asyncio.to_thread(self._fetched, hub, digest)
            except FetchBroken as error:
                LOG.warning("the network's atlas broke off (%s); tried again in %g s", error, self._again)
            except AtlasError as error:
                LOG.error("the network's atlas is refused: %s", error)
                self._refused = digest
                return
            except OSError as error:
                LOG.error("the network's atlas cannot be kept (%s); free some space", error)
            else:
                self.atlas = atlas
                LOG.info("atlas %s: %s", digest[:12], atlas.title)
                self._on_atlas(atlas)
                return
            await asyncio.sleep(self._again)

    def _fetched(self, hub: str, digest: str) -> Atlas:
        """Fetched, and looked through for what every map asks first. Raises as ``fetch_atlas``."""
        atlas = fetch_atlas(hub, digest, self._folder, self._token)
        reach_of(atlas).ready()
        return atlas
