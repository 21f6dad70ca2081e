"""What a verb needs, asked for field by field in the line at the foot: words, a person, a reason, a time.

Pure but for the tables that it reads: what may be chosen, and what is meant by what was typed.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec

from wallboard.domain.life_cycle import DUPLICATE, ReturnCode, Ruling
from wallboard.domain.rows import Order
from wallboard.domain.terms import CrewStatus, Lane
from wallboard.rules.ranking import customers_of
from wallboard.shell.desk_vans import OF_VANS, van_choices
from wallboard.state.tables import Tables
from widgets.desk_actions import ASKED, Ask
from widgets.text import DAY, Text

PAUSES = ("customer_asked", "waiting_materials", "safety_hold", "weather")
"""Reasons of a suspension that are offered; others may be typed."""

CODES: dict[str, tuple[str, ...]] = {
    "return": tuple(code.value for code in ReturnCode),
    "suspend": PAUSES,
    "decide": tuple(ruling.value for ruling in Ruling),
    "link": (DUPLICATE,),
}
"""Verb -> the codes of its reasons."""

REQUEST_FIRST = (Lane.REQUEST, Lane.CONNECT, Lane.RESTORE)
"""Lanes of an order that is registered by hand."""

MOST_CHOICES = 40


class Choice(msgspec.Struct, frozen=True):
    """What may be chosen: the value that is sent, and the words for it.

    also: other fields that go with it.
    """

    value: Any
    words: str
    also: dict[str, Any] = {}


class Form(msgspec.Struct):
    """One act on its way to be whole. asks: fields still to be asked, the first one now.

    subject: what it is done to where that is no order, about: its name in words. optional: may stay empty.
    """

    order: str
    verb: str
    asks: list[str]
    args: dict[str, Any]
    subject: tuple[str, str] | None = None
    about: str = ""
    optional: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        return self.asks[0] if self.asks else ""

    def skip(self) -> bool:
        """Leave the field that was asked for empty; False where it must be filled."""
        if self.field not in self.optional:
            return False
        self.asks.pop(0)
        return True

    def answer(self, value: Any, also: Mapping[str, Any]) -> None:
        """The field that was asked for is filled, and what goes with it."""
        self.args[self.asks.pop(0)] = value
        self.args.update(also)


def choices(
    form: Form, row: Order | None, tables: Tables, text: Text, nearest: Sequence[str] = ()
) -> list[Choice]:
    """What may be chosen for the field that is asked for, the likeliest first; [] where it is free.

    row: the order that it is of; None where one is registered. nearest: the crews proposed for it.
    """
    ask = ASKED.get(form.field, Ask.WORDS)
    if ask is Ask.LANE:
        return [Choice(lane.value, text.t(f"lane.{lane.value}")) for lane in REQUEST_FIRST]
    if row is None:
        return []
    if form.verb in OF_VANS and ask is Ask.PERSON:
        vans = van_choices(form.verb, row, tables, text, nearest)[:MOST_CHOICES]
        return [Choice(name, words) for name, words in vans]
    if ask is Ask.PERSON:
        return [Choice(name, text.name(name)) for name in _people(form.verb, row, tables, nearest)][
            :MOST_CHOICES
        ]
    if ask is Ask.CODE:
        return [Choice(code, text.t(f"code.{code}")) for code in CODES.get(form.verb, ())]
    if ask is Ask.SUPPLY:
        return [Choice(True, text.t("answer.supplied")), Choice(False, text.t("answer.dark"))]
    if ask is Ask.SCORE:
        return [Choice(score, str(score)) for score in range(5, 0, -1)]
    if ask is Ask.NUMBER:
        count = customers_of(row, tables.outages.get(row.outage))
        return [] if not count else [Choice(count, text.number(count))]
    if ask is Ask.YES:
        return [Choice(True, text.t("answer.yes")), Choice(False, text.t("answer.no"))]
    if ask is Ask.THING:
        if form.verb == "unlink":
            return [Choice(each, each) for each in row.linked]
        return [Choice(f"order/{other.id}", _told(other)) for other in _near(row, tables)][:MOST_CHOICES]
    return []


def meant(field: str, typed: str, offered: list[Choice], text: Text, now: float) -> Any:
    """The value of what was typed or chosen; None where nothing sensible is meant."""
    words, ask = typed.strip(), ASKED.get(field, Ask.WORDS)
    if not words:
        return None
    exact = next((choice.value for choice in offered if choice.words == words), None)
    if exact is not None:
        return exact
    if ask is Ask.TIME:
        return time_meant(words, text, now)
    if ask is Ask.NUMBER:
        digits = words.replace(",", "")
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None
    if ask in (Ask.YES, Ask.SUPPLY, Ask.SCORE, Ask.CODE, Ask.LANE, Ask.CAPACITY):
        near = [choice.value for choice in offered if words.casefold() in choice.words.casefold()]
        return near[0] if len(near) == 1 else words if ask is Ask.CODE and not near else None
    return words


def time_meant(words: str, text: Text, now: float) -> float | None:
    """``17:40`` or ``1740`` as the next such time of the room's clock, ``+45`` as minutes from now."""
    if words.startswith("+"):
        minutes = words[1:].strip()
        return now + 60 * int(minutes) if minutes.isdecimal() and len(minutes) <= 5 else None
    digits = words.replace("：", ":").replace(":", "")
    if not digits.isdecimal() or len(digits) not in (3, 4):
        return None
    hour, minute = divmod(int(digits), 100)
    if hour > 23 or minute > 59:
        return None
    here = text.local(now).replace(hour=hour, minute=minute, second=0, microsecond=0)
    at = here.timestamp()
    return at if at > now else (here + timedelta(seconds=DAY)).timestamp()


def _people(verb: str, row: Order, tables: Tables, nearest: Sequence[str]) -> list[str]:
    """The nearest able crew first where one is sent, then who is free; those who have orders first where one
    is handed over."""
    crews = sorted(
        tables.crews.values(), key=lambda crew: (crew.status is not CrewStatus.AVAILABLE, crew.name)
    )
    teams = [*nearest, *(crew.name or crew.id for crew in crews)]
    people: dict[str, None] = {}
    for order in tables.orders.values():
        people.update(dict.fromkeys((order.holder, order.last_actor, order.acknowledged_by)))
    for shift in tables.shifts.values():
        people.update(dict.fromkeys((shift.service_lead, shift.network_lead)))
    seats = sorted(name for name in people if name and name not in teams)
    found = [*teams, *seats] if verb in ("assign", "mark_customer_owned") else [*seats, *teams]
    return [name for name in dict.fromkeys(found) if name != row.holder]


def _near(row: Order, tables: Tables) -> list[Order]:
    """Other open orders: of the same outage, then of the same town, then all."""
    others = [order for order in tables.orders.values() if order.open and order.id != row.id]
    return sorted(
        others,
        key=lambda other: (
            not row.outage or other.outage != row.outage,
            not row.town or other.town != row.town,
            -other.received_at,
            other.id,
        ),
    )


def _told(order: Order) -> str:
    return " ".join(part for part in (order.number or order.id, order.title or order.place) if part)
