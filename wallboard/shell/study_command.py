"""``wallboard study diagnosis``: how right the judgement of outages is. Its last line is RESULT {json}."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults

if TYPE_CHECKING:
    from wallboard.analysis.diagnosis_study.study import Tallies

EVERY = 300.0
PROCESSES = 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("study", help="how right what we compute is, against what is really so")
    parser.add_argument(
        "what", choices=("diagnosis", "dispatch"), help="outages judged, or crews sent across borders"
    )
    parser.add_argument("--scenario", default="", help="by name or file (town-storm; dispatch: thunderstorm)")
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="seeds 1 to N (default 20)")
    parser.add_argument(
        "--every", type=float, default=EVERY, metavar="S", help="seconds between two looks (default 300)"
    )
    parser.add_argument(
        "--hours", type=float, default=3.0, metavar="H", help="of the window that is judged (default 3)"
    )
    parser.add_argument("--plain", action="store_true", help="only evidence as it is heard, not heard worse")
    parser.add_argument(
        "--borders", default="roster,open", help="dispatch: against own (default roster,open)"
    )
    parser.add_argument("--picture", default="", metavar="FILE", help="dispatch: draw it as a PNG")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Study, print the table, then the result."""
    if args.what == "dispatch":
        from wallboard.shell.study_dispatch_command import run as dispatch

        return dispatch(args)
    args.scenario = args.scenario or "town-storm"
    from feeds.network_csv import NetworkError
    from wallboard.analysis.diagnosis_study.seeds import SeedsError, reporting
    from wallboard.analysis.diagnosis_study.study import result, summary, table
    from wallboard.config.load import ConfigError

    if not (args.every >= 1.0 and 0.0 < args.hours <= 24.0):
        raise InputError("--every: at least 1 s; --hours: above 0, at most 24")
    with input_faults(ConfigError, NetworkError, SeedsError):
        seeds = reporting(args.seeds)
        jobs = [(args.scenario, seed, args.every, 3600.0 * args.hours, args.plain) for seed in seeds]
        tallies = list(_in_order(jobs))
    found = summary(tallies)
    print(table(found))
    about = {"study": args.what, "scenario": args.scenario, "seeds": args.seeds, "every_s": args.every}
    print("RESULT", json.dumps(result(found, **about), ensure_ascii=False, sort_keys=True))
    return EXIT_GOOD


Job = tuple[str, int, float, float, bool]


def _in_order(jobs: Sequence[Job]) -> Iterator["Tallies"]:
    """Two processes, where there is more than one seed."""
    say = _Progress(len(jobs))
    if len(jobs) == 1:
        yield one_seed(jobs[0])
        say()
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for tallies in pool.map(one_seed, jobs):
            say()
            yield tallies


def one_seed(job: Job) -> "Tallies":
    """Live a seed's day, and let everybody judge it. Raises ConfigError, NetworkError."""
    from feeds.networks import network_of
    from wallboard.analysis.diagnosis_study.degrade import VARIANTS
    from wallboard.analysis.diagnosis_study.study import Parameters, hold_up
    from wallboard.config.scenario import load_scenario
    from wallboard.shell.study_harvest import harvest
    from wallboard.shell.study_rates import rates_of
    from wallboard.state.atlas import unpack
    from wallboard.state.supply_wires import supply_network

    name, seed, every, lasts, plain = job
    scenario = load_scenario(name)
    case = harvest(scenario, seed, every, lasts)
    network = supply_network(unpack(network_of(scenario.network)[1]))
    variants = tuple(VARIANTS)[:1] if plain else tuple(VARIANTS)
    return hold_up(case, network, rates_of(scenario, case.tree), Parameters(), variants)


class _Progress:
    """Seeds done: a bar on a terminal, a line each elsewhere."""

    def __init__(self, whole: int) -> None:
        self._whole, self._done = whole, 0

    def __call__(self) -> None:
        self._done += 1
        if sys.stderr.isatty():
            step = 50 * self._done // self._whole
            end = "\n" if self._done == self._whole else ""
            sys.stderr.write(f"\r[{'#' * step}{' ' * (50 - step)}] {self._done} of {self._whole} seeds{end}")
        else:
            sys.stderr.write(f"{self._done} of {self._whole} seeds\n")
        sys.stderr.flush()
