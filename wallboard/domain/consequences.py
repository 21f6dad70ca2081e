"""What an act on an order says of other things, in the same commit: its outage, the other order, its course.

An operator's word stands above an outage system's, so a desk's estimate reaches the outage as the operator's
claim and a told mark as a telling of its version. Each rule takes the scene of a legal act and returns
(key, payload) pairs. Pure.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from wallboard.domain import confirming, lending, sending_vans
from wallboard.domain.back_feed import van_off_first
from wallboard.domain.facts import Instant
from wallboard.domain.handling import folded, mark_of, unfolded
from wallboard.domain.life_cycle import DUPLICATE, Said
from wallboard.domain.orders import OrderCallback, OrderHandling, OrderHandover
from wallboard.domain.plans import Told
from wallboard.domain.reasons import Reason
from wallboard.domain.registering import Registered, need_of, number_of
from wallboard.domain.rows import Order
from wallboard.domain.scene import Saying, Scene, Things
from wallboard.domain.telling import ASKS, SAYS, estimated
from wallboard.domain.terms import OrderOrigin

FROM_DESK = "desk"
"""The channel of a telling that a desk has marked."""


def fed_by_van(scene: Scene) -> Reason | None:
    """Nobody says that an outage has supply again while a van feeds it: the van comes off first (d.132)."""
    outage = scene.outage
    return None if outage is None else van_off_first(outage, scene.things.rows("van").values())


def called_back(scene: Scene) -> Reason | None:
    """A customer has supply by a van, or by the network: of the first nobody says the second."""
    return fed_by_van(scene) if scene.args.supplied else None


def still_dark(scene: Scene) -> Reason | None:
    """Nobody closes a restore order while its customers are out; a generator is no restoration (d.132)."""
    outage, fed = scene.outage, fed_by_van(scene)
    if fed is not None:
        return fed
    if outage is None or not outage.dark or outage.planned:
        return None
    out = {} if outage.customers_out is None else {"customers": outage.customers_out}
    return Reason("outage_dark" if out else "outage_dark_uncounted", {"outage": outage.id, **out})


def known(things: Things, subject: str) -> bool:
    """Whether anything was said of ``noun/key``, or of an entry by its id: ``call/<thread>/<id>``."""
    noun, _, key = subject.partition("/")
    if things.thing(noun, key) is not None:
        return True
    thread, _, own = key.rpartition("/")
    thing = things.thing(noun, thread)
    return thing is not None and any(own == id_ for each in thing.entries.values() for _, id_ in each)


def unlinkable(scene: Scene) -> Reason | None:
    """What cannot be linked: what nobody knows, a part of another, an order that is needed by itself."""
    said: Said = scene.args
    if not known(scene.things, said.subject):
        return Reason("unknown_subject")
    if said.code != DUPLICATE:
        return None
    if scene.row.part_of:
        return Reason("part_of_another", {"order": scene.row.part_of})
    other = _other(scene)
    if other is None:
        return None
    if other.part_of:
        return Reason("part_of_another", {"order": other.part_of})
    if not other.open:
        return Reason("already_closed", {"stage": other.stage.value})
    own = other.outage and other.origin is OrderOrigin.NETWORK
    if own:  # the analyst raised it for its outage, and would raise it again
        return still_dark(msgspec.structs.replace(scene, row=other))
    return None


def unregistrable(scene: Scene) -> Reason | None:
    """What is named must be known."""
    said: Registered = scene.args
    if said.subject and not known(scene.things, said.subject):
        return Reason("unknown_subject")
    return None if _cell_known(said.cell, scene.things) else Reason("unknown_cell", {"cell": said.cell})


def _cell_known(cell: str, things: Things) -> bool:
    """Whether a cell is one of those that the room has; a room without cells knows none better."""
    rows: Mapping[str, Any] = things.rows("cell")
    return not cell or not rows or cell in rows or any(row.name == cell for row in rows.values())


def consequences(scene: Scene, made: OrderHandling) -> list[Saying]:
    """Everything that a legal move says besides the order's handling, a mark of the act among it."""
    rule = RULES.get(made.verb)
    return [*(rule(scene) if rule is not None else []), (scene.key, mark_of(made))]


def _registered(scene: Scene) -> list[Saying]:
    """The need of an order that was typed in."""
    said: Registered = scene.args
    numbers = (row.number for row in scene.things.rows("order").values() if row.number)
    number = number_of(said.origin, scene.now, numbers)
    return [(scene.key, need_of(said, scene.deed, number, scene.now))]


def _etr(scene: Scene) -> list[Saying]:
    outage, said = scene.outage, scene.args.etr
    if outage is None or not outage.open:
        return []
    return [(outage.id, estimated(outage, said))]


def _told(scene: Scene) -> list[Saying]:
    outage, said = scene.outage, scene.args
    if outage is None or not outage.open:
        return []
    all_of_them = outage.customers_out or scene.row.customers or 0
    told = Told(
        told_at=Instant(scene.now),
        customers=all_of_them if said.customers is None else said.customers,
        etr_revision=outage.etr_revision,
        channel=FROM_DESK,
        restored=not outage.dark,
    )
    return [(outage.id, told)]


def _sent(scene: Scene) -> list[Saying]:
    row: Order = scene.row
    sent = OrderHandover(
        frm=row.holder or scene.deed.actor,
        to=scene.args.to,
        sent_at=Instant(scene.now),
        reason=scene.args.words,
    )
    return [(scene.key, sent)]


def _taken(scene: Scene) -> list[Saying]:
    return _ended(scene, accepted_at=Instant(scene.now))


def _declined(scene: Scene) -> list[Saying]:
    return _ended(scene, declined_at=Instant(scene.now))


def _ended(scene: Scene, **when: Instant) -> list[Saying]:
    sent: OrderHandover | None = scene.row.handover
    return [] if sent is None else [(scene.key, msgspec.structs.replace(sent, **when))]


def _called_back(scene: Scene) -> list[Saying]:
    said: Said = scene.args
    answer = OrderCallback(
        actor=scene.deed.actor,
        satisfied=said.satisfied,
        score=said.score,
        supplied=said.supplied,
        words=said.words,
    )
    return [(scene.key, answer)]


def _linked(scene: Scene) -> list[Saying]:
    other = _other(scene) if scene.args.code == DUPLICATE else None
    if other is None:
        return []
    return [(other.id, folded(other, scene.key, scene.deed, scene.now))]


def _unlinked(scene: Scene) -> list[Saying]:
    other = _other(scene)
    if other is None or other.part_of != scene.key:
        return []
    return [(other.id, unfolded(other, scene.deed, scene.now))]


def _other(scene: Scene) -> Order | None:
    """The order that is linked, where it is one."""
    noun, _, key = scene.args.subject.partition("/")
    return scene.things.rows("order").get(key) if noun == "order" else None


RULES: dict[str, Callable[[Scene], list[Saying]]] = {
    "register": _registered,
    "set_etr": _etr,
    "mark_told": _told,
    "cannot_arrive": _told,
    "hand_over": _sent,
    "take_over": _taken,
    "return": _declined,
    "call_back": _called_back,
    "link": _linked,
    "unlink": _unlinked,
    **SAYS,
    **confirming.SAYS,
    **lending.SAYS,
    **sending_vans.SAYS,
}
"""What single verbs say of other things."""

BEYOND: dict[str, Callable[[Scene], Reason | None]] = {
    "register": unregistrable,
    "close": still_dark,
    "call_back": called_back,
    "link": unlinkable,
    **ASKS,
    **confirming.ASKS,
    **lending.ASKS,
    **sending_vans.ASKS,
}
"""What single verbs ask of other things."""
