"""The rings of one store: customers out by place at the end of each minute, the most of each hour, frames."""

import math
from collections import deque
from collections.abc import Mapping
from heapq import nlargest
from types import MappingProxyType
from typing import TypeVar

import msgspec

from wallboard.domain.rows import Outage, Place, place_of
from wallboard.state.history.frames import HeatFrame, Square, frame_of, square_of

MINUTE_S, HOUR_S = 60.0, 3600.0

MINUTES, HOURS, FRAMES = 360, 72, 144
"""Slots of the rings: six hours of minutes, three days of hours, a day of frames."""

FRAME_EVERY = 10
"""Minutes between two frames of the map."""

MOST_PLACES, MOST_SQUARES = 2000, 4000
"""The heaviest so many are kept in a slot."""

HELD_S = 3600.0
"""What was said last stands for so long: minutes of a longer silence are unknown and not remembered."""

Counts = Mapping[Place, int]

K = TypeVar("K", Place, Square)


class Hour(msgspec.Struct):
    """One hour as it was watched: the most at once by place, and how many of its minutes were seen."""

    most: dict[Place, int]
    minutes: int = 0

    @property
    def whole(self) -> bool:
        return self.minutes >= HOUR_S / MINUTE_S


class History:
    """``read`` takes what became of an outage, ``turn`` closes the minutes before a time. Costs what changes.

    began: since when it watches, epoch s; None before the first fact. turns_at: the end of the open minute.
    """

    def __init__(self) -> None:
        self.began: float | None = None
        self.turns_at = -math.inf
        self._heard = -math.inf
        self._rows: dict[str, tuple[Place, Square | None, int]] = {}
        self._out: dict[Place, int] = {}
        self._squares: dict[Square, int] = {}
        self._kept: Counts | None = None  # what stands, while nothing has changed since it was copied
        self._folded: Counts | None = None  # what the last minute's hour has taken in already
        self._framed: Counts | None = None  # what the last frame was made of
        self._minutes: deque[tuple[int, Counts]] = deque(maxlen=MINUTES)
        self._hours: dict[int, Hour] = {}
        self._frames: deque[HeatFrame] = deque(maxlen=FRAMES)

    def read(self, key: str, row: Outage | None) -> None:
        """Take in what became of one outage; None: it went."""
        now = _counted(row)
        was = self._rows.get(key)
        if now == was:
            return
        if was is not None:
            del self._rows[key]
            self._add(was, -1)
        if now is not None:
            self._rows[key] = now
            self._add(now, 1)
        self._kept = None

    def _add(self, counted: tuple[Place, Square | None, int], by: int) -> None:
        place, square, customers = counted
        _change(self._out, place, by * customers)
        if square is not None:
            _change(self._squares, square, by * customers)

    def turn(self, seen: float) -> None:
        """A fact received at ``seen`` (epoch s) comes: every minute that ended before it is closed."""
        minute = math.floor(seen / MINUTE_S)
        if self.began is None:
            self.began = seen
        else:
            last = min(minute, math.floor((self._heard + HELD_S) / MINUTE_S))
            for ended in range(round(self.turns_at / MINUTE_S) - 1, last):
                self._close(ended)
        self._heard = seen
        self.turns_at = (minute + 1) * MINUTE_S

    def _close(self, minute: int) -> None:
        counts = self._standing()
        self._minutes.append((minute, counts))
        hour = self._hours.get(minute // 60)
        if hour is None:
            hour = self._hours[minute // 60] = Hour(dict(counts))
            while len(self._hours) > HOURS:
                del self._hours[min(self._hours)]
        elif counts is not self._folded:
            _raise(hour, counts)
        hour.minutes += 1
        self._folded = counts
        if (minute + 1) % FRAME_EVERY == 0:
            self._frames.append(self._frame((minute + 1) * MINUTE_S))

    def _frame(self, at: float) -> HeatFrame:
        """What is out now as a frame; of an unchanged map the last one's columns serve again."""
        if self._kept is not None and self._kept is self._framed:
            return msgspec.structs.replace(self._frames[-1], at=at)
        self._framed = self._kept
        return frame_of(at, self._squares, MOST_SQUARES)

    def _standing(self) -> Counts:
        if self._kept is None:
            self._kept = MappingProxyType(_heaviest(self._out))
        return self._kept

    @property
    def heard(self) -> float:
        """When the fact came that turned it last, epoch s; a minute before the newest at most."""
        return self._heard

    @property
    def standing(self) -> Counts:
        """Customers out now, by place."""
        return self._standing()

    def minutes(self) -> list[tuple[float, Counts]]:
        """Of each closed minute its beginning (epoch s) and what stood at its end, oldest first."""
        return [(minute * MINUTE_S, counts) for minute, counts in self._minutes]

    def hour(self, at: float) -> Hour | None:
        """The hour that an instant lies in, the open minute included; None where it was not watched."""
        index = math.floor(at / HOUR_S)
        closed = self._hours.get(index)
        if self.began is None or index != math.floor((self.turns_at - MINUTE_S) / HOUR_S):
            return closed
        most = dict(closed.most) if closed is not None else {}
        for place, customers in self._standing().items():
            most[place] = max(customers, most.get(place, 0))
        return Hour(most, closed.minutes if closed is not None else 0)

    @property
    def ended(self) -> list[float]:
        """Beginnings of the closed hours that were watched, at least in part, oldest first; epoch s."""
        return [hour * HOUR_S for hour in sorted(self._hours) if (hour + 1) * HOUR_S < self.turns_at]

    def frame(self, at: float, *, past: bool) -> HeatFrame | None:
        """The map at an instant (epoch s): of the past the last frame before it, None where none is near."""
        if not past:
            return frame_of(at, self._squares, MOST_SQUARES)
        near = (frame for frame in reversed(self._frames) if frame.at <= at)
        found = next(near, None)
        return found if found is not None and at - found.at < FRAME_EVERY * MINUTE_S else None

    def frames(self) -> tuple[HeatFrame, ...]:
        """The maps of the last day, oldest first."""
        return tuple(self._frames)


def _counted(row: Outage | None) -> tuple[Place, Square | None, int] | None:
    """Place, square and customers of an outage that leaves somebody dark."""
    if row is None or row.merged_into or not row.dark or not row.customers_out:
        return None
    placed = row.lon is not None and row.lat is not None
    return place_of(row), square_of(row.lon or 0.0, row.lat or 0.0) if placed else None, row.customers_out


def _change(counts: dict[K, int], key: K, by: int) -> None:
    left = counts.get(key, 0) + by
    if left:
        counts[key] = left
    else:
        counts.pop(key, None)


def _raise(hour: Hour, counts: Counts) -> None:
    """The most of each place, with these among them."""
    most = hour.most
    for place, customers in counts.items():
        if customers > most.get(place, 0):
            most[place] = customers
    if len(most) > 2 * MOST_PLACES:
        hour.most = _heaviest(most)


def _heaviest(counts: Mapping[Place, int]) -> dict[Place, int]:
    if len(counts) <= MOST_PLACES:
        return dict(counts)
    return dict(nlargest(MOST_PLACES, counts.items(), key=lambda item: (item[1], item[0])))
