"""Through whose hands an order went, and how long each of them had it (d.23).

Read from what stands in the tables: hand-overs of any source, acts of the room, and who has it now. A holder
that nobody has told of is not guessed; between two who are known the customer waited for nobody named.
"""

from collections.abc import Iterator

import msgspec

from wallboard.domain.order_row import Order
from wallboard.domain.orders import OrderHandover, OrderMark
from wallboard.rules.targets import end_of
from wallboard.state.tables import Tables, Thing

TOOK, HAD, LEFT = "took", "had", "left"
"""It came to somebody; somebody had it until now; nobody has it from now on."""

Event = tuple[float, str, str]
"""When (epoch s), one of the three, who."""


class Hand(msgspec.Struct, frozen=True):
    """One holder. since, until: epoch s; since None: nobody says from when; until None: he has it now."""

    who: str
    since: float | None
    until: float | None = None

    def span(self, now: float) -> float | None:
        """How long he had it up to ``now``, s; None where nobody says from when."""
        return (
            None if self.since is None else max(0.0, (now if self.until is None else self.until) - self.since)
        )


def hands(tables: Tables, order: str) -> tuple[Hand, ...]:
    """Everybody who had the order, the first one first; () of one that nobody took or that is not there."""
    row, thing = tables.orders.get(order), tables.thing("order", order)
    if row is None or thing is None:
        return ()
    found: list[Hand] = []
    for at, kind, who in sorted(_events(thing)):
        if kind == TOOK:
            _take(found, who, at)
        elif kind == HAD and not found:
            accepted = row.reached.get("accepted", row.received_at)
            found.append(Hand(who, accepted if accepted <= at else row.received_at))
        elif kind == LEFT:
            _close(found, at)
    _now(found, row)
    return tuple(found)


def _events(thing: Thing) -> Iterator[Event]:
    for fact in thing.entries.get("handover", {}).values():
        data = fact.data
        if isinstance(data, OrderHandover):
            yield data.sent_at, HAD, data.frm
            if data.accepted_at is not None:
                yield data.accepted_at, TOOK, data.to
    sent = False  # the room's own hand-over that is on its way
    marks = sorted(thing.entries.get("mark", {}).values(), key=lambda fact: (fact.at, fact.seq))
    for fact in marks:
        data = fact.data
        if not isinstance(data, OrderMark):
            continue
        if data.verb in ("return", "release"):
            if not sent:  # what was sent back stays with whoever sent it
                yield fact.at, HAD, data.actor
                yield fact.at, LEFT, ""
        elif data.stage is not None and data.verb in ("accept", "take_over"):
            yield fact.at, TOOK, data.actor
        elif data.stage is not None and data.verb == "assign":
            yield fact.at, TOOK, str(data.args.get("to", ""))
        if data.verb in ("hand_over", "take_over", "return", "release", "assign"):
            sent = data.verb == "hand_over"


def _take(found: list[Hand], who: str, at: float) -> None:
    """It is in these hands from then on; the same ones again are no others."""
    if found and found[-1].until is None and found[-1].who == who:
        return
    _close(found, at)
    found.append(Hand(who, at))


def _close(found: list[Hand], at: float) -> None:
    if found and found[-1].until is None:
        began = found[-1].since
        found[-1] = Hand(found[-1].who, began, at if began is None else max(at, began))


def _now(found: list[Hand], row: Order) -> None:
    """Who has it as the row says, and for how long; of an order that is closed, until it was done."""
    name = row.holder_name or row.holder
    last = found[-1] if found else None
    if name and last is not None and last.until is None and last.who in (row.holder, row.holder_name):
        found[-1] = Hand(name, last.since)
    elif name:
        began = row.held_since if row.held_since is not None else row.accepted_at
        if began is not None:
            _close(found, began)
        found.append(Hand(name, began))
    else:
        _close(found, row.since)
    if not row.open:
        _close(found, end_of(row, row.since))
