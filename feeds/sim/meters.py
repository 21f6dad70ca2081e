"""What the metering system says of each area: counts, never single meters. Silent is not dark.

How good an area's reporting is, is drawn once for the area: a bad radio stays bad, whatever the crews do.
"""

from array import array
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from feeds.sim import error_rates as rates
from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.geography.draws import draws
from wallboard.domain.network import AreaMeters

SOURCE = "metering"
DAY = 86_400.0

Floats = NDArray[np.float64]


class AreaRadio:
    """How each area's meters are heard, by row. Shares, and seconds.

    lost: last gasps that do not come through; hold: until they are believed; late: how much later; doubled:
    how much later once more, 0 for once; reserve: whether the concentrator outlives the supply for a moment;
    wrong: customers who are really fed from the area ``feeder``.
    """

    def __init__(self, seed: int, customers: Sequence[int], neighbour: Sequence[int]) -> None:
        count = len(customers)

        def uniform(name: str) -> Floats:
            return draws(seed, "meters", name).random(count)

        radio = uniform("radio")
        low, high = rates.GASPS_LOST
        self.lost = _packed(low + (high - low) * radio**2)
        self.unread = _packed(rates.UNREAD_AFTER * radio)
        self.hold = _packed(_between(uniform("hold"), rates.HOLD))
        late = _between(uniform("late by"), rates.LATE_BY)
        self.late = _packed(np.where(uniform("late") < rates.LATE_AREAS, late, 0.0).round(3))
        again = _between(uniform("doubled after"), rates.DOUBLED_AFTER)
        self.doubled = _packed(np.where(uniform("doubled") < rates.DOUBLED_AREAS, again, 0.0).round(3))
        self.reserve = (uniform("reserve") >= rates.DEAD_CONCENTRATORS).tolist()
        share = _between(uniform("links"), rates.WRONG_LINKS)
        away = np.array(neighbour, np.int64)
        wrong = np.floor(share * np.array(customers, np.float64) + uniform("rounding")).astype(np.int64)
        several = np.array(customers) > 1  # a meter of one's own is not mistaken for another's
        self.wrong: list[int] = np.where((away >= 0) & several, wrong, 0).tolist()
        self.feeder: list[int] = away.tolist()
        self.recorded_elsewhere: dict[int, list[int]] = {}
        for area, n in enumerate(self.wrong):
            if n:
                self.recorded_elsewhere.setdefault(self.feeder[area], []).append(area)


def _between(u: Floats, span: tuple[float, float]) -> Floats:
    return np.round(span[0] + (span[1] - span[0]) * u, 3)


def _packed(column: Floats) -> "array[float]":
    """A column that gives Python's own floats and holds none of them: a quarter of a list's size."""
    return array("d", column.tobytes())


def neighbours(cells: Sequence[int], lines: Sequence[int]) -> list[int]:
    """For each area the next one of its cell, or else of its feeder; -1 where it has none."""
    following = [-1] * len(cells)
    for groups in (_groups(lines), _groups(cells)):
        for rows in groups:
            if len(rows) > 1:
                for row, after in zip(rows, rows[1:] + rows[:1], strict=True):
                    following[row] = after
    return following


def _groups(numbers: Sequence[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for row, number in enumerate(numbers):
        if number >= 0:
            found.setdefault(number, []).append(row)
    return list(found.values())


class Silences:
    """When concentrators are silent as a whole, lit or dark: (area, from, to) in seconds from the start."""

    def __init__(self, seed: int, areas: int, lasts: float, force: Callable[[float], float]) -> None:
        """force: of the storm, 0 to 1, by seconds from the start."""
        grid = np.arange(0.0, max(lasts, 600.0), 600.0)
        weight = np.array([1.0 + (rates.SILENCES_IN_STORM - 1.0) * force(float(t)) for t in grid])
        expected = rates.SILENCES_A_DAY * float(weight.sum()) * 600.0 / DAY
        struck = draws(seed, "silence", "whether").random(areas) < 1.0 - np.exp(-expected)
        sums = np.cumsum(weight) / weight.sum()
        when = draws(seed, "silence", "when").random(areas)
        step = np.minimum(np.searchsorted(sums, when), len(grid) - 1)
        begins = grid[step] + 600.0 * draws(seed, "silence", "within").random(areas)
        normal = draws(seed, "silence", "for").standard_normal(areas)
        length = rates.SILENCE_MEDIAN * np.exp(rates.SILENCE_SPREAD * normal)
        self.all: list[tuple[int, float, float]] = [
            (int(area), round(float(begins[area]), 3), round(float(begins[area] + length[area]), 3))
            for area in np.flatnonzero(struck)
        ]


class Meters:
    """Says the counts of an area when they may have changed."""

    def __init__(
        self,
        agenda: Agenda,
        outbox: Outbox,
        names: Sequence[str],
        customers: Sequence[int],
        radio: AreaRadio,
        dark: Callable[[int], int],
        on_said: Callable[[int, AreaMeters, AreaMeters], None],
    ) -> None:
        """dark: customers of an area without supply; on_said: an area's counts became these, from those."""
        self._agenda, self._outbox = agenda, outbox
        self._names, self._customers, self.radio = names, customers, radio
        self._dark, self._on_said = dark, on_said
        self._version = [0] * len(names)
        self._gone: set[int] = set()
        self._began = 0.0
        self._said: dict[int, tuple[float, AreaMeters]] = {}  # of the areas whose counts ever changed
        self._coming: dict[int, int] = {}  # readings that have been taken and not come, by area

    def begin(self, silences: Sequence[tuple[int, float, float]]) -> None:
        """What everybody knows before, and the concentrators that will be silent.

        All are lit at first, as the atlas counts them: that is not said, thirty thousand times over.
        """
        self._began = self._agenda.now
        for area, begins, ends in silences:
            self._agenda.after(begins, self._silence, area)
            self._agenda.after(ends, self._speak, area)

    def changed(self, area: int) -> None:
        """Customers of an area lost or got supply: its meters, and those recorded elsewhere, say so."""
        for row in (area, *self.radio.recorded_elsewhere.get(area, ())):
            self._version[row] += 1
            self._agenda.after(self.radio.hold[row], self._read, row, self._version[row])

    def off(self, area: int) -> int:
        """Meters that the records have under an area and that are without supply."""
        whole, wrong = self._customers[area], self.radio.wrong[area]
        own = round((whole - wrong) * self._dark(area) / whole) if whole else 0
        if not wrong:
            return own
        other = self.radio.feeder[area]
        return own + round(wrong * self._dark(other) / max(1, self._customers[other]))

    def counts(self, area: int) -> AreaMeters:
        """What is heard of an area now."""
        whole = self._customers[area]
        dark = self._dark(area) >= whole > 0
        if area in self._gone or (dark and not self.radio.reserve[area]):
            return AreaMeters(off=0, on=0, silent=whole, total=whole)
        off = self.off(area)
        lost = round(off * self.radio.lost[area])
        unread = round((whole - off) * self.radio.unread[area]) if self._version[area] and not dark else 0
        return AreaMeters(off=off - lost, on=whole - off - unread, silent=lost + unread, total=whole)

    def _read(self, area: int, version: int) -> None:
        """After the hold; what has changed again meanwhile is read after that."""
        if version != self._version[area]:
            return
        data, now, wait = self.counts(area), self._agenda.now, self.radio.late[area]
        if data.silent == data.total:  # nobody says so: a round is missed
            self._agenda.after(rates.MISSED_AFTER, self._missed, area, version)
            return
        if wait:
            self._coming[area] = self._coming.get(area, 0) + 1
            self._agenda.after(wait, self._come, area, data, now)
        else:
            self._arrive(area, data, now)
        if self.radio.doubled[area] and data.off:
            self._agenda.after(wait + self.radio.doubled[area], self._out, area, data, now)

    def _missed(self, area: int, version: int) -> None:
        """No answer in a round, as the head-end finds at its end; who has answered since missed nothing."""
        if version == self._version[area]:
            self._arrive(area, self.counts(area), self._agenda.now)

    def _come(self, area: int, data: AreaMeters, at: float) -> None:
        """A late reading, dated when it was taken."""
        self._coming[area] -= 1
        if not self._coming[area]:
            del self._coming[area]
        self._arrive(area, data, at)

    def _arrive(self, area: int, data: AreaMeters, at: float) -> None:
        """Said where it is news, or an older word is coming, which must find a newer one; what comes after
        a newer word is said too, and believed by nobody."""
        last, before = self._said.get(area) or (self._began, self._lit(area))
        if at < last:
            self._out(area, data, at)
        elif data != before or area in self._coming:
            self._said[area] = at, data
            self._out(area, data, at)
            if data != before:
                self._on_said(area, before, data)

    def _lit(self, area: int) -> AreaMeters:
        """What everybody knows of an area before anything happens to it."""
        count = self._customers[area]
        return AreaMeters(off=0, on=count, total=count)

    def _silence(self, area: int) -> None:
        self._gone.add(area)
        self._agenda.after(rates.MISSED_AFTER, self._noticed, area)

    def _noticed(self, area: int) -> None:
        if area in self._gone:
            self._arrive(area, self.counts(area), self._agenda.now)

    def _speak(self, area: int) -> None:
        self._gone.discard(area)
        self._arrive(area, self.counts(area), self._agenda.now)

    def _out(self, area: int, data: AreaMeters, at: float) -> None:
        self._outbox.say(SOURCE, self._key(area), data, at=at)

    def _key(self, area: int) -> str:
        return f"{SOURCE}/{self._names[area]}"
