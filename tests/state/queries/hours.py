"""Facts of hours and outages, placed in time."""

from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.roster import TrendHour

START, HOUR = 1_795_420_800.0, 3600.0
"""A full hour; s."""


def told(hour: float, places: dict[str, dict[str, int]], minutes: int = 60) -> Fact:
    """An hour as the hub tells it."""
    data = TrendHour(hour=hour, minutes=minutes, places=places)
    return Fact(data, "room", hour + HOUR, "analyst", f"h{hour}", START)


def extent(key: str, region: str, town: str, customers: int, seen: float, seq: int = 1) -> Fact:
    """An outage as it was received at ``seen``."""
    data = OutageExtent(region=region, town=town, customers_out=customers)
    return Fact(data, key, seen, "oms", f"e{key}{seq}", seen, seq)
