"""``wallboard hub``: the feed server, fed by the room's sources, a recording or the simulated town."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.shell.faults import EXIT_GOOD, EXIT_OURS, InputError, input_faults
from wallboard.shell.moment_arguments import add_speed

if TYPE_CHECKING:
    from feeds.hub.serve import HubSettings


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("hub", help="feed server for walls and desks")
    parser.add_argument("--room", help="room file or name")
    parser.add_argument(
        "--listen", metavar="HOST:PORT", help="default: the room's own; port 0 takes a free one"
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the log is kept")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--recording", type=Path, help="serve this recording as a replay")
    what.add_argument("--scenario", help="serve a simulated scenario")
    parser.add_argument("--seed", type=int, default=7)
    add_speed(parser)
    parser.add_argument("--at", help="where to begin: RFC 3339 or +SECONDS from the start")
    parser.add_argument("--paused", action="store_true", help="a replay or scenario begins standing still")
    parser.add_argument(
        "--truth", type=Path, metavar="FILE", help="write what is really so in a scenario, as JSON lines"
    )
    parser.add_argument(
        "--with-parent", action="store_true", help="end as soon as standard input is closed (run uses it)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until told to end; prints one line with the address once it listens."""
    from feeds.hub.access import AccessError
    from feeds.hub.log import LogError
    from feeds.hub.serve import HubSettings, with_only_source
    from feeds.network_csv import NetworkError
    from feeds.recording import RecordingError
    from feeds.source import SourceError
    from wallboard.config.load import ConfigError, find_file
    from wallboard.config.room import load_room
    from wallboard.shell.first_build import say_if_built
    from wallboard.shell.hub_serving import serve_to_the_end
    from wallboard.shell.logging_setup import logging_to
    from wallboard.shell.moment_arguments import room_name

    with input_faults(ConfigError, RecordingError, AccessError, NetworkError, SourceError):
        name = room_name(args.room, args.recording, args.scenario)
        room = load_room(name)
        settings = with_only_source(
            HubSettings(
                listen=args.listen or room.listen,
                data_dir=args.data,
                room=room,
                recording=args.recording,
                scenario=args.scenario,
                seed=args.seed,
                speed=args.speed,
                paused=args.paused,
                truth=args.truth,
                folder=find_file("rooms", name).parent,
            )
        )
        settings = _begun(settings, args.at)
        if settings.truth is not None and settings.scenario is None:
            raise InputError("--truth needs a scenario: of anything else nobody knows it")
        if settings.data_dir is not None and (settings.recording or settings.scenario):
            print("wallboard: a replay or scenario keeps no log: --data is not used", file=sys.stderr)
        if not args.with_parent:  # ``run`` has said so itself
            say_if_built(room, args.scenario)
        try:
            with logging_to("hub"):
                serve_to_the_end(settings, with_parent=args.with_parent)
        except LogError as error:
            print(f"wallboard: {error}", file=sys.stderr)
            return EXIT_OURS
    return EXIT_GOOD


def _begun(settings: "HubSettings", at: str | None) -> "HubSettings":
    """The settings with the instant that ``--at`` names; a recording is looked through first."""
    import msgspec

    from feeds.recording import Recording
    from wallboard.config.scenario import load_scenario
    from wallboard.shell.moment_arguments import instant_in, instant_of

    if settings.recording is not None:
        with Recording(settings.recording) as recording:
            recording.verify()
            span = recording.span()
        start = instant_in(at, span) if at is not None else None
    elif settings.scenario is not None:
        scenario = load_scenario(settings.scenario)
        start = instant_of(at, scenario.start_at, scenario.moment_at) if at is not None else None
    elif at is not None:
        raise InputError("--at needs --recording or --scenario: a live hub begins now")
    else:
        start = None
    return msgspec.structs.replace(settings, start_at=start)
