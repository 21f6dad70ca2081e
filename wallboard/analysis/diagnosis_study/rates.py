"""The evidence model that the bound knows and the judgement does not: how often, how late, how wrong.

Who makes the evidence fills it in; shares, seconds, and events a second.
"""

from math import inf

import msgspec


class Rates(msgspec.Struct, frozen=True, kw_only=True):
    """opens: by device, how often it opens for a fault, a second; held: least and mean further seconds that
    it stays open; switched: share of those that are closed by switching, and within seconds from, to; parted:
    section switches opened for a trip of their breaker, of all below it; parts_after: (share, seconds from,
    to) of when after it; refed: share of them beyond which supply comes back from elsewhere; unread: share of
    the trips that nobody reads.

    hold, latency, late_by, delay: of an area's count, s from, to; late: share of the areas that are so; dead:
    concentrators that die with their supply, noticed after missed s; silent: share of lit areas that are.
    calls: of the dark customers; own: of a customer with his own transformer; first, mean: s until a call;
    stray: by area, calls a second while it is lit; more: the same where one has called already.
    scada, scada_late, scada_late_by: of a position. shows, false: share of the devices that may have an
    indicator whose indicator shows, if current passed it, and if not; misses: of indicators; shows_by: s.
    """

    opens: tuple[float, ...]
    storm: tuple[float, float] = (-inf, inf)
    calm: float = 1.0
    held: tuple[float, float]
    switched: tuple[float, float, float]
    parted: float
    parts_after: tuple[tuple[float, float, float], ...]
    refed: float
    unread: float
    hold: tuple[float, float]
    latency: tuple[float, float]
    late: float
    late_by: tuple[float, float]
    delay: tuple[float, float] = (0.0, 0.0)
    dead: float
    missed: float
    silent: float
    calls: float
    own: float
    first: float
    mean: float
    stray: tuple[float, ...]
    more: float
    scada: tuple[float, float]
    scada_late: float
    scada_late_by: tuple[float, float]
    shows: float
    misses: float
    false: float
    shows_by: tuple[float, float]
