"""The indices of a period (domain 5.3): IEEE 1366 and the Chinese pair, each with its basis in its type."""

from typing import Generic

import msgspec

from wallboard.rules.indices.basis import B
from wallboard.rules.indices.counting import HOUR_S, Sums

MINUTE_S = 60.0


class Indices(msgspec.Struct, Generic[B], frozen=True, kw_only=True):
    """Of one period and basis. served: customers; hours: length of the period so far.

    saidi, caidi: min; saifi, maifi: interruptions a customer; asai, cemi, celid: shares. caidi is None where
    nobody was interrupted. average_hours, rs1: the Chinese pair (用户平均停电时间, h, and 供电可靠率-1, of
    all causes, no interruption left out).
    """

    basis: type[B]
    served: int
    hours: float
    sums: Sums[B]
    saidi: float
    saidi_accruing: float
    saifi: float
    caidi: float | None
    asai: float
    cemi: float
    celid: float
    maifi: float
    average_hours: float
    rs1: float


def indices_of(sums: Sums[B], served: int, begins: float, ends: float, now: float) -> Indices[B] | None:
    """The indices of a period from its sums; None where nobody is served or no time has passed.

    saidi holds what accrues too; saidi_accruing says how much of it that is.
    """
    upto = min(ends, now)
    if served <= 0 or upto <= begins:
        return None
    hours = (upto - begins) / HOUR_S
    sustained = sums.sustained_settled + sums.sustained_accruing
    saidi, saifi = sustained / MINUTE_S / served, sums.interruptions / served
    average = sums.customer_hours / served
    return Indices(
        basis=sums.basis,
        served=served,
        hours=hours,
        sums=sums,
        saidi=saidi,
        saidi_accruing=sums.sustained_accruing / MINUTE_S / served,
        saifi=saifi,
        caidi=saidi / saifi if saifi else None,
        asai=1.0 - saidi / 60.0 / hours,
        cemi=sums.often / served,
        celid=sums.long / served,
        maifi=sums.momentary / served,
        average_hours=average,
        rs1=1.0 - average / hours,
    )
