"""Who was told and by when: the clocks of telling, the gap, what a message needs (d.11-d.14; domain 5.9).

First an outage is *entered for 95598*, within minutes of its confirmation and of every change of its
restoration time or of its restoration; then its customers are *told*, by group and by version of the
estimate. A group that was told an older version is not told. Pure: times are epoch s, ``now`` is given.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from wallboard.domain.messages import Group, Message, MessageStep
from wallboard.domain.rows import Outage
from wallboard.domain.telling import customers_of
from wallboard.domain.terms import Band, OutageStage
from wallboard.rules.telling_limits import (
    ENTERED,
    QUIET,
    SECOND_KEY,
    STANDS,
    TOLD,
    TellingLimit,
    limit_of,
    minute_of_day,
    seconds_of,
)

KNOWN = frozenset({OutageStage.CONFIRMED, OutageStage.PARTLY_RESTORED, OutageStage.RESTORED_REPORTED})
"""Stages in which there is something to enter and to tell."""


class TellingClock(msgspec.Struct, frozen=True, gc=False):
    """One clock of telling. what: confirmed, etr or restored.

    due: None without a limit; done: when it was met.
    """

    what: str
    since: float
    due: float | None
    done: float | None = None

    def band(self, now: float, warn_share: float) -> Band:
        """How it stands at ``now``; once it was met, whether that was in time.

        warn_share: as in a rule set.
        """
        if self.due is None:
            return Band.UNCOLOURED
        at = now if self.done is None else self.done
        if at > self.due:
            return Band.BREACHED
        warned = self.done is None and now >= self.since + (self.due - self.since) * warn_share
        return Band.WARNING if warned else Band.CALM


class GroupTold(msgspec.Struct, frozen=True, gc=False):
    """One group at the version that stands. customers: None where nobody counts them.

    older: told before only.
    """

    group: str
    customers: int | None
    told: int
    older: int

    @property
    def now_or_before(self) -> int:
        """How many were told at all."""
        return self.told + self.older


def entered_clock(outage: Outage, limits: list[TellingLimit]) -> TellingClock | None:
    """Whether the newest change was entered for 95598; None while there is nothing to enter.

    It runs from the confirmation, from the change of the restoration time, or from the restoration.
    """
    change = _change(outage)
    if change is None:
        return None
    what, since = change
    limit = seconds_of(limits, ENTERED)
    done = outage.entered_restored_at if what == "restored" else None
    if what != "restored" and (outage.entered_revision or 0) >= outage.etr_revision:
        done = outage.entered_at
    return TellingClock(what, since, None if limit is None else since + limit, done)


def told_clock(outage: Outage, limits: list[TellingLimit]) -> TellingClock | None:
    """Whether the customers were told the newest change; it runs from when that was entered, else
    happened.
    """
    change = _change(outage)
    if change is None:
        return None
    what, happened = change
    entered = entered_clock(outage, limits)
    began = entered.done if entered is not None and entered.done is not None else happened
    since = max(began, happened)
    limit = seconds_of(limits, TOLD)
    done = outage.told_at if outage.told_at is not None and not untold(outage) else None
    return TellingClock(what, since, None if limit is None else since + limit, done)


def _change(outage: Outage) -> tuple[str, float] | None:
    """The newest thing that customers have to know, and since when it is so."""
    if outage.stage not in KNOWN or outage.merged_into:
        return None
    if not outage.dark:
        return "restored", outage.since
    promised = outage.etr_revision and not outage.etr_calculated
    if promised and outage.etr_at is not None and outage.etr_at > outage.since:
        return "etr", outage.etr_at
    return "confirmed", outage.since


def informed(outage: Outage) -> int:
    """How many of those who are out know the standing version; never more than are out."""
    return min(outage.customers_out or 0, outage.told_customers or 0)


def untold(outage: Outage) -> int:
    """The told gap: affected minus truly informed."""
    return max(0, (outage.customers_out or 0) - informed(outage))


def untold_since(outage: Outage) -> float | None:
    """Since when the oldest part of the told gap waits, epoch s; None where there is none.

    Who was never told anything waits since it began; where all know an older version, since it changed.
    """
    if not untold(outage):
        return None
    heard = sum(group.now_or_before for group in groups_told(outage))
    everybody = heard >= (outage.customers_out or 0)
    return outage.etr_at if everybody and outage.etr_at is not None else outage.began


def groups_told(outage: Outage) -> tuple[GroupTold, ...]:
    """Key customers and the others, each as far as it is sure that they were told the standing version.

    Of a telling to everybody that reached only some, as few key customers as possible are taken to be among
    them.
    """
    groups = (Group.KEY, Group.OTHERS) if outage.key_customers else (Group.ALL,)
    return tuple(_group_told(outage, group) for group in groups)


def _group_told(outage: Outage, group: Group) -> GroupTold:
    size = customers_of(outage, group)
    now, older = 0, 0
    for each in outage.tellings:
        if each.restored is outage.dark:
            continue
        reached = _reached(outage, group, each.group, each.customers)
        if each.revision >= outage.etr_revision:
            now += reached
        else:
            older = max(older, reached)
    now = now if size is None else min(now, size)
    left = older if size is None else min(older, size)
    return GroupTold(group.value, size, now, max(0, left - now))


def _reached(outage: Outage, group: Group, told: str, customers: int) -> int:
    """How many of a group are surely among those that a telling reached."""
    if group is Group.ALL or told == group:
        return customers
    if told in (Group.KEY, Group.OTHERS):
        return 0
    whole, own = outage.customers_out or 0, customers_of(outage, group) or 0
    return max(0, min(own, customers - max(0, whole - own)))


def reachable(customers: int, coverage: float | None) -> int:
    """How many of them a message can reach. coverage: share with a valid contact; None: nobody knows it."""
    return customers if coverage is None else round(customers * max(0.0, min(1.0, coverage)))


def second_key_above(limits: list[TellingLimit]) -> int:
    """Above so many customers another person has to release; without a rule set, any message."""
    limit = limit_of(limits, SECOND_KEY)
    return 0 if limit is None or limit.customers is None else limit.customers


def quiet_until(limits: list[TellingLimit], now: float, zone: ZoneInfo) -> float | None:
    """When the quiet hours end in which ``now`` lies; None outside them."""
    limit = limit_of(limits, QUIET)
    if limit is None or limit.since is None or limit.until is None:
        return None
    begin, end = minute_of_day(limit.since), minute_of_day(limit.until)
    if begin is None or end is None:
        return None
    local = datetime.fromtimestamp(now, zone)
    minute = local.hour * 60 + local.minute
    inside = begin <= minute < end if begin <= end else minute >= begin or minute < end
    if not inside:
        return None
    day = local.replace(hour=end // 60, minute=end % 60, second=0, microsecond=0, tzinfo=None)
    day += timedelta(days=1) if minute >= end else timedelta()
    return day.replace(tzinfo=zone).timestamp()


def held_until(message: Message, limits: list[TellingLimit], now: float, zone: ZoneInfo) -> float | None:
    """Until when a message that is ready waits for the end of the quiet hours; None where it may leave."""
    if message.step is not MessageStep.READY or message.said.urgent:
        return None
    return quiet_until(limits, now, zone)


def too_late(message: Message, limits: list[TellingLimit]) -> float | None:
    """From when nobody should be told it any more, epoch s; None where nothing says so.

    So long after it left the room, which at night is in the morning; and a restoration time that has passed
    is no news.
    """
    stands, said = seconds_of(limits, STANDS), message.said
    ends = [] if stands is None or message.step is not MessageStep.SENDING else [message.since + stands]
    if said.etr is not None and not said.restored:
        ends.append(said.etr)
    return min(ends, default=None)


def outdated(message: Message, outage: Outage | None) -> bool:
    """Whether it says what is not so any more: another estimate, another supply, an outage that is over."""
    if outage is None or not outage.open or outage.merged_into:
        return True
    said = message.said
    if said.restored is outage.dark:
        return True
    named = said.etr is not None or not outage.etr_calculated
    return outage.dark and named and said.etr_revision < outage.etr_revision
