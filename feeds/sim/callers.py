"""Who would call, when, and what he can say of himself: drawn for each outage and area, whoever is sent.

Who would call of an area, when, and how easily an announcement contents him is fate: drawn for outage and
area by name, whatever else is dark. Whether he calls hangs on what is done: a call is made only if its
customer is then still without supply, and does not wait for the announcement of a large outage; one about an
own breaker only if he is not.
"""

import math
from collections.abc import Sequence
from random import Random

import msgspec
import numpy as np

from feeds.sim import error_rates as rates
from feeds.sim.chance import between, chance
from feeds.sim.geography.draws import draws

DAY = 86_400.0
BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 6, 7, 6, 6, 6, 7, 6, 5, 5, 6, 8, 10, 11, 10, 8, 6, 4)
"""When people notice that their own breaker is off: at home, in the evening (hours of the zone, weights)."""

CLEAR, NO_NUMBER, WRONG_PLACE = "", "no_number", "wrong_place"


class Caller(msgspec.Struct, frozen=True):
    """A call that would be made ``after`` s from when it went dark.

    area: that feeds him; recorded: that the records have him under; trouble: why he cannot be located;
    again: s until he calls once more, None for never; insists: 0 (at any rate) to 1 (only where few do).
    """

    after: float
    area: int
    recorded: int
    trouble: str = CLEAR
    again: float | None = None
    channel: str = "95598"
    insists: float = 0.0


def callers(
    seed: int,
    fault: str,
    areas: Sequence[tuple[int, int]],
    service: bool,
    recorded: dict[int, list[tuple[int, float]]],
    eager: float = 1.0,
) -> list[Caller]:
    """Of an outage that leaves areas (row, customers dark) without supply, in order of time.

    recorded: by area the areas that hold customers of it by mistake, with their shares of its customers.
    eager: times as many as usual call.
    """
    if service:
        return _of_a_service(seed, fault, *areas[0])
    whole = sum(_expected(dark) for _, dark in areas)
    heard = min(1.0, rates.MOST_CALLS / whole) if whole else 0.0
    found = [
        caller
        for area, dark in areas
        for caller in would_call(seed, fault, area, dark, recorded.get(area, ()), eager)
        if caller.insists < heard
    ]
    return sorted(found, key=lambda caller: (caller.after, caller.area))


def would_call(
    seed: int,
    fault: str,
    area: int,
    dark: int,
    recorded: Sequence[tuple[int, float]] = (),
    eager: float = 1.0,
) -> list[Caller]:
    """Of an area whose ``dark`` customers an outage leaves without supply; see ``callers``."""
    dice = chance(seed, "callers", fault, area)
    mean = eager * _expected(dark) * between(dice, 0.5, 1.5)
    found: list[Caller] = []
    for _ in range(int(mean) + (dice.random() < mean % 1.0)):
        wait = rates.CALL_FIRST + dice.expovariate(1.0 / rates.CALL_MEAN)
        u, insists, where = dice.random(), dice.random(), area
        for other, share in recorded:
            u -= share
            if u < 0.0:
                where = other
                break
        found.append(msgspec.structs.replace(_caller(dice, round(wait, 3), area, where), insists=insists))
    return found


def _expected(dark: int) -> float:
    return rates.OWN_TRANSFORMER_CALLS if dark == 1 else dark * rates.CALL_SHARE


def _of_a_service(seed: int, fault: str, area: int, dark: int) -> list[Caller]:
    """Somebody of a service line always calls: nothing else would tell of it."""
    dice = chance(seed, "callers", fault, area)
    first = between(dice, 90.0, 840.0)
    waits = [first] + [first + between(dice, 120, 2400) for _ in range(min(2, dark - 1))]
    return [_caller(dice, wait, area, area) for wait in waits]


def _caller(dice: Random, wait: float, area: int, recorded: int) -> Caller:
    u, v, w, x = dice.random(), dice.random(), dice.random(), dice.random()
    channel = channel_of(x)
    if u < rates.UNLOCATED_SHARE:
        trouble = NO_NUMBER if u < rates.UNLOCATED_SHARE / 2 else WRONG_PLACE
        return Caller(wait, area, recorded, trouble, rates.CALL_AGAIN, channel)
    low, high = rates.TWICE_AFTER
    again = round(low + (high - low) * w, 3) if v < rates.TWICE_SHARE else None
    return Caller(wait, area, recorded, CLEAR, again, channel)


def channel_of(u: float) -> str:
    """A channel for a uniform draw in [0, 1)."""
    for channel, share in rates.CHANNELS.items():
        u -= share
        if u < 0.0:
            return channel
    return next(iter(rates.CHANNELS))


def own_breakers(
    seed: int, customers: Sequence[int], starts_hour: float, lasts: float
) -> list[tuple[float, int]]:
    """(s from the start, area) of everybody who calls though the fault is behind his own breaker, by time.

    starts_hour: the hour of the zone at the start.
    """
    hours = math.ceil(lasts / 3600.0)
    weight = np.array([BY_HOUR[int(starts_hour + hour) % 24] for hour in range(hours)], np.float64)
    expected = rates.OWN_BREAKER_A_DAY * weight.sum() / sum(BY_HOUR) * np.array(customers, np.float64)
    found: list[tuple[float, int]] = []
    sums = np.cumsum(weight) / weight.sum()
    for turn in range(3):  # nobody's area has more at once than this many
        calls = draws(seed, "own breaker", turn).random(len(customers)) < 1.0 - np.exp(-expected / 3)
        when = draws(seed, "own breaker", turn, "when").random(len(customers))
        within = draws(seed, "own breaker", turn, "within").random(len(customers))
        at = (np.minimum(np.searchsorted(sums, when), hours - 1) + within) * 3600.0
        found += [(round(float(at[area]), 3), int(area)) for area in np.flatnonzero(calls)]
    return sorted(one for one in found if one[0] < lasts)
