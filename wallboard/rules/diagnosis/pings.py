"""Which meters are worth asking (ping), and why: it is asked by the room's metering system, not by us.

One call: the caller's own area, before a truck is sent. Several: areas behind what is predicted of which
nothing was heard since it began; the prediction may move down. Power reported back: areas that have not said
so; who stays dark is an outage of its own. What is answered comes in as evidence of kind ``ping``.
"""

from enum import StrEnum
from math import ceil

import msgspec

from wallboard.domain.terms import DeviceKind, OutageStage
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.judgement import Hypothesis, Judgement

BACK = (OutageStage.RESTORED_REPORTED, OutageStage.PARTLY_RESTORED)


class Asked(StrEnum):
    """How many meters of an area are asked (domain 5.4)."""

    ALL = "all"
    ONE = "one"
    SHARE = "share"


class PingRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """share: of an area's meters, where ``asked`` says so. PROPOSALS."""

    asked: Asked = Asked.ONE
    share: float = 0.1

    def meters(self, customers: int) -> int:
        """How many of an area's meters are asked."""
        if self.asked is Asked.ALL:
            return customers
        return min(customers, 1 if self.asked is Asked.ONE else max(1, ceil(self.share * customers)))


class Ping(msgspec.Struct, frozen=True):
    """An area, how many of its meters to ask, and why: ``single_call``, ``not_heard`` or ``restored``. case:
    the outage that it is for."""

    area: str
    meters: int
    why: str
    case: str


def pings(judge: Judge, judgement: Judgement, rules: PingRules | None = None) -> tuple[Ping, ...]:
    """What is worth asking after a judgement, each area once. Planned work and what telemetry or a person
    confirms needs no asking."""
    rules = rules or PingRules()
    found: dict[str, Ping] = {}
    for case in judgement.hypotheses:
        if case.plan or case.stage is OutageStage.CONFIRMED:
            continue
        single = case.stage is OutageStage.SUSPECTED and case.kind is DeviceKind.SERVICE
        why = "restored" if case.stage in BACK else "single_call" if single else "not_heard"
        for area in case.areas:
            if area not in found and not _answered(judge, case, area):
                customers = int(judge.network.wires.customers[judge.network.area_rows[area]])
                found[area] = Ping(area, 1 if single else rules.meters(customers), why, case.id)
    return tuple(found.values())


def _answered(judge: Judge, case: Hypothesis, area: str) -> bool:
    """Whether its meters have said something since the outage began, or since power was reported back."""
    row = judge.network.area_rows[area]
    heard, since = judge.heard, case.since[0]
    if case.stage in BACK:
        return bool(heard.on[row] > heard.off[row] and heard.read_at[row] >= since)
    return bool(heard.on[row] + heard.off[row] > 0 and heard.read_at[row] >= since)
