"""Whether a crew is able to take an order, and what speaks against it (d.114, d.115; domain 5.9).

Never filtered by area: a crew of another bureau is able wherever its work leader is authorised. Who is not
able is said with all reasons, so that the desk can see what would have to change.
"""

from collections.abc import Sequence

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Crew
from wallboard.domain.terms import CrewStatus
from wallboard.rules.dispatch_limits import DispatchRules

FREE = frozenset({CrewStatus.AVAILABLE, CrewStatus.COMPLETED, CrewStatus.RELEASED})
"""Has nothing else to do; ``completed`` and ``released`` are on the way home."""


MINUTE = 60.0


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What an order asks of a crew. unit: in which its leader must be authorised; skill, spares: "" and none
    where nobody has said. work: seconds on site, None where nobody knows."""

    order: str
    lon: float
    lat: float
    unit: str = ""
    skill: str = ""
    spares: tuple[str, ...] = ()
    work: float | None = None


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """A crew as it could be sent. seconds: its way there, inf without one; fix_age: s, None without a fix.

    detour: seconds of that way that roads which are shut cost it, inf where only they lead there.
    """

    crew: Crew
    seconds: float
    fix_age: float | None
    detour: float = 0.0


def hindrances(need: Need, hand: Hand, now: float, rules: DispatchRules) -> tuple[Reason, ...]:
    """Why a crew cannot take this order now (now: epoch s); nothing where it can."""
    crew = hand.crew
    return tuple(
        reason
        for reason in (
            _busy(crew),
            _unlearnt(need, crew),
            _unauthorised(need, crew),
            Reason("crew_alone", {"persons": crew.persons}) if 0 < crew.persons < rules.persons else None,
            _without(need, crew),
            _lost(hand, rules),
            _shift(need, hand, now, rules),
        )
        if reason is not None
    )


def cautions(need: Need, hand: Hand, now: float, rules: DispatchRules) -> tuple[Reason, ...]:
    """What a dispatcher should know of a crew that is able: an old fix, a long day, what nobody has said."""
    crew, found = hand.crew, list[Reason]()
    if hand.fix_age is not None and hand.fix_age > rules.fix_minutes * 60:
        found.append(Reason("crew_fix_old", {"minutes": int(hand.fix_age // 60)}))
    if MINUTE <= hand.detour < float("inf"):
        found.append(Reason("crew_detour", {"minutes": int(hand.detour // MINUTE)}))
    if crew.on_since is not None and now - crew.on_since > rules.long_hours * 3600:
        found.append(Reason("crew_long_day", {"hours": int((now - crew.on_since) // 3600)}))
    if need.unit and not crew.authorised:
        found.append(Reason("crew_authority_unknown", {"unit": need.unit}))
    return tuple(found)


def _busy(crew: Crew) -> Reason | None:
    if crew.status is None:
        return Reason("crew_status_unknown")
    if crew.status is CrewStatus.OFF_SHIFT:
        return Reason("crew_off_shift")
    if crew.status not in FREE:
        return Reason("crew_busy", {"status": crew.status.value})
    return None


def _unlearnt(need: Need, crew: Crew) -> Reason | None:
    """Nobody's skills are taken for none: a source that tells no skills is believed to send whom it can."""
    if need.skill and crew.skills and need.skill not in crew.skills:
        return Reason("crew_unlearnt", {"skill": need.skill})
    return None


def _unauthorised(need: Need, crew: Crew) -> Reason | None:
    """A crew from another bureau needs a work leader authorised for that unit (domain 5.9)."""
    if need.unit and crew.authorised and need.unit not in (crew.unit, *crew.authorised):
        return Reason("crew_unauthorised", {"unit": need.unit})
    return None


def _without(need: Need, crew: Crew) -> Reason | None:
    lacking: Sequence[str] = [one for one in need.spares if one not in crew.spares]
    return Reason("crew_without_spares", {"spares": ", ".join(lacking)}) if lacking else None


def _lost(hand: Hand, rules: DispatchRules) -> Reason | None:
    if hand.fix_age is None:
        return Reason("crew_no_fix")
    if hand.fix_age > rules.lost_minutes * 60:
        return Reason("crew_lost", {"minutes": int(hand.fix_age // 60)})
    if hand.seconds < float("inf"):
        return None
    return Reason("crew_road_shut") if hand.detour == float("inf") else Reason("crew_no_road")


def _shift(need: Need, hand: Hand, now: float, rules: DispatchRules) -> Reason | None:
    """A shift that ends before the work would be done."""
    ends = hand.crew.shift_ends_at
    if ends is None:
        return None
    work = rules.work_minutes * 60 if need.work is None else need.work
    over = now + (0.0 if hand.seconds == float("inf") else hand.seconds) + work
    return Reason("crew_shift_ends", {"minutes": max(0, int((ends - now) // 60))}) if over > ends else None
