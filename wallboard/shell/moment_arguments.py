"""Arguments that name one instant of a recording or a scenario, for ``state``, ``shot`` and ``hub``."""

import argparse
from pathlib import Path

from wallboard.domain.facts import parse_instant
from wallboard.shell.faults import InputError


def add_moment_arguments(parser: argparse.ArgumentParser) -> None:
    """``--room``, ``--recording | --scenario --seed``, ``--at``."""
    parser.add_argument(
        "--room", help="room file or name; default: replay for a recording, demo for a scenario"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--recording", type=Path, help="a recording made by convert or record")
    what.add_argument("--scenario", help="a scenario of the simulated town, by name or file")
    parser.add_argument("--seed", type=int, default=7, help="seed of the scenario (default 7)")
    parser.add_argument(
        "--at",
        help="RFC 3339 instant, or +SECONDS from the start (default: last fact, or the scenario's moment)",
    )


def instant_of(text: str | None, start: float, default: float) -> float:
    """``--at`` -> epoch s. Raises InputError where it is neither RFC 3339 with offset nor +SECONDS."""
    if text is None or text == "moment":
        return default
    try:
        return start + float(text[1:]) if text.startswith("+") else parse_instant(text)
    except ValueError as error:
        raise InputError(
            f"--at {text!r}: {error}; write 2024-11-20T04:33:00Z or +3600 (seconds from the start)"
        ) from error
