"""What people set: the shift and its leads, response levels, planned work."""

from collections.abc import Callable

import msgspec

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.fate import Fate
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.plane import degrees
from feeds.sim.supply import Effect, Supply
from wallboard.config.scenario import PlannedEntry, Scenario
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.plans import PlanCourse, PlanWork, Told, ToldEntered
from wallboard.domain.roster import ResponseLevel, RosterShift
from wallboard.domain.terms import OutageNature, OutageStage

NOTICE_DAYS = 7.0
DAY = 86_400.0  # s
TELL_AFTER = 9 * 60.0  # s until customers know that the work runs late


class Room:
    """The roster, the issuers and the planned work of a scenario."""

    def __init__(
        self,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        fate: Fate,
        on_effect: Callable[[Effect], None],
    ) -> None:
        self._scenario, self._agenda, self._outbox = scenario, agenda, outbox
        self._ground, self._supply = ground, supply
        self._fate, self._on_effect = fate, on_effect

    def begin(self) -> None:
        """The shift now; notices and planned work at their times."""
        for index, shift in enumerate(self._scenario.shift):
            data = RosterShift(
                name=shift.name,
                starts_at=shift.starts.timestamp(),
                ends_at=shift.ends.timestamp(),
                service_lead=shift.service_lead,
                network_lead=shift.network_lead,
                crews_planned=self._scenario.crews,
                crews_on_duty=self._scenario.crews,
            )
            self._outbox.say("roster", f"roster/shift-{index + 1}", data)
        for notice in self._scenario.notice:
            level = ResponseLevel(
                level=notice.level,
                words=notice.words,
                issuer=notice.issuer,
                since=self._scenario.start_at + notice.after,
            )
            self._agenda.after(notice.after, self._outbox.say, "roster", "roster/response", level)
        for index, entry in enumerate(self._scenario.planned):
            self._plan(index, entry)

    def _plan(self, index: int, entry: PlannedEntry) -> None:
        """Planned work stands in the plan from the start; its outage opens with its window."""
        begins = self._scenario.start_at + entry.after
        fault = self._fault(entry, begins)
        lon, lat = degrees(fault.point)
        ground, areas = self._ground, self._below(fault)
        customers = sum(ground.areas.customers[a] for a in areas)
        work = PlanWork(
            title=entry.title,
            window_from=begins,
            window_to=begins + entry.lasts,
            region=ground.bureau_name(fault.home),
            devices=[fault.device],
            customers=customers,
            key_customers=sum(bool(ground.areas.key[a]) for a in areas),
            lon=lon,
            lat=lat,
            noticed_at=begins - NOTICE_DAYS * DAY,
            customers_noticed=customers,
        )
        key = f"oms/P{index + 1:04d}"
        self._outbox.say("oms", key, work)
        self._outbox.say("oms", key, PlanCourse(state="waiting"))
        self._agenda.at(begins, self._open, index, fault, entry)

    def _fault(self, entry: PlannedEntry, begins: float) -> Fault:
        """The element that is taken out; its window is its work."""
        kind, device = self._ground.named[entry.device]
        assert kind in ("area", "lateral", "feeder")
        tables = {"feeder": self._ground.feeders.id, "lateral": self._ground.devices.id}
        row = tables.get(kind, self._ground.areas.id).index(device)
        fault = self._fate.fault(kind, row, begins, entry.lasts)
        edge = fault.edge if kind == "area" else self._fate.first_behind(kind, row)
        return msgspec.structs.replace(fault, id=f"planned/{device}", edge=edge, planned=True)

    def _below(self, fault: Fault) -> list[int]:
        """Areas that the work leaves dark when nothing else is wrong."""
        return [fault.area] if fault.area >= 0 else self._fate.areas_behind(fault.edge)

    def _open(self, index: int, fault: Fault, entry: PlannedEntry) -> None:
        now = self._agenda.now
        self._on_effect(self._supply.fail(fault))
        self._outbox.say("oms", f"oms/P{index + 1:04d}", PlanCourse(state="running", started_at=now))
        self._say_outage(index, fault, entry, OutageStage.CONFIRMED)
        key, ends = f"oms/00-{index + 1:04d}", now + entry.lasts
        self._outbox.say("oms", key, OutageEtr(etr=ends, first=ends))
        noticed = now - NOTICE_DAYS * DAY
        self._outbox.say("95598", key, ToldEntered(entered_at=noticed))
        self._tell(key, fault, 0, noticed)
        self._agenda.after(entry.lasts + (entry.overruns or 0.0), self._close, index, fault, entry)
        if entry.overruns:
            self._agenda.after(entry.lasts, self._late, index, fault, entry)

    def _late(self, index: int, fault: Fault, entry: PlannedEntry) -> None:
        """Not given back at the end of its window: a later time, entered and told a little after."""
        now, key = self._agenda.now, f"oms/00-{index + 1:04d}"
        back = now + (entry.overruns or 0.0)
        self._outbox.say("oms", key, OutageEtr(etr=back, revision=1, first=now, previous=now))
        self._agenda.after(TELL_AFTER, self._tell, key, fault, 1, now + TELL_AFTER)
        course = PlanCourse(state="late", started_at=fault.at, new_return_at=back)
        self._outbox.say("oms", f"oms/P{index + 1:04d}", course)

    def _tell(self, key: str, fault: Fault, revision: int, told_at: float) -> None:
        """All customers of the work were told this time of restoration, by text message."""
        customers = self._supply.held(fault).customers
        data = Told(told_at=told_at, customers=customers, etr_revision=revision, channel="sms")
        self._outbox.say("95598", key, data)

    def _close(self, index: int, fault: Fault, entry: PlannedEntry) -> None:
        now = self._agenda.now
        self._on_effect(self._supply.mend(fault))
        course = PlanCourse(state="returned", started_at=fault.at, returned_at=now)
        self._outbox.say("oms", f"oms/P{index + 1:04d}", course)
        self._say_outage(index, fault, entry, OutageStage.CLOSED)

    def _say_outage(self, index: int, fault: Fault, entry: PlannedEntry, stage: OutageStage) -> None:
        """The planned outage among the others, marked as planned."""
        key, held = f"oms/00-{index + 1:04d}", self._supply.held(fault)
        ground, area, (lon, lat) = self._ground, fault.home, degrees(fault.point)
        data = OutageExtent(
            nature=OutageNature.PLANNED,
            lon=lon,
            lat=lat,
            region=ground.bureau_name(area),
            town=ground.town_name(area),
            cell=ground.cell_name(area),
            place=entry.title,
            feeder=ground.feeders.name[fault.feeder],
            area_class=ground.areas.area_class[area],
            customers_out=held.customers,
            areas_out=held.areas,
            lines_out=0,
            started_at=fault.at,
            reported_at=fault.at,
        )
        self._outbox.say("oms", key, data)
        self._outbox.say("oms", key, OutageStageClaim(stage=stage, since=self._agenda.now))
