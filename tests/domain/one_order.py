"""A room with one order of a foreign source, a hub's authority and a clock: what acts make of it."""

from typing import Any

import msgspec

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.authority import Authority, Refused
from wallboard.domain.calls import CallReport
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.life_cycle import MOVES
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane, OutageNature, OutageStage
from wallboard.state.store import Store

T0 = 1_732_060_800.0
GOOD: dict[str, Any] = {
    "words": "线路已修复",
    "to": "网格 0312",
    "code": "not_mine",
    "subject": "call/95598-7",
    "satisfied": True,
    "customers": 3,
    "etr": T0 + 9e6,
    "since": T0 + 9e5,
    "until": T0 + 9.1e5,
}
ONE, TWO = "服务调度 07", "网格 0312"


def said(verb: str, **other: Any) -> dict[str, Any]:
    return {name: GOOD[name] for name in MOVES[verb].needs} | other


class Room:
    """One order of a foreign source, a hub's authority and the clock."""

    def __init__(self, lane: Lane = Lane.RESTORE) -> None:
        self.store, self.authority, self.log, self.now = Store(), Authority(), list[Fact](), T0
        self.last = ""  # the id of the last act
        self.take(Fact(OrderNeed(lane=lane, received_at=T0), "oms/1", T0, "oms"))
        call = CallReport(channel="95598", received_at=Instant(T0))
        self.take(Fact(call, "95598-7", T0, "95598", "c-1"))

    def take(self, *facts: Fact) -> None:
        """Facts of a source or of an act, in one commit."""
        first = len(self.log) + 1
        placed = [
            msgspec.structs.replace(fact, seq=seq, seen=self.now) for seq, fact in enumerate(facts, first)
        ]
        self.log += placed
        self.store.apply(placed)
        self.authority.remember(placed)

    def outage(
        self, customers: int = 9, stage: OutageStage = OutageStage.CONFIRMED, region: str = ""
    ) -> None:
        """An outage ``oms/7`` of the source, and this order is about it."""
        extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=customers, region=region)
        self.take(
            Fact(extent, "oms/7", self.now, "oms"),
            Fact(OutageStageClaim(stage=stage, since=Instant(self.now)), "oms/7", self.now, "oms"),
            Fact(
                OrderNeed(lane=self.row.lane, received_at=Instant(T0), outage="oms/7"),
                "oms/1",
                self.now,
                "oms",
            ),
        )

    def outage_of(self, order: str, outage: str) -> None:
        """Another order of the source, and its outage."""
        extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=9)
        stage = OutageStageClaim(stage=OutageStage.CONFIRMED, since=Instant(self.now))
        need = OrderNeed(lane=Lane.RESTORE, received_at=Instant(T0), outage=outage)
        said = ((extent, outage), (stage, outage), (need, order))
        self.take(*(Fact(data, key, self.now, "oms") for data, key in said))

    @property
    def row(self) -> Order:
        return self.store.tables.orders["oms/1"]

    def do(
        self,
        verb: str,
        who: str = ONE,
        role: Role = Role.DESK,
        seen: int | None = None,
        of: str = "oms/1",
        **args: Any,
    ) -> str:
        """ "" where it was done, else the code of the refusal. of: which order."""
        reason = self.ask(verb, who, role, seen, of, args)
        return "" if reason is None else reason.code

    def ask(
        self, verb: str, who: str, role: Role, seen: int | None, of: str, args: dict[str, Any]
    ) -> Reason | None:
        """Why it was not done, or None where it was; a minute later than the last one."""
        self.now += 60
        self.last = f"a-{len(self.log)}-{self.now:.0f}"
        act = frames.Act(id=self.last, subject=f"order/{of}", verb=verb, args=args, expect_seq=seen)
        try:
            self.take(*self.authority.decide(self.store, act, Actor(role, who, True), self.now))
        except Refused as refused:
            return refused.reason
        return None
