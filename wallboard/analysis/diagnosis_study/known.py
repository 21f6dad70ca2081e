"""Everything that has been heard up to an instant, by area and device; the same for all who judge."""

from collections.abc import Iterator

import msgspec

from wallboard.analysis.diagnosis_study.cases import Case, Truth, named
from wallboard.analysis.diagnosis_study.tree import DeviceTree
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState


class Count(msgspec.Struct, frozen=True):
    """Meters of an area at a time: off, on, silent."""

    at: float
    off: int
    on: int
    silent: int

    @property
    def is_dark(self) -> bool:
        """Most of those that answer are off."""
        return self.off > self.on

    @property
    def is_silent(self) -> bool:
        return not self.off + self.on


class Position(msgspec.Struct, frozen=True):
    """A device as it was read: since when it is said to be so, and when that was said last; good: false when
    telemetry stands still."""

    at: float
    said: float
    closed: bool
    good: bool
    tripped: bool


class Known:
    """By area: ``counts`` (newest), ``dark_from`` (first count of the run of dark ones that it ends), calls
    by time. By device: ``positions``, ``passed``: when its indicator saw fault current,
    ``trips``: when it was read open by itself, ``closings``: when it was read closed after it was open."""

    def __init__(self, tree: DeviceTree) -> None:
        self._area = {name: row for row, name in enumerate(tree.names)}
        self._device = {
            name: row for row, name in enumerate(tree.id) if tree.area[row] < 0 or name not in self._area
        }
        self.counts: dict[int, Count] = {}
        self.dark_from: dict[int, float] = {}
        self.calls: dict[int, list[float]] = {}
        self.positions: dict[int, Position] = {}
        self.passed: dict[int, list[float]] = {}
        self.trips: dict[int, list[float]] = {}
        self.closings: dict[int, list[float]] = {}

    def hear(self, fact: Fact) -> None:
        """One more piece of evidence; an older reading than the one that is known changes nothing."""
        data = fact.data
        if isinstance(data, CallReport):
            area = self._area.get(data.area, -1)
            if data.located and area >= 0:
                self.calls.setdefault(area, []).append(data.received_at)
        elif isinstance(data, AreaMeters):
            self._count(self._area.get(named(fact), -1), Count(fact.at, data.off, data.on, data.silent))
        elif isinstance(data, DevicePosition):
            self._position(self._device.get(named(fact), -1), data, fact.at)
        elif isinstance(data, IndicatorState) and data.passed:
            device = self._device.get(named(fact), -1)
            if device >= 0:
                self.passed.setdefault(device, []).append(fact.at)

    def _count(self, area: int, count: Count) -> None:
        before = self.counts.get(area)
        if area < 0 or (before is not None and count.at <= before.at):
            return
        if count.is_dark:
            self.dark_from.setdefault(area, count.at)
        elif not count.is_silent:
            self.dark_from.pop(area, None)
        self.counts[area] = count

    def _position(self, device: int, data: DevicePosition, at: float) -> None:
        before = self.positions.get(device)
        if device < 0 or (before is not None and at < before.said):
            return
        if data.tripped and not data.closed:
            self.trips.setdefault(device, []).append(at)
        if data.closed and before is not None and not before.closed:
            self.closings.setdefault(device, []).append(at)
        since = before.at if before is not None and before.closed == data.closed else at
        self.positions[device] = Position(since, at, data.closed, data.good, data.tripped)


def looks(case: Case) -> Iterator[tuple[Truth, Known]]:
    """Each look of a case with what was known then; one object that goes on learning."""
    known, waiting = Known(case.tree), iter(case.heard)
    fact = next(waiting, None)
    for truth in case.truths:
        while fact is not None and fact.seen <= truth.at:
            known.hear(fact)
            fact = next(waiting, None)
        yield truth, known
