"""How long before planned work it must be announced or handed in (domain 5.1)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wallboard.rules.limits import Notice

NOTICES = ("planned", "temporary", "hand_in")
"""Planned outage announced, temporary outage announced, plan handed in before its execution."""


def latest_notice(begins: float, notice: Notice, zone: ZoneInfo) -> float:
    """The last instant at which it is still in time for work that begins at ``begins`` (epoch s).

    Days are days of the calendar in ``zone``: the same time of day, so many days before.
    """
    if notice.hours is not None:
        return begins - notice.hours * 3600
    local = datetime.fromtimestamp(begins, zone).replace(tzinfo=None) - timedelta(days=notice.days or 0)
    return local.replace(tzinfo=zone).timestamp()


def notice_for(notices: list[Notice], what: str, *, key_customer: bool = False) -> Notice | None:
    """The notice that counts: a key customer's own where there is one, else everybody's."""
    fitting = [each for each in notices if each.what == what and (key_customer or not each.key_customer)]
    return max(fitting, key=lambda each: each.key_customer) if fitting else None
