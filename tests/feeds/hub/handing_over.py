"""A hub that judges a hand-over, with its store, for tests."""

import pytest

from feeds import frames
from feeds.hub.access import Actor, Role
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Authority, Refused
from tests.feeds.small import T0, numbered, thread
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import CAPACITIES, RosterShift
from wallboard.domain.terms import AreaClass
from wallboard.state.store import Store

SERVICE, NETWORK = Actor(Role.DESK, "服务调度 07", True), Actor(Role.DESK, "配网值班", True)
SHIFT = "roster/roster/1"
NAMES = dict(zip(CAPACITIES, ("陈", "黄", "区", "李"), strict=True))
DAY = RosterShift(name="白班", starts_at=T0, ends_at=T0 + 3600, service_lead="陈", network_lead="黄")
NIGHT = RosterShift(name="夜班", starts_at=T0 + 3600, ends_at=T0 + 7200, service_lead="区", network_lead="李")


class Hub:
    """The judge with its store, as a hub keeps them."""

    def __init__(self) -> None:
        self.store, self.said = Store(), list[Fact]()
        self._authority = Authority(Analyst(None, AreaClass.URBAN).handover)
        roster = [Fact(DAY, "roster/1", T0, "roster", "s1"), Fact(NIGHT, "roster/2", T0, "roster", "s2")]
        self._take([*thread(1), *roster])

    def _take(self, facts: list[Fact]) -> None:
        placed = numbered(facts, len(self.said))
        self.said += placed
        self.store.apply(placed)
        self._authority.remember(placed)

    def act(self, own: str, verb: str, actor: Actor = SERVICE, subject: str = SHIFT, **args: object) -> Fact:
        made = self._authority.decide(
            self.store, frames.Act(id=own, subject=subject, verb=verb, args=args), actor, T0 + 600
        )
        if not made[-1].seq:
            self._take(made)
        return made[-1]

    def refusal(self, own: str, verb: str, **args: object) -> Reason:
        with pytest.raises(Refused) as refused:
            self.act(own, verb, **args)
        return refused.value.reason

    @property
    def digest(self) -> str:
        return self.store.tables.shifts["roster/1"].digest

    def sign(self) -> None:
        """All four, two on each desk."""
        for number, capacity in enumerate(CAPACITIES):
            actor = NETWORK if "network" in capacity else SERVICE
            self.act(
                f"b-{number}", "sign", actor, capacity=capacity, name=NAMES[capacity], digest=self.digest
            )
