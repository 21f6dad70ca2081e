"""``wallboard doctor``: what is missing here, and the one line that mends it."""

import argparse

DESCRIPTION = "what is missing on this machine, and the one line that mends it"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("doctor", help=DESCRIPTION)
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--hub", metavar="URL", help="also try to reach this hub")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from wallboard.shell.doctor import examine

    return examine(quiet=args.quiet, as_json=args.json, hub=args.hub)
