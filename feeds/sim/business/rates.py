"""How often customers ask, apply and complain, and how long it takes: every figure of the two slow lanes.

Ours where docs/truth.md names no source: to be replaced by a company's own once it has counted them. Rates
are a customer and day, on a working day.
"""

BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 8, 18, 30, 32, 26, 14, 16, 26, 30, 27, 20, 15, 14, 13, 11, 7, 4)
"""When people turn to their supplier, by the hour of the local day: mid-morning and mid-afternoon."""
AT_WEEKENDS = (0.62, 0.5)
"""Of a working day's, on Saturdays and Sundays; Mondays have ``ON_MONDAYS``."""
ON_MONDAYS = 1.15

REQUESTS, COMPLAINTS, WATCHDOG = 2.0e-4, 1.6e-6, 1.6e-7
"""Requests of all kinds, complaints at the hotline, complaints at 12398."""
ONE_VISIT, ONE_STOP = 4.0e-5, 0.9e-6
"""Connections at low and at medium voltage."""

CHANNELS = {"95598": 0.55, "app": 0.27, "hall": 0.08, "wechat": 0.07, "12345": 0.03}
"""Hotline, the online hall (网上国网), the counter, WeChat, the city's hotline."""
CONNECT_CHANNELS = {"app": 0.78, "hall": 0.13, "wechat": 0.06, "95598": 0.03}

PING_PONG = 0.012
"""Requests that nobody wants: returned three times and more."""
RETURNED = 0.05
"""Requests that are returned once."""
MISSED = 0.035
"""Appointments that nobody comes to."""
FAILED_VISIT = 0.07
"""Visits of low-voltage connections that leave a tick open: a second one is agreed."""
URGED = 0.12
"""Requests that their customer asks after once more."""
DISCONTENT = 0.05
"""Call-backs that find the customer not content: the request is opened again."""
ASKS_SPECIALIST, ASKS_DECISION = 0.06, 0.07
HOUR = 3600.0
ANSWERS = (0.65 * HOUR, 0.6, 0.1 * HOUR, 6 * HOUR)
DECIDES = (2.5 * HOUR, 0.6, 0.4 * HOUR, 14 * HOUR)
"""Working time until a specialist answers, and until somebody decides: median, spread of the logarithm,
least, most. One in four is later than an hour, one in five than four, which the room's proposals allow."""
APPROVES = (0.5 * HOUR, 7 * HOUR)
"""Working time until a supply plan is approved, its logarithm uniform: one in five takes over four hours."""
WITHDRAWN = 0.02
"""Requests and applications that the customer takes back."""
EXTENDED = 0.12
"""Complaints at 12398 whose time is extended."""
BLOCKED = 0.06
"""Connections at medium voltage for which material is missing for weeks."""
DUAL = 0.15
"""Of these connections: from two sources."""
