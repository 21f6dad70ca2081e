"""What the bound expects of each device before it looks at areas: when it opened, closed, or was fed from
beyond.

Section switches do not open by themselves: they part off a fault for which a breaker has tripped, at the
moment at which that is closed again. Nor is anything fed from beyond before that. Where nobody read a trip,
neither is expected, but for stations whose telemetry stands still.
"""

from collections.abc import Iterator

import msgspec
import numpy as np

from wallboard.analysis.diagnosis_study.bound_lasting import Floats, lasted, stays
from wallboard.analysis.diagnosis_study.known import Known
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.analysis.diagnosis_study.tree import BREAKER, TRANSFORMER, DeviceTree

PARTING = "switch"
"""Kind of the devices that part off a fault that is dark already, before the rest is fed again."""
AT_ONCE = 20.0
"""So near to the breaker's closing the switches were opened, s."""
FIRST = 0.3
"""Share of the faults that lie right behind the breaker: it stays open, and the rest is fed from beyond."""
PARTED = 0.9
"""Share of the breakers' closings after that are for switching; the others for the repair's end."""


class Prior(msgspec.Struct, frozen=True):
    """Of devices (rows), by age: opened since; closed since, or ever; and, if what is above is dark, opened
    since and what is below fed from beyond. shut: closed since whenever, while what is above is dark."""

    opened: Floats
    closed: Floats
    refed: Floats
    shut: Floats


class Priors:
    """Of one network's devices under one set of rates. edges: of the bins of age, s; ages: their middles."""

    def __init__(self, tree: DeviceTree, rates: Rates, edges: Floats) -> None:
        self._tree, self._rates = tree, rates
        self.ages: Floats = (edges[:-1] + edges[1:]) / 2.0
        self._widths: Floats = np.diff(edges)
        self._stays = stays(rates, self.ages)
        # from opening (column) to closing (row), a bin's share
        self._closes = lasted(rates, self.ages[None, :] - self.ages[:, None]) * self._widths[:, None]
        self._refeeds = np.array([kind != TRANSFORMER for kind in tree.kind])[:, None]
        self._members: dict[int, list[int]] = {}
        for device, kind in enumerate(tree.kind):
            breaker = tree.breaker_above(device)
            if kind == PARTING and breaker >= 0:
                self._members.setdefault(breaker, []).append(device)

    def at(self, known: Known, now: float) -> Prior:
        """Devices open most while it storms, switches where a breaker has tripped."""
        rates, widths = self._rates, self._widths
        changed = now - self.ages
        storms = (changed >= rates.storm[0]) & (changed <= rates.storm[1])
        opens = np.array(rates.opens)[:, None] * np.where(storms, 1.0, rates.calm) * widths
        closed = opens.copy()
        refed = (
            self._refeeds * rates.unread * rates.refed * np.ones(len(opens))[:, None] * widths / widths.sum()
        )
        for breaker, when in self._switchings(known, now):
            switches = self._members.get(breaker, [])
            if switches:
                parted = rates.parted / len(switches) * when
                opens[switches] += parted
                closed[switches] += self._closes @ parted
                refed[switches] += rates.refed * when
        opened = opens * self._stays
        never = np.maximum(0.0, 1.0 - (opened + closed).sum(axis=1, keepdims=True))
        closed = np.hstack([closed, never])
        return Prior(opened, closed, refed, closed.sum(axis=1))

    def _switchings(self, known: Known, now: float) -> Iterator[tuple[int, Floats]]:
        """Breakers whose trips were read, and by age the chance that its switches were opened then."""
        changed = now - self.ages
        for breaker, trips in known.trips.items():
            if self._tree.kind[breaker] != BREAKER:
                continue
            closings = known.closings.get(breaker, ())
            for number, trip in enumerate(trips):
                until = trips[number + 1] if number + 1 < len(trips) else now
                closing = next((at for at in closings if trip < at <= until), None)
                if closing is not None:
                    near = np.abs(changed - closing) <= self._widths / 2.0 + AT_ONCE
                    yield breaker, PARTED * near / max(1, int(near.sum()))
                else:
                    yield breaker, FIRST * self._widths * self._delay(changed - trip)

    def _delay(self, after: Floats) -> Floats:
        """Density of how long after a trip it is switched, from afar or by hand."""
        spans = self._rates.parts_after
        return sum(
            (
                np.where((after >= low) & (after <= high), share / (high - low), 0.0)
                for share, low, high in spans
            ),
            np.zeros(len(after)),
        )
