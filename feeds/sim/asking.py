"""What a room's hub has concluded by itself and its desks have ordered, as commands to the room's world."""

from collections.abc import Mapping
from math import inf

from feeds.sim.commands import Command
from wallboard.domain.lending import lent_now
from wallboard.domain.order_row import Order
from wallboard.domain.rows import Crew, Outage, Van
from wallboard.domain.source_names import ANALYST
from wallboard.domain.terms import OrderStage
from wallboard.state.tables import Tables

LOOKS_EVERY = 60.0
"""Seconds of operational time between two looks at what stands: a desk does not need it sooner."""

SENT = (OrderStage.ASSIGNED, OrderStage.EN_ROUTE)
"""Stages of an order whose crew is to go."""


class Asking:
    """Remembers what it has asked for, so that each outage is asked for once and left once."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._done: set[tuple[str, ...]] = set()  # orders of desks that were passed on
        self._at = -inf

    def commands(self, tables: Tables, now: float) -> list[Command]:
        """What is new at ``now`` (epoch s): somebody is to look, or need not any more."""
        if 0 <= now - self._at < LOOKS_EVERY:
            return []
        self._at = now
        rows = tables.outages
        stands = {key for key, row in rows.items() if row.source == ANALYST and _stands(row)}
        new, over = sorted(stands - self._open), sorted(self._open - stands)
        self._open = stands
        leaves = [Command(now, "leave", key) for key in over]
        looks = [Command(now, "look", key, _args(rows[key])) for key in new if rows[key].device]
        return leaves + looks + self._ordered(tables, now)

    def _ordered(self, tables: Tables, now: float) -> list[Command]:
        """What desks have ordered of crews and vans; each order once, whatever becomes of it."""
        crews = {crew.name or key: crew for key, crew in tables.crews.items()}
        found = {
            **{_to_crew(row): _sends(now, row, crews[row.holder]) for row in _sent(tables, crews, now)},
            **{_to_van(van): _moves(now, van) for van in tables.vans.values() if _unanswered(van)},
        }
        new = [found[key] for key in sorted(found.keys() - self._done)]
        self._done = set(found)
        return new


def _stands(row: Outage) -> bool:
    return row.dark and not row.merged_into


def _args(row: Outage) -> dict[str, str]:
    return {
        "device": row.device,
        "kind": row.device_kind.value,
        "customers": str(row.customers_out or 0),
        "key_customers": str(row.key_customers),
    }


def _sent(tables: Tables, crews: Mapping[str, Crew], now: float) -> list[Order]:
    """Repairs that a desk has given to a crew that is known; a borrowed one goes when nobody can object.

    One that the desk has set out too may be seen here for the first time: both keys are quicker than a look.
    """
    return [
        row
        for row in tables.orders.values()
        if row.taken
        and row.stage in SENT
        and row.holder in crews
        and (row.lent is None or not lent_now(row) or now > row.lent.until)
    ]


def _to_crew(row: Order) -> tuple[str, ...]:
    return ("crew", row.holder, row.outage)


def _sends(now: float, row: Order, crew: Crew) -> Command:
    return Command(now, "dispatch", crew.id, {"outage": row.outage})


def _unanswered(van: Van) -> bool:
    return van.sent is not None and van.since <= van.sent.since


def _to_van(van: Van) -> tuple[str, ...]:
    return ("van", van.id, str(van.sent.since) if van.sent is not None else "")


def _moves(now: float, van: Van) -> Command:
    sent = van.sent
    assert sent is not None
    verb = "recall_van" if sent.called_back else "send_van"
    return Command(now, verb, van.id, {"outage": sent.outage})
