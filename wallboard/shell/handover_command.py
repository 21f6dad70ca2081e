"""``wallboard handover``: the hand-over report of a shift as a PDF, from a log, a recording or a scenario."""

import argparse
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults
from wallboard.shell.moment_arguments import add_moment_arguments


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("handover", help="the hand-over report of a shift, as a PDF")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    parser.add_argument(
        "--shift", metavar="ID", help="of this shift, as it was frozen; default: the one on duty"
    )
    parser.add_argument("--lang", choices=("zh", "en"), help="instead of the room's")
    add_moment_arguments(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the report of that moment, and say where it is."""
    from wallboard.config.load import ConfigError
    from wallboard.shell.application import offscreen_application
    from wallboard.shell.handover_heading import heading_of, report_of
    from wallboard.shell.moments import open_moment
    from widgets.handover_sheet import HandoverSheet
    from widgets.text import Text

    if args.out.suffix.lower() != ".pdf" or args.out.is_dir():
        raise InputError(f"--out {args.out}: the report is a PDF; name a file such as handover.pdf")
    with input_faults(ConfigError):
        moment = open_moment(args)
    room = moment.room
    text = Text(args.lang or room.window[0].language, room.time_zone)
    tables = moment.store.tables
    report, frozen = report_of(tables, moment.rules, moment.now, room, args.shift or "")
    if not frozen and args.shift:
        known = ", ".join(key for key, row in sorted(tables.shifts.items()) if row.digest) or "none"
        raise InputError(f"--shift {args.shift}: no report of it is frozen; frozen are: {known}")
    heading = heading_of(report, tables, moment.rules, room, text, frozen=frozen)
    application = offscreen_application()
    HandoverSheet(report, heading, text, application.family).write(str(args.out))
    print(args.out)
    return EXIT_GOOD
