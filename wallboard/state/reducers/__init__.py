"""One reducer a noun: ``resolve(key, thing)`` turns a thing's standing facts into its row, or None.

A row is a pure function of the facts that stand, so batching, order and hash seeds cannot show in it.
A new noun is one module here and one line in ``RESOLVERS``.
"""

from collections.abc import Callable

from wallboard.domain.rows import Row
from wallboard.state.reducers import (
    alarms,
    cells,
    crews,
    days,
    focuses,
    orders,
    outages,
    plans,
    regions,
    responses,
    roads,
    shifts,
    sources,
    storms,
    vans,
)
from wallboard.state.tables import Thing

RESOLVERS: dict[str, Callable[[str, Thing], Row | None]] = {
    "outage": outages.resolve,
    "order": orders.resolve,
    "crew": crews.resolve,
    "van": vans.resolve,
    "plan": plans.resolve,
    "region": regions.resolve,
    "cell": cells.resolve,
    "storm": storms.resolve,
    "road": roads.resolve,
    "source": sources.resolve,
    "roster": shifts.resolve,
    "response": responses.resolve,
    "alarm": alarms.resolve,
    "room": focuses.resolve,
    "day": days.resolve,
}
