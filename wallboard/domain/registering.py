"""An order that somebody types in (手工): any lane, any subject, with the number prefix of its origin.

Prefixes are those of Jiangmen (domain 2.5 [C5]); where none was found the number has none. Pure.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated

import msgspec

from wallboard.domain.facts import Instant, Lat, Lon
from wallboard.domain.handling import given
from wallboard.domain.life_cycle import FARTHEST_S, NEW, Customers, Line
from wallboard.domain.orders import OrderHandling, OrderNeed
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Deed
from wallboard.domain.terms import AreaClass, Lane, OrderOrigin

NEW_ORDER = "new"
"""The key that an act names to register an order; its own comes from the act's id: ``registered_key``."""

PREFIXES: dict[OrderOrigin, str] = {
    OrderOrigin.MANUAL: "00",
    OrderOrigin.HOTLINE: "DY",
    OrderOrigin.METERING: "DD",
    OrderOrigin.NETWORK: "DD",
}

CHINA = timezone(timedelta(hours=8))
"""The day in a number is a label of the practice that numbers are taken from."""


class Registered(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is typed in. title: what it is about; subject: what it belongs to, as in ``outage/oms/1``."""

    lane: Lane
    title: Line = ""
    origin: OrderOrigin = OrderOrigin.MANUAL
    kind: Line = ""
    subject: Line = ""
    place: Line = ""
    region: Line = ""
    town: Line = ""
    cell: Line = ""
    area_class: AreaClass | None = None
    segment: Line = ""
    channel: Line = ""
    customers: Customers | None = None
    key_customers: Customers = 0
    kva: Annotated[float, msgspec.Meta(gt=0, le=1e6)] | None = None
    lon: Lon | None = None
    lat: Lat | None = None
    promised_at: float | None = None  # epoch s


def registered_key(act_id: str) -> str:
    """The key of the order that an act registers: a desk knows it before the hub has answered."""
    return f"manual/{act_id}"


def ill_registered(said: Registered) -> Reason | None:
    """Why this is no order."""
    if not said.title.strip():
        return Reason("field_missing", {"field": "title"})
    if (said.lon is None) is not (said.lat is None):
        return Reason("bad_args", {"error": "lon and lat go together"})
    return None


def ill_promised(said: Registered, now: float) -> Reason | None:
    """A promise lies ahead."""
    if said.promised_at is not None and not now < said.promised_at < now + FARTHEST_S:
        return Reason("promise_not_ahead")
    return None


def number_of(origin: OrderOrigin, now: float, numbers: Iterable[str]) -> str:
    """The next number of the day with the origin's prefix; numbers: those that stand."""
    return next_number(PREFIXES.get(origin, ""), now, numbers)


def next_number(prefix: str, now: float, numbers: Iterable[str]) -> str:
    """The next number of the day with a prefix, four digits and more; numbers: those that stand."""
    head = f"{prefix}{datetime.fromtimestamp(now, UTC).astimezone(CHINA):%y%m%d}"
    tails = (number[len(head) :] for number in numbers if number.startswith(head))
    last = max((int(tail) for tail in tails if tail.isascii() and tail.isdecimal()), default=0)
    return f"{head}{last + 1:04d}"


def need_of(said: Registered, deed: Deed, number: str, now: float) -> OrderNeed:
    """The order's need, in the words of who typed it in."""
    noun, _, key = said.subject.partition("/")
    same = ("lane", "origin", "title", "kind", "place", "region", "town", "cell", "area_class", "segment")
    more = ("channel", "customers", "key_customers", "kva", "lon", "lat")
    return OrderNeed(
        received_at=Instant(now),
        number=number,
        outage=key if noun == "outage" else "",
        promised_at=None if said.promised_at is None else Instant(said.promised_at),
        by_hand=deed.actor,
        **{name: getattr(said, name) for name in (*same, *more)},
    )


def registered(said: Registered, deed: Deed, now: float) -> OrderHandling:
    """It is new, and whoever typed it in was asked first (首问, d.126)."""
    return OrderHandling(
        verb="register",
        actor=deed.actor,
        role=deed.role.value,
        args=given(said),
        stage=NEW,
        since=Instant(now),
        first_inquirer=deed.actor,
        linked=[said.subject] if said.subject else [],
    )
