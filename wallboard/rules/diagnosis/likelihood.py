"""How likely what an area says is, if it is dark, lit, or dark in part: logarithms, by column.

Meters: the share of those that answer and read off differs from area to area (radio, wrong links), so a
beta-binomial; silent ones take no part. Calls: negative binomial, because people differ; a service line that
broke is nearly always called about, and some call for reasons of their own.
"""

from math import lgamma

import msgspec
import numpy as np

from wallboard.rules.diagnosis.inference import NEVER, Floats
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.promptness import Promptness
from wallboard.rules.supply_network.wires import Flags, Rows

DAY = 86_400.0


class AreaEvidence(msgspec.Struct, frozen=True):
    """Columns by area. customers; off, on: meters that answered; counted: whether that reading is of now;
    waited: s since the area would have gone dark without a word of it (0: it has spoken); unlit: s since it
    would have come back without a word (0: none); calls, that count; span: s in which they could be made."""

    customers: Rows
    off: Rows
    on: Rows
    counted: Flags
    waited: Floats
    unlit: Floats
    calls: Rows
    span: Floats


class AreaTerms(msgspec.Struct, frozen=True):
    """gain: dark against not dark; part: the chance that a part is dark, if not all of it is."""

    gain: Floats
    part: Floats


def area_terms(heard: AreaEvidence, model: EvidenceModel, prompt: Promptness, busy: float = 1.0) -> AreaTerms:
    """What the evidence of each area says of its state. prompt: how soon reports come; busy: times as many
    outages as expected."""
    dark, lit, part = _meters(heard, model)
    dark = dark + np.where(heard.counted, 0.0, np.log(prompt.unread(heard.waited, model.report_never)))
    late = np.log(prompt.unread(heard.unlit, model.back_never))
    called = _calls(heard, model)
    dark, lit, part = dark + called[0], lit + late + called[1], part + called[2]
    prior = min(0.2, model.service_prior * model.weather * busy)
    several = heard.customers > 1  # of one customer no part can be dark
    broken = np.where(several, np.log(prior) + part, NEVER)
    whole = np.where(several, np.log1p(-prior), 0.0) + lit
    mixed = np.logaddexp(whole, broken)
    return AreaTerms(dark - mixed, np.exp(broken - mixed))


def _meters(heard: AreaEvidence, model: EvidenceModel) -> tuple[Floats, Floats, Floats]:
    off = np.where(heard.counted, heard.off, 0).astype(np.float64)
    on = np.where(heard.counted, heard.on, 0).astype(np.float64)
    said = [beta_binomial(off, on, *shape) for shape in (model.dark_off, model.lit_off, model.part_off)]
    best = np.maximum.reduce(said) + np.log(model.reading_wrong)
    dark, lit, part = (np.logaddexp(one, best) for one in said)
    alone = (heard.customers == 1) & (off > 0)  # a meter of one's own is not linked to another's supply
    return dark, np.where(alone, dark + np.log(model.own_meter_wrong), lit), part


def _calls(heard: AreaEvidence, model: EvidenceModel) -> tuple[Floats, Floats, Floats]:
    calls, span = heard.calls.astype(np.float64), heard.span
    gone = 1.0 - np.exp(-span / model.call_mean_s)
    share = np.where(heard.customers == 1, model.call_own_transformer, heard.customers * model.call_share)
    chance = heard.customers * model.call_background_day * span / DAY
    lit = negative_binomial(calls, chance, model.call_background_spread)
    dark = negative_binomial(calls, share * gone + chance, model.call_spread)
    first = 1.0 - np.exp(-span / model.call_service_s)
    with np.errstate(divide="ignore"):
        more = np.log(first * (1.0 - model.call_again)) + (calls - 1.0) * np.log(model.call_again)
    part = np.where(calls > 0, more, np.log1p(-first * 0.999))
    return dark, lit, part


def beta_binomial(yes: Floats, no: Floats, mean: float, strength: float) -> Floats:
    """Logarithm of so many of each, without the number of ways (which is the same for every state)."""
    a, b = mean * strength, (1.0 - mean) * strength
    whole = lgamma(a) + lgamma(b) - lgamma(a + b)
    return log_gamma(yes + a) + log_gamma(no + b) - log_gamma(yes + no + a + b) - whole


def negative_binomial(count: Floats, mean: Floats, shape: float) -> Floats:
    """Logarithm of a count whose mean differs by a gamma of this shape."""
    ways = log_gamma(count + shape) - lgamma(shape) - log_gamma(count + 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(count > 0, count * np.log(mean / (shape + mean)), 0.0)
    return ways - shape * np.log1p(mean / shape) + each


def log_gamma(x: Floats) -> Floats:
    """log Γ(x) for x > 0, to 1e-10: Stirling's series at x + 8."""
    product = x * (x + 1.0) * (x + 2.0) * (x + 3.0) * (x + 4.0) * (x + 5.0) * (x + 6.0) * (x + 7.0)
    z = x + 8.0
    inverse = 1.0 / z
    series = inverse * (1 / 12 - inverse**2 * (1 / 360 - inverse**2 * (1 / 1260 - inverse**2 / 1680)))
    return (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series - np.log(product)
