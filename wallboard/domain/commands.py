"""What people may do: roles and their rights, and every verb as one row of a table (design 6).

The hub's authority judges by these tables, a desk offers what they allow, and tests read them. A new verb is
one row of ``VERBS`` and, where it says something new, one fact type. Pure: no time, no files, no network.
"""

from collections.abc import Callable
from typing import Annotated, Any

import msgspec

from wallboard.domain.alarms import AlarmAcknowledged
from wallboard.domain.consequences import BEYOND, consequences
from wallboard.domain.facts import Payload, format_instant
from wallboard.domain.handing_over import (
    SignArgs,
    barred_side,
    sealed_by,
    signed,
    unfreezable,
    unsignable,
)
from wallboard.domain.handling import moved
from wallboard.domain.lending import too_late
from wallboard.domain.life_cycle import LONGEST_LINE, MOVES, Said, barred_to, ill_timed, illegal
from wallboard.domain.orders import OrderAcknowledged, OrderHandling, OrderNote
from wallboard.domain.outages import OutageAcknowledged, OutageNote
from wallboard.domain.reasons import Reason
from wallboard.domain.registering import (
    NEW_ORDER,
    Registered,
    ill_promised,
    ill_registered,
    registered,
    registered_key,
)
from wallboard.domain.roles import DESKS, Deed, Role
from wallboard.domain.rows import Alarm, Order, Outage, Row
from wallboard.domain.scene import Saying, Scene
from wallboard.domain.shelving import ShelveArgs, not_shelved, shelved, taken_off, unshelvable
from wallboard.domain.walls import FocusArgs, focus_of, ill_pushed, not_pushed, taken_back

LONGEST_WORDS = LONGEST_LINE
"""Characters of a person's words in one act; longer ones are refused, never cut in silence."""

ACKNOWLEDGED_FOR_S = 600.0
"""An order acknowledged so lately is not acknowledged again, s."""


class NoArgs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb that needs no more words."""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's words. lang: of the words, as in ``zh``."""

    words: Annotated[str, msgspec.Meta(max_length=LONGEST_WORDS)]
    lang: Annotated[str, msgspec.Meta(max_length=16)] = ""


Refuse = Callable[[Any, Any], Reason | None]
Make = Callable[[Deed, Any], Payload]
IllTimed = Callable[[Any, Any, Deed, float], Reason | None]
Change = Callable[[Deed, Any, Any, float], Payload]
Beyond = Callable[[Scene], Reason | None]
Also = Callable[[Scene, Any], list[Saying]]


class Verb(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what may be done to one kind of thing.

    refuse: (row, args) -> why this is no legal move now, or None. make: (deed, args) -> the fact that carries
    the act. watches: aspects of the thing whose change since ``expect_seq`` refuses the act. only: the one
    key that it is done to, whether or not anything stands of it (row: None); of_walls: it is done to a wall,
    or to all of them, likewise; key: act id -> the key of what it makes. change: instead of ``make``, (deed,
    row, args, now) -> the fact, where it builds on what stands. late: (row, args, deed, now) -> why this
    actor may not, or not any more. beyond: why other things forbid it. also: (scene, the fact that was made)
    -> what else is said, in the same commit. drawn: the hub makes the fact itself, from all that it knows.
    """

    noun: str
    name: str
    args: type[msgspec.Struct] = NoArgs
    roles: frozenset[Role] = DESKS
    watches: frozenset[str] = frozenset()
    only: str = ""
    of_walls: bool = False
    key: Callable[[str], str] | None = None
    refuse: Refuse
    make: Make | None = None
    change: Change | None = None
    late: IllTimed | None = None
    beyond: Beyond | None = None
    also: Also | None = None
    drawn: bool = False


def _ended(row: Order, _: NoArgs) -> Reason | None:
    return None if row.open else Reason("already_closed", {"stage": row.stage.value})


def _lately_acknowledged(row: Order, _: NoArgs, deed: Deed, now: float) -> Reason | None:
    """Not twice in a while; later it may be overdue anew, and the attention queue asks again."""
    at = row.acknowledged_at
    if at is None or now - at >= ACKNOWLEDGED_FOR_S:
        return None
    return Reason("already_acknowledged", {"who": row.acknowledged_by, "at": format_instant(at)})


def _acknowledged(row: Outage | Alarm, _: NoArgs) -> Reason | None:
    """Once: the second one is told by whom and when."""
    if row.acknowledged_at is not None:
        when = format_instant(row.acknowledged_at)
        return Reason("already_acknowledged", {"who": row.acknowledged_by, "at": when})
    if not isinstance(row, Alarm) and not row.open:
        return Reason("already_closed", {"stage": row.stage.value})
    return None


def _wordless(_: Row, said: Words) -> Reason | None:
    return None if said.words.strip() else Reason("no_words")


def _life_verb(name: str) -> Verb:
    """One move of an order's life cycle: of two desks at once the second one is told of the first."""
    return Verb(
        noun="order",
        name=name,
        args=Said,
        roles=MOVES[name].roles,
        watches=frozenset({"need", "stage", "holder", "handling"}),
        refuse=lambda row, said: illegal(name, row, said),
        late=lambda row, said, deed, now: (
            barred_to(name, row, deed.actor, deed.role)
            or ill_timed(name, said, now)
            or too_late(name, row, now)
        ),
        change=lambda deed, row, said, now: moved(name, row, said, deed, now),
        beyond=BEYOND.get(name),
        also=_also,
    )


def _also(scene: Scene, made: Payload) -> list[Saying]:
    return consequences(scene, made) if isinstance(made, OrderHandling) else []


VERBS: dict[tuple[str, str], Verb] = {
    (verb.noun, verb.name): verb
    for verb in (
        Verb(
            noun="order",
            name="acknowledge",
            watches=frozenset({"need", "stage", "holder"}),
            refuse=_ended,
            late=_lately_acknowledged,
            make=lambda deed, _: OrderAcknowledged(actor=deed.actor, role=deed.role.value),
        ),
        Verb(
            noun="outage",
            name="acknowledge",
            watches=frozenset({"extent", "stage"}),
            refuse=_acknowledged,
            make=lambda deed, _: OutageAcknowledged(actor=deed.actor, role=deed.role.value),
        ),
        Verb(
            noun="alarm",
            name="acknowledge",
            watches=frozenset({"state"}),
            refuse=_acknowledged,
            make=lambda deed, _: AlarmAcknowledged(actor=deed.actor, role=deed.role.value),
        ),
        Verb(
            noun="alarm",
            name="shelve",
            args=ShelveArgs,
            watches=frozenset({"state", "shelf"}),
            refuse=lambda _, __: None,
            beyond=unshelvable,
            make=shelved,
        ),
        Verb(
            noun="alarm",
            name="unshelve",
            watches=frozenset({"shelf"}),
            refuse=not_shelved,
            make=lambda deed, _: taken_off(deed),
        ),
        Verb(
            noun="order",
            name="note",
            args=Words,
            refuse=_wordless,
            make=lambda deed, said: OrderNote(
                actor=deed.actor, role=deed.role.value, words=said.words, lang=said.lang
            ),
        ),
        Verb(
            noun="outage",
            name="note",
            args=Words,
            refuse=_wordless,
            make=lambda deed, said: OutageNote(
                actor=deed.actor, role=deed.role.value, words=said.words, lang=said.lang
            ),
        ),
        Verb(
            noun="room",
            name="focus",
            args=FocusArgs,
            of_walls=True,
            watches=frozenset({"focus"}),
            refuse=ill_pushed,
            make=focus_of,
        ),
        Verb(
            noun="room",
            name="take_back",
            of_walls=True,
            watches=frozenset({"focus"}),
            refuse=not_pushed,
            make=taken_back,
        ),
        Verb(
            noun="order",
            name="register",
            args=Registered,
            only=NEW_ORDER,
            key=registered_key,
            refuse=lambda _, said: ill_registered(said),
            late=lambda _, said, __, now: ill_promised(said, now),
            change=lambda deed, _, said, now: registered(said, deed, now),
            beyond=BEYOND["register"],
            also=_also,
        ),
        Verb(
            noun="roster",
            name="freeze",
            watches=frozenset({"shift", "signed"}),
            refuse=unfreezable,
            drawn=True,
        ),
        Verb(
            noun="roster",
            name="sign",
            args=SignArgs,
            watches=frozenset({"report"}),
            refuse=unsignable,
            late=lambda _, said, deed, __: barred_side(said, deed.role),
            change=lambda deed, row, said, now: signed(row, said, deed.actor, deed.role.value, now),
            also=lambda scene, made: [(scene.key, sealed) for sealed in sealed_by(made)],
        ),
        *(_life_verb(name) for name in MOVES),
    )
}
"""Every verb by (noun, name): the one place where it is written."""
