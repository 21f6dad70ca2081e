"""The board of planned work: the worst first, with repeats over devices and what is over left out (5.1)."""

from zoneinfo import ZoneInfo

from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageDevice, OutageExtent, OutageStageClaim
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.state.queries.planned import PlanTable, plan_table
from wallboard.state.store import Store

NOW, HOUR, DAY = 1_795_420_800.0, 3600.0, 86_400.0
RULES = load_rule_set("state-grid-2022")


class Plans:
    """Planned work of one source."""

    def __init__(self) -> None:
        self.store, self.seq = Store(), 0

    def say(self, key: str, *said: Payload) -> None:
        for data in said:
            self.seq += 1
            self.store.apply([Fact(data, key, NOW, "oms", str(self.seq), NOW, self.seq)])

    def plan(
        self, key: str, begins: float, ends: float, state: str = "waiting", noticed: float = -9.0
    ) -> None:
        """begins, ends: hours from now; noticed: days from its beginning."""
        at = NOW + begins * HOUR
        work = PlanWork(
            title=key,
            window_from=at,  # type: ignore[arg-type]
            window_to=NOW + ends * HOUR,  # type: ignore[arg-type]
            devices=[key[0]],
            customers=10,
            customers_noticed=10,
            noticed_at=at + noticed * DAY,  # type: ignore[arg-type]
        )
        self.say(key, work, PlanCourse(state=state))

    def table(self, most: int = 9) -> PlanTable:
        found = plan_table(self.store.tables, RULES, NOW, ZoneInfo("Asia/Shanghai"), most)
        assert found is not None
        return found


def test_that_late_returns_stand_first_then_wrong_notices_then_what_runs_then_what_comes() -> None:
    room = Plans()
    room.plan("a1", 5, 8)
    room.plan("b1", -3, 2, "running")
    room.plan("c1", 4, 6, noticed=-2)
    room.plan("d1", -6, -0.5, "late")
    room.plan("e1", -6, -1, "running")
    room.plan("f1", -9, -2, "returned")
    room.plan("g1", 2, 3, "cancelled")
    room.plan("h1", -9, -2)  # never begun, nobody said why
    found = room.table()
    assert [line.plan.id for line in found.lines] == ["e1", "d1", "c1", "b1", "a1"]
    assert (found.total, found.running, found.late, found.wrong) == (5, 3, 2, 1)
    assert (found.returned, found.cancelled) == (1, 1)
    assert len(room.table(2).lines) == 2


def test_that_faults_of_the_same_device_count_among_its_customers_outages() -> None:
    room = Plans()
    room.plan("a1", 5, 8)
    room.plan("a2", -240, -238, "returned")
    extent = OutageExtent(nature=OutageNature.UNPLANNED, started_at=NOW - DAY)  # type: ignore[arg-type]
    stage = OutageStageClaim(stage=OutageStage.CLOSED, since=NOW)  # type: ignore[arg-type]
    room.say("oms/1", extent, stage, OutageDevice(device="a"))
    (line,) = room.table().lines
    assert (line.standing.repeat, line.standing.often, room.table().often) == (3, True, 1)


def test_that_a_room_without_plans_says_so() -> None:
    assert plan_table(Store().tables, RULES, NOW, ZoneInfo("Asia/Shanghai"), 9) is None
