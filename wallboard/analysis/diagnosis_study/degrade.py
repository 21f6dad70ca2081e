"""The same evidence, heard worse: last gasps lost, counts late, customers recorded under the wrong area.

Drawn by case and name, so that the same case is worse in the same way for everybody who judges it.
"""

import random

import msgspec
from msgspec.structs import replace

from wallboard.analysis.diagnosis_study.cases import Case, named
from wallboard.analysis.diagnosis_study.rates import Rates
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters


class Worse(msgspec.Struct, frozen=True):
    """lost: share of the meters that are off and do not say so; late_s: an area's counts come up to so much
    later, each area by its own; links: share of an area's customers that the records have under the next."""

    lost: float = 0.0
    late_s: float = 0.0
    links: float = 0.0


VARIANTS: dict[str, Worse] = {
    "as heard": Worse(),
    "20 % of last gasps lost": Worse(lost=0.2),
    "counts up to 30 min late": Worse(late_s=1800.0),
    "5 % wrong links": Worse(links=0.05),
    "all three": Worse(0.2, 1800.0, 0.05),
}
STRAY = 1.0e-5
"""More calls a second that a lit area seems to make where links are wrong by 5 %."""


def heard_worse(case: Case, worse: Worse) -> Case:
    """The case with worse evidence; what is so stays so."""
    if worse == Worse():
        return case
    after = _next_areas(case)
    newest: dict[str, AreaMeters] = {}
    found: list[Fact] = []
    for number, fact in enumerate(case.heard):
        data = fact.data
        dice = random.Random(f"{case.name}/{number}")
        if isinstance(data, CallReport) and data.area in after and dice.random() < worse.links:
            fact = replace(fact, data=replace(data, area=after[data.area]))
        elif isinstance(data, AreaMeters):
            area = named(fact)
            newest[area] = data
            data = _mixed(data, newest.get(after.get(area, "")), worse.links)
            lost = sum(dice.random() < worse.lost for _ in range(data.off))
            data = replace(data, off=data.off - lost, silent=data.silent + lost)
            by = random.Random(f"{case.name}/{area}").random() * worse.late_s
            fact = replace(fact, data=data, seen=fact.seen + by)
        found.append(fact)
    return replace(case, heard=sorted(found, key=lambda fact: fact.seen))


def _next_areas(case: Case) -> dict[str, str]:
    """Whose customers an area's records hold by mistake: the next one of its feeder."""
    tree, found = case.tree, dict[str, str]()
    lines: dict[int, list[str]] = {}
    for area, leaf in enumerate(tree.leaf):
        if leaf >= 0:
            lines.setdefault(tree.feeder[leaf], []).append(tree.names[area])
    for names in lines.values():
        if len(names) > 1:
            found.update(zip(names, [*names[1:], names[0]], strict=True))
    return found


def _mixed(own: AreaMeters, other: AreaMeters | None, share: float) -> AreaMeters:
    """Counts of which a share is really those of another area, as it said them last (all on, if never)."""
    answer = own.off + own.on
    strange = round(answer * share)
    if not strange:
        return own
    there = other.off / (other.off + other.on) if other is not None and other.off + other.on else 0.0
    off = min(answer, round((answer - strange) * own.off / answer + strange * there))
    return replace(own, off=off, on=answer - off)


def rates_of(rates: Rates, worse: Worse) -> Rates:
    """What the bound knows of how the evidence was made worse."""
    stray = tuple(one + (STRAY if worse.links else 0.0) for one in rates.stray)
    return replace(rates, delay=(0.0, worse.late_s), stray=stray)
