"""An atlas travels over the hub's own port: in ranges, continued after a break, and only the right one."""

import asyncio
from pathlib import Path

import pytest

from feeds import atlas_fetch
from feeds.atlas_fetch import FetchBroken, fetch_atlas
from feeds.atlas_files import AtlasFolder
from feeds.hub.access import Access
from feeds.hub.atlas_service import AtlasService
from tests.feeds.hub.served import served
from tests.state.test_atlas import TABLES
from wallboard.state.atlas import AtlasError, digest_of, pack

POINTS = {"lon": [112.0] * 50_000, "lat": [22.0] * 50_000}
RAW = pack("town", "", {**TABLES, "points": POINTS})
DIGEST = digest_of(RAW)


def test_that_a_wall_gets_what_the_hub_announces(tmp_path: Path) -> None:
    async def play() -> None:
        async with served() as hub:
            hub.server.atlases = AtlasService((DIGEST, RAW))
            atlas = await asyncio.to_thread(fetch_atlas, hub.url, DIGEST, AtlasFolder(tmp_path))
        assert atlas.tables["points"].rows == 50_000
        assert fetch_atlas("ws://127.0.0.1:1", DIGEST, AtlasFolder(tmp_path)).digest == DIGEST, (
            "now from disk"
        )

    asyncio.run(play())


def test_that_a_broken_fetch_goes_on_where_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        monkeypatch.setattr(atlas_fetch, "RANGE", 100_000)
        folder = AtlasFolder(tmp_path)
        folder.part(DIGEST).write_bytes(RAW[:300_000])
        asked: list[str] = []

        class Counting(AtlasService):
            def answer(self, request):  # type: ignore[no-untyped-def]
                asked.append(request.headers["Range"])
                return super().answer(request)

        async with served() as hub:
            hub.server.atlases = Counting((DIGEST, RAW))
            await asyncio.to_thread(fetch_atlas, hub.url, DIGEST, folder)
        assert asked[0] == "bytes=300000-399999"
        assert len(asked) == -(-(len(RAW) - 300_000) // 100_000)

    asyncio.run(play())


def test_that_a_wrong_atlas_is_refused(tmp_path: Path) -> None:
    async def play() -> None:
        other = pack("another", "", TABLES)
        async with served() as hub:
            hub.server.atlases = AtlasService((DIGEST, other))
            with pytest.raises(AtlasError, match="was asked for"):
                await asyncio.to_thread(fetch_atlas, hub.url, DIGEST, AtlasFolder(tmp_path))
        assert not AtlasFolder(tmp_path).holds(DIGEST)

    asyncio.run(play())


def test_that_a_hub_that_is_gone_or_has_none_is_told(tmp_path: Path) -> None:
    async def play() -> None:
        async with served() as hub:
            with pytest.raises(FetchBroken, match="404"):
                await asyncio.to_thread(fetch_atlas, hub.url, DIGEST, AtlasFolder(tmp_path))
        with pytest.raises(FetchBroken):
            fetch_atlas(hub.url, DIGEST, AtlasFolder(tmp_path))

    asyncio.run(play())


def test_that_a_token_is_needed_where_the_hub_has_tokens(tmp_path: Path) -> None:
    async def play() -> None:
        access = Access.from_environment({"WALLBOARD_TOKEN_WALL": "a-token-of-the-wall"})
        async with served(access=access) as hub:
            hub.server.atlases = AtlasService((DIGEST, RAW))
            for token in (None, "another-token-wrong"):
                with pytest.raises(FetchBroken, match="401"):
                    await asyncio.to_thread(fetch_atlas, hub.url, DIGEST, AtlasFolder(tmp_path), token)
            atlas = await asyncio.to_thread(
                fetch_atlas, hub.url, DIGEST, AtlasFolder(tmp_path), "a-token-of-the-wall"
            )
        assert atlas.digest == DIGEST

    asyncio.run(play())


def test_that_a_hub_that_cuts_every_answer_still_delivers(tmp_path: Path) -> None:
    """Each answer breaks off in the middle: what came is kept and the rest asked for."""

    async def play() -> None:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            begin = int(head.partition("bytes=")[2].partition("-")[0])
            said = f"bytes {begin}-{len(RAW) - 1}/{len(RAW)}"
            size = len(RAW) - begin
            front = f"HTTP/1.1 206 Partial Content\r\nContent-Length: {size}\r\nContent-Range: {said}\r\n\r\n"
            writer.write(front.encode() + RAW[begin : begin + 200_000])
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            atlas = await asyncio.to_thread(
                fetch_atlas, f"ws://127.0.0.1:{port}", DIGEST, AtlasFolder(tmp_path)
            )
        assert atlas.digest == DIGEST

    asyncio.run(play())
