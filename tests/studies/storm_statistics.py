"""The statistics of storms: what is simulated beside six recorded feeds, as a table and a picture.

    python -m tests.studies.storm_statistics [--shared DIR] [--keep DIR] [--scenario NAME:SEED] [--out F]

A scenario is looked at as the recorded feeds were: every 10 min. In brackets: what the recordings' own page
says (data/README.md, counted from the raw rows by another program).
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from math import isnan
from pathlib import Path

from feeds.recording import Recording
from feeds.sim import CATCH_UP_STEP
from feeds.worlds import open_world
from tests.studies.outage_lives import NO_CREW, Figures, Log, Spread, figures, lives
from tests.studies.raw_counts import FEEDS
from tests.studies.recordings_agree import converted
from tests.studies.storm_plot import draw
from wallboard.config.scenario import load_scenario

POLL = 600.0

STATED: Mapping[str, Mapping[str, str]] = {
    "bch-2025-quiet": {
        "new an hour": "3.5 / 62",
        "seen": "36/122/395",
        "customers": "1/9/675, 2711",
        NO_CREW: "10/18/78",
        "en_route": "16/37/90",
        "suspended": "22/37/80",
        "promise moved": "+75; 83 %",
    },
    "bch-2024-bombcyclone": {
        "new an hour": "12.5 / 295",
        "seen": "27/213/1800",
        "customers": "1/7/400, 5283",
        NO_CREW: "20/147/1094",
        "en_route": "16/41/122",
        "suspended": "22/209/859",
        "promise moved": "+90; 85 %",
    },
    "pge-2019-quiet": {
        "new an hour": "20 / 136",
        "seen": "20/110/380",
        "customers": "1/1/34, 6736",
        "assigned": "10/30/160",
        "en_route": "10/20/50",
        "promise moved": "+155; 98 %",
    },
    "pge-2020-wind": {
        "new an hour": "23 / 522",
        "seen": "20/190/970",
        "customers": "1/1/58, 8741",
        "assigned": "10/100/820",
        "en_route": "10/20/60",
        "promise moved": "+374; 98 %",
    },
    "pge-2024-storm": {
        "new an hour": "85 / 883",
        "seen": "19/168/1698",
        "customers": "1/1/1, 594",
        NO_CREW: "26/300/2233",
        "en_route": "10/24/60",
        "promise moved": "+1440; 92 %",
    },
}
"""data/README.md, "Numbers for a simulator": p50 / most, or p10/p50/p90 (, most); minutes."""

CREW_STAGES = (NO_CREW, "assigned", "dispatched", "en_route", "on_site", "suspended")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--keep", type=Path, help="keep the recordings here")
    parser.add_argument("--recording", type=Path, action="append", default=[], help="one more, as it is")
    parser.add_argument("--scenario", action="append", default=[], metavar="NAME:SEED")
    parser.add_argument("--out", type=Path, help="the picture")
    args = parser.parse_args()
    logs: dict[str, Log] = {}
    with tempfile.TemporaryDirectory() as scratch:
        if (args.shared / "data").is_dir():
            for feed in FEEDS:
                if not feed.name.startswith("az-"):  # hourly looks: too coarse for minutes
                    logs[feed.name] = _recorded(converted(args.shared, feed, args.keep or Path(scratch)))
        else:
            print(f"{args.shared}: the recorded feeds are not here; nothing stands beside the scenario")
    logs |= {path.stem: _recorded(path) for path in args.recording}
    simulated = [name for name in args.scenario if logs.setdefault(name, _lived(name)).looks]
    found = {name: figures(log) for name, log in logs.items()}
    print("\n".join(table(found)))
    if args.out:
        draw(logs, simulated, args.out)
    print("RESULT " + json.dumps({name: _rounded(asdict(one)) for name, one in found.items()}))
    return 0


def _recorded(path: Path) -> Log:
    with Recording(path) as recording:
        return lives(recording.facts())


def _lived(name: str) -> Log:
    """A scenario lived to its end and looked at as a polled feed. name: NAME:SEED."""
    named, _, seed = name.partition(":")
    scenario = load_scenario(named)
    world = open_world(scenario, int(seed or 1), scenario.end_at)  # nothing here asks where vehicles are
    steps = range(1, int(scenario.lasts // CATCH_UP_STEP) + 1)
    return lives(
        (fact for k in steps for fact in world.step(scenario.start_at + k * CATCH_UP_STEP)), every=POLL
    )


def table(found: Mapping[str, Figures]) -> list[str]:
    """A Markdown table: a row a figure, a column a log; in brackets what the recordings' page says."""
    rows: list[tuple[str, list[str]]] = [
        ("outages, hours", [f"{f.outages:,}, {f.hours:.0f}" for f in found.values()]),
        ("new an hour", [f"{f.new_per_hour.p50:g} / {f.new_per_hour.most:g}" for f in found.values()]),
        ("seen", [words(f.life) for f in found.values()]),
        ("customers", [words(f.customers_first, most=True) for f in found.values()]),
        ("customers at the most", [words(f.customers_most, most=True) for f in found.values()]),
        ("until a crew is on its way", [words(f.to_crew) for f in found.values()]),
    ]
    rows += [(stage, [words(f.crew.get(stage)) for f in found.values()]) for stage in CREW_STAGES]
    rows += [
        ("a crew taken off", [_share(f.pulled) for f in found.values()]),
        ("promise moved", [_moved(f) for f in found.values()]),
        ("without a promise at first", [_share(f.unpromised) for f in found.values()]),
        ("hours from the peak to half of it", [_hours(f.half_back) for f in found.values()]),
    ]
    lines = ["| | " + " | ".join(found) + " |", "|---" * (len(found) + 1) + "|"]
    for title, cells in rows:
        stated = [STATED.get(name, {}).get(title) for name in found]
        whole = [f"{c} ({s})" if s else c for c, s in zip(cells, stated, strict=True)]
        lines.append(f"| {title} | " + " | ".join(whole) + " |")
    return lines


def words(spread: Spread | None, *, most: bool = False) -> str:
    """p10/p50/p90, and the most where asked for."""
    if spread is None or not spread.n:
        return "–"
    text = f"{spread.p10:.0f}/{spread.p50:.0f}/{spread.p90:.0f}"
    return f"{text}, {spread.most:.0f}" if most else text


def _moved(one: Figures) -> str:
    return f"{one.moves.p50:+.0f}; {one.later:.0%}".replace("%", " %") if one.moves.n else "–"


def _share(share: float) -> str:
    return "–" if isnan(share) else f"{share:.0%}".replace("%", " %")


def _hours(hours: float) -> str:
    return "–" if isnan(hours) else f"{hours:.1f}"


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, float):
        return None if isnan(value) else round(value, 3)
    return value


if __name__ == "__main__":
    sys.exit(main())
