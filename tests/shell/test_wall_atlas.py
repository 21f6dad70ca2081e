"""A wall whose hub knows the network: fetched by itself, drawn, and there from disk the next time."""

import asyncio
from pathlib import Path

import pytest

from feeds.hub.access import Access
from feeds.hub.atlas_service import AtlasService
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.server import HubServer
from tests.feeds.hub.served import judge
from tests.state.test_atlas import TABLES
from wallboard.config.room import load_room
from wallboard.domain.clock import SystemClock
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.state.atlas import digest_of, pack
from widgets.map.map_view import MapView

RAW = pack("town", "© Town", TABLES)


async def drawn(wall: Wall) -> MapView:
    """The wall's map, once the network lies on it."""
    page = wall.windows[0].page
    assert page is not None
    view = next(panel for _, panel in page.panels if isinstance(panel, MapView))
    for _ in range(200):
        if not view._scene.base.empty:
            return view
        await asyncio.sleep(0.05)
    raise AssertionError("the network never came")


def test_that_the_network_comes_to_the_glass(
    loop: asyncio.AbstractEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    room = load_room("replay")

    async def play() -> None:
        with HubLog(None) as log:
            hub = LiveHub(log, SystemClock(), judge())
            server = HubServer(hub, Access(), None, AtlasService((digest_of(RAW), RAW)))
            hub.beat = server.beat
            async with server.open("127.0.0.1:0") as url:
                work = [loop.create_task(hub.run()), loop.create_task(server.beats())]
                wall = Wall(room, room.window[:1], offscreen_application().family, Health())
                wall.windows[0].resize(1280, 720)
                wall.windows[0].show()
                wall.follow(url)
                view = await drawn(wall)
                assert view._scene.base.notes == ("© Town",), "whose network it is stands on the map"
                box = view._scene.base.box()
                assert box is not None
                assert view._fit_box == box, "the map looks at the network"
                await wall.close()
                for task in work:
                    task.cancel()
                await asyncio.wait(work)

    loop.run_until_complete(play())
    assert (tmp_path / "wallboard" / "atlas" / f"{digest_of(RAW)}.atlas").is_file()
