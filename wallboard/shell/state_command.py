"""``wallboard state``: the Store's summary at one instant as JSON, without a hub. stdout is JSON only."""

import argparse
import json
import sys
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD
from wallboard.shell.moment_arguments import add_moment_arguments


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("state", help="the store's summary at one instant, as JSON")
    add_moment_arguments(parser)
    parser.add_argument(
        "--truth", type=Path, metavar="FILE", help="write what is really so in a scenario, as JSON lines"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the summary, keys sorted, numbers rounded."""
    from wallboard.shell.moments import open_moment
    from wallboard.state.queries import summary

    moment = open_moment(args, args.truth)
    found = summary(moment.store, moment.rules, moment.now, moment.room.area_class)
    json.dump(found, sys.stdout, sort_keys=True, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return EXIT_GOOD
