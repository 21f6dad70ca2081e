"""``wallboard diagnose``: which open devices explain the evidence of a file, on a network of files."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults

if TYPE_CHECKING:
    from feeds.evidence_file import Truth
    from wallboard.domain.facts import Fact
    from wallboard.rules.diagnosis.judge import Judge
    from wallboard.rules.diagnosis.judgement import Judgement
    from wallboard.rules.diagnosis.pings import PingRules

STEP_S = 60.0
"""The evidence is lived through in steps of this many seconds, as a room would."""
AFTER_S = 120.0
"""So long after the last piece of evidence the judgement is given, s."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("diagnose", help="which open devices explain the evidence of a file")
    parser.add_argument(
        "--network", required=True, metavar="DIR", help="CSV files or an atlas file (docs/network.md)"
    )
    parser.add_argument(
        "--evidence", type=Path, required=True, metavar="FILE", help="JSON lines (docs/diagnosis.md)"
    )
    parser.add_argument("--truth", type=Path, metavar="FILE", help="compare with docs/truth-file.md lines")
    parser.add_argument(
        "--ask", default="", metavar="all|one|N%", help="tell which meters are worth asking (ping)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print each outage with its chance and reasons; with --truth a last line RESULT {json}."""
    from feeds.csv_rows import NetworkError
    from feeds.evidence_file import EvidenceError, read_evidence, read_truth
    from feeds.networks import network_of
    from wallboard.rules.diagnosis.judge import Judge
    from wallboard.rules.diagnosis.pings import pings
    from wallboard.state.atlas import unpack
    from wallboard.state.supply_wires import supply_network

    rules = _asked(args.ask)
    with input_faults(NetworkError, EvidenceError):
        network = supply_network(unpack(network_of(args.network)[1]))
        facts = read_evidence(args.evidence, network)
        truth = read_truth(args.truth) if args.truth else None
    judge = Judge(network)
    judgement = _live(judge, facts)
    _print(judgement)
    if rules is not None:
        for one in pings(judge, judgement, rules):
            print(f"  ask {one.meters} meters of area {one.area}: {one.why.replace('_', ' ')}")
    if truth is not None:
        print(f"RESULT {json.dumps(compared(judge, judgement, truth), sort_keys=True)}")
    return EXIT_GOOD


def _asked(words: str) -> "PingRules | None":
    """How many meters of an area are asked. Raises InputError."""
    from wallboard.rules.diagnosis.pings import Asked, PingRules

    if words in ("", Asked.ALL, Asked.ONE):
        return PingRules(Asked(words)) if words else None
    share = words.removesuffix("%")
    if words == share or not share.isdigit() or not 1 <= int(share) <= 100:
        raise InputError(f"--ask {words}: all, one, or a share of each area's meters as 20%")
    return PingRules(Asked.SHARE, int(share) / 100.0)


def _live(judge: "Judge", facts: "list[Fact]") -> "Judgement":
    """From the first piece of evidence to shortly after the last one."""
    now, place = facts[0].at, 0
    last = facts[-1].at + AFTER_S
    while True:
        until = place
        while until < len(facts) and facts[until].at <= now:
            until += 1
        judge.take(facts[place:until])
        judgement, place = judge.at(now), until
        if now >= last:
            return judgement
        now = min(last, now + STEP_S)


def _print(judgement: "Judgement") -> None:
    from wallboard.domain.facts import format_instant
    from widgets.text import Text

    text = Text("en")
    print(f"{format_instant(judgement.at)}: {len(judgement.hypotheses)} outages, ", end="")
    print(f"about {judgement.expected:,.0f} customers out, {judgement.unplaced} calls without a place")
    for one in judgement.hypotheses:
        words = "; ".join(text.reason(reason) for reason in one.reasons)
        print(f"  {one.kind.value} {one.device}: {one.stage.value} {one.probability:.0%}, ", end="")
        print(f"{one.customers:,} customers; {words}")
        for suspect in one.suspects[1:]:
            print(f"    or {suspect.kind.value} {suspect.device} {suspect.probability:.0%}")
    for link in judgement.links:
        does = "dark while it is lit" if link.off else "lit while it is dark"
        print(f"  area {link.area}: {link.meters} of {link.of} meters {does}; links to be checked")


def compared(judge: "Judge", judgement: "Judgement", truth: "Truth") -> dict[str, float | int | None]:
    """Told outages against faults that stand, equal sets as one, and customers out against those dark."""
    from wallboard.domain.terms import OutageStage

    named = judge.network.named
    wires = judge.network.wires
    feeder_of = {
        named.devices[row]: named.feeders[wires.feeder[wires.device_edge[row]]]
        for row, kind in enumerate(wires.device_kind)
        if kind == "breaker" and wires.device_edge[row] >= 0 and wires.feeder[wires.device_edge[row]] >= 0
    }
    words = {"transformer_area": "area"}
    told = [
        {
            (words.get(suspect.kind.value, suspect.kind.value), name)
            for suspect in one.suspects
            for name in (suspect.device, feeder_of.get(suspect.device, suspect.device))
        }
        for one in judgement.hypotheses
        if one.stage in (OutageStage.PREDICTED, OutageStage.PROBABLE, OutageStage.CONFIRMED)
    ]
    right = sum(bool(one & truth.faults) for one in told)
    found = sum(any(fault in one for one in told) for fault in truth.faults)
    dark = sum(truth.dark.values())
    return {
        "told": len(told),
        "right": right,
        "faults": len(truth.faults),
        "found": found,
        "precision": round(right / len(told), 4) if told else None,
        "recall": round(found / len(truth.faults), 4) if truth.faults else None,
        "customers_out": round(judgement.expected),
        "customers_dark": dark,
        "customers_error": round(abs(judgement.expected - dark) / dark, 4) if dark else None,
    }
