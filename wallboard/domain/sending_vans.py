"""A generator van that a desk sends to an outage, and calls back (d.132).

What it feeds is supplied and not restored; while it is connected it is a hazard (反送电, ``back_feed``).
The word is the hub's and stands beside what the van's own source says: it may be at work already. Pure.
"""

from collections.abc import Callable

from wallboard.domain.crews import VanSent
from wallboard.domain.facts import Instant
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage, Van
from wallboard.domain.scene import Saying, Scene
from wallboard.domain.telling import no_outage
from wallboard.domain.terms import VanStatus

SEND, RECALL = "send_van", "recall_van"


def van_named(scene: Scene, name: str) -> Van | None:
    """The van that is meant: by its id, or its name."""
    vans = scene.things.rows("van")
    return vans.get(name) or next((van for van in vans.values() if van.name == name), None)


def vans_of(outage: Outage, scene: Scene) -> list[Van]:
    """The vans that feed this outage, are on their way to it, or were sent and have not answered, by id."""
    found = (van for van in scene.things.rows("van").values() if van.goes_to == outage.id)
    return sorted(found, key=lambda van: van.id)


def unsendable_van(scene: Scene) -> Reason | None:
    """Why a van may not be sent: the outage needs none or has one, or the van that is named cannot go."""
    why, outage = no_outage(scene), scene.outage
    if why is not None or outage is None:
        return why
    if not outage.dark:
        return Reason("outage_lit", {"stage": outage.stage.value})
    there = vans_of(outage, scene)
    if there:
        return Reason("van_there", {"van": there[0].name or there[0].id})
    name = scene.args.to
    return _cannot_go(name, van_named(scene, name)) if name else None


def _cannot_go(name: str, van: Van | None) -> Reason | None:
    if van is None:
        return Reason("unknown_van", {"van": name})
    if van.awaited is not None:
        return Reason("van_sent_already", {"van": name, "outage": van.awaited.outage})
    if van.status is None:
        return Reason("van_status_unknown", {"van": name})
    if van.status is not VanStatus.AVAILABLE:
        return Reason("van_not_free", {"van": name, "status": van.status.value})
    return None


def uncallable_van(scene: Scene) -> Reason | None:
    """Only a van that was sent to this outage, drives to it or feeds it is called back, whatever its end."""
    outage = scene.outage
    there = [] if outage is None else vans_of(outage, scene)
    if not there:
        return Reason("no_van_here")
    name = scene.args.to
    if not name or van_named(scene, name) in there:
        return None
    return Reason("van_not_here", {"van": name})


def _sent(scene: Scene) -> list[Saying]:
    return _said(scene, called_back=False)


def _called_back(scene: Scene) -> list[Saying]:
    return _said(scene, called_back=True)


def _said(scene: Scene, *, called_back: bool) -> list[Saying]:
    van, outage, deed = van_named(scene, scene.args.to), scene.outage, scene.deed
    if van is None or outage is None:
        return []
    word = VanSent(
        order=scene.key,
        outage=outage.id,
        actor=deed.actor,
        role=deed.role.value,
        since=Instant(scene.now),
        called_back=called_back,
    )
    return [(van.id, word)]


SAYS: dict[str, Callable[[Scene], list[Saying]]] = {SEND: _sent, RECALL: _called_back}
"""What each of these verbs says of the van."""

ASKS: dict[str, Callable[[Scene], Reason | None]] = {SEND: unsendable_van, RECALL: uncallable_van}
"""What each of them asks of the outage and the van."""
