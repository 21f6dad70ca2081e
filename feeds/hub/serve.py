"""Puts a hub together from its settings and serves it until cancelled: the ``hub`` command's inside."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

import msgspec

from feeds.hub.access import Access
from feeds.hub.analyst import Analyst
from feeds.hub.atlas_service import AtlasService
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog, LogError
from feeds.hub.playback import Judge
from feeds.hub.replay import ReplayHub
from feeds.hub.retention import Retention
from feeds.hub.scenario import ScenarioHub
from feeds.hub.server import HubServer, ServerLimits
from feeds.hub.telling import Teller
from feeds.hub.telling_post import HttpsPost
from feeds.networks import network_of
from feeds.recording import Recording
from feeds.source import Ageing, Publish, Resuming, SourceError
from feeds.source_trouble import Trouble
from feeds.sources import Source, SourceContext, open_source
from wallboard.config.load import available
from wallboard.config.room_entries import Room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.config.screen import load_screen
from wallboard.domain.clock import Clock, SystemClock
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import AreaClass
from wallboard.domain.walls import SHOWN_FOR, Walls
from wallboard.state.atlas import Atlas, unpack

_log = logging.getLogger(__name__)

AGAIN = 15.0
"""Seconds until a source that failed is started anew."""

LOG_NAME = "hub.wblog"
"""The log's file in the data directory."""


class HubSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a hub serves, and where.

    listen: HOST:PORT, port 0 for any free one. data_dir: where the log is kept; None: in memory.
    Of recording, scenario and the room's sources the first that is there is served. speed: operational
    seconds a second, of a recording or scenario; start_at: where it begins, epoch s; paused: it begins
    standing still. truth: where a scenario writes what is really so. access: None: from
    the environment (``WALLBOARD_TOKEN_*``, ``WALLBOARD_TLS_CERT``, ``WALLBOARD_TLS_KEY``).
    """

    listen: str = "127.0.0.1:8765"
    data_dir: Path | None = None
    room: Room | None = None
    recording: Path | None = None
    scenario: str | None = None
    seed: int = 1
    speed: float = 1.0
    paused: bool = False
    start_at: float | None = None
    truth: Path | None = None
    folder: Path = Path()  # where relative paths of the room file begin
    access: Access | None = None
    limits: ServerLimits | None = None


async def serve(settings: HubSettings, ready: Callable[[str], None] | None = None) -> None:
    """Serve until cancelled; ``ready`` is called with the URL once clients may connect.

    Raises AccessError, RecordingError, ConfigError, NetworkError, SourceError, LogError or OSError (address
    in use).
    """
    settings = with_only_source(settings)
    network = await asyncio.to_thread(_network, settings)  # a prefecture takes seconds to build
    judge = judge_maker(settings.room, unpack(network[1]) if network is not None else None)
    atlases = AtlasService() if network is None else AtlasService(network)
    if settings.recording is not None:
        with Recording(settings.recording) as recording:
            replay = ReplayHub(
                recording,
                speed=settings.speed,
                start_at=settings.start_at,
                paused=settings.paused,
                judge=judge,
            )
            await _serve(settings, replay, [replay.run()], atlases, ready)
        return
    if settings.scenario is not None:
        with HubLog(None, settings.scenario) as log:
            pace = settings.seed, settings.speed, judge()
            begin, truth = settings.start_at, settings.truth
            walls = walls_of(settings.room)
            city = ScenarioHub(log, settings.scenario, *pace, start_at=begin, truth=truth, walls=walls)
            city.paused = settings.paused
            await city.begin()
            work = [city.run(), *tellers(settings.room, city)]
            await _serve(settings, city, work, atlases, ready)
        return
    await _serve_live(settings, judge(), atlases, ready)


async def _serve_live(
    settings: HubSettings, judge: Judge, atlases: AtlasService, ready: Callable[[str], None] | None
) -> None:
    room = settings.room
    path = settings.data_dir / LOG_NAME if settings.data_dir is not None else None
    clock = SystemClock()
    context = SourceContext(clock, settings.folder, os.environ, settings.seed, settings.speed)
    entries = room.source if room is not None else []
    sources: list[Source] = [open_source(entry, context) for entry in entries]
    with HubLog(path, room.name if room is not None else "") as log:
        hub = LiveHub(log, clock, judge, _retention(room), walls_of(room))
        await hub.start()
        for source in sources:
            if isinstance(source, Resuming):
                source.resume(hub.channel.store.tables)
        work = [hub.run(), *(keep_running(source, hub.deliver, clock) for source in sources)]
        work += tellers(room, hub)
        await _serve(settings, hub, work, atlases, ready)


def _retention(room: Room | None) -> Retention | None:
    """What the room's log keeps; None: the usual."""
    return None if room is None else Retention(room.log.keep, round(room.log.most_gib * 2**30))


def walls_of(room: Room | None) -> Walls:
    """The room's walls by their windows' names, and the pages that any of them may be shown. Raises
    ConfigError."""
    windows = room.window if room is not None else []
    own = {name for entry in windows if entry.desk is None for name in entry.screens}
    screens = [load_screen(name) for name in sorted({*available("screens"), *own})]
    return Walls(
        frozenset(entry.name for entry in windows if entry.name is not None),
        frozenset(screen.name for screen in screens if screen.wall and screen.page),
        float(room.walls.shown_for) if room is not None else SHOWN_FOR,
    )


def tellers(room: Room | None, hub: LiveHub) -> list[Coroutine[Any, Any, None]]:
    """What carries messages to customers, for each channel of the room. Raises SourceError, ConfigError."""
    if room is None or not room.channel:
        return []
    limits = load_rule_set(room.rules).tellings if room.rules else []
    found: list[Coroutine[Any, Any, None]] = []
    for entry in room.channel:
        token = os.environ.get(entry.token_env) if entry.token_env is not None else None
        if entry.token_env is not None and not token:
            problem = f"{entry.token_env} is not set; export it with the token"
            raise SourceError(f"channel {entry.name}: {problem}")
        port = HttpsPost(entry.name, entry.url, token, Path(entry.ca) if entry.ca is not None else None)
        found.append(Teller(hub, port, room.name, limits, room.time_zone).run())
    return found


async def keep_running(source: Source, publish: Publish, clock: Clock, again: float = AGAIN) -> None:
    """Run a source for ever: one that fails by a fault of ours is told, logged and started anew.

    Raises LogError, which concerns the whole hub. again: seconds until it is started anew.
    """
    trouble = Trouble(source.name, 60.0)
    while True:
        life = asyncio.get_running_loop().create_task(source.run(publish))
        try:
            await asyncio.wait([life])
        finally:
            life.cancel()
            await asyncio.wait([life])
        failure = None if life.cancelled() else life.exception()
        if failure is None:
            return
        if isinstance(failure, LogError):
            raise failure
        _log.error("source %s failed; started anew in %g s", source.name, again, exc_info=failure)
        why = Reason("source_failed")
        now = clock.now()
        told = source.trouble(why, now) if isinstance(source, Ageing) else trouble.say(why, now)
        if told:
            await publish(told)
        await asyncio.sleep(again)


async def _serve(
    settings: HubSettings,
    hub: LiveHub | ReplayHub,
    work: Sequence[Coroutine[Any, Any, None]],
    atlases: AtlasService,
    ready: Callable[[str], None] | None,
) -> None:
    """Listen, and keep every part of the hub running; the first one that fails ends all of them."""
    access = settings.access or access_of(settings.room)
    server = HubServer(hub, access, settings.limits, atlases)
    hub.beat = server.beat
    try:
        async with server.open(settings.listen) as url, asyncio.TaskGroup() as group:
            for part in [*work, server.beats()]:
                group.create_task(part)
            if ready is not None:
                ready(url)
    except BaseExceptionGroup as failed:
        raise _first(failed) from failed
    finally:
        for part in work:
            part.close()


def access_of(room: Room | None) -> Access:
    """Tokens and TLS of the environment and of the room file. Raises AccessError."""
    access = Access.from_environment(os.environ)
    return access if room is None else access.with_room(room.token, room.tls, os.environ)


def _network(settings: HubSettings) -> tuple[str, bytes] | None:
    """Digest and bytes of the room's network, else of the scenario's. Raises NetworkError, ConfigError."""
    room = settings.room
    network, title = (room.network, room.name) if room is not None else (None, "")
    if network is None and settings.recording is None and settings.scenario is not None:
        network = load_scenario(settings.scenario).network
    return None if network is None else network_of(network, title)


def with_only_source(settings: HubSettings) -> HubSettings:
    """A room whose only source is a recording or a scenario is served on that one's own clock."""
    entries = settings.room.source if settings.room is not None else []
    if settings.recording is not None or settings.scenario is not None or len(entries) != 1:
        return settings
    scheme, _, rest = entries[0].url.partition(":")
    if scheme == "recording":
        return msgspec.structs.replace(settings, recording=settings.folder / rest)
    return msgspec.structs.replace(settings, scenario=rest) if scheme == "city" else settings


def judge_maker(room: Room | None, atlas: Atlas | None = None) -> Callable[[], Judge]:
    """Makes judges by the room's rule set; without one the clocks run unjudged. Raises ConfigError.

    atlas: of the room's network; without one the hub knows no areas behind a device."""
    rules = load_rule_set(room.rules) if room is not None and room.rules else None
    area_class = room.area_class if room is not None else AreaClass.URBAN
    zone = room.time_zone if room is not None else "Asia/Shanghai"
    return lambda: Analyst(rules, area_class, atlas, zone)


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first real failure inside nested groups."""
    one = failed.exceptions[0]
    return _first(one) if isinstance(one, BaseExceptionGroup) else one
