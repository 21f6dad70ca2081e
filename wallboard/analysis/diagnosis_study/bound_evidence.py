"""How well each piece of evidence fits each possible past: likelihoods by age of the last change of supply.

An age is how long ago a part lost or got its supply. Ages are in bins, the newest first; what is older than
the last one is in it. A lit part has one more state at the end: it has never been dark.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from wallboard.analysis.diagnosis_study.bound_lasting import NEVER, Floats, Lasting
from wallboard.analysis.diagnosis_study.known import Count, Known, Position
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import DeviceTree

EDGES: Floats = np.concatenate(
    [np.arange(0, 600, 20), np.arange(600, 3600, 60), np.arange(3600, 7200, 120), np.arange(7200, 14401, 300)]
).astype(np.float64)
"""Of the bins, s."""

UNLIKELY = 1e-3
NEWS = 1.0 / 3600.0
"""How often an area's counts are said again for something that is not about it, a second."""
SPREAD = 3.0
"""Shape of the gamma by which the number of callers differs from its mean: eagerness, and announcements."""
FORGOTTEN = 3.0 * 3600.0
"""Calls before that long ago speak for nothing any more, s."""
SAMPLES = 20_000
TOGETHER = 150.0
"""An indicator's word so near to a trip is of its current, s."""
INDICATED = ("switch", "lateral_switch")
TRIPPING = ("breaker", "lateral_switch", "fuse")
"""Kinds of the devices that open for a fault's current, which indicators above see; not a transformer's own
fuse, and no switch that parts a fault off afterwards."""


class Passed(msgspec.Struct, frozen=True):
    """What indicators saw. fits: by device and age, how much better it fits that the device opened for a
    fault then than that none did; events: bins (from, to) of each current that no known trip explains."""

    fits: Floats
    events: list[tuple[int, int]]


class Evidence:
    """Turns what is known at an instant into likelihoods, under rates that are known exactly. ages, widths:
    of the bins, s; lasting: by the bin in which a part came back, the shares of when it had gone dark."""

    def __init__(self, tree: DeviceTree, rates: Rates, begins: float, edges: Floats = EDGES) -> None:
        self._tree, self._rates, self._begins = tree, rates, begins
        self.ages: Floats = (edges[:-1] + edges[1:]) / 2.0
        self.widths: Floats = np.diff(edges)
        self.bins = len(self.ages)
        self._dark_unheard, self._lit_unheard, self._unread = _tails(rates, self.ages)
        self._quiet: dict[int, tuple[Floats, Floats]] = {}
        self._lasting = Lasting(rates, self.ages, self.widths)
        self.lasting = self._lasting.shares
        self._breaker = {area: tree.breaker_above(leaf) for area, leaf in enumerate(tree.leaf)}
        self._unshown = np.stack([self._indicated({}, device, 0.0) for device in range(len(tree.id))])

    def of_area(self, known: Known, area: int, now: float) -> tuple[Floats, Floats]:
        """Likelihoods of what an area has said and not said, if dark since, and if lit since (or ever)."""
        calls = [at for at in known.calls.get(area, ()) if now - at < FORGOTTEN]
        count = known.counts.get(area)
        customers = self._tree.customers[area]
        lasting = self._lasting.below(known, self._breaker[area], now)
        if count is None and not calls and lasting is self._lasting.usual:
            if customers not in self._quiet:
                self._quiet[customers] = self._fit(None, 0.0, area, [], now, lasting)
            return self._quiet[customers]
        return self._fit(count, known.dark_from.get(area, 0.0), area, calls, now, lasting)

    def _fit(
        self,
        count: Count | None,
        dark_from: float,
        area: int,
        calls: Sequence[float],
        now: float,
        lasting: Floats,
    ) -> tuple[Floats, Floats]:
        """Meters and callers together, scaled so that the best is 1. What has come back was dark before: then
        it spoke as the dark do, and had gone dark at a time that is known no better than ``lasting`` says."""
        customers = self._tree.customers[area]
        said, ever, back = self._meters(count, dark_from, now, NEVER if customers == 1 else UNLIKELY)
        called, strayed = self._called(area, calls, now)
        best = max(called.max(), strayed)
        callers = np.exp(called - best)
        dark, heard = said * callers, back >= 0.0
        if count is not None and count.is_silent:
            # Out of reach whatever happens, or gone with its supply: then it says so when it is back.
            unheard = self._lit_unheard * (lasting @ ((said - ever) * callers))
            unheard += ever * (lasting @ callers)
        elif count is None or not count.is_dark:
            # Nobody has said that it was dark, so nobody says that it is back.
            unheard = (lasting * self._lasting.unsaid) @ (said * callers / self._dark_unheard)
        else:
            unheard = self._lit_unheard * (lasting @ (said * callers))
        lit = np.where(heard, back * (lasting @ callers), unheard)
        lit = np.append(lit, ever * math.exp(strayed - best))
        most = max(dark.max(), lit.max())
        return dark / most, lit / most

    def _meters(
        self, count: Count | None, dark_from: float, now: float, strange: float
    ) -> tuple[Floats, float, Floats]:
        """Of the newest count: likelihoods if dark since; if never dark; and if lit since, -1 where that was
        after it, so that nothing has been heard of it. strange: that most meters of a lit area are of a dark
        one."""
        rates, dark = self._rates, self._dark_unheard
        none = np.full(self.bins, -1.0)
        if count is None:
            return dark, 1.0, none
        low, high = rates.hold
        density = 1.0 / (high - low)
        changed, half = now - self.ages, self.widths / 2
        after = count.at - changed  # s from the change on
        held = (after >= low - half) & (after <= high + half)
        heard = after >= 0.0
        silence = rates.silent * NEWS
        if count.is_silent:
            missed = (after >= low + rates.missed - half) & (after <= high + rates.missed + half)
            gone = np.where(missed, rates.dead * density + silence, silence)
            return np.where(heard, gone, silence), silence, np.where(heard, silence, none)
        if count.is_dark:
            run = dark_from - changed  # of the first dark one
            first = (run >= low - half) & (run <= high + half)
            fits = np.where(first, density, np.where(run > high, 0.3 * NEWS, NEVER * NEWS))
            fits = np.where(run >= 0.0, fits, strange * NEWS * dark)
            return fits, strange * NEWS, np.where(heard, strange * NEWS, none)
        lit = np.where(heard, np.where(held, density, NEWS), none)
        return np.where(heard, NEVER * NEWS, dark * NEWS), NEWS, lit

    def _called(self, area: int, calls: Sequence[float], now: float) -> tuple[Floats, float]:
        """Logarithms: if dark since, and if never dark."""
        rates, customers = self._rates, self._tree.customers[area]
        mean = rates.own if customers == 1 else rates.calls * customers
        share = 1.0 - np.exp(-np.maximum(0.0, self.ages - rates.first) / rates.mean)
        strays = _strays(rates.stray[area], rates.more, calls)
        number, dark = np.zeros(self.bins), np.zeros(self.bins)
        for at, stray in zip(calls, strays, strict=True):
            since = at - (now - self.ages)
            usual = np.exp(-np.maximum(0.0, since - rates.first) / rates.mean) / rates.mean
            shape = np.where(since >= rates.first - self.widths / 2, 0.9 * usual + 0.1 * NEWS, NEVER)
            number += since >= 0.0
            dark += np.where(since >= 0.0, np.log(shape), stray)
        whole = SPREAD + mean * share
        callers = SPREAD * np.log(SPREAD / whole) + number * np.log(mean / whole + 1e-12)
        return dark + _log_gamma_ratio(number) + callers, sum(strays)

    def of_devices(self, known: Known, now: float) -> tuple[Floats, Floats]:
        """Likelihoods of what telemetry says of each device (rows), if open since, and if closed since (or
        ever)."""
        tree = self._tree
        opened, closed = np.ones((len(tree.id), self.bins)), np.ones((len(tree.id), self.bins + 1))
        for device, position in known.positions.items():
            read, closed[device] = self._read(position, now)
            opened[device] *= read
        return opened, closed

    def of_current(self, known: Known, now: float) -> Passed:
        """What indicators say of each device's having opened for a fault."""
        tree, fits = self._tree, self._unshown.copy()
        if not known.passed:
            return Passed(fits, [])
        shown = self._alone(known)
        for device in range(len(tree.id)):
            if not known.passed.keys().isdisjoint(tree.way_up(device)):
                fits[device] = self._indicated(shown, device, now)
        events = list[tuple[int, int]]()
        times = sorted({at for each in shown.values() for at in each})
        for first, last in _runs(times, TOGETHER):
            low, high = self._rates.shows_by
            since = now - self.ages
            inside = np.flatnonzero(
                (since >= first - high - self.widths / 2) & (since <= last - low + self.widths / 2)
            )
            if len(inside):
                events.append((int(inside[0]), int(inside[-1]) + 1))
        return Passed(fits, events)

    def _alone(self, known: Known) -> dict[int, list[float]]:
        """Of each indicator, when it showed current that no known trip above it explains; an explained one
        says nothing of what else is open."""
        return {
            device: [
                at
                for at in times
                if not any(
                    abs(at - trip) <= TOGETHER
                    for above in self._tree.way_up(device)
                    for trip in known.trips.get(above, ())
                )
            ]
            for device, times in known.passed.items()
        }

    def _read(self, position: Position, now: float) -> tuple[Floats, Floats]:
        changed = now - self.ages
        stale = np.where(changed > position.said - 30.0, 1.0, UNLIKELY)
        unread = self._unread if position.good else stale
        near = np.abs(changed - position.at) <= self.widths / 2 + 10.0
        later = np.where(changed > position.at, unread, NEVER)
        if position.closed:
            never = position.at < self._begins + 60.0
            return later, np.append(np.where(near, 1.0, UNLIKELY), 1.0 if never else NEVER)
        return np.where(near, 1.0, NEVER), np.append(later, NEVER**2)

    def _indicated(self, shown: Mapping[int, Sequence[float]], device: int, now: float) -> Floats:
        """Of the indicators from a device up to the station, if its fault's current passed them then."""
        rates, found = self._rates, np.ones(self.bins)
        if self._tree.kind[device] not in TRIPPING:
            return found
        low, high = rates.shows_by
        for above in self._tree.way_up(device):
            if self._tree.kind[above] not in INDICATED:
                continue
            passed = shown.get(above)
            if passed is not None and not passed:
                continue
            if passed is None:
                found *= np.where(self.ages > high, 1.0 - rates.shows, 1.0)
                continue
            fits = np.zeros(self.bins, bool)
            for at in passed:
                since = at - (now - self.ages)
                fits |= (since >= low - self.widths / 2) & (since <= high + self.widths / 2)
            found *= np.where(fits, rates.shows / rates.false, rates.misses)
        return found


def _runs(times: Sequence[float], gap: float) -> list[tuple[float, float]]:
    """First and last of those that follow one another so soon."""
    found: list[tuple[float, float]] = []
    for at in times:
        if found and at - found[-1][1] <= gap:
            found[-1] = found[-1][0], at
        else:
            found.append((at, at))
    return found


def _strays(one: float, more: float, calls: Sequence[float]) -> list[float]:
    """Logarithms of how likely each call is from a lit area: one alone, or one of a broken service line."""
    found: list[float] = []
    for number, at in enumerate(calls):
        again = number and at - calls[number - 1] < 2400.0
        found.append(math.log(more / (1.0 + max(0, number - 2) ** 2) if again else one))
    return found


def _log_gamma_ratio(number: Floats) -> Floats:
    """log Γ(n + SPREAD)/Γ(SPREAD) for whole n."""
    most = int(number.max())
    steps = np.concatenate([[0.0], np.cumsum(np.log(SPREAD + np.arange(most)))])
    return steps[number.astype(np.int64)]


def _tails(rates: Rates, ages: Floats) -> tuple[Floats, Floats, Floats]:
    """By age: the share of areas gone dark, come back, and of devices, of which nothing has come yet."""
    dice = np.random.default_rng(0)

    def between(span: tuple[float, float]) -> Floats:
        return span[0] + (span[1] - span[0]) * dice.random(SAMPLES)

    on_way = between(rates.hold) + between(rates.latency) + between(rates.delay)
    late = np.where(dice.random(SAMPLES) < rates.late, between(rates.late_by), 0.0)
    gone = np.where(dice.random(SAMPLES) < rates.dead, rates.missed, late)
    scada = between(rates.scada) + np.where(
        dice.random(SAMPLES) < rates.scada_late, between(rates.scada_late_by), 0.0
    )
    return _tail(on_way + gone, ages), _tail(on_way + late, ages), _tail(scada, ages)


def _tail(times: Floats, ages: Floats) -> Floats:
    rising = np.sort(times)
    return np.maximum(NEVER, 1.0 - np.searchsorted(rising, ages) / len(rising))
