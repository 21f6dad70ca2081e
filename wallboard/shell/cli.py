"""The command line (design 7). Exit codes: 0 good, 1 the input is at fault, 2 usage, 3 our fault."""

import argparse
import sys
from collections.abc import Sequence

from wallboard import __version__
from wallboard.shell import (
    atlas_command,
    check_command,
    convert_command,
    diagnose_command,
    doctor_command,
    handover_command,
    hub_command,
    receive_command,
    record_command,
    run_command,
    shot_command,
    state_command,
    study_command,
)
from wallboard.shell.faults import EXIT_INPUT, EXIT_OURS, EXIT_USAGE, InputError, UsageError

COMMANDS = (
    run_command,
    handover_command,
    hub_command,
    receive_command,
    record_command,
    convert_command,
    check_command,
    shot_command,
    state_command,
    diagnose_command,
    atlas_command,
    doctor_command,
    study_command,
)
"""One module a command, each with ``add_parser(subparsers)`` and ``run(args) -> exit code``.

They import Qt, numpy and the feeds inside ``run``: ``--help`` answers in 60 ms instead of 500.
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="wallboard",
        description="The picture that a power company's unified service room works from.",
    )
    top.add_argument("--version", action="version", version=f"wallboard {__version__}")
    subparsers = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a person's mistake is one line, never a traceback."""
    words = sys.argv[1:] if argv is None else list(argv)
    args = parser().parse_args(words)
    args.words = words  # for a supervisor, which gives them to its child
    try:
        return args.run(args)
    except InputError as error:
        print(f"wallboard: {error}", file=sys.stderr)
        return EXIT_USAGE if isinstance(error, UsageError) else EXIT_INPUT
    except OSError as error:
        print(f"wallboard: {error}", file=sys.stderr)
        return EXIT_OURS
    except KeyboardInterrupt:
        return 130
