"""``wallboard study dispatch``: what it saves to send the nearest able crew across borders.

The same days are lived again and again: crews kept to their own bureau, crews that may go where their leader
is authorised, crews that may go everywhere. Fate, crews, weights and solver are the same; only the border
differs. The last line is RESULT {json}.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults
from wallboard.shell.study_pool import in_order

if TYPE_CHECKING:
    from wallboard.analysis.dispatch_study.days import Day
    from wallboard.config.scenario import Borders

SCENARIO = "thunderstorm"
RULES = "state-grid-2022"
"""Whose limits to arrive are counted."""
OTHERS: "tuple[Borders, ...]" = ("roster", "open")

Job = tuple[str, int, "Borders"]


def run(args: argparse.Namespace) -> int:
    """Study, print the tables, then the result; draw it where a picture is asked for."""
    from feeds.network_csv import NetworkError
    from wallboard.analysis.diagnosis_study.seeds import SeedsError, reporting
    from wallboard.analysis.dispatch_study.compare import compare, result, table
    from wallboard.config.load import ConfigError

    scenario = args.scenario or SCENARIO
    others: tuple[Borders, ...] = tuple(word for word in OTHERS if word in args.borders.split(","))
    if not others:
        raise InputError(f"--borders: write {' or '.join(OTHERS)}, or both as in {','.join(OTHERS)}")
    if args.picture and Path(args.picture).suffix.lower() != ".png":
        raise InputError(f"--picture {args.picture}: is no PNG; name a file ending in .png")
    with input_faults(ConfigError, NetworkError, SeedsError):
        seeds = reporting(args.seeds)
        limits = arrival_limits(RULES)
        rules: tuple[Borders, ...] = ("own", *others)
        jobs: list[Job] = [(scenario, seed, borders) for seed in seeds for borders in rules]
        days = list(in_order(one_day, jobs))
    by = {borders: [day for day in days if day.borders == borders] for borders in rules}
    found = [compare(by["own"], by[borders], limits) for borders in others]
    print("\n\n".join(table(one) for one in found))
    if args.picture:
        from wallboard.shell.study_picture import draw

        draw(found, f"{scenario}, {len(seeds)} seeds", Path(args.picture))
    about = {"study": "dispatch", "scenario": scenario, "seeds": len(seeds)}
    print("RESULT", json.dumps([result(one, **about) for one in found], sort_keys=True))
    return EXIT_GOOD


def one_day(job: Job) -> "Day":
    """Live one day under one rule. Raises ConfigError, NetworkError."""
    from wallboard.config.scenario import load_scenario
    from wallboard.shell.study_days import live

    name, seed, borders = job
    return live(load_scenario(name), seed, borders)


def arrival_limits(rules: str) -> dict[str, float]:
    """Seconds to arrive by area class, of a rule set. Raises ConfigError."""
    from wallboard.config.rule_sets import load_rule_set
    from wallboard.domain.terms import Lane

    return {
        limit.area_class.value: limit.minutes * 60
        for limit in load_rule_set(rules).limits
        if limit.lane is Lane.RESTORE
        and limit.target == "arrive"
        and limit.area_class is not None
        and limit.minutes is not None
    }
