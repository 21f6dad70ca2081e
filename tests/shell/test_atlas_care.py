"""A wall gets its hub's atlas by itself, and keeps trying; a wrong one is never shown."""

import asyncio
from pathlib import Path

from feeds.hub.atlas_service import AtlasService
from tests.feeds.hub.served import served
from tests.state.test_atlas import TABLES
from wallboard.shell.atlas_care import AtlasCare
from wallboard.state.atlas import Atlas, digest_of, pack

RAW = pack("town", "", TABLES)
DIGEST = digest_of(RAW)


def test_that_an_atlas_comes_once_the_hub_has_it(tmp_path: Path) -> None:
    async def play() -> None:
        got: list[Atlas] = []
        care = AtlasCare(tmp_path, None, got.append, again=0.05)
        async with served() as hub:
            following = asyncio.get_running_loop().create_task(care.follow(hub.url, [DIGEST]))
            await asyncio.sleep(0.1)
            assert not got, "the hub has none yet: 404, tried again"
            hub.server.atlases = AtlasService((DIGEST, RAW))
            await asyncio.wait_for(following, 5)
            await care.follow(hub.url, [DIGEST])
        assert [atlas.digest for atlas in got] == [DIGEST], "told once"

    asyncio.run(play())


def test_that_a_wrong_atlas_is_left_alone(tmp_path: Path) -> None:
    async def play() -> None:
        got: list[Atlas] = []
        care = AtlasCare(tmp_path, None, got.append, again=0.05)
        async with served() as hub:
            hub.server.atlases = AtlasService((DIGEST, pack("other", "", TABLES)))
            await asyncio.wait_for(care.follow(hub.url, [DIGEST]), 5)
            await asyncio.wait_for(care.follow(hub.url, ["../../etc", ""]), 5)
        assert not got

    asyncio.run(play())
