"""``wallboard run``: the windows that the room file declares; without a room file the embedded demo.

With no display it renders every page offscreen for 20 s of a lively moment and leaves PNGs under ``shots/``.
"""

import argparse
from pathlib import Path

from wallboard.shell.faults import EXIT_OURS, input_faults
from wallboard.shell.moment_arguments import add_speed

ROLES = ("desk", "service_lead", "network_lead", "observer", "admin")
"""What a seat may be."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("run", help="open the windows of a room (no room: the demo)")
    parser.add_argument("--room", help="room file or name (default: city)")
    parser.add_argument("--screen", help="show only this screen")
    parser.add_argument("--desk", metavar="NAME", help="the first window is this seat's: its keys may act")
    parser.add_argument("--role", choices=ROLES, help="of that seat (default: desk), as its token has it")
    parser.add_argument("--windowed", action="store_true", help="an ordinary window instead of full screen")
    parser.add_argument("--theme", help="theme file or name (dark, light) instead of the room file's")
    parser.add_argument("--lang", choices=("zh", "en"), help="instead of the room file's")
    add_speed(parser)
    parser.add_argument("--hub", metavar="URL", help="follow this hub instead of starting one")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="where a live room's own hub keeps its log (default: a folder a room)",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--recording", type=Path, help="replay this recording")
    what.add_argument("--scenario", help="show this scenario of the simulated town")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--at", help="where to begin: RFC 3339 or +SECONDS from the start")
    parser.add_argument("--shots", type=Path, default=Path("shots"), help="where pictures go with no display")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to run with no display")
    parser.add_argument(
        "--supervise",
        action="store_true",
        help="start it anew when it ends by itself or stalls, where no service manager does",
    )
    parser.add_argument(
        "--with-parent", action="store_true", help="end as soon as standard input is closed (the supervisor)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until closed or told to end, or for ``--seconds`` with no display."""
    if args.supervise:
        from wallboard.shell.supervisor import Supervisor

        return Supervisor([word for word in args.words if word != "--supervise"]).run()
    from wallboard.shell.application import has_display, make_application, offscreen_application
    from wallboard.shell.run_request import run_request
    from wallboard.shell.selftest import references_hold

    shown = has_display()
    application = make_application() if shown else offscreen_application()
    fault = references_hold()
    if fault:
        print(f"wallboard: {fault}")
        return EXIT_OURS
    request = run_request(args, shown=shown)
    if request.ask is not None:
        from feeds.csv_rows import NetworkError
        from wallboard.shell.first_build import say_if_built

        with input_faults(NetworkError):
            say_if_built(request.room, request.ask.scenario)
    from wallboard.shell.live import LiveRun
    from wallboard.shell.logging_setup import logging_to
    from wallboard.shell.stacks import Stall

    with logging_to("wall") as logs:
        live = LiveRun(request, application, Stall(logs.folder))
        if args.with_parent:
            live.end_with_parent()
        if shown:
            return live.run(windowed=args.windowed)
        return live.take_pictures(args.seconds, args.shots)
