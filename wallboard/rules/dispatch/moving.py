"""Crews to be moved before they are needed: from calm areas to where orders or a gale wait (issue 8, storm).

Proposals with their reasons, never acts: whose crews go is agreed upon by telephone. Nobody is moved through
a gale, and nobody is taken from where one is forecast. Pure: epoch s.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

from wallboard.domain.reasons import Reason
from wallboard.rules.dispatch.able import Hand, Need, hindrances
from wallboard.rules.dispatch_limits import DispatchRules

TOO_LATE = "crew_too_late"
"""It would not be there before the storm."""


class Bureau(msgspec.Struct, frozen=True, kw_only=True):
    """waiting: orders for which nobody was sent; free: its crews without work that stand there, by id.

    gale_at: when a storm is forecast to come near it, now or before: it is there; None: none is.
    """

    name: str
    waiting: int = 0
    free: tuple[str, ...] = ()
    gale_at: float | None = None

    @property
    def spare(self) -> int:
        return max(0, len(self.free) - self.waiting)


class Relief(msgspec.Struct, frozen=True, kw_only=True):
    """Crews of one bureau that might go to stand in another. seconds: of the one with the longest way.

    frm "": a bureau lacks crews, some areas could spare theirs, and none of these may go; unable: how many
    are kept by each first reason, by its code. lacks: crews that it wants.
    """

    frm: str
    to: str
    crews: tuple[str, ...]
    seconds: float
    why: tuple[Reason, ...]
    lacks: int = 0
    unable: dict[str, int] = {}


Ways = Mapping[tuple[str, str], float]
"""(bureau, crew) -> seconds from where a crew stands to where the bureau's own people stand."""


def reliefs(
    bureaus: Sequence[Bureau], hands: Mapping[str, Hand], ways: Ways, now: float, rules: DispatchRules
) -> list[Relief]:
    """The areas that lack most first; each crew once. hands: by id; their own ways are not read."""
    left = {one.name: list(one.free) for one in bureaus}
    gives = {one.name: _gives(one, now, rules) for one in bureaus}
    found = list[Relief]()
    for to in sorted(bureaus, key=lambda one: (-_lacks(one, now, rules), one.gale_at or math.inf, one.name)):
        lacks = wanted = _lacks(to, now, rules)
        unable: dict[str, int] = {}
        near = sorted((ways.get((to.name, crew), math.inf), crew) for one in left.values() for crew in one)
        taken: dict[str, list[tuple[float, str]]] = {}
        for seconds, crew in near:
            frm = next(name for name, crews in left.items() if crew in crews)
            if not lacks:
                break
            if frm == to.name or not gives[frm]:
                continue
            if (why := _kept(hands[crew], to, seconds, now, rules)) is not None:
                unable[why] = unable.get(why, 0) + 1
                continue
            taken.setdefault(frm, []).append((seconds, crew))
            left[frm].remove(crew)
            gives[frm] -= 1
            lacks -= 1
        by_name = {one.name: one for one in bureaus}
        found += [_relief(by_name[frm], to, crews, wanted, now) for frm, crews in taken.items()]
        if unable and not taken:
            found.append(_nobody(to, wanted, unable, now))
    return found


def _lacks(one: Bureau, now: float, rules: DispatchRules) -> int:
    """Crews that it wants: more orders wait than it has free crews, or a gale is on its way."""
    short = max(0, one.waiting - len(one.free))
    if one.gale_at is None or one.gale_at <= now:
        return short
    return max(short, math.ceil(len(one.free) * rules.storm.more_share))


def _gives(one: Bureau, now: float, rules: DispatchRules) -> int:
    """Crews that it can do without: none where a gale is, or is forecast."""
    return 0 if one.gale_at is not None else int(one.spare * rules.storm.give_share)


def _kept(hand: Hand, to: Bureau, seconds: float, now: float, rules: DispatchRules) -> str | None:
    """Why a crew is not moved there, by code; it is there before a storm and well before its shift ends."""
    if to.gale_at is not None and now + seconds >= to.gale_at:
        return TOO_LATE
    need = Need(order="", lon=0.0, lat=0.0, unit=to.name)
    why = hindrances(need, Hand(crew=hand.crew, seconds=seconds, fix_age=hand.fix_age), now, rules)
    return why[0].code if why else None


def _relief(frm: Bureau, to: Bureau, crews: list[tuple[float, str]], lacks: int, now: float) -> Relief:
    why = [*_wanted(to, now), Reason("relief_calm", {"free": len(frm.free), "n": frm.waiting})]
    names, longest = tuple(crew for _, crew in crews), max(way for way, _ in crews)
    return Relief(frm=frm.name, to=to.name, crews=names, seconds=longest, why=tuple(why), lacks=lacks)


def _nobody(to: Bureau, lacks: int, unable: dict[str, int], now: float) -> Relief:
    why = tuple(_wanted(to, now))
    return Relief(frm="", to=to.name, crews=(), seconds=math.inf, why=why, lacks=lacks, unable=unable)


def _wanted(to: Bureau, now: float) -> list[Reason]:
    why = (
        [Reason("relief_waiting", {"n": to.waiting, "free": len(to.free)})]
        if to.waiting > len(to.free)
        else []
    )
    if to.gale_at is not None and to.gale_at > now:
        why.append(Reason("relief_gale", {"hours": max(1, round((to.gale_at - now) / 3600))}))
    return why
