"""What SCADA and the fault indicators read of the network: late, stale, and not of everything."""

from collections.abc import Sequence

import numpy as np

from feeds.sim import error_rates as rates
from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.chance import between, chance
from feeds.sim.geography.draws import draws
from wallboard.domain.network import DevicePosition, IndicatorState
from wallboard.domain.terms import DeviceKind

SOURCE = "scada"
DAY = 86_400.0
BREAKER = "breaker"
KINDS = {BREAKER: DeviceKind.FEEDER, "lateral_switch": DeviceKind.LATERAL, "fuse": DeviceKind.LATERAL}


def kind_of(word: str) -> DeviceKind:
    """The room's word for a kind of device."""
    return KINDS.get(word, DeviceKind.SWITCH)


class Telemetry:
    """Positions of the devices that are read from afar, and indicators along the lines.

    ids, kinds, stations: by device row its id, its word of DEVICE_KINDS and its station's row (-1: none).
    feeder_ids: by feeder row.
    """

    def __init__(
        self,
        seed: int,
        agenda: Agenda,
        outbox: Outbox,
        ids: Sequence[str],
        kinds: Sequence[str],
        stations: Sequence[int],
        feeder_ids: Sequence[str],
    ) -> None:
        self._seed, self._agenda, self._outbox = seed, agenda, outbox
        self._ids, self._kinds, self._stations = ids, kinds, stations
        self._feeder_ids = feeder_ids
        count = len(ids)
        read = draws(seed, "telemetry", "read").random(count) < rates.TELEMETERED_SWITCHES
        self.read: list[bool] = [
            kind == BREAKER or (kind != "fuse" and kind != "tie" and bool(luck))
            for kind, luck in zip(kinds, read, strict=True)
        ]
        low, high = rates.SCADA_LATE_BY
        by = low + (high - low) * draws(seed, "telemetry", "late by").random(count)
        late = draws(seed, "telemetry", "late").random(count) < rates.SCADA_LATE
        self._late: list[float] = np.where(late, by, 0.0).round(3).tolist()
        marked = draws(seed, "telemetry", "indicator").random(count) < rates.INDICATED_DEVICES
        self.indicated: list[bool] = [
            bool(has) and kind in ("switch", "lateral_switch")
            for has, kind in zip(marked, kinds, strict=True)
        ]
        self._closed: dict[int, bool] = {}  # devices that are not as they were at the start
        self._stale: set[int] = set()  # stations
        self._by_station: dict[int, list[int]] = {}
        for row, station in enumerate(stations):
            if self.read[row]:
                self._by_station.setdefault(station, []).append(row)

    def begin(self, lasts: float) -> None:
        """The first round of everything that is read, and the stations that will stand still."""
        for row, read in enumerate(self.read):
            if read:
                self._say(row, closed=True)
        days = max(lasts, 1.0) / DAY
        for station in sorted(self._by_station):
            dice = chance(self._seed, "stale", station)
            if station >= 0 and dice.random() < 1.0 - (1.0 - rates.STALE_STATIONS) ** days:
                begins = between(dice, 0.0, lasts)
                self._agenda.after(begins, self._stand_still, station)
                self._agenda.after(begins + between(dice, *rates.STALE_FOR), self._go_on, station)

    def switched(self, row: int, *, closed: bool, tripped: bool = False) -> float | None:
        """A device was switched. Returns the seconds until it is read, None where it is not."""
        if self._closed.get(row, True) == closed:
            return None
        self._closed[row] = closed
        if not self.read[row]:
            return None
        dice = chance(self._seed, "read", self._ids[row], int(self._agenda.now))
        wait = between(dice, *rates.SCADA_DELAY) + self._late[row]
        self._agenda.after(wait, self._read, row, closed, tripped, self._agenda.now)
        return None if self._stations[row] in self._stale else wait

    def _read(self, row: int, closed: bool, tripped: bool, at: float) -> None:
        if self._stations[row] not in self._stale:
            self._say(row, closed=closed, tripped=tripped, at=at)

    def _say(
        self, row: int, *, closed: bool, tripped: bool = False, good: bool = True, at: float | None = None
    ) -> None:
        data = DevicePosition(
            kind=kind_of(self._kinds[row]),
            closed=closed,
            tripped=tripped,
            commanded=not tripped and row in self._closed,
            good=good,
        )
        self._outbox.say(SOURCE, f"{SOURCE}/{self._ids[row]}", data, at=at)

    def _stand_still(self, station: int) -> None:
        """Its devices are marked as not good, with the position that was read last."""
        self._stale.add(station)
        for row in self._by_station[station]:
            self._say(row, closed=self._closed.get(row, True), good=False)

    def _go_on(self, station: int) -> None:
        """What happened meanwhile is read at once."""
        self._stale.discard(station)
        for row in self._by_station[station]:
            self._say(row, closed=self._closed.get(row, True))

    def fault_passed(
        self, fault: str, feeder: int, above: Sequence[int], aside: Sequence[int]
    ) -> list[tuple[int, float]]:
        """Fault current flowed through the devices ``above`` and not through those ``aside``.

        Returns the devices whose indicators show it, and after how many seconds.
        """
        found: list[tuple[int, float]] = []
        for row, flowed in (*((r, True) for r in above), *((r, False) for r in aside)):
            if not self.indicated[row]:
                continue
            dice = chance(self._seed, "indicator", fault, self._ids[row])
            wrong = dice.random() < (rates.INDICATOR_MISSES if flowed else rates.INDICATOR_FALSE)
            if flowed != wrong:
                found.append((row, between(dice, *rates.INDICATOR_DELAY)))
                self._agenda.after(found[-1][1], self._indicate, row, feeder, True)
                self._agenda.after(rates.INDICATOR_RESETS, self._indicate, row, feeder, False)
        return found

    def _indicate(self, row: int, feeder: int, passed: bool) -> None:
        data = IndicatorState(passed=passed, feeder=self._feeder_ids[feeder])
        self._outbox.say(SOURCE, f"{SOURCE}/FI-{self._ids[row]}", data)
