"""Every judge on the same evidence, as it is heard and heard worse; what came of it, as table and data."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from wallboard.analysis.diagnosis_study.bound import bounded
from wallboard.analysis.diagnosis_study.cases import Case, Judged
from wallboard.analysis.diagnosis_study.degrade import VARIANTS, heard_worse, rates_of
from wallboard.analysis.diagnosis_study.first_word import first_word
from wallboard.analysis.diagnosis_study.judged import judged
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.rollup import Thresholds, roll_up
from wallboard.analysis.diagnosis_study.scoring import Interval, Scores, Tally, scores, tally
from wallboard.analysis.diagnosis_study.tuned import TUNED
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Network

JUDGE, TUNED_JUDGE = "judgement", "judgement, tuned"
PLAIN, BOUND, FIRST = "roll-up, domain 5.4", "bound", "first word"

OF_BOUND, CUSTOMERS = 0.95, 0.05
"""The goals: share of the bound's F1, and customers-out error."""

Tallies = dict[str, dict[str, Tally]]
"""By variant and judge."""


class Parameters(msgspec.Struct, frozen=True):
    """What the judgement and the roll-up go by: as the product proposes it; and tuned on the seeds for it."""

    model: EvidenceModel = EvidenceModel()
    tuned: EvidenceModel = TUNED
    thresholds: Thresholds = Thresholds()


def hold_up(
    case: Case,
    network: Network,
    rates: Rates,
    parameters: Parameters,
    variants: Sequence[str] = tuple(VARIANTS),
) -> Tallies:
    """Count a case under each variant for each judge."""
    found: Tallies = {}
    for name in variants:
        worse = VARIANTS[name]
        one = heard_worse(case, worse)
        judges: dict[str, Callable[[], list[Judged]]] = {
            JUDGE: lambda one=one: judged(one, network, parameters.model),
            TUNED_JUDGE: lambda one=one: judged(one, network, parameters.tuned),
            PLAIN: lambda one=one: roll_up(one, parameters.thresholds),
            BOUND: lambda one=one, worse=worse: bounded(one, rates_of(rates, worse)),
            FIRST: lambda one=one: first_word(one),
        }
        found[name] = {judge: tally(one, judges[judge]()) for judge in judges}
    return found


def summary(seeds: Sequence[Tallies]) -> dict[str, dict[str, Scores]]:
    """Scores by variant and judge over all seeds."""
    return {
        variant: {judge: scores([one[variant][judge] for one in seeds]) for judge in judges}
        for variant, judges in seeds[0].items()
    }


def table(found: Mapping[str, Mapping[str, Scores]]) -> str:
    """As Markdown: shares in per cent with their intervals, minutes."""
    lines = [
        "| evidence | who | precision | recall | F1 | customers-out error | by area | first right, min "
        "| never |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for variant, judges in found.items():
        for judge, one in judges.items():
            shares = (one.precision, one.recall, one.f1, one.customers_error, one.area_error)
            cells = [_per_cent(each) for each in shares]
            cells += [
                f"{one.first.value:.1f} ({one.first.low:.1f}–{one.first.high:.1f})",
                _per_cent(one.never),
            ]
            lines.append(f"| {variant} | {judge} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _per_cent(one: Interval) -> str:
    return f"{100 * one.value:.1f} ({100 * one.low:.1f}–{100 * one.high:.1f})"


def result(found: Mapping[str, Mapping[str, Scores]], **about: Any) -> dict[str, Any]:
    """What ``RESULT`` carries: scores, and whether the goals were met under each variant."""
    goals = {
        variant: {judge: _goals(judges[judge], judges) for judge in (JUDGE, TUNED_JUDGE)}
        for variant, judges in found.items()
    }
    plain = msgspec.to_builtins({variant: dict(judges) for variant, judges in found.items()})
    return {**about, "goals": goals, "scores": _rounded(plain)}


def _goals(one: Scores, judges: Mapping[str, Scores]) -> dict[str, Any]:
    """One judgement beside the bound and the roll-up."""
    f1, error = one.f1.value, one.customers_error.value
    return {
        "of_bound": round(f1 / judges[BOUND].f1.value, 4),
        "reaches_bound": f1 >= OF_BOUND * judges[BOUND].f1.value,
        "above_roll_up": round(f1 - judges[PLAIN].f1.value, 4),
        "customers_error": round(error, 4),
        "customers_reached": error <= CUSTOMERS,
        "customers_beside_bound": round(error - judges[BOUND].customers_error.value, 4),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return round(value, 4) if isinstance(value, float) else value
