"""The authority: judges acts by the verbs' table and the Store, and makes the facts that carry them.

It decides and writes nothing: the hub commits what it returns, one act at a time, so that of two desks that
act at once the second is judged by what the first one did.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import msgspec

from feeds import frames
from feeds.hub.access import Actor
from feeds.safe_text import safe_text
from wallboard.domain.commands import LONGEST_WORDS, VERBS, Verb
from wallboard.domain.facts import Fact, Payload, spec_of
from wallboard.domain.handing_over import repeated
from wallboard.domain.handling import repeats
from wallboard.domain.orders import OrderHandling
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import RIGHTS, Deed, Right
from wallboard.domain.roster import CAPACITIES, ShiftReport
from wallboard.domain.scene import OBJECT_WITHIN, Scene
from wallboard.domain.source_names import HUB
from wallboard.domain.walls import FocusArgs, Walls, ended, is_wall, not_to_be_shown
from wallboard.state.queries.handover import Report, digest_of, pieces_of
from wallboard.state.store import Store
from wallboard.state.tables import Thing

BESIDE = "/"
"""Parts an act's id from the number of what else it said; no act's id has it."""

REMEMBERED = 100_000
"""Acts of the recent past that are known by id, whatever became of their facts since."""

Draw = Callable[[Store, float], Report]

_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class Refused(Exception):
    """The act is no legal move; ``reason`` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class Authority:
    """One hub's judge of acts. ``decide`` an act, commit its fact, then ``remember`` what was committed.

    draw: (store, now) -> the hand-over report of that instant; None: this hub makes none. second_key_above:
    a message to more customers is released by another person; object_within: s for objections to a crew that
    is sent across a border. walls: of the room, by whose names desks show something there. shelf_most: s for
    which an alarm may be shelved; None: not at all.
    """

    def __init__(
        self,
        draw: Draw | None = None,
        second_key_above: int = 0,
        object_within: float = OBJECT_WITHIN,
        walls: Walls | None = None,
        shelf_most: float | None = None,
    ) -> None:
        self._draw, self._second_key_above = draw, second_key_above
        self._walls = walls or Walls()
        self._object_within, self._shelf_most = object_within, shelf_most
        self._done: OrderedDict[str, Fact] = OrderedDict()

    def remember(self, facts: list[Fact]) -> None:
        """Facts that are in the log now: those of acts answer a repeated act."""
        for fact in facts:
            if fact.source == HUB and fact.id and BESIDE not in fact.id:
                self._done[fact.id] = fact
                if len(self._done) > REMEMBERED:
                    self._done.popitem(last=False)

    def decide(self, store: Store, act: frames.Act, actor: Actor, now: float) -> list[Fact]:
        """The facts of the act, for one commit; the one that carries it comes last.

        With a seq it is in the log already, and alone (the act came before). Raises Refused. now: operational
        epoch s.
        """
        verb, noun, key = _verb(act, actor)
        args = _args(verb, act)
        if verb.only and key != verb.only:
            raise Refused(Reason("unknown_subject"))
        if verb.of_walls and not is_wall(key, self._walls):
            raise Refused(Reason("no_such_wall", {"wall": safe_text(key)[:64]}))
        if isinstance(args, FocusArgs):
            args = ended(args, self._walls)
        key = verb.key(act.id) if verb.key is not None else key
        thing = store.tables.thing(noun, key)
        row = store.tables.rows(noun).get(key)
        deed = Deed(actor.name, actor.role)
        limits = self._second_key_above, self._object_within, self._shelf_most
        scene = Scene(deed, key, row, args, now, store.tables, *limits)
        before = self._before(act.id, thing)
        if before is not None:
            if before.key == key and _same(verb, scene, before):
                return [before]
            raise Refused(Reason("act_id_taken"))
        if (row is None or thing is None) and not (verb.only or verb.of_walls):
            raise Refused(Reason("unknown_subject"))
        reason = _unfit(verb, scene, thing, act.expect_seq)
        if reason is None and isinstance(args, FocusArgs):
            reason = not_to_be_shown(scene, self._walls)
        if reason is not None:
            raise Refused(reason)
        made = self._drawn(store, scene) if verb.drawn else _payload(verb, scene)
        also = verb.also(scene, made) if verb.also is not None else []
        beside = [
            Fact(payload, of, now, HUB, f"{act.id}{BESIDE}{number}")
            for number, (of, payload) in enumerate(also, 1)
        ]
        return [*beside, Fact(made, key, now, HUB, act.id)]

    def _drawn(self, store: Store, scene: Scene) -> ShiftReport:
        """The hand-over report as it is now. Raises Refused where there is none of that shift."""
        if self._draw is None:
            raise Refused(Reason("no_report"))
        report = self._draw(store, scene.now)
        if report.shift_id != scene.key:
            raise Refused(Reason("not_on_duty", {"shift": scene.row.name}))
        leads = zip(CAPACITIES, (*report.outgoing, *report.incoming), strict=True)
        return ShiftReport(
            actor=scene.deed.actor,
            role=scene.deed.role.value,
            digest=digest_of(report),
            document=pieces_of(report),
            leads={capacity: name for capacity, name in leads if name},
        )

    def _before(self, act_id: str, thing: Thing | None) -> Fact | None:
        """The fact of an act that was taken, from memory or from what stands of its thing."""
        known = self._done.get(act_id)
        if known is not None or thing is None:
            return known
        standing = (fact for fact in thing.facts() if fact.source == HUB and fact.id == act_id)
        return next(standing, None)


def _unfit(verb: Verb, scene: Scene, thing: Thing | None, expected: int | None) -> Reason | None:
    """Why the act is not done. One that builds on what stands hears first what its actor has not seen."""
    changed = _changed(verb, thing, expected)
    reason = changed if verb.change is not None else None
    reason = reason or verb.refuse(scene.row, scene.args)
    if reason is None and verb.beyond is not None:
        reason = verb.beyond(scene)
    reason = reason or changed
    if reason is None and verb.late is not None:
        reason = verb.late(scene.row, scene.args, scene.deed, scene.now)
    return reason


def _payload(verb: Verb, scene: Scene) -> Payload:
    if verb.change is not None:
        return verb.change(scene.deed, scene.row, scene.args, scene.now)
    assert verb.make is not None
    return verb.make(scene.deed, scene.args)


def _same(verb: Verb, scene: Scene, before: Fact) -> bool:
    """Whether a fact in the log is what this act, sent again, has made."""
    if verb.noun == "roster":
        return repeated(before.data, scene.args, scene.deed.actor)
    if verb.change is not None:
        return repeats(before.data, verb.name, scene.args, scene.deed.actor)
    return verb.make is not None and before.data == verb.make(scene.deed, scene.args)


def _verb(act: frames.Act, actor: Actor) -> tuple[Verb, str, str]:
    """The verb of the table, and the thing it is done to."""
    if not _ID.fullmatch(act.id):
        raise Refused(Reason("bad_act_id"))
    if Right.ACT not in RIGHTS[actor.role]:
        raise Refused(Reason("role_may_not", {"role": actor.role.value}))
    if not actor.name:
        raise Refused(Reason("actor_without_name"))
    noun, _, key = act.subject.partition("/")
    if not key:
        raise Refused(Reason("unknown_subject"))
    verb = VERBS.get((noun, act.verb))
    if verb is None:
        raise Refused(Reason("unknown_verb"))
    if actor.role not in verb.roles:
        raise Refused(Reason("role_may_not", {"role": actor.role.value}))
    return verb, noun, key


def _args(verb: Verb, act: frames.Act) -> msgspec.Struct:
    """The verb's arguments, texts made harmless; nothing is cut in silence."""
    said = {}
    for name, value in act.args.items():
        said[name] = _harmless(value)
    try:
        return msgspec.convert(said, verb.args)
    except msgspec.ValidationError as error:
        raise Refused(Reason("bad_args", {"error": safe_text(str(error))[:200]})) from error


def _harmless(value: Any) -> Any:
    """Texts made harmless, also those inside. Raises Refused for one that is too long."""
    if isinstance(value, str):
        if len(value) > LONGEST_WORDS:
            raise Refused(Reason("words_too_long", {"most": LONGEST_WORDS}))
        return safe_text(value)
    if isinstance(value, list):
        return [_harmless(each) for each in value]
    if isinstance(value, dict):
        return {name: _harmless(each) for name, each in value.items()}
    return value


def _changed(verb: Verb, thing: Thing | None, expected: int | None) -> Reason | None:
    """What the verb watches and the actor had not seen yet: who changed what."""
    if expected is None or thing is None:
        return None
    watched = [f for f in thing.aspects.values() if spec_of(f.data).aspect in verb.watches]
    newest = max(watched, key=lambda fact: fact.seq, default=None)
    if newest is None or newest.seq <= expected:
        return None
    who = getattr(newest.data, "actor", "") or newest.source
    said: dict[str, str | int | float] = {"who": who, "what": spec_of(newest.data).type}
    if isinstance(newest.data, OrderHandling):
        said["verb"] = newest.data.verb
    return Reason("changed_meanwhile", said)
