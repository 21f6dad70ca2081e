"""Does ``state`` say what the raw rows say? Seven recorded feeds, 50 random instants each.

    python -m tests.studies.recordings_agree --shared ../shared [--keep DIR] [--every-poll]

Prints one line a data set and every disagreement with its explanation; exit 1 where one has none.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from feeds.convert import convert
from feeds.recording import Recording
from tests.studies.raw_counts import FEEDS, Feed, Poll, at, polls
from wallboard.config.room import load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.terms import AreaClass
from wallboard.rules.limits import RuleSet
from wallboard.shell.convert_command import mapping_paths
from wallboard.state.queries import summary
from wallboard.state.store import Store

INSTANTS = 50


class Difference(NamedTuple):
    """One instant at which the two counts differ, and why."""

    instant: float
    ours: tuple[int, int]
    raw: tuple[int, int]
    why: str


class Verdict(NamedTuple):
    """One data set: instants that agree, share of instants with a doubtful or capped source, differences."""

    feed: str
    instants: int
    agree: int
    doubtful: int
    capped: int
    differences: list[Difference]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--keep", type=Path, help="keep the recordings here")
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--every-poll", action="store_true", help="compare a second after every poll instead")
    args = parser.parse_args()
    if not (args.shared / "data").is_dir():
        print(f"{args.shared}: the recorded feeds are not here; nothing was compared")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        verdicts = [judge(args, feed, folder) for feed in FEEDS]
    unexplained = sum(d.why == "unexplained" for v in verdicts for d in v.differences)
    print("RESULT " + json.dumps({v.feed: [v.instants, v.agree, v.doubtful, v.capped] for v in verdicts}))
    return 1 if unexplained else 0


def judge(args: argparse.Namespace, feed: Feed, folder: Path) -> Verdict:
    """Convert one data set, compare it at the instants, print what was found."""
    shared: Path = args.shared
    room = load_room("storm")
    rules = load_rule_set(room.rules) if room.rules else None
    recording = converted(shared, feed, folder)
    counted = polls(shared, feed)
    instants = (
        _every_poll(counted) if args.every_poll else _random_instants(counted, f"{args.seed} {feed.name}")
    )
    verdict = compare(recording, counted, instants, feed.name, rules, room.area_class)
    counts = Counter(d.why for d in verdict.differences)
    print(
        f"{feed.name:22} {verdict.agree:3}/{verdict.instants} agree, doubtful {verdict.doubtful}, "
        f"capped {verdict.capped}; {dict(counts) or 'no difference'}"
    )
    for difference in verdict.differences:
        print(f"    {difference.instant:.0f} ours {difference.ours} raw {difference.raw}: {difference.why}")
    return verdict


def converted(shared: Path, feed: Feed, folder: Path) -> Path:
    """A data set's recording, judged as by the room ``storm``; made in the folder where it is not there."""
    recording = folder / f"{feed.name}.rec"
    if not recording.exists():
        room = load_room("storm")
        rules = load_rule_set(room.rules) if room.rules else None
        document = shared / "data" / feed.name
        source = next(p for p in (document / "changes.jsonl.gz", document / "snapshots.tar.gz") if p.exists())
        convert(mapping_paths(list(feed.mappings)), source, recording, _silent, rules, room.area_class)
    return recording


def _random_instants(counted: dict[str, list[Poll]], seed: str) -> list[float]:
    first = min(source[0].at for source in counted.values())
    last = max(source[-1].at for source in counted.values())
    chance = random.Random(seed)
    return sorted(chance.uniform(first, last) for _ in range(INSTANTS))


def _every_poll(counted: dict[str, list[Poll]]) -> list[float]:
    return sorted({poll.at + 1 for source in counted.values() for poll in source})


def compare(
    recording: Path,
    counted: dict[str, list[Poll]],
    instants: list[float],
    name: str,
    rules: RuleSet | None,
    area_class: AreaClass,
) -> Verdict:
    """Both counts at the instants (epoch s, rising)."""
    store, differences, doubtful, capped = Store(), [], 0, 0
    with Recording(recording) as log:
        for instant in instants:
            store.apply(log.facts(after_seq=store.head, until=instant))
            found = summary(store, rules, instant, area_class)
            ours = found["outages"]["open"], found["outages"]["customers_out"] or 0
            flags = {flag for source in found["sources"] for flag in source["flags"]}
            doubtful += "doubtful" in flags
            capped += "capped" in flags
            raw = at(counted, instant)
            if ours != (raw.rows, raw.customers):
                why = _why(store, flags, ours, raw)
                differences.append(Difference(instant, ours, (raw.rows, raw.customers), why))
    return Verdict(name, len(instants), len(instants) - len(differences), doubtful, capped, differences)


def _silent(share: float, at: str) -> None:
    """No progress line: the study prints one line a data set."""


def _why(store: Store, flags: set[str], ours: tuple[int, int], raw: Poll) -> str:
    """The explanation that the product's own marks give; only what adds up exactly is believed."""
    opened = [row for row in store.tables.outages.values() if row.open]
    held = [row for row in opened if row.held]
    if held and ours[0] - raw.rows == len(held):
        return "doubtful poll: the vanished rows are held until the next poll"
    if "capped" in flags and ours[0] >= raw.rows:
        return "capped source: rows beyond the cap are held"
    kept = [row for row in opened if row.count_quality == "kept"]
    if (
        kept
        and ours[0] == raw.rows
        and ours[1] - raw.customers == sum(row.customers_out or 0 for row in kept)
    ):
        return "count turned null: the last value is kept"
    if raw.twin_rows and ours == (raw.rows - raw.twin_rows, raw.customers - raw.twin_customers):
        return "the feed lists a row twice, equal to the letter: counted once"
    return "unexplained"


if __name__ == "__main__":
    sys.exit(main())
