"""Where one generator van saves most customer-minutes until the repair (d.132).

A van feeds one transformer area; what it feeds is not restored. Proposals, never silent actions. Pure.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage, Van
from wallboard.domain.terms import DeviceKind, Supply
from wallboard.rules.dispatch.roads import Floats
from wallboard.rules.dispatch_limits import DispatchRules

MINUTE, HOUR = 60.0, 3600.0
FEEDS = frozenset({DeviceKind.TRANSFORMER_AREA})
"""What went dark where one van can feed all of it: beyond that a line must be switched first."""


class VanProposal(msgspec.Struct, frozen=True, kw_only=True):
    """One van to one outage. seconds: its way; fed_at: from when it feeds, epoch s; until: repair, epoch s.

    saved: customer-minutes; customers: whom it feeds. cautions: fuel that ends before, a repair time that is
    assumed.
    """

    outage: str
    van: str
    name: str
    unit: str
    kva: float
    seconds: float
    fed_at: float
    until: float
    customers: int
    saved: float
    cautions: tuple[Reason, ...] = ()


def wants_van(outage: Outage) -> bool:
    """Whether a van could feed all of what is dark here, and none does."""
    return (
        outage.dark
        and not outage.merged_into
        and outage.supply is Supply.DARK
        and outage.device_kind in FEEDS
        and bool(outage.customers_out)
    )


def van_proposals(
    outages: Sequence[Outage], vans: Sequence[Van], seconds: Floats, now: float, rules: DispatchRules
) -> list[VanProposal]:
    """The vans that are free to where they save most, the most first. seconds: (outages, vans) ways.

    What is made greatest is the sum of customer-minutes; a key customer counts as ``weigh_key`` customers.
    """
    if not seconds.size:
        return []
    from scipy.optimize import linear_sum_assignment

    until = np.array([_until(outage, now, rules) for outage in outages])
    fed = now + seconds + rules.connect_minutes * MINUTE
    minutes = np.maximum(0.0, until[:, None] - fed) / MINUTE
    customers = np.array([outage.customers_out or 0 for outage in outages], float)
    keys = np.array([outage.key_customers for outage in outages], float)
    fits = np.array([_fits(outage, van, rules) for outage in outages for van in vans], bool)
    saved = np.where(fits.reshape(seconds.shape) & np.isfinite(seconds), minutes, 0.0)
    worth = saved * (customers + rules.weigh_key * keys)[:, None]
    rows, columns = linear_sum_assignment(worth, maximize=True)
    found = [
        _proposal(outages[row], vans[at], float(seconds[row, at]), float(fed[row, at]), now, rules)
        for row, at in zip(rows.tolist(), columns.tolist(), strict=True)
        if worth[row, at] >= rules.van_least
    ]
    return sorted(found, key=lambda one: (-one.saved, one.outage))


def _until(outage: Outage, now: float, rules: DispatchRules) -> float:
    """When the repair is over: as given or computed, else a time that is assumed."""
    return outage.etr if outage.etr is not None else now + rules.van_assumed_minutes * MINUTE


def _fits(outage: Outage, van: Van, rules: DispatchRules) -> bool:
    """Free, and strong enough: one area is fed whole or not at all."""
    needs = (outage.customers_out or 0) * rules.kva_per_customer
    return van.free and (not van.kva or van.kva >= needs)


def _proposal(
    outage: Outage,
    van: Van,
    seconds: float,
    fed_at: float,
    now: float,
    rules: DispatchRules,
) -> VanProposal:
    until, customers = _until(outage, now, rules), outage.customers_out or 0
    cautions = list[Reason]()
    if outage.etr is None:
        cautions.append(Reason("van_repair_assumed", {"minutes": round(rules.van_assumed_minutes)}))
    if van.fuel_hours is None:
        cautions.append(Reason("van_fuel_unknown"))
    elif fed_at + van.fuel_hours * HOUR < until:
        cautions.append(Reason("van_fuel_short", {"hours": round(van.fuel_hours, 1)}))
    return VanProposal(
        outage=outage.id,
        van=van.id,
        name=van.name or van.id,
        unit=van.unit,
        kva=van.kva,
        seconds=seconds,
        fed_at=fed_at,
        until=until,
        customers=customers,
        saved=customers * (until - fed_at) / MINUTE,
        cautions=tuple(cautions),
    )
