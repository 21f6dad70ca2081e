"""``wallboard record``: writes what a hub says into a recording."""

import argparse
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, input_faults


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("record", help="write what a hub says into a recording")
    parser.add_argument("url", help="ws:// or wss:// address of the hub")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--seconds", type=float, help="stop after so many seconds (default: Ctrl+C)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Record until interrupted or the time is over; the file appears whole or not at all."""
    import asyncio

    from feeds.record import record
    from feeds.recording import RecordingError

    with input_faults(RecordingError):
        count = asyncio.run(record(args.url, args.out, seconds=args.seconds))
    print(f"{args.out}: {count:,} facts")
    return EXIT_GOOD
