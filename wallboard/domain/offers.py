"""What a desk may do to an order as it stands: each verb, what it asks for, and why it is not open now.

The same judgement as the hub's, asked before: a verb is tried with words that would do. Pure.
"""

import msgspec

from wallboard.domain.commands import VERBS, Role
from wallboard.domain.life_cycle import MOVES, ReturnCode, Said, ill_timed, illegal
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order

ANYBODY = "…"
"""Stands for a name or for words while a verb is tried."""


class Offer(msgspec.Struct, frozen=True):
    """One verb. asks: fields that its actor must fill; why: it is not open now; None: it is."""

    verb: str
    asks: tuple[str, ...] = ()
    why: Reason | None = None


def offers(row: Order, actor: str, role: Role, now: float) -> list[Offer]:
    """Every move of an order's life cycle, as this actor has it at ``now`` (epoch s)."""
    found: list[Offer] = []
    for name, move in MOVES.items():
        verb = VERBS["order", name]
        said = _tried(row, move.needs, now)
        why = illegal(name, row, said)
        if role not in verb.roles:
            why = Reason("role_may_not", {"role": role.value})
        found.append(Offer(name, move.needs, why or ill_timed(name, row, said, actor, now)))
    return found


def _tried(row: Order, needs: tuple[str, ...], now: float) -> Said:
    """Arguments that would do: what is asked here is only whether the verb is open at all."""
    linked = row.linked[0] if row.linked else ANYBODY
    would = Said(
        words=ANYBODY,
        to=ANYBODY,
        code=ReturnCode.NOT_MINE.value,
        subject=linked,
        satisfied=True,
        etr=now + 3600.0,
    )
    return Said(**{name: getattr(would, name) for name in needs})
