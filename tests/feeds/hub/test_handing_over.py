"""A shift is handed over at the hub: frozen with its digest, signed by four, the same after a replay."""

import msgspec
import pytest

from feeds import frames
from feeds.hub.access import Actor, Role
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Authority, Refused
from tests.feeds.small import T0, numbered, thread
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import CAPACITIES, RosterShift, ShiftHandover, ShiftReport
from wallboard.domain.terms import AreaClass
from wallboard.state.queries.handover import digest_of, frozen_report
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


def test_that_a_shift_is_frozen_signed_by_four_and_sealed() -> None:
    hub = Hub()
    frozen = hub.act("a-1", "freeze").data
    assert isinstance(frozen, ShiftReport) and frozen.leads == NAMES
    assert hub.digest == frozen.digest
    for number, capacity in enumerate(CAPACITIES):
        actor = NETWORK if "network" in capacity else SERVICE
        hub.act(f"b-{number}", "sign", actor, capacity=capacity, name=NAMES[capacity], digest=hub.digest)
    row = hub.store.tables.shifts["roster/1"]
    assert row.sealed and [each.actor for each in row.signatures] == [SERVICE.name, NETWORK.name] * 2
    (sealed,) = [fact for fact in hub.said if isinstance(fact.data, ShiftHandover)]
    assert sealed.data == ShiftHandover(
        outgoing="陈/黄", incoming="区/李", signed_at=T0 + 600, digest=hub.digest
    )
    assert hub.refusal("c-1", "freeze") == Reason("already_sealed")

    again = Store()
    again.apply(hub.said)
    assert again.tables.shifts["roster/1"] == row
    report = frozen_report(again.tables, "roster/1")
    assert report is not None and digest_of(report) == row.digest and report.incoming == ("区", "李")


def test_that_a_report_frozen_anew_takes_the_signatures_with_it() -> None:
    hub = Hub()
    hub.act("a-1", "freeze")
    first = hub.digest
    hub.act("b-1", "sign", capacity="service_out", name="陈", digest=first)
    closed = msgspec.structs.replace(DAY, crews_on_duty=3, name="早班")
    hub.store.apply(numbered([Fact(closed, "roster/1", T0 + 9, "roster", "s9")], len(hub.said)))
    hub.act("a-2", "freeze", NETWORK)
    assert hub.digest != first and not hub.store.tables.shifts["roster/1"].signatures
    assert hub.refusal("b-2", "sign", capacity="network_out", name="黄", digest=first) == Reason(
        "report_changed"
    )


def test_that_an_act_sent_again_is_done_once() -> None:
    hub = Hub()
    first = hub.act("a-1", "freeze")
    assert hub.act("a-1", "freeze").seq == hub.said[-1].seq and first.data == hub.said[-1].data
    before = len(hub.said)
    for _ in range(2):
        hub.act("b-1", "sign", capacity="service_out", name="陈", digest=hub.digest)
    assert len(hub.said) == before + 1
    assert hub.refusal("a-1", "sign", capacity="network_out", name="黄", digest=hub.digest) == Reason(
        "act_id_taken"
    )


def test_that_only_the_shift_on_duty_can_be_frozen() -> None:
    hub = Hub()
    with pytest.raises(Refused) as refused:
        hub.act("a-1", "freeze", subject="roster/roster/2")
    assert refused.value.reason == Reason("not_on_duty", {"shift": "夜班"})
    with pytest.raises(Refused, match="no_report"):
        Authority().decide(
            hub.store, frames.Act(id="x", subject=SHIFT, verb="freeze", args={}), SERVICE, T0 + 600
        )
