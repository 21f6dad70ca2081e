"""``wallboard study diagnosis``: how right the judgement of outages is. Its last line is RESULT {json}."""

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from wallboard.shell.faults import EXIT_GOOD, InputError, input_faults
from wallboard.shell.study_pool import PROCESSES, in_order

if TYPE_CHECKING:
    from wallboard.analysis.diagnosis_study.cases import Case
    from wallboard.analysis.diagnosis_study.study import Tallies
    from wallboard.config.scenario import Scenario
    from wallboard.state.atlas import Atlas

EVERY = 300.0


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("study", help="how right what we compute is, against what is really so")
    parser.add_argument(
        "what", choices=("diagnosis", "dispatch"), help="outages judged, or crews sent across borders"
    )
    parser.add_argument(
        "--scenario",
        default="",
        help="by name or file (town-storm; dispatch: thunderstorm, or heat-wave, typhoon)",
    )
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
    parser.add_argument(
        "--network", default="", metavar="DIR", help="a network of files in the place of the scenario's own"
    )
    parser.add_argument(
        "--processes", type=int, default=PROCESSES, metavar="N", help=f"at once (default {PROCESSES})"
    )
    parser.add_argument(
        "--tune",
        type=int,
        default=0,
        metavar="PASSES",
        help="instead: tune the judgement, on seeds kept for it",
    )
    parser.set_defaults(run=run)


class Job(NamedTuple):
    """What is lived and judged of one seed; see the arguments."""

    scenario: str
    network: str
    seed: int
    every: float
    lasts: float
    plain: bool = False


def run(args: argparse.Namespace) -> int:
    """Study, print the table, then the result."""
    if args.what == "dispatch":
        from wallboard.shell.study_dispatch_command import run as dispatch

        return dispatch(args)
    args.scenario = args.scenario or "town-storm"
    from feeds.network_csv import NetworkError
    from wallboard.analysis.diagnosis_study.seeds import SeedsError, reporting, tuning
    from wallboard.analysis.diagnosis_study.study import result, summary, table
    from wallboard.config.load import ConfigError

    if not (args.every >= 1.0 and 0.0 < args.hours <= 24.0 and args.processes >= 1):
        raise InputError("--every: at least 1 s; --hours: above 0, at most 24; --processes: at least 1")
    with input_faults(ConfigError, NetworkError, SeedsError):
        seeds = tuning(args.seeds) if args.tune else reporting(args.seeds)
        lasts = 3600.0 * args.hours
        jobs = [Job(args.scenario, args.network, seed, args.every, lasts, args.plain) for seed in seeds]
        if args.tune:
            return _tune(jobs, args.tune)
        tallies = list(in_order(one_seed, jobs, "seeds", args.processes))
    found = summary(tallies)
    print(table(found))
    about = {"study": args.what, "scenario": args.scenario, "seeds": args.seeds, "every_s": args.every}
    about |= {"network": args.network} if args.network else {}
    print("RESULT", json.dumps(result(found, **about), ensure_ascii=False, sort_keys=True))
    return EXIT_GOOD


def _tune(jobs: Sequence[Job], passes: int) -> int:
    """Print what helped, then the parameters, as JSON."""
    import msgspec

    from wallboard.analysis.diagnosis_study.tuned import TUNED
    from wallboard.analysis.diagnosis_study.tuning import tune
    from wallboard.state.supply_wires import supply_network

    lived = [_lived(job) for job in jobs]
    network = supply_network(lived[0][1])
    model = tune(
        [case for case, _, _ in lived], network, TUNED, passes, lambda words: print(words, flush=True)
    )
    print(msgspec.json.encode(model).decode())
    return EXIT_GOOD


def one_seed(job: Job) -> "Tallies":
    """Live a seed's day, and let everybody judge it. Raises ConfigError, NetworkError."""
    from wallboard.analysis.diagnosis_study.degrade import VARIANTS
    from wallboard.analysis.diagnosis_study.study import Parameters, hold_up
    from wallboard.shell.study_rates import rates_of
    from wallboard.state.supply_wires import supply_network

    case, atlas, scenario = _lived(job)
    variants = tuple(VARIANTS)[:1] if job.plain else tuple(VARIANTS)
    rates = rates_of(scenario, case.tree)
    return hold_up(case, supply_network(atlas), rates, Parameters(), variants)


def _lived(job: Job) -> "tuple[Case, Atlas, Scenario]":
    """A seed's day, with the network and the scenario as they were staged."""
    from wallboard.config.scenario import load_scenario
    from wallboard.shell.study_harvest import harvest, stage

    scenario, atlas = stage(load_scenario(job.scenario), job.network)
    return harvest(scenario, job.seed, job.every, job.lasts, atlas), atlas, scenario
