"""A crew that is sent across a border: who lends it, and until when somebody may object (d.7, d.115).

The home bureau and the network desk learn of it at once, in the queue that all desks see. Pure.
"""

from collections.abc import Callable

from msgspec.structs import replace

from wallboard.domain.facts import Instant
from wallboard.domain.orders import OrderLent
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Crew, Order, Outage
from wallboard.domain.scene import Saying, Scene

OBJECT = "object"


def bureau_of(order: Order, outage: Outage | None) -> str:
    """The bureau in whose area an order lies: its own word, else its outage's; "" where nobody says."""
    return order.region or (outage.region if outage is not None else "")


def lent_now(row: Order) -> bool:
    """Whether the crew that has the order is a borrowed one, and nobody has objected."""
    lent = row.lent
    return lent is not None and lent.crew == row.holder and not lent.objected_by


def not_lent(scene: Scene) -> Reason | None:
    """Only what was lent is objected to."""
    return None if lent_now(scene.row) else Reason("not_lent")


def too_late(name: str, row: Order, now: float) -> Reason | None:
    """An objection has its time; then the crew is on its way."""
    if name != OBJECT or row.lent is None or now <= row.lent.until:
        return None
    return Reason("objection_too_late", {"crew": row.lent.crew})


def _assigned(scene: Scene) -> list[Saying]:
    crew = crew_named(scene, scene.args.to)
    where = bureau_of(scene.row, scene.outage)
    if crew is None or not crew.unit or not where or crew.unit == where:
        return []
    until = Instant(scene.now + scene.object_within)
    return [(scene.key, OrderLent(crew=scene.args.to, frm=crew.unit, to=where, until=until))]


def crew_named(scene: Scene, name: str) -> Crew | None:
    """The crew that is meant by an order's holder: its name, or its id."""
    crews = scene.things.rows("crew")
    return crews.get(name) or next((crew for crew in crews.values() if crew.name == name), None)


def _objected(scene: Scene) -> list[Saying]:
    lent = scene.row.lent
    if lent is None:
        return []
    return [(scene.key, replace(lent, objected_by=scene.deed.actor, words=scene.args.words))]


SAYS: dict[str, Callable[[Scene], list[Saying]]] = {"assign": _assigned, OBJECT: _objected}
"""What these verbs say besides the order's handling."""

ASKS: dict[str, Callable[[Scene], Reason | None]] = {OBJECT: not_lent}
"""What they ask besides the order's stage."""
