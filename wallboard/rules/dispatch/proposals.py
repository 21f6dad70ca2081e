"""What the room could do about all open orders at once: who goes where, and why (d.116, domain 5.8).

Proposals, never silent actions. A crew is proposed for one order only, so that another one may be offered a
crew that is not its nearest.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec
import numpy as np

from wallboard.rules.dispatch.able import Hand, Need, cautions, hindrances
from wallboard.rules.dispatch.assignment import assign
from wallboard.rules.dispatch.candidates import Candidate
from wallboard.rules.dispatch.force import Force, Mask
from wallboard.rules.dispatch.priority import Priority
from wallboard.rules.dispatch.roads import Floats
from wallboard.rules.dispatch_limits import DispatchRules

Open = Callable[[int], Floats]
"""Row of an order -> (crews,) seconds with every road open, inf for who is not free."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """One order. crew: who should go, None where nobody is left or able.

    nearest: seconds of the nearest crew that is able, inf without one: where that is not the proposed one, it
    serves something heavier. able: how many could. unable: where nobody is able, how many are kept by each
    first reason, by its code. cut: only roads that are shut led there for everybody who is free.
    """

    order: str
    priority: Priority
    crew: Candidate | None = None
    nearest: float = float("inf")
    able: int = 0
    unable: dict[str, int] = {}
    cut: bool = False


def proposals(
    needs: Sequence[Need],
    priorities: Mapping[str, Priority],
    hands: Sequence[Hand],
    seconds: Floats,
    now: float,
    rules: DispatchRules,
    were: Open | None = None,
) -> list[Proposal]:
    """All orders, the heaviest first. priorities: by order; seconds: (orders, crews) ways; now: epoch s.

    were: asked only of orders that nobody is able to take; None: no road is shut.
    """
    able = Force(hands, rules).able(needs, seconds, now)
    weights = np.array([priorities[need.order].weight for need in needs])
    pairs = dict(assign(seconds, weights, able, rules.horizon_minutes * 60))
    found = [
        _proposal(need, priorities[need.order], hands, seconds[row], able[row], pairs.get(row), now, rules)
        if able[row].any()
        else _nobody(need, priorities[need.order], hands, seconds[row], were and were(row), now, rules)
        for row, need in enumerate(needs)
    ]
    return sorted(found, key=lambda one: (-one.priority.weight, one.order))


def _proposal(
    need: Need,
    weighs: Priority,
    hands: Sequence[Hand],
    seconds: Floats,
    able: Mask,
    goes: int | None,
    now: float,
    rules: DispatchRules,
) -> Proposal:
    """One row of the table. goes: the column of the crew that is proposed."""
    count = int(able.sum())
    nearest = float(seconds[able].min())
    if goes is None:
        return Proposal(order=need.order, priority=weighs, nearest=nearest, able=count)
    hand = Hand(crew=hands[goes].crew, seconds=float(seconds[goes]), fix_age=hands[goes].fix_age)
    crew = hand.crew
    across = bool(need.unit and crew.unit and crew.unit != need.unit)
    home = able & np.array([not need.unit or each.crew.unit in ("", need.unit) for each in hands], bool)
    sooner = float(seconds[home].min()) - hand.seconds if across and home.any() else None
    chosen = Candidate(
        crew=crew.id,
        name=crew.name or crew.id,
        unit=crew.unit,
        seconds=hand.seconds,
        across=across,
        fix_age=hand.fix_age or 0.0,
        sooner=sooner,
        cautions=cautions(need, hand, now, rules),
    )
    return Proposal(order=need.order, priority=weighs, crew=chosen, nearest=nearest, able=count)


def _nobody(
    need: Need,
    weighs: Priority,
    hands: Sequence[Hand],
    seconds: Floats,
    were: Floats | None,
    now: float,
    rules: DispatchRules,
) -> Proposal:
    """An order that nobody is able to take. were: ways with every road open, None: none is shut."""
    lost = np.zeros(len(seconds), bool) if were is None else np.isinf(seconds) & np.isfinite(were)
    counted: dict[str, int] = {}
    for hand, each, shut in zip(hands, seconds.tolist(), lost.tolist(), strict=True):
        beyond = float("inf") if shut else 0.0
        one = Hand(crew=hand.crew, seconds=each, fix_age=hand.fix_age, detour=beyond)
        for reason in hindrances(need, one, now, rules)[:1]:
            counted[reason.code] = counted.get(reason.code, 0) + 1
    cut = bool(lost.any()) and not np.isfinite(seconds).any()
    return Proposal(order=need.order, priority=weighs, unable=counted, cut=cut)
