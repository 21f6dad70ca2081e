"""The crews for one order, nearest first, whatever border they cross (d.7, d.68, d.114, d.115)."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Response
from wallboard.rules.dispatch.able import FREE, Hand, Need, cautions, hindrances
from wallboard.rules.dispatch.bundling import Ride
from wallboard.rules.dispatch.roads import Floats
from wallboard.rules.dispatch_limits import DispatchRules

Line = tuple[tuple[float, float], ...]
"""Points of a way: lon, lat, degrees."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An able crew. seconds: its way; across: it comes from another bureau (跨区支援), else 本局.

    sooner: seconds earlier than the nearest able crew of the bureau itself, None where that has none.
    loses: seconds that the next arrival where it stands now takes longer once it has left, inf where nobody
    is left, None where nobody knows. line: its way over the crossings, lon, lat; of the first few only.
    rides: what else it can do on the trip.
    """

    crew: str
    name: str
    unit: str
    seconds: float
    across: bool
    fix_age: float
    sooner: float | None = None
    loses: float | None = None
    cautions: tuple[Reason, ...] = ()
    line: Line = ()
    rides: tuple[Ride, ...] = ()


class PassedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A crew that is nearer than the first candidate and not proposed: why."""

    crew: str
    name: str
    unit: str
    seconds: float
    why: tuple[Reason, ...]


class Candidates(msgspec.Struct, frozen=True, kw_only=True):
    """proposed: nearest first, the tired last. passed: nearer ones that are not able, nearest first.

    unable: how many are not able in all, by the code of their first reason: what the desk is told where
    nobody is able. stopped: the response level by which nothing rides along.
    """

    order: str
    proposed: tuple[Candidate, ...] = ()
    passed: tuple[PassedOver, ...] = ()
    unable: dict[str, int] = {}
    stopped: Response | None = None


def candidates(need: Need, hands: Iterable[Hand], now: float, rules: DispatchRules, n: int = 8) -> Candidates:
    """The crews for one order at ``now`` (epoch s): at most ``n`` proposed and ``n`` passed over."""
    able: list[Candidate] = []
    unable: list[PassedOver] = []
    counted: dict[str, int] = {}
    for hand in hands:
        crew, why = hand.crew, hindrances(need, hand, now, rules)
        if why:
            counted[why[0].code] = counted.get(why[0].code, 0) + 1
            unable.append(
                PassedOver(
                    crew=crew.id, name=crew.name or crew.id, unit=crew.unit, seconds=hand.seconds, why=why
                )
            )
            continue
        able.append(
            Candidate(
                crew=crew.id,
                name=crew.name or crew.id,
                unit=crew.unit,
                seconds=hand.seconds,
                across=bool(need.unit and crew.unit and crew.unit != need.unit),
                fix_age=hand.fix_age or 0.0,
                cautions=cautions(need, hand, now, rules),
            )
        )
    able.sort(key=_rank)
    home = min((one.seconds for one in able if not one.across), default=None)
    if home is not None:
        able = [
            msgspec.structs.replace(one, sooner=home - one.seconds) if one.across else one for one in able
        ]
    best = able[0].seconds if able else float("inf")
    passed = sorted((one for one in unable if one.seconds < best), key=lambda one: (one.seconds, one.crew))
    return Candidates(order=need.order, proposed=tuple(able[:n]), passed=tuple(passed[:n]), unable=counted)


def with_losses(found: Candidates, losses: dict[str, float]) -> Candidates:
    """The same with what home loses by each crew (seconds, by crew id)."""
    return msgspec.structs.replace(
        found,
        proposed=tuple(
            msgspec.structs.replace(one, loses=losses.get(one.crew, one.loses)) for one in found.proposed
        ),
    )


def with_lines(found: Candidates, lines: dict[str, Line]) -> Candidates:
    """The same with the ways of some (by crew id)."""
    return msgspec.structs.replace(
        found,
        proposed=tuple(
            msgspec.structs.replace(one, line=lines.get(one.crew, one.line)) for one in found.proposed
        ),
    )


def with_rides(found: Candidates, rides: dict[str, tuple[Ride, ...]], stopped: Response | None) -> Candidates:
    """The same with what else each can do on the trip (by crew id), or what has all of that wait."""
    proposed = tuple(
        msgspec.structs.replace(one, rides=rides.get(one.crew, one.rides)) for one in found.proposed
    )
    return msgspec.structs.replace(found, proposed=proposed, stopped=stopped)


def loss(hand: Hand, others: Sequence[Hand], to_here: Floats) -> float:
    """What the place where a crew stands loses: seconds of the nearest other free crew to it.

    others: every crew; to_here: (len(others),) seconds of each to where ``hand`` stands. Crews that are busy
    or off cover nothing. inf: nobody is left.
    """
    covers = np.array([one.crew.id != hand.crew.id and one.crew.status in FREE for one in others], bool)
    return float(to_here[covers].min()) if covers.any() else float("inf")


def _rank(one: Candidate) -> tuple[bool, float, str]:
    """The tired last: what is beyond a long day is not safe work."""
    return any(why.code == "crew_long_day" for why in one.cautions), one.seconds, one.crew
