"""What a room may set about sending crews; all proposals (design 4, domain 5.8 and 5.9)."""

import msgspec

from wallboard.rules.storm_limits import StormRules


class DispatchRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When a crew is able, and what weighs how much.

    persons: the least that may work (two persons, safety rules for work on site). fix_minutes: after which a
    position is old: it counts, with a warning (who is parked often sends none); lost_minutes: after which
    nobody knows where the crew is.
    work_minutes: what a repair takes, where nobody has said: a crew whose shift ends before is not proposed.
    long_hours: on duty, after which a crew is tired: proposed last. object_seconds: for the home bureau and
    the network desk to object to a send across the border. detour_minutes: that a job on the way may cost;
    ride_minutes: what such a job takes; ride_stops_level: the weakest response level (1 to 4, 1 the
    strongest) that has such jobs wait.
    closure_hours: so long a road is believed to be shut after that was said last.
    horizon_minutes: an order that nobody reaches in so long is left open.
    connect_minutes: from a generator van's arrival until it feeds; kva_per_customer: what one draws at most.
    van_assumed_minutes: to the repair where nobody has said; van_least: customer-minutes worth a van's way.
    storm: what holds at a declared response level.
    weights, in customers: of a life or key customer, of a complaint, of a repeated outage, of an hour of
    waiting.
    """

    persons: int = 2
    fix_minutes: float = 10.0
    lost_minutes: float = 720.0
    work_minutes: float = 60.0
    long_hours: float = 12.0
    object_seconds: float = 60.0
    detour_minutes: float = 10.0
    ride_minutes: float = 20.0
    ride_stops_level: int = 4
    closure_hours: float = 12.0
    horizon_minutes: float = 240.0
    connect_minutes: float = 25.0
    kva_per_customer: float = 2.0
    van_assumed_minutes: float = 120.0
    van_least: float = 1000.0
    weigh_life: float = 5000.0
    weigh_key: float = 1000.0
    weigh_complaint: float = 100.0
    weigh_repeated: float = 200.0
    weigh_hour: float = 20.0
    storm: StormRules = StormRules()
