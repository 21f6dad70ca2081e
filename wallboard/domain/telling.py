"""What a desk does about telling: enters for 95598, confirms a computed time, releases messages (d.12, d.14).

Each rule takes the scene of a legal act: why it is not open, or what it says of the outage. A computed
restoration time never leaves the room before a person has confirmed it; a message to many needs a second
person. Pure.
"""

from collections.abc import Callable

from wallboard.domain.facts import Instant
from wallboard.domain.messages import Group, Message, MessageCourse, MessageStep, OutageMessage
from wallboard.domain.outages import OutageEtr
from wallboard.domain.plans import ToldEntered
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.scene import Saying, Scene
from wallboard.domain.terms import Claimant


def estimated(outage: Outage, etr: float) -> OutageEtr:
    """A person's word of when the light is back: the next version of the estimate."""
    first = outage.etr_first if outage.etr_first is not None else outage.etr
    return OutageEtr(
        claimant=Claimant.OPERATOR,
        etr=Instant(etr),
        revision=outage.etr_revision + (outage.etr is not None),
        first=Instant(etr if first is None else first),
        previous=None if outage.etr is None else Instant(outage.etr),
    )


def customers_of(outage: Outage, group: str) -> int | None:
    """How many customers a group has; None where nobody counts them."""
    out, key = outage.customers_out, outage.key_customers
    if group == Group.KEY:
        return key
    if out is None:
        return None
    return max(0, out - key) if group == Group.OTHERS else out


def no_outage(scene: Scene) -> Reason | None:
    """Nobody is told of what is not there, or is over."""
    outage = scene.outage
    if outage is None:
        return Reason("no_outage")
    return None if outage.open else Reason("already_closed", {"stage": outage.stage.value})


def unconfirmable(scene: Scene) -> Reason | None:
    """Only a computed time is confirmed, and only while it lies ahead."""
    outage = scene.outage
    why = no_outage(scene)
    if why is not None or outage is None:
        return why
    if outage.etr is None or not outage.etr_calculated:
        return Reason("etr_not_calculated")
    return Reason("etr_not_ahead") if scene.now and outage.etr <= scene.now else None


def unsendable(scene: Scene) -> Reason | None:
    """Why this message may not be asked for."""
    outage, said = scene.outage, scene.args
    why = no_outage(scene)
    if why is not None or outage is None or not said.to:
        return why
    if said.to not in set(Group):
        return Reason("unknown_group", {"group": said.to})
    size = customers_of(outage, said.to)
    if not said.customers:
        return Reason("nobody_to_tell")
    if size is not None and said.customers > size:
        return Reason("more_than_are_out", {"customers": size})
    return _ill_estimated(outage, said.etr) or _under_way(outage, said.to)


def _ill_estimated(outage: Outage, etr: float | None) -> Reason | None:
    """A message names the estimate that stands, and only one that a person has given or confirmed."""
    if not outage.dark or (etr is None and (outage.etr is None or outage.etr_calculated)):
        return None
    if etr is None:
        return Reason("etr_missing")
    if outage.etr is None or abs(outage.etr - etr) >= 1.0:
        return Reason("etr_changed")
    return Reason("etr_not_confirmed") if outage.etr_calculated else None


def _under_way(outage: Outage, group: str) -> Reason | None:
    """One message of a version to a group at a time."""
    for each in outage.messages:
        same = (each.said.etr_revision, each.said.restored) == (outage.etr_revision, not outage.dark)
        if same and not each.over and (group == Group.ALL or each.said.group in (group, Group.ALL)):
            return Reason("message_under_way", {"message": each.id})
    return None


def waiting_for(scene: Scene, *steps: MessageStep) -> list[Message]:
    """The outage's messages that stand at one of these steps."""
    outage = scene.outage
    return [] if outage is None else [each for each in outage.messages if each.step in steps]


def unreleasable(scene: Scene) -> Reason | None:
    """The second key is another person's, on a message that waits for it."""
    why = _not_there(scene, MessageStep.WAITING)
    if why is not None:
        return why
    named = [each for each in waiting_for(scene, MessageStep.WAITING) if scene.args.subject in ("", each.id)]
    own = all(each.said.actor == scene.deed.actor for each in named)
    return Reason("second_key_own") if own else None


def unwithdrawable(scene: Scene) -> Reason | None:
    """What may have left the room cannot be taken back."""
    return _not_there(scene, MessageStep.WAITING, MessageStep.READY)


def _not_there(scene: Scene, *steps: MessageStep) -> Reason | None:
    why = no_outage(scene)
    if why is not None:
        return why
    standing = waiting_for(scene, *steps)
    if not standing:
        return Reason("no_message")
    known = not scene.args.subject or any(each.id == scene.args.subject for each in standing)
    return None if known else Reason("unknown_message")


def _entered(scene: Scene) -> list[Saying]:
    outage = scene.outage
    if outage is None or not outage.open:
        return []
    said = ToldEntered(
        entered_at=Instant(scene.now), etr_revision=outage.etr_revision, restored=not outage.dark
    )
    return [(outage.id, said)]


def _confirmed(scene: Scene) -> list[Saying]:
    outage = scene.outage
    if outage is None or outage.etr is None:
        return []
    return [(outage.id, estimated(outage, outage.etr))]


def _asked(scene: Scene) -> list[Saying]:
    outage, said = scene.outage, scene.args
    if outage is None:
        return []
    template, _, lang = said.code.partition("/")
    message = OutageMessage(
        actor=scene.deed.actor,
        role=scene.deed.role.value,
        words=said.words,
        group=Group(said.to),
        customers=said.customers or 0,
        template=template,
        lang=lang or "zh",
        etr=None if said.etr is None or not outage.dark else Instant(said.etr),
        etr_revision=outage.etr_revision,
        restored=not outage.dark,
        second_key=(said.customers or 0) > scene.second_key_above,
        urgent=bool(said.urgent),
    )
    return [(outage.id, message)]


def _step(step: MessageStep) -> Callable[[Scene], list[Saying]]:
    def say(scene: Scene) -> list[Saying]:
        outage = scene.outage
        course = MessageCourse(message=scene.args.subject, step=step, actor=scene.deed.actor)
        return [] if outage is None else [(outage.id, course)]

    return say


SAYS: dict[str, Callable[[Scene], list[Saying]]] = {
    "mark_entered": _entered,
    "confirm_etr": _confirmed,
    "send_message": _asked,
    "second_key": _step(MessageStep.READY),
    "withdraw_message": _step(MessageStep.WITHDRAWN),
}
"""What each of these verbs says of the outage."""

ASKS: dict[str, Callable[[Scene], Reason | None]] = {
    "mark_entered": no_outage,
    "confirm_etr": unconfirmable,
    "send_message": unsendable,
    "second_key": unreleasable,
    "withdraw_message": unwithdrawable,
}
"""What each of them asks of the outage, before and after there are words."""
