"""Tunes the judgement's parameters on the seeds for it: one at a time, up and down, kept where it helps.

Coordinate descent in factors: plain, slow and hard to fool. What it is held to is told beside every step.
"""

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from wallboard.analysis.diagnosis_study.cases import Case
from wallboard.analysis.diagnosis_study.degrade import Worse, heard_worse
from wallboard.analysis.diagnosis_study.judged import judged
from wallboard.analysis.diagnosis_study.scoring import scores, tally
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Network

TUNED_ON: dict[str, Worse] = {"as heard": Worse(), "heard worse": Worse(0.15, 1200.0, 0.035)}
"""Evidence that parameters are tuned on: made worse by other figures than any that are reported."""
CUSTOMERS_WEIGH = 0.5
"""A share of the customers wrong costs so much of a share of F1."""

NAMES = (
    "open_prior.breaker",
    "open_prior.switch",
    "open_prior.lateral_switch",
    "open_prior.fuse",
    "open_prior.transformer",
    "service_prior",
    "isolating",
    "fed_unswitched",
    "nested",
    "back_share",
    "weather",
    "busiest",
    "back_fed.breaker",
    "back_fed.switch",
    "own_meter_wrong",
    "reading_wrong",
    "report_from_s",
    "report_soon_s",
    "report_late",
    "report_late_s",
    "report_known",
    "report_never",
    "back_never",
    "onset_gap_s",
    "feed_after_s",
    "call_share",
    "call_mean_s",
    "call_spread",
    "call_own_transformer",
    "call_background_day",
    "call_again",
    "call_service_s",
    "telemetry_sure_s",
    "indicator_hit",
    "indicator_false",
    "indicator_below",
)
SHARES = frozenset({"report_late", "report_never", "back_never", "call_again", "indicator_hit", "isolating"})
SHARES |= {"indicator_below", "call_own_transformer", "back_share", "back_fed.breaker", "back_fed.switch"}
FACTORS = (0.6, 1.6)

Say = Callable[[str], None]


class Held(msgspec.Struct, frozen=True):
    """How good a set of parameters is. value: F1 less what customers weigh, the mean over the evidence."""

    value: float
    words: str


def held_to(cases: Sequence[Case], network: Network, model: EvidenceModel) -> Held:
    """Judge all cases under each of ``TUNED_ON``."""
    value, words = 0.0, list[str]()
    for variant, worse in TUNED_ON.items():
        heard = [heard_worse(case, worse) for case in cases]
        found = scores([tally(case, judged(case, network, model)) for case in heard])
        value += (found.f1.value - CUSTOMERS_WEIGH * found.customers_error.value) / len(TUNED_ON)
        words.append(f"{variant} F1 {found.f1.value:.4f} customers {found.customers_error.value:.4f}")
    return Held(value, "; ".join(words))


def moved(model: EvidenceModel, name: str, factor: float) -> EvidenceModel:
    """The model with one parameter changed; a share stays below one."""
    first, _, inner = name.partition(".")
    part = getattr(model, first)
    value = (getattr(part, inner) if inner else part) * factor
    value = round(min(value, 0.95) if name in SHARES else value, 9)
    return replace(model, **{first: replace(part, **{inner: value}) if inner else value})


def tune(
    cases: Sequence[Case], network: Network, model: EvidenceModel, passes: int, say: Say
) -> EvidenceModel:
    """The best that so many passes find, starting from ``model``."""
    best = held_to(cases, network, model)
    say(f"start {best.value:.4f} {best.words}")
    for turn in range(1, passes + 1):
        before = best.value
        for name in NAMES:
            for factor in FACTORS:
                tried = moved(model, name, factor)
                found = held_to(cases, network, tried)
                if found.value > best.value:
                    model, best = tried, found
                    say(f"pass {turn} {name} x {factor}: {best.value:.4f} {best.words}")
                    break
        if best.value - before < 1e-3:
            break
    return model
