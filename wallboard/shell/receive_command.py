"""``wallboard receive``: a receiver of messages to customers for a demo; it writes them down and tells
nobody.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from wallboard.config.urls import UrlProblem, check_listen
from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults

TOKEN = "WALLBOARD_TOKEN_CHANNEL"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("receive", help="receiver of messages to customers, for a demo")
    parser.add_argument("--listen", metavar="HOST:PORT", default="127.0.0.1:8770")
    parser.add_argument("--book", type=Path, required=True, metavar="FILE", help="what was told, a line each")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Listen until Ctrl+C; one line for each message that is new."""
    from feeds.telling_receiver import Book, ReceiverServer

    with input_faults(UrlProblem):
        check_listen(args.listen)
    host, _, port = args.listen.rpartition(":")
    try:
        book = Book(args.book)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"{args.book}: cannot be used as a book ({error})") from error
    with ReceiverServer((host.strip("[]"), int(port)), book, os.environ.get(TOKEN, ""), _say) as server:
        print(f"receiver listening on http://{host}:{server.server_address[1]}", flush=True)
        try:
            server.serve_forever(0.2)
        except KeyboardInterrupt:
            print(f"{len(book)} messages stand in {args.book}", file=sys.stderr)
    return EXIT_GOOD


def _say(order: dict[str, Any]) -> None:
    print(f"{order['key']} {order['customers']} {order['words']}", flush=True)
