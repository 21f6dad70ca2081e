"""A connected generator van is a hazard (反送电): it comes off before anything is switched on (d.132)."""

from collections.abc import Iterable

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage, Van
from wallboard.domain.terms import OutageStage, VanStatus

VAN_OFF_FIRST = "van_off_first"
BACK_FEED = "back_feed"


def van_on(outage: Outage, vans: Iterable[Van]) -> Van | None:
    """The generator van that feeds customers of an outage now, the first by id."""
    connected = (van for van in vans if van.status is VanStatus.CONNECTED and van.outage == outage.id)
    return min(connected, key=lambda van: van.id, default=None)


def van_off_first(outage: Outage, vans: Iterable[Van]) -> Reason | None:
    """Why no word may have an outage switched on: a van still feeds it."""
    van = van_on(outage, vans)
    return None if van is None else Reason(VAN_OFF_FIRST, {"van": van.name or van.id})


def back_feed(outage: Outage, vans: Iterable[Van]) -> Reason | None:
    """The hazard: somebody says that an outage is restored while a van is still connected to it."""
    if outage.dark or outage.stage is OutageStage.CANCELLED:
        return None
    van = van_on(outage, vans)
    return None if van is None else Reason(BACK_FEED, {"van": van.name or van.id, "outage": outage.id})
