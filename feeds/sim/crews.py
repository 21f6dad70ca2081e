"""The crews: sent by a policy or a desk, on the roads, at work, free again."""

from collections.abc import Callable

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.driving import Vehicle
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.plane import apart
from feeds.sim.policy import Policy, Waiting
from feeds.sim.staff import Home, crews_of
from feeds.sim.supply import Supply
from feeds.sim.weather import Weather
from wallboard.config.scenario import Scenario
from wallboard.domain.crews import CrewProfile, CrewStatusValue
from wallboard.domain.outages import OutageWork
from wallboard.domain.terms import Claimant, CrewStatus

HOME_AFTER = 15 * 60.0  # s idle before a crew drives back to its depot
HELD_ABOVE = 0.93  # force of the storm in which only main jobs set out
LATE_EVERY = 6
"""Every so many crews one is of the next shift, called in when the storm comes."""
DETOUR = 1.3
"""Metres by road to metres as the crow flies, about."""


class Crew:
    """One crew and its vehicle."""

    def __init__(self, home: Home, vehicle: Vehicle) -> None:
        self.home, self.vehicle = home, vehicle
        self.key = f"gps/{home.id}"
        self.status = CrewStatus.OFF_SHIFT
        self.since = 0.0
        self.case: Case | None = None
        self.visit = 0  # counts its orders, so that an old plan does not act on a new one


class Crews:
    """Assigns, moves and frees crews; says their status and their claims about the work."""

    def __init__(
        self,
        seed: int,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        policy: Policy,
        sky: Weather,
        on_arrival: Callable[[Case, float], None],
        on_mended: Callable[[Fault], None],
    ) -> None:
        self._scenario, self._agenda, self._outbox = scenario, agenda, outbox
        self._ground, self._supply, self._policy = ground, supply, policy
        self._sky = sky
        self._on_arrival, self._on_mended = on_arrival, on_mended
        homes = crews_of(ground, scenario.crews)
        self._dice = {home.id: chance(seed, "crew", home.id) for home in homes}
        self.crews = {home.id: Crew(home, Vehicle(ground.roads, home.depot)) for home in homes}
        self._waiting: dict[str, tuple[Case, float]] = {}

    def begin(self) -> None:
        """Everybody's profile and first status."""
        for number, crew in enumerate(self.crews.values(), 1):
            profile = CrewProfile(name=crew.home.name, unit=crew.home.unit, skills=["lv", "mv"], persons=3)
            self._outbox.say("oms", crew.key, profile)
            late = number % LATE_EVERY == 0 and self._scenario.called_in is not None
            self._say(crew, CrewStatus.OFF_SHIFT if late else CrewStatus.AVAILABLE)
            if late and self._scenario.called_in is not None:
                wait = self._scenario.called_in + between(self._dice[crew.home.id], 0, 900)
                self._agenda.after(wait, self._free, crew)

    def offer(self, case: Case) -> None:
        """An outage that needs a crew."""
        if case.mended_at is None and not case.crew and case.fault.id not in self._waiting:
            self._waiting[case.fault.id] = (case, self._agenda.now)
            self._match()

    def withdraw(self, fault: Fault) -> None:
        """No crew is needed any more."""
        self._waiting.pop(fault.id, None)

    def dispatch(self, crew_key: str, outage_key: str) -> bool:
        """A desk sends a crew. False where it is not free or the outage has one."""
        crew = next((c for c in self.crews.values() if c.key == crew_key), None)
        held = next((c for c, _ in self._waiting.values() if c.key == outage_key), None)
        if crew is None or held is None or crew.status is not CrewStatus.AVAILABLE:
            return False
        self._assign(crew, held)
        return True

    def _match(self) -> None:
        free = [c.home.id for c in self.crews.values() if c.status is CrewStatus.AVAILABLE]
        if not self._waiting or not free:
            return
        waiting = [self._as_waiting(case, ready) for case, ready in self._waiting.values()]
        for fault, crew in self._policy.choose(waiting, free, self._distance, self._agenda.now):
            self._assign(self.crews[crew], self._waiting[fault][0])

    def _as_waiting(self, case: Case, ready: float) -> Waiting:
        held = self._supply.held(case.fault)
        main = case.fault.kind == "feeder" or held.key_customers > 0
        return Waiting(case.fault.id, held.customers, held.key_customers, ready, main)

    def _distance(self, crew: str, fault: str) -> float:
        vehicle = self.crews[crew].vehicle
        return apart(self._ground.roads.point(vehicle.spot), self._waiting[fault][0].fault.point) * DETOUR

    def _assign(self, crew: Crew, case: Case) -> None:
        self._waiting.pop(case.fault.id, None)
        crew.case, case.crew = case, crew.home.id
        crew.visit += 1
        dice = self._dice[crew.home.id]
        self._say(crew, CrewStatus.ASSIGNED)
        accept = between(dice, 40, 200)
        self._agenda.after(accept, self._say, crew, CrewStatus.ACCEPTED)
        self._agenda.after(accept + between(dice, 40, 240), self._set_out, crew)

    def _set_out(self, crew: Crew) -> None:
        assert crew.case is not None
        dice, now = self._dice[crew.home.id], self._agenda.now
        force = self._sky.force(crew.case.fault.point, now)
        if force > HELD_ABOVE and not self._as_waiting(crew.case, now).main:
            self._agenda.after(60.0 + 120.0 * dice.random(), self._set_out, crew)
            return
        speed = between(dice, 8.0, 12.5) * (1.0 - 0.35 * min(force, 1.0))
        arrives = crew.vehicle.drive(self._ground.roads.spot_at(crew.case.fault.point), now, speed)
        self._say(crew, CrewStatus.EN_ROUTE, eta=arrives)
        self._agenda.at(arrives, self._arrive, crew)

    def _arrive(self, crew: Crew) -> None:
        case = crew.case
        assert case is not None
        self._say(crew, CrewStatus.ON_SITE)
        if case.mended_at is not None:
            self._leave(crew)
            return
        mends_at = round(self._agenda.now + case.fault.work, 3)
        self._on_arrival(case, mends_at)
        if case.fault.kind in ("feeder", "lateral"):
            safe = min(0.3 * case.fault.work, between(self._dice[crew.home.id], 420, 900))
            self._agenda.after(safe, self._say, crew, CrewStatus.MADE_SAFE)
        self._agenda.at(mends_at, self._mend, crew, case)

    def _mend(self, crew: Crew, case: Case) -> None:
        self._on_mended(case.fault)
        self._leave(crew)

    def _leave(self, crew: Crew) -> None:
        self._say(crew, CrewStatus.COMPLETED)
        self._agenda.after(between(self._dice[crew.home.id], 120, 540), self._free, crew)

    def _free(self, crew: Crew) -> None:
        crew.case = None
        self._say(crew, CrewStatus.AVAILABLE)
        self._match()
        if crew.status is CrewStatus.AVAILABLE and crew.vehicle.spot != crew.home.depot:
            self._agenda.after(HOME_AFTER, self._go_home, crew, crew.visit)

    def _go_home(self, crew: Crew, visit: int) -> None:
        if crew.status is not CrewStatus.AVAILABLE or crew.visit != visit:
            return
        arrives = crew.vehicle.drive(crew.home.depot, self._agenda.now, 9.5)
        self._say(crew, CrewStatus.RELEASED, eta=arrives)
        self._agenda.at(arrives, self._free, crew)

    def _say(self, crew: Crew, status: CrewStatus, eta: float | None = None) -> None:
        """The status, and the crew's claim about the outage that it works on."""
        now = self._agenda.now
        crew.status, crew.since = status, now
        case = crew.case
        outage = case.key if case else ""
        self._outbox.say("oms", crew.key, CrewStatusValue(status=status, since=now, outage=outage, eta=eta))
        if case is not None:
            work = OutageWork(claimant=Claimant.CREW, status=status, since=now, crew=crew.home.name, eta=eta)
            self._outbox.say("oms", case.key, work)
