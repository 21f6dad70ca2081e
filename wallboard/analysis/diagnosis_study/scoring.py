"""How right a judge was: right, wrong and missed devices, customers, and minutes to the first right word.

Sums over instants and seeds (micro-averages); each seed is one draw, so the intervals come from drawing seeds
anew with replacement, by a fixed stream of numbers.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.analysis.diagnosis_study.cases import Case, Judged, Truth

DRAWS = 1000
TAIL = 2.5
"""Per cent left out on either side of an interval."""


class Tally(msgspec.Struct, frozen=True):
    """Of one case. right, wrong, missed: devices, summed over instants. true_dark, off_by, area_off_by:
    customers, summed over instants: that are dark, by how many the total differs, and by how many it differs
    area by area. waits: minutes from a device's opening to the first right word that stays, of those that
    were named; never: devices that were not named while they were open."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    true_dark: float = 0.0
    off_by: float = 0.0
    area_off_by: float = 0.0
    waits: tuple[float, ...] = ()
    never: int = 0


class Interval(msgspec.Struct, frozen=True):
    """A figure with its 95 % interval over the seeds."""

    value: float
    low: float
    high: float


class Scores(msgspec.Struct, frozen=True):
    """Of one judge. customers_error, area_error: shares of the customers that are dark. first: minutes."""

    precision: Interval
    recall: Interval
    f1: Interval
    customers_error: Interval
    area_error: Interval
    first: Interval
    never: Interval


def tally(case: Case, judged: Sequence[Judged]) -> Tally:
    """Count one case; judged: one for each of its truths, in order."""
    right = wrong = missed = 0
    true_dark = off_by = area_off_by = 0.0
    for truth, said in zip(case.truths, judged, strict=True):
        devices = case.tree.unit(set(said.devices)) - truth.other
        right += len(devices & truth.open)
        wrong += len(devices - truth.open)
        missed += len(truth.open - devices)
        dark = _dark(case, truth, said)
        true_dark += float(dark[0].sum())
        whole = dark[1].sum() if said.expected is None else said.expected
        off_by += float(abs(whole - dark[0].sum()))
        area_off_by += float(np.abs(dark[1] - dark[0]).sum())
    waits, never = _waits(case, judged)
    return Tally(right, wrong, missed, true_dark, off_by, area_off_by, tuple(waits), never)


def _dark(case: Case, truth: Truth, said: Judged) -> NDArray[np.float64]:
    """Customers dark by area: really, and as it was said; areas out for planned work count for nobody."""
    found = np.zeros((2, len(case.tree.customers)))
    for area in truth.dark:
        found[0, area] = case.tree.customers[area]
    for area, customers in said.dark.items():
        if area not in truth.planned:
            found[1, area] = customers
    return found


def _waits(case: Case, judged: Sequence[Judged]) -> tuple[list[float], int]:
    """Minutes from each opening that falls into the window to the first right word that stays while it is
    open; how many are never named. Openings shorter than two looks are left out: nobody can be said to stay.
    """
    tree, waits, never = case.tree, list[float](), 0
    named = [tree.unit(set(said.devices)) for said in judged]
    for device, first, last in episodes(case.truths):
        if last == first:
            continue
        right = last + 1
        while right > first and device in named[right - 1]:
            right -= 1
        if right > last:
            never += 1
        else:
            opened = case.opened.get((device, first), case.truths[first].at)
            waits.append((case.truths[right].at - opened) / 60.0)
    return waits, never


def episodes(truths: Sequence[Truth]) -> list[tuple[int, int, int]]:
    """(device, first look, last look) of each run of looks at which it is open, runs from before left out."""
    found: list[tuple[int, int, int]] = []
    running: dict[int, int] = {}
    for look, truth in enumerate(truths):
        for device in [one for one in running if one not in truth.open]:
            first = running.pop(device)
            if first:
                found.append((device, first, look - 1))
        for device in truth.open:
            running.setdefault(device, look)
    found += [(device, first, len(truths) - 1) for device, first in running.items() if first]
    return sorted(found)


def scores(tallies: Sequence[Tally]) -> Scores:
    """Micro-averages over the cases with their intervals."""
    names = ("right", "wrong", "missed", "true_dark", "off_by", "area_off_by", "never")
    sums = np.array([[getattr(one, name) for name in names] for one in tallies], np.float64)
    dice = np.random.default_rng(0)
    drawn = dice.integers(len(tallies), size=(DRAWS, len(tallies)))
    rows = np.vstack([sums.sum(axis=0), sums[drawn].sum(axis=1)])
    right, wrong, missed, dark, off, area_off, never = rows.T
    counted = np.array([len(one.waits) for one in tallies], np.float64)
    named = np.concatenate([[counted.sum()], counted[drawn].sum(axis=1)])
    return Scores(
        _interval(right, right + wrong),
        _interval(right, right + missed),
        _interval(2 * right, 2 * right + wrong + missed),
        _interval(off, dark),
        _interval(area_off, dark),
        _medians([one.waits for one in tallies], drawn),
        _interval(never, never + named),
    )


def _interval(part: NDArray[np.float64], whole: NDArray[np.float64]) -> Interval:
    """The first row is the figure, the rest are redrawn."""
    shares = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return _between(float(shares[0]), shares[1:])


def _medians(waits: Sequence[Sequence[float]], drawn: NDArray[np.int64]) -> Interval:
    every = [np.array(one) for one in waits]
    again = [np.concatenate([every[seed] for seed in row]) for row in drawn.tolist()]
    medians = np.array([np.median(one) if len(one) else np.nan for one in again])
    whole = np.concatenate(every) if every else np.empty(0)
    return _between(float(np.median(whole)) if len(whole) else float("nan"), medians)


def _between(value: float, again: NDArray[np.float64]) -> Interval:
    sound = again[np.isfinite(again)]
    if not len(sound):
        return Interval(value, value, value)
    low, high = np.percentile(sound, [TAIL, 100.0 - TAIL])
    return Interval(value, float(low), float(high))
