"""How long a part was dark that has supply again: what the bound expects, and what telemetry says of it.

A part that is lit has one age: since when. When it had gone dark is summed over, area by area; but where a
breaker was read open and closed again, all that this gave supply had gone dark at one time, which is known.
"""

import numpy as np
from numpy.typing import NDArray

from wallboard.analysis.diagnosis_study.known import Known
from wallboard.analysis.diagnosis_study.rates import Rates

Floats = NDArray[np.float64]

NEVER = 1e-6
TOLD_S = 30.0
"""A position is read so much later than it was so, s."""
SHARED = 0.97
"""Share of the areas that came back when a breaker was closed and that had gone dark when it tripped."""


class Lasting:
    """Of parts that are back, by since when (rows), when they had gone dark (columns). usual: weights;
    shares: the same with sums of one; unsaid: the chance that nothing was said of it."""

    def __init__(self, rates: Rates, ages: Floats, widths: Floats) -> None:
        self._ages, self._widths = ages, widths
        between = ages[None, :] - ages[:, None]
        self.usual: Floats = lasted(rates, between) * widths
        self.shares: Floats = self.usual / np.maximum(self.usual.sum(axis=1, keepdims=True), NEVER)
        self.unsaid = unsaid(rates, between, ages[None, :])
        self._known: dict[int, Floats] = {}
        self._known_at = 0.0

    def below(self, known: Known, breaker: int, now: float) -> Floats:
        """Weights of what is below a breaker (-1: none), as far as its trips and closings are known."""
        if not known.closings.get(breaker):
            return self.usual
        if now != self._known_at:
            self._known.clear()
            self._known_at = now
        if breaker not in self._known:
            self._known[breaker] = self._shared(known, breaker, now)
        return self._known[breaker]

    def _shared(self, known: Known, breaker: int, now: float) -> Floats:
        found = self.usual.copy()
        for closing in known.closings[breaker]:
            trip = max((at for at in known.trips.get(breaker, ()) if at < closing), default=None)
            began = self._near(now - trip) if trip is not None else np.zeros(len(found), np.bool_)
            if began.any():
                back = self._near(now - closing)
                whole = found[back].sum(axis=1, keepdims=True)
                found[back] = SHARED * whole * began / began.sum() + (1.0 - SHARED) * found[back]
        return found

    def _near(self, age: float) -> NDArray[np.bool_]:
        """The bins that an age may be in, as it was read."""
        return np.abs(self._ages - age) <= self._widths / 2.0 + TOLD_S


def lasted(rates: Rates, seconds: Floats) -> Floats:
    """Density of how long a device stays open: until it is mended, or switched before that."""
    (least, more), (share, soonest, latest) = rates.held, rates.switched
    mended = np.where(seconds >= least, np.exp(-np.maximum(0.0, seconds - least) / more) / more, 0.0)
    switched = np.where((seconds >= soonest) & (seconds <= latest), 1.0 / (latest - soonest), 0.0)
    return (1.0 - share) * mended + share * switched + np.where(seconds > 0.0, NEVER / least, 0.0)


def unsaid(rates: Rates, seconds: Floats, ages: Floats) -> Floats:
    """The chance that an area that was dark for so long, from an age on, has said nothing of it by now: it
    was back before its meters were believed, or its dead concentrator missed; or its word is on the way."""
    low, high = rates.hold
    held = np.clip((high - seconds) / (high - low), 0.0, 1.0)
    missed = np.clip((high + rates.missed - seconds) / (high - low), 0.0, 1.0)
    way = sum(rates.latency) / 2.0 + (low + high) / 2.0
    soonest, latest = (way + late + delay for late, delay in zip(rates.late_by, rates.delay, strict=True))
    late = np.clip((latest - ages) / max(1.0, latest - soonest), 0.0, 1.0)
    soon = np.clip((way + rates.delay[1] - ages) / max(1.0, rates.delay[1] - rates.delay[0]), 0.0, 1.0)
    coming = rates.late * late + (1.0 - rates.late) * soon
    return rates.dead * missed + (1.0 - rates.dead) * (held + (1.0 - held) * coming) + NEVER


def stays(rates: Rates, ages: Floats) -> Floats:
    """Share of the devices that are still open so long after."""
    (least, more), (share, soonest, latest) = rates.held, rates.switched
    mended = np.exp(-np.maximum(0.0, ages - least) / more)
    return (1.0 - share) * mended + share * np.clip((latest - ages) / (latest - soonest), 0.0, 1.0)
