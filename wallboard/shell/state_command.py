"""``wallboard state``: the Store's summary at one instant as JSON, without a hub. stdout is JSON only."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wallboard.shell.faults import EXIT_GOOD
from wallboard.shell.moment_arguments import add_moment_arguments

if TYPE_CHECKING:
    from wallboard.shell.moments import Moment


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("state", help="the store's summary at one instant, as JSON")
    add_moment_arguments(parser)
    parser.add_argument(
        "--truth", type=Path, metavar="FILE", help="write what is really so in a scenario, as JSON lines"
    )
    parser.set_defaults(run=run)


def reliability(moment: "Moment") -> dict[str, Any]:
    """Customer-hours and indices of the day, the month and the year; null where no source speaks."""
    from wallboard.rules.indices.periods import Periods
    from wallboard.state.boards import Boards
    from wallboard.state.boards.indices import as_json

    boards, room = Boards(moment.store), moment.room
    periods = Periods(room.time_zone)
    hours = boards.customer_hours(periods, moment.now)
    names = ("today", "month", "year")
    return {
        "customer_hours": None if hours is None else {name: round(getattr(hours, name), 3) for name in names},
        "reliability": as_json(boards.indices(periods, room.indices.counting, moment.now)),
    }


def run(args: argparse.Namespace) -> int:
    """Print the summary, keys sorted, numbers rounded."""
    from wallboard.shell.moments import open_moment
    from wallboard.state.queries import summary

    moment = open_moment(args, args.truth)
    counted = reliability(moment)
    found = summary(moment.store, moment.rules, moment.now, moment.room.area_class, counted)
    json.dump(found, sys.stdout, sort_keys=True, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")
    return EXIT_GOOD
