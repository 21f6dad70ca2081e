"""Arguments that name one instant of a recording or a scenario, for ``state``, ``shot`` and ``hub``."""

import argparse
import math
from pathlib import Path

from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import format_instant, parse_instant
from wallboard.shell.faults import InputError


def add_moment_arguments(parser: argparse.ArgumentParser) -> None:
    """``--room``, ``--recording | --scenario --seed``, ``--at``."""
    parser.add_argument(
        "--room", help="room file or name; default: replay for a recording, its own for a scenario"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--recording", type=Path, help="a recording made by convert or record")
    what.add_argument("--scenario", help="a simulated scenario, by name or file")
    parser.add_argument("--seed", type=int, default=7, help="seed of the scenario (default 7)")
    parser.add_argument(
        "--at",
        help="RFC 3339 instant, or +SECONDS from the start (default: last fact, or the scenario's moment)",
    )


def room_name(room: str | None, recording: Path | None, scenario: str | None) -> str:
    """The room that is meant: the one named, else the recording's or the scenario's own, else the demo.

    Raises ConfigError where the scenario cannot be read.
    """
    if room is not None or recording is not None:
        return room or "replay"
    return load_scenario(scenario).room if scenario is not None else DEMO


DEMO = "city"
"""The room that opens when nothing is asked for: a simulated prefecture."""
FASTEST = 36_000.0
"""Operational seconds a real second; ten hours pass in one second, and the hub's replay goes no faster."""


def add_speed(parser: argparse.ArgumentParser) -> None:
    """``--speed``: above 0, at most ``FASTEST``."""
    parser.add_argument(
        "--speed",
        type=speed,
        default=1.0,
        metavar="X",
        help="operational seconds per real second (default 1)",
    )


def speed(text: str) -> float:
    """A speed as a person writes it. Raises argparse.ArgumentTypeError (exit code 2)."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= FASTEST:
        raise argparse.ArgumentTypeError(
            f"{text!r} must be above 0 and at most {FASTEST:,.0f}; pause a replay from a window instead"
        )
    return value


def instant_in(text: str | None, span: tuple[float, float]) -> float:
    """``--at`` in a recording (default: its last fact). Raises InputError where it lies outside."""
    at = instant_of(text, *span)
    if not math.floor(span[0]) <= at <= math.ceil(span[1]):
        first, last = (format_instant(instant) for instant in span)
        raise InputError(f"--at {text}: the recording goes from {first} to {last}; name an instant in it")
    return min(max(at, span[0]), span[1])


def instant_of(text: str | None, start: float, default: float) -> float:
    """``--at`` -> epoch s. Raises InputError where it is neither RFC 3339 with offset nor +SECONDS."""
    if text is None or text == "moment":
        return default
    try:
        at = start + float(text[1:]) if text.startswith("+") else parse_instant(text)
        if not math.isfinite(at):
            raise ValueError("not a finite number")
        return at
    except ValueError as error:
        raise InputError(
            f"--at {text!r}: {error}; write 2024-11-20T04:33:00Z or +3600 (seconds from the start)"
        ) from error
