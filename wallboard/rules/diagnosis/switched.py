"""When what is behind each cut was last switched, and since when what was heard there counts.

A closing makes all that was heard behind it a word of another time; so does light somewhere behind a device
that is open: then its whole zone is fed from beyond, and darkness that was read before says nothing of now.
"""

from math import inf

import numpy as np

from wallboard.rules.diagnosis.adverse import LEAD_S, WAITS_S
from wallboard.rules.diagnosis.inference import Floats
from wallboard.rules.diagnosis.openers import Switching
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Flags, Rows


class Switched:
    """``fresh_from``, by area: since when what was heard counts, epoch s (-inf: always)."""

    def __init__(self, network: Network) -> None:
        self._cuts = network.cuts
        self.fresh_from: Floats = np.full(len(network.named.areas), -inf)
        self._nested_from = np.full(self._cuts.rows, -inf)  # by row: when something above it was closed
        self._at = np.full(self._cuts.rows, -inf)  # by row: when a device at or above it was switched last

    def opened(self, row: int, at: float) -> None:
        """What parts off a fault lies behind the device that opened for it."""
        behind = self._at[row : self._cuts.end[row]]
        np.maximum(behind, at, out=behind)

    def closed(self, row: int, at: float) -> None:
        """A device was closed again: what was heard behind it before is of another time."""
        self._supplied(row, at)
        self.opened(row, at)

    def lit(self, row: int, at: float, *, closed: bool) -> None:
        """An area behind a cut read lit at ``at``, so that all of it has supply: by its device, or from
        beyond. What gave it was switched before that reading, which counts."""
        self._supplied(row, at)
        if closed:
            self.opened(row, at - LEAD_S)

    def _supplied(self, row: int, at: float) -> None:
        areas, inner = self._cuts.areas_below(row), self._nested_from[row + 1 : self._cuts.end[row]]
        self.fresh_from[areas] = np.maximum(self.fresh_from[areas], at)
        np.maximum(inner, at, out=inner)

    def nested(self, rows: Rows, now: float) -> Flags:
        """Of these cuts: whether something above was closed lately, so that they may be open below it."""
        return now - self._nested_from[rows] < WAITS_S

    def of(self, rows: Rows, lit_at: Floats, now: float) -> Switching:
        """Of these cuts (in order), by when each area last read lit."""
        cuts, at = self._cuts, self._at[rows]
        since = np.maximum(at, self._nested_from[rows])
        lit, whole = np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
        places = np.flatnonzero(np.isfinite(since))
        if len(places):
            mine, light = rows[places], lit_at[cuts.areas]
            behind = _newest(light, cuts.first[mine], cuts.last[mine])
            own = np.where(cuts.tied[mine], self._own(light, mine), behind)
            lit[places], whole[places] = behind > at[places], own > since[places]
        return Switching(lately=now - at < WAITS_S, lit=lit, whole=whole)

    def _own(self, light: Floats, rows: Rows) -> Floats:
        """Of cuts, the newest light in their own zone."""
        cuts = self._cuts
        found = np.full(cuts.rows + 1, -inf)  # the last one: of no zone
        low, high = int(cuts.first[rows].min()), int(cuts.last[rows].max())
        np.maximum.at(found, cuts.zone[low:high], light[low:high])
        return found[rows]


def _newest(light: Floats, first: Rows, last: Rows) -> Floats:
    """The greatest of each run of places, none of which is empty."""
    ends = np.stack([first, last], axis=1).ravel()
    return np.maximum.reduceat(np.append(light, -inf), ends)[::2]
