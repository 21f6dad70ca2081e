"""``run``: a wall with its hub, until it is closed; with no display, until its pictures are taken."""

import argparse
import asyncio
import os
from pathlib import Path

import msgspec
import qasync

from wallboard.config.room import Room, WindowEntry, load_room
from wallboard.shell.app import Wall
from wallboard.shell.application import Application
from wallboard.shell.faults import EXIT_OURS
from wallboard.shell.health import Health
from wallboard.shell.hub_child import HubChild, hub_arguments
from wallboard.shell.pictures import paint, save

HUB_RESTART_S = 2.0

PICTURE_SIZE = (1920, 1080)


def run_live(args: argparse.Namespace, application: Application, *, shown: bool) -> int:
    """Run a wall on the Qt loop. Returns the exit code."""
    room = load_room(args.room or ("replay" if args.recording else "demo"))
    health = Health()
    health.install()
    loop = qasync.QEventLoop(application.qt)
    asyncio.set_event_loop(loop)
    health.watch_loop(loop)
    windows = _windows(room, args) if shown else _picture_windows(room, args)
    token = os.environ.get(room.token_env) if room.token_env else None
    wall = Wall(room, windows, application.family, health, token)
    child = _start_hub(args, room, wall, loop)
    with loop:
        if shown:
            for window in wall.windows:
                window.place(windowed=args.windowed)
            closed = loop.create_future()

            def on_closed() -> None:
                if not closed.done():
                    closed.set_result(0)

            application.qt.lastWindowClosed.connect(on_closed)
            code = loop.run_until_complete(closed)
        else:
            code = loop.run_until_complete(_take_pictures(wall, args.seconds, args.shots))
        loop.run_until_complete(wall.close())
        if child is not None:
            child.stop()
    return code


def _start_hub(
    args: argparse.Namespace, room: Room, wall: Wall, loop: asyncio.AbstractEventLoop
) -> HubChild | None:
    """Follow the room's hub, or one of our own that is started anew whenever it ends."""
    upstream = args.hub or room.hub
    if upstream:
        wall.follow(upstream)
        return None
    demo = None if args.recording or args.room else _city_of(room)
    scenario = args.scenario or demo
    words = hub_arguments(
        room=args.room,
        recording=args.recording,
        scenario=scenario,
        seed=args.seed,
        speed=args.speed,
        at=args.at or ("moment" if scenario else None),
    )
    child = HubChild(words, wall)
    child.listening.connect(wall.follow)

    def again(words: str) -> None:
        wall.health.trouble(f"the hub ended: {words}")
        loop.call_later(HUB_RESTART_S, child.start)

    child.failed.connect(again)
    child.start()
    return child


def _city_of(room: Room) -> str | None:
    """The scenario that the room's simulated source names."""
    cities = (entry.url.partition(":")[2] for entry in room.source if entry.url.startswith("city:"))
    return next(cities, None)


def _windows(room: Room, args: argparse.Namespace) -> list[WindowEntry]:
    """The room's windows, with what the command line says instead."""
    changed = {
        name: value for name, value in (("theme", args.theme), ("language", args.lang)) if value is not None
    }
    if args.screen:
        changed["screens"] = [args.screen]
    return [msgspec.structs.replace(entry, **changed) for entry in room.window]


def _picture_windows(room: Room, args: argparse.Namespace) -> list[WindowEntry]:
    """One window a look: both languages, both themes."""
    first = room.window[0]
    screens = [args.screen] if args.screen else first.screens
    return [
        msgspec.structs.replace(first, language=lang, theme=theme, screens=screens)
        for lang in ("zh", "en")
        for theme in ("dark", "light")
    ]


async def _take_pictures(wall: Wall, seconds: float, folder: Path) -> int:
    """Run the wall offscreen, then leave one picture of each page and look, and say so."""
    for window in wall.windows:
        window.resize(*PICTURE_SIZE)
        window.show()
    print(f"no display: the wall runs offscreen for {seconds:g} s, pictures go to {folder}/", flush=True)
    await asyncio.sleep(seconds)
    status = wall.runner.status
    for window in wall.windows:
        for page in window.pages:
            entry = window.entry
            out = folder / f"{page.screen_file.name}-{entry.language}-{entry.theme}.png"
            save(paint(page), out)
            print(out, flush=True)
    cost = wall.pump.figures.cost()
    print(
        f"link {status.state}, {cost.facts:,} facts in {cost.ticks:,} ticks, "
        f"tick CPU p50 {cost.p50:.1f} p99 {cost.p99:.1f} max {cost.worst:.1f} ms, "
        f"{wall.health.troubles} troubles",
        flush=True,
    )
    if status.state != "live" or not wall.store.tables.outages:
        print("the wall is not live: see the pictures and the lines above", flush=True)
        return EXIT_OURS
    return 0
