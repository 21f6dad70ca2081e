"""Evidence and truth as files of JSON lines, read strictly: every fault with file, line, field and remedy.

Evidence is one fact a line, as it travels on the wire (docs/feed.md); truth is docs/truth-file.md, of which
the lines ``fault``, ``mended`` and ``area`` are read. docs/diagnosis.md shows both.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from feeds.codec import BadFact, decode_fact
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.facts import Fact, own_id
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.rules.diagnosis.heard import INDICATOR
from wallboard.rules.supply_network.network import Network

MOST_TOLD = 20
LARGEST = 512 << 20
"""Bytes of one file."""

KINDS = (CallReport, AreaMeters, DevicePosition, IndicatorState, Evidence, PlanWork, PlanCourse)


class EvidenceError(Exception):
    """The file is no evidence, or no truth: sentences with file, line, field and remedy."""

    def __init__(self, problems: list[str]) -> None:
        more = len(problems) - MOST_TOLD
        shown = problems[:MOST_TOLD] + ([f"and {more} more"] if more > 0 else [])
        super().__init__("\n".join(shown))


class Truth(msgspec.Struct, frozen=True):
    """What is really so at the end of a truth file. faults: kind and device of those that stand; dark:
    customers without supply by area."""

    faults: frozenset[tuple[str, str]]
    dark: dict[str, int]


def read_evidence(path: Path, network: Network) -> list[Fact]:
    """Facts in order of time. Raises EvidenceError, with all faults at once."""
    problems: list[str] = []
    facts: list[Fact] = []
    for number, raw in _lines(path):
        try:
            fact = decode_fact(raw)
        except BadFact as bad:
            problems.append(f"{path.name}, line {number}: {bad.words()}")
            continue
        if isinstance(fact.data, KINDS):
            problems += [f"{path.name}, line {number}, {problem}" for problem in _strangers(fact, network)]
            facts.append(fact)
        else:
            allowed = "call.report, area.meters, device.position, indicator.state, outage.evidence, plan.*"
            problems.append(f"{path.name}, line {number}, type: is no evidence; one of {allowed}")
    if not facts and not problems:
        problems.append(f"{path.name}: holds no evidence; write one fact a line")
    if problems:
        raise EvidenceError(problems)
    return sorted(facts, key=lambda fact: fact.at)


def _strangers(fact: Fact, network: Network) -> Iterator[str]:
    """Names that the network does not know."""
    data, own = fact.data, own_id(fact.key)
    if isinstance(data, CallReport) and data.area and data.area not in network.area_rows:
        yield f"data.area: {data.area!r} is no transformer area of the network; mend it, or leave it empty"
    if isinstance(data, AreaMeters) and own not in network.area_rows:
        yield f"subject: {own!r} is no transformer area of the network; write area/SOURCE/AREA/meters"
    if isinstance(data, DevicePosition) and own not in network.device_rows:
        yield f"subject: {own!r} is no device of the network; write device/SOURCE/DEVICE/position"
    if isinstance(data, IndicatorState) and own.removeprefix(INDICATOR) not in network.device_rows:
        yield f"subject: {own!r} is no device of the network; write indicator/SOURCE/FI-DEVICE/state"


def read_truth(path: Path) -> Truth:
    """What stands at the end of a truth file. Raises EvidenceError."""
    standing: dict[str, tuple[str, str]] = {}
    dark: dict[str, int] = {}
    problems: list[str] = []
    for number, raw in _lines(path):
        try:
            line = msgspec.json.decode(raw, type=dict[str, Any])
            _enter(line, standing, dark)
        except KeyError as error:
            problems.append(f"{path.name}, line {number}, {error.args[0]}: is missing; add it")
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as error:
            problems.append(f"{path.name}, line {number}: {error}; one JSON object a line")
    if problems:
        raise EvidenceError(problems)
    return Truth(frozenset(standing.values()), {area: count for area, count in dark.items() if count})


def _enter(line: dict[str, Any], standing: dict[str, tuple[str, str]], dark: dict[str, int]) -> None:
    kind = line["kind"]
    if kind == "fault":
        standing[str(line["id"])] = str(line["by"]), str(line["device"])
    elif kind == "mended":
        standing.pop(str(line["id"]), None)
    elif kind == "area":
        dark[str(line["area"])] = int(line["dark"])


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that hold something, with their numbers. Raises EvidenceError."""
    try:
        if path.stat().st_size > LARGEST:
            raise EvidenceError([f"{path.name}: over {LARGEST >> 20} MiB; cut it into days"])
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield number, raw.strip()
    except OSError as error:
        raise EvidenceError([f"{path.name}: cannot be read ({error.strerror}); put it there"]) from error
