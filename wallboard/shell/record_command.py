"""``wallboard record``: writes what a hub says into a recording."""

import argparse
import sys
from pathlib import Path

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults
from wallboard.shell.out_paths import recording_out


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("record", help="write what a hub says into a recording")
    parser.add_argument("url", help="ws:// or wss:// address of the hub")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--seconds", type=float, help="stop after so many seconds (default: Ctrl+C)")
    parser.add_argument(
        "--token-env",
        metavar="NAME",
        help="environment variable that holds the hub's token, if it asks for one",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Record until interrupted or the time is over; the file appears whole or not at all.

    What keeps it from hearing the hub is told on stderr while it goes on trying.
    """
    import asyncio
    import os

    from feeds.record import NothingHeardError, record
    from feeds.recording import RecordingError
    from wallboard.config.urls import UrlProblem, check_url
    from wallboard.domain.reasons import Reason
    from widgets.text import Text

    out, english = recording_out(args.out), Text("en")
    token = None
    if args.token_env is not None:
        token = os.environ.get(args.token_env)
        if not token:
            raise InputError(f"--token-env {args.token_env}: is not set; export it with the token")
    try:
        check_url(args.url, args.token_env)
    except UrlProblem as problem:
        raise InputError(f"{args.url}: {problem}") from problem
    if not args.url.lower().startswith(("ws:", "wss:")):
        raise InputError(f"{args.url}: is not a hub's address; write ws://HOST:PORT or wss://HOST:PORT")

    def told(reason: Reason) -> None:
        print(f"{args.url}: {english.reason(reason)}", file=sys.stderr, flush=True)

    with input_faults(RecordingError):
        try:
            count = asyncio.run(record(args.url, out, token=token, seconds=args.seconds, told=told))
        except NothingHeardError as nothing:
            why = f" ({english.reason(nothing.reason)})" if nothing.reason is not None else ""
            remedy = "check the address and that the hub runs; nothing was written"
            raise InputError(f"{args.url}: nothing was heard{why}; {remedy}") from nothing
    print(f"{out}: {count:,} facts")
    return EXIT_GOOD
