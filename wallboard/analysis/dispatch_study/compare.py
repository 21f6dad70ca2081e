"""Days under two rules beside each other: paired by seed, with the interval of the mean difference."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from scipy.stats import t

from wallboard.analysis.dispatch_study.days import MEASURES, Day, Harm, harm, measured

CONFIDENCE = 0.95


class Difference(msgspec.Struct, frozen=True):
    """Other minus own, paired: mean, and the bounds of its 95 % interval (Student's t over the seeds)."""

    own: float
    other: float
    mean: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """The interval does not hold 0."""
        return self.low > 0 or self.high < 0


class Comparison(msgspec.Struct, frozen=True):
    """borders: of the other rule; by measure; each: differences by seed; harm: by seed."""

    borders: str
    seeds: tuple[int, ...]
    faults: int
    differences: dict[str, Difference]
    each: dict[str, tuple[float, ...]]
    harm: tuple[Harm, ...]


def compare(own: Sequence[Day], other: Sequence[Day], limits: Mapping[str, float]) -> Comparison:
    """Pairs of the same seed, in order. Raises ValueError where they are no pairs."""
    pairs = list(zip(own, other, strict=True))
    harms = tuple(harm(a, b) for a, b in pairs)
    mine, theirs = ([measured(day, limits) for day in days] for days in (own, other))
    each = {name: tuple(b[name] - a[name] for a, b in zip(mine, theirs, strict=True)) for name in MEASURES}
    return Comparison(
        other[0].borders,
        tuple(day.seed for day in own),
        sum(len(day.served) for day in own),
        {name: difference([a[name] for a in mine], [b[name] for b in theirs]) for name in MEASURES},
        each,
        harms,
    )


def difference(own: Sequence[float], other: Sequence[float]) -> Difference:
    """Of two paired runs of figures. One pair alone has no interval: its bounds are infinite."""
    a, b = np.array(own, float), np.array(other, float)
    gaps = b - a
    half = np.inf
    if len(gaps) > 1:
        half = float(t.ppf((1 + CONFIDENCE) / 2, len(gaps) - 1) * gaps.std(ddof=1) / np.sqrt(len(gaps)))
    mean = float(gaps.mean())
    return Difference(float(a.mean()), float(b.mean()), mean, mean - half, mean + half)


def table(found: Comparison) -> str:
    """Lines for people."""
    lines = [
        f"{found.borders} against own, {len(found.seeds)} seeds, {found.faults} faults, the same fate",
        f"{'':48} {'own':>10} {found.borders:>10} {'difference':>11}   95 % interval",
    ]
    for name, what in MEASURES.items():
        one = found.differences[name]
        lines.append(
            f"{what:48} {one.own:10.1f} {one.other:10.1f} {one.mean:+11.1f}   "
            f"{one.low:+.1f} to {one.high:+.1f}{'' if one.clear else '  (not clear)'}"
        )
    later, sooner = sum(one.later for one in found.harm), sum(one.sooner for one in found.harm)
    hours = sum(one.later_hours for one in found.harm), sum(one.sooner_hours for one in found.harm)
    lines.append(
        f"mended 10 min or more later: {later} faults, {hours[0]:,.0f} customer-hours; "
        f"sooner: {sooner}, {hours[1]:,.0f}"
    )
    return "\n".join(lines)


def result(found: Comparison, **about: Any) -> dict[str, Any]:
    """What stands behind RESULT."""
    return {
        **about,
        "borders": found.borders,
        "faults": found.faults,
        "measures": {
            name: {key: round(value, 3) for key, value in msgspec.structs.asdict(one).items()}
            for name, one in found.differences.items()
        },
        "later": sum(one.later for one in found.harm),
        "sooner": sum(one.sooner for one in found.harm),
        "later_customer_hours": round(sum(one.later_hours for one in found.harm), 1),
        "sooner_customer_hours": round(sum(one.sooner_hours for one in found.harm), 1),
    }
