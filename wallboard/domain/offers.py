"""What a desk may do to an order as it stands: each verb, what it asks for, and why it is not open now.

The same judgement as the hub's, asked before there are words. Pure: cheap enough for every key press.
"""

import msgspec

from wallboard.domain.confirming import ASKS as OF_CONFIRMING
from wallboard.domain.consequences import BEYOND
from wallboard.domain.lending import ASKS as OF_LENDING
from wallboard.domain.life_cycle import MOVES, Said, barred, barred_to
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Deed, Role
from wallboard.domain.rows import Order
from wallboard.domain.scene import Scene, Things
from wallboard.domain.sending_vans import ASKS as OF_VANS
from wallboard.domain.telling import ASKS as OF_TELLING

ASKED_BEFORE = frozenset({"close", *OF_TELLING, *OF_CONFIRMING, *OF_LENDING, *OF_VANS})
"""Verbs that other things forbid whatever is said with them."""


class Offer(msgspec.Struct, frozen=True):
    """One verb. asks: fields that its actor must fill; may: those that he may; why: it is not open now."""

    verb: str
    asks: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    why: Reason | None = None

    @property
    def open(self) -> bool:
        return self.why is None


def offers(row: Order, actor: str, role: Role, things: Things) -> list[Offer]:
    """Every verb of an order's life cycle in the table's order, as this actor has it now.

    things: the tables that the row is of.
    """
    scene = Scene(Deed(actor, role), row.id, row, Said(), 0.0, things)
    return [_offer(name, scene) for name in MOVES]


def _offer(name: str, scene: Scene) -> Offer:
    row: Order = scene.row
    actor, role = scene.deed.actor, scene.deed.role
    why = Reason("role_may_not", {"role": role.value}) if role not in MOVES[name].roles else None
    why = why or barred(name, row) or barred_to(name, row, actor, role)
    if why is None and name == "unlink" and not row.linked:
        why = Reason("nothing_linked")
    if why is None and name in ASKED_BEFORE:
        why = BEYOND[name](scene)
    move = MOVES[name]
    may = tuple(field for field in move.may if field not in move.needs)
    return Offer(name, move.needs, may, why)
