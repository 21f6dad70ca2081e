"""A room of alarms for tests: its store, its analyst and its authority, second by second."""

from typing import Any

import msgspec

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Authority, Refused
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import CellOwners
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.rows import Alarm
from wallboard.domain.terms import AreaClass, OutageNature, OutageStage, SourceState
from wallboard.rules.limits import RuleSet
from wallboard.state.store import Store

T0, MIN = 1_763_913_600.0, 60.0
RULES = load_rule_set("state-grid-2022")
DESK, LEAD = Actor(Role.DESK, "07", True), Actor(Role.NETWORK_LEAD, "配网值班长", True)


class AlarmRoom:
    """``source`` and ``outage`` raise alarms, ``wait`` lets the analyst look, ``do`` acts as a desk."""

    def __init__(self, rules: RuleSet | None = RULES) -> None:
        self.store, self.now, self.log = Store(), T0, list[Fact]()
        self.analyst = Analyst(rules, AreaClass.URBAN)
        self.authority = Authority(shelf_most=self.analyst.shelf_most)

    def say(self, key: str, *said: Payload, source: str = "oms") -> None:
        self._take([Fact(data, key, self.now, source, "", self.now) for data in said])

    def source(self, name: str, state: SourceState) -> None:
        """A source's freshness is told, and the analyst looks."""
        self.say(name, SourceFreshness(state=state, title=name), source="hub")
        self.wait(1)

    def outage(self, name: str, customers: int = 900, key_customers: int = 0, *, dark: bool = True) -> None:
        """An outage is told."""
        stage = OutageStage.CONFIRMED if dark else OutageStage.RESTORED_REPORTED
        self.say(
            name,
            OutageExtent(
                nature=OutageNature.UNPLANNED,
                place=name,
                customers_out=customers,
                key_customers=key_customers,
                started_at=Instant(self.now),
            ),
            OutageStageClaim(stage=stage, since=Instant(self.now)),
        )

    def close(self, name: str) -> None:
        """An outage is closed by its system."""
        self.say(name, OutageStageClaim(stage=OutageStage.CLOSED, since=Instant(self.now)))

    def cell(self, name: str, manager: str = "客户经理 14") -> None:
        """A grid cell's owners are told."""
        self.say(name, CellOwners(name=name, manager=manager, equipment="设备主人 09"), source="roster")

    def wait(self, seconds: float) -> None:
        """Time passes, and the analyst looks once at its end."""
        self.now += seconds
        self._take(self.analyst.on_time(self.store, self.now))

    def do(self, verb: str, key: str, actor: Actor = DESK, act_id: str = "", **args: Any) -> str:
        """An act on an alarm; the code of its refusal, "" where it was taken."""
        said = frames.Act(id=act_id or f"act-{len(self.log)}", subject=f"alarm/{key}", verb=verb, args=args)
        try:
            made = self.authority.decide(self.store, said, actor, self.now)
            self._take([fact for fact in made if not fact.seq])  # with a seq it was taken before
        except Refused as refused:
            self.refusal = refused.reason
            return refused.reason.code
        return ""

    refusal = Reason("none")

    def alarm(self, key: str) -> Alarm | None:
        """The alarm as it is shown."""
        return self.store.tables.alarms.get(key)

    def row(self, key: str) -> Alarm:
        """The same, where it must be there."""
        return self.store.tables.alarms[key]

    def said(self, cls: type[Payload]) -> list[Any]:
        """Everything of one type that was said so far."""
        return [fact.data for fact in self.log if isinstance(fact.data, cls)]

    def _take(self, facts: list[Fact]) -> None:
        head = self.store.head
        placed = [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, head + 1)]
        self.log += placed
        judged = self.analyst.on_facts(self.store, self.store.apply(placed), placed, self.now)
        if judged:
            self._take(judged)
        self.authority.remember(placed)
