"""What people set: the shift and its leads, response levels, planned work."""

from collections.abc import Callable
from functools import partial

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.duty import COME_WITHIN, on_duty
from feeds.sim.ground import Ground
from feeds.sim.plane import degrees
from feeds.sim.planned import Planned, Planner
from feeds.sim.supply import Effect, Supply
from wallboard.config.scenario import Scenario, ShiftEntry
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.plans import PlanCourse, PlanWork, Told, ToldEntered
from wallboard.domain.roster import ResponseLevel, RosterShift
from wallboard.domain.terms import OutageNature, OutageStage

ENTER_AFTER = 3 * 60.0  # s until it is entered for 95598 that the work runs late, or that it is over
TELL_AFTER = 9 * 60.0  # s until customers know


class Room:
    """The roster, the issuers and the planned work of a scenario."""

    def __init__(
        self,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        planner: Planner,
        on_effect: Callable[[Effect], None],
    ) -> None:
        self._scenario, self._agenda, self._outbox = scenario, agenda, outbox
        self._ground, self._supply = ground, supply
        self._planner, self._on_effect = planner, on_effect

    def begin(self) -> None:
        """The shift now; notices and planned work at their times."""
        called = self._scenario.called_in
        for index, shift in enumerate(self._scenario.shift):
            self._say_shift(index, shift)
            if shift.starts.timestamp() > self._scenario.start_at:
                self._agenda.at(shift.starts.timestamp(), self._say_shift, index, shift)
            elif called is not None:
                self._agenda.after(called + COME_WITHIN, self._say_shift, index, shift)
        for notice in self._scenario.notice:
            level = ResponseLevel(
                level=notice.level,
                words=notice.words,
                issuer=notice.issuer,
                since=self._scenario.start_at + notice.after,
            )
            self._agenda.after(notice.after, self._outbox.say, "roster", "roster/response", level)
        for index, plan in enumerate(self._planner.all(), 1):
            self._plan(index, plan)

    def _say_shift(self, index: int, shift: ShiftEntry) -> None:
        """A shift as planned; who of it is on duty once it has begun."""
        now, begins = self._agenda.now, shift.starts.timestamp()
        data = RosterShift(
            name=shift.name,
            starts_at=begins,
            ends_at=shift.ends.timestamp(),
            service_lead=shift.service_lead,
            network_lead=shift.network_lead,
            crews_planned=self._scenario.crews,
            crews_on_duty=on_duty(self._scenario, now) if begins <= now else None,
        )
        self._outbox.say("roster", f"roster/shift-{index + 1}", data)

    def _plan(self, index: int, plan: Planned) -> None:
        """Planned work stands in the plan from the start; its outage opens with its window."""
        lon, lat = degrees(plan.fault.point)
        ground, areas = self._ground, self._planner.below(plan.fault)
        customers = sum(ground.areas.customers[a] for a in areas)
        work = PlanWork(
            title=plan.title,
            window_from=plan.begins,
            window_to=plan.ends,
            region=ground.bureau_name(plan.fault.home),
            devices=[plan.fault.device],
            customers=customers,
            key_customers=sum(bool(ground.areas.key[a]) for a in areas),
            lon=lon,
            lat=lat,
            temporary=plan.temporary,
            noticed_at=plan.noticed,
            customers_noticed=round(customers * plan.told),
        )
        self._outbox.say("oms", f"oms/P{index:04d}", work)
        if plan.called_off is not None:
            self._agenda.at(plan.called_off, self._course, index, "cancelled", None)
            if plan.called_off <= self._agenda.now:
                return
        self._course(index, "waiting", None)
        if plan.called_off is None:
            self._agenda.at(plan.begins, self._open, index, plan)

    def _course(self, index: int, state: str, started: float | None, **more: float) -> None:
        course = PlanCourse(state=state, started_at=started, **more)
        self._outbox.say("oms", f"oms/P{index:04d}", course)

    def _open(self, index: int, plan: Planned) -> None:
        """The window begins, or had begun before the room looked."""
        self._on_effect(self._supply.fail(plan.fault))
        self._course(index, "running", plan.begins)
        self._say_outage(index, plan, OutageStage.CONFIRMED, plan.begins)
        key = f"oms/00-{index:04d}"
        self._outbox.say("oms", key, OutageEtr(etr=plan.ends, first=plan.ends))
        self._outbox.say("95598", key, ToldEntered(entered_at=plan.noticed))
        self._tell(key, self._supply.held(plan.fault).customers, 0, plan.noticed)
        self._agenda.at(plan.back, self._close, index, plan)
        if plan.back > plan.ends:
            self._agenda.at(plan.ends, self._late, index, plan)

    def _late(self, index: int, plan: Planned) -> None:
        """Not given back at the end of its window: a later time, entered and told a little after."""
        now, key = self._agenda.now, f"oms/00-{index:04d}"
        etr = OutageEtr(etr=plan.back, revision=1, first=plan.ends, previous=plan.ends)
        self._outbox.say("oms", key, etr)
        customers, told = self._supply.held(plan.fault).customers, now + TELL_AFTER
        if told < plan.back:
            self._agenda.at(now + ENTER_AFTER, self._enter, key, 1)
            self._agenda.at(told, self._tell, key, customers, 1, told)
        self._course(index, "late", plan.begins, new_return_at=plan.back)

    def _enter(self, key: str, revision: int, *, restored: bool = False) -> None:
        data = ToldEntered(entered_at=self._agenda.now, etr_revision=revision, restored=restored)
        self._outbox.say("95598", key, data)

    def _tell(
        self, key: str, customers: int, revision: int, told_at: float, *, restored: bool = False
    ) -> None:
        """Whoever the work holds was told this time of restoration, or that it is over, by message."""
        if not customers:
            return
        data = Told(
            told_at=told_at, customers=customers, etr_revision=revision, channel="sms", restored=restored
        )
        self._outbox.say("95598", key, data)

    def _close(self, index: int, plan: Planned) -> None:
        key, revision = f"oms/00-{index:04d}", int(plan.back > plan.ends)
        customers, told = self._supply.held(plan.fault).customers, self._agenda.now + TELL_AFTER
        self._agenda.after(ENTER_AFTER, partial(self._enter, key, revision, restored=True))
        self._agenda.at(told, partial(self._tell, key, customers, revision, told, restored=True))
        self._on_effect(self._supply.mend(plan.fault))
        self._course(index, "returned", plan.begins, returned_at=self._agenda.now)
        self._say_outage(index, plan, OutageStage.CLOSED, self._agenda.now)

    def _say_outage(self, index: int, plan: Planned, stage: OutageStage, since: float) -> None:
        """The planned outage among the others, marked as planned."""
        fault = plan.fault
        key, held = f"oms/00-{index:04d}", self._supply.held(fault)
        ground, area, (lon, lat) = self._ground, fault.home, degrees(fault.point)
        data = OutageExtent(
            nature=OutageNature.PLANNED,
            lon=lon,
            lat=lat,
            region=ground.bureau_name(area),
            town=ground.town_name(area),
            cell=ground.cell_name(area),
            place=plan.title,
            feeder=ground.feeders.name[fault.feeder],
            area_class=ground.areas.area_class[area],
            customers_out=held.customers,
            areas_out=held.areas,
            lines_out=0,
            started_at=plan.begins,
            reported_at=plan.begins,
        )
        self._outbox.say("oms", key, data)
        self._outbox.say("oms", key, OutageStageClaim(stage=stage, since=since))
