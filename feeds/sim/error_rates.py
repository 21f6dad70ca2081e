"""What reporting gets wrong, and how often: every rate of the error model in one place (docs/truth.md).

Each is a share, or seconds, unless it says otherwise. Sources stand in docs/truth.md beside the same names.
"""

# Calls.
CALL_SHARE = 0.035
"""Of the dark customers of an outage call; half of it to one and a half times, by outage and area."""
OWN_TRANSFORMER_CALLS = 0.30
"""A customer with a transformer of his own calls with this probability."""
MOST_CALLS = 45
"""Of one outage are expected at the most: then the announcement answers."""
CALL_FIRST, CALL_MEAN = 30.0, 14 * 60.0
UNLOCATED_SHARE = 0.06
"""Without an account number, or with a wrong address: half and half."""
CALL_AGAIN = 17 * 60.0
"""Until a caller who could not be located calls again, with his number."""
TWICE_SHARE = 0.10
TWICE_AFTER = (20 * 60.0, 70 * 60.0)
CHANNELS = {"95598": 0.70, "app": 0.15, "wechat": 0.12, "12345": 0.03}
OWN_BREAKER_A_DAY = 2.5e-4
"""Calls of customers who have supply and whose own breaker is off, a customer and day."""

# Meters.
HOLD = (50.0, 260.0)
"""Until the meters of an area have been heard and believed; what was over by then is momentary."""
GASPS_LOST = (0.02, 0.36)
"""Last gasps that do not come through, by the area's radio: few areas are bad."""
LATE_AREAS, LATE_BY = 0.20, (5 * 60.0, 30 * 60.0)
DOUBLED_AREAS, DOUBLED_AFTER = 0.06, (60.0, 600.0)
DEAD_CONCENTRATORS, MISSED_AFTER = 0.12, 15 * 60.0
"""Concentrators whose reserve does not last for a last gasp: the area is silent, as the next round shows."""
WRONG_LINKS = (0.03, 0.08)
"""Customers that are recorded under another area than the one that feeds them."""
UNREAD_AFTER = 0.02
"""Meters that do not come back with the power, at the most; by the area's radio."""
SILENCES_A_DAY, SILENCE_MEDIAN, SILENCE_SPREAD = 0.012, 2 * 3600.0, 0.8
"""A concentrator is silent as a whole so often, and for so long; ``SILENCES_IN_STORM`` times as often at a
storm's peak."""
SILENCES_IN_STORM = 25.0

# SCADA.
SCADA_DELAY = (2.0, 7.0)
SCADA_LATE, SCADA_LATE_BY = 0.06, (30.0, 180.0)
STALE_STATIONS, STALE_FOR = 0.02, (30 * 60.0, 6 * 3600.0)
"""Stations whose telemetry stands still at some time of a day: no trip is read meanwhile."""
TELEMETERED_SWITCHES = 0.40
"""Of the switches of laterals; a feeder's breaker always, a fuse never."""

# Fault indicators.
INDICATED_DEVICES = 0.35
INDICATOR_DELAY = (10.0, 90.0)
INDICATOR_MISSES, INDICATOR_FALSE = 0.12, 0.01
INDICATOR_RESETS = 8 * 3600.0
