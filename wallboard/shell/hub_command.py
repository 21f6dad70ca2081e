"""``wallboard hub``: the feed server, fed by the room's sources, a recording or the simulated town."""

import argparse
import sys
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("hub", help="feed server for walls and desks")
    parser.add_argument("--room", help="room file or name")
    parser.add_argument(
        "--listen", metavar="HOST:PORT", help="default: the room's own; port 0 takes a free one"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the log is kept")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--recording", type=Path, help="serve this recording as a replay")
    what.add_argument("--scenario", help="serve the simulated town")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--speed", type=float, default=1.0, help="operational seconds per real second")
    parser.add_argument("--at", help="where to begin: RFC 3339 or +SECONDS from the start")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; prints one line with the address once it listens."""
    import asyncio

    from feeds.hub.access import AccessError
    from feeds.hub.serve import HubSettings, serve
    from feeds.recording import RecordingError
    from wallboard.config.load import ConfigError
    from wallboard.config.room import load_room
    from wallboard.shell.logging_setup import logging_to

    if args.speed <= 0:
        raise InputError("--speed must be above 0; pause a replay from a window instead")
    with input_faults(ConfigError, RecordingError, AccessError):
        default = "replay" if args.recording else "demo"
        room = load_room(args.room or default)
        settings = HubSettings(
            listen=args.listen or room.listen,
            data_dir=args.data,
            room=room,
            recording=args.recording,
            scenario=args.scenario,
            seed=args.seed,
            speed=args.speed,
            start_at=_start(args),
        )
        with logging_to("hub"):
            asyncio.run(serve(settings, ready=_say))
    return EXIT_GOOD


def _start(args: argparse.Namespace) -> float | None:
    if args.at is None:
        return None
    from feeds.recording import Recording
    from feeds.sim import open_world
    from wallboard.shell.moment_arguments import instant_of

    if args.recording:
        with Recording(args.recording) as recording:
            start, end = recording.span()
        return instant_of(args.at, start, end)
    if args.scenario:
        world = open_world(args.scenario, args.seed)
        return instant_of(args.at, world.scenario.start_at, world.scenario.moment_at)
    raise InputError("--at needs --recording or --scenario: a live hub begins now")


def _say(address: str) -> None:
    print(f"hub listening on {address}", flush=True)
    sys.stdout.flush()
