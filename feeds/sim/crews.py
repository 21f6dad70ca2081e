"""The crews: sent by a policy or a desk, on the roads, at work, free again."""

import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.desk import OutageDesk
from feeds.sim.driving import Vehicle
from feeds.sim.duty import COME_WITHIN, HANDOVER, comes_later, pauses_of, shift_end
from feeds.sim.ground import Ground
from feeds.sim.plane import Point, apart
from feeds.sim.policy import Busy, Policy, Waiting
from feeds.sim.staff import Home, crews_of
from feeds.sim.supply import Supply
from feeds.sim.travel import CREW_TOP, CUT_OFF, Travel
from feeds.sim.weather import Weather
from wallboard.config.scenario import Scenario
from wallboard.domain.crews import CrewProfile, CrewStatusValue
from wallboard.domain.outages import OutageWork
from wallboard.domain.terms import Claimant, CrewStatus

HOME_AFTER = 15 * 60.0  # s idle before a crew drives back to its depot
HELD_ABOVE = 0.93  # force of the storm in which only main jobs set out
STANDING = (CrewStatus.ASSIGNED, CrewStatus.ACCEPTED, CrewStatus.ON_SITE, CrewStatus.MADE_SAFE)
"""What a crew is taken off from; who drives has arrived first."""
AT_WORK = STANDING[2:]
NEARLY_DONE = 30 * 60.0
"""Seconds of work for which nobody is taken off any more."""
PACE = (0.9, 1.1)
"""Of what others drive."""
CUT_OFF_FOR = 2700.0
"""Seconds in which no other crew tries to reach what one could not."""
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
        self.visit = 0  # counts its turns, so that an old plan does not act on a new one
        self.works_since: float | None = None
        self.takes = set(itertools.product((*home.authorised, ""), home.skills))  # what it may work on

    def turn(self, case: Case | None) -> None:
        """To another order, or to none: what was planned for the one before does not come any more."""
        self.case, self.works_since = case, None
        self.visit += 1

    def if_still(self, visit: int, do: Callable[..., object], args: tuple[object, ...]) -> None:
        """Do what was planned in a turn, unless it is over."""
        if self.visit == visit:
            do(*args)

    def work_left(self, now: float) -> float:
        """Seconds on site that its outage still needs."""
        if self.case is None:
            return 0.0
        done = 0.0 if self.works_since is None else now - self.works_since
        return max(0.0, self.case.work_left - done)


class Wanted(NamedTuple):
    """An outage that waits for a crew, since when (epoch s), and who can take it: see ``_need``."""

    case: Case
    ready: float
    need: tuple[str, str]


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
        travel: Travel,
        desk: OutageDesk,
        on_done: Callable[[Case], Case | None],
    ) -> None:
        """on_done: a crew has mended it, or has seen what is there; returns what it goes on with."""
        self._scenario, self._agenda, self._outbox = scenario, agenda, outbox
        self._ground, self._supply, self._policy = ground, supply, policy
        self._sky, self._travel = sky, travel
        self._desk, self._on_done = desk, on_done
        homes = crews_of(ground, scenario.crews, seed, scenario.borders)
        self._seed = seed
        self._dice = {home.id: chance(seed, "crew", home.id) for home in homes}
        self.crews = {home.id: Crew(home, Vehicle(home.id, ground.roads, home.depot)) for home in homes}
        self._waiting: dict[str, Wanted] = {}
        self._spots: dict[str, Point] = {}  # of crews, while one match is made

    def begin(self) -> None:
        """Everybody's profile and first status."""
        for number, crew in enumerate(self.crews.values(), 1):
            profile = _profile(crew.home, shift_end(self._scenario, self._scenario.start_at))
            self._outbox.say("oms", crew.key, profile)
            late = comes_later(self._scenario, number)
            self._say(crew, CrewStatus.OFF_SHIFT if late else CrewStatus.AVAILABLE)
            if late and self._scenario.called_in is not None:
                wait = self._scenario.called_in + between(self._dice[crew.home.id], 0, COME_WITHIN)
                self._agenda.after(wait, self._free, crew)
            for at, lasts, said in pauses_of(self._seed, self._scenario, crew.home.id):
                self._agenda.at(at, self._pause, crew, lasts, said)
                if said == HANDOVER:
                    profile = _profile(crew.home, shift_end(self._scenario, at))
                    self._agenda.at(at, self._outbox.say, "oms", crew.key, profile)

    def offer(self, case: Case) -> None:
        """An outage that needs a crew."""
        if case.mended_at is None and not case.crew and case.fault.id not in self._waiting:
            self._waiting[case.fault.id] = Wanted(case, self._agenda.now, _need(self._ground, case))
            self._match()
            if case.fault.id in self._waiting:
                self._pull_for(case)

    def call_off(self, case: Case) -> None:
        """Nobody needs to go there any more; who is on the road goes on, and sees it."""
        self._waiting.pop(case.fault.id, None)
        crew = self.crews.get(case.crew)
        if crew is not None and crew.case is case and crew.status in STANDING[:2]:
            self._say(crew, CrewStatus.SUSPENDED)
            crew.turn(None)
            self._later(crew, between(self._dice[crew.home.id], 60, 240), self._free, crew)

    def dispatch(self, crew_key: str, outage_key: str) -> bool:
        """A desk sends a crew. False where it is not free or the outage has one."""
        crew = next((c for c in self.crews.values() if c.key == crew_key), None)
        held = next((one for one in self._waiting.values() if one.case.key == outage_key), None)
        if crew is None or held is None or crew.status is not CrewStatus.AVAILABLE:
            return False
        if held.need not in crew.takes:
            return False
        self._assign(crew, held.case)
        return True

    def _match(self) -> None:
        if not self._waiting:
            return
        free = [c.home.id for c in self.crews.values() if c.status is CrewStatus.AVAILABLE]
        if not free:
            return
        fits = {pair for name in free for pair in self.crews[name].takes}
        waiting = [
            _as_waiting(self._supply, one.case, one.ready)
            for one in self._waiting.values()
            if one.need in fits
        ]
        self._spots = {name: self._ground.roads.point(self.crews[name].vehicle.spot) for name in free}
        pairs = self._policy.choose(waiting, free, self._distance, self._agenda.now)
        self._spots = {}
        for fault, crew in pairs:
            self._assign(self.crews[crew], self._waiting[fault].case)

    def _pull_for(self, case: Case) -> None:
        """Nobody is free: somebody may be taken off something much smaller, who does not drive just now."""
        job = _as_waiting(self._supply, case, self._agenda.now)
        if not job.main:
            return
        busy: list[Busy] = []
        for crew in self.crews.values():
            left = crew.work_left(self._agenda.now)
            if crew.case is not None and crew.status in STANDING and left > NEARLY_DONE:
                has = _as_waiting(self._supply, crew.case, self._agenda.now)
                busy.append(Busy(crew.home.id, has.customers, has.main))
        for _, name in self._policy.pull([job], busy, self._distance):
            crew = self.crews[name]
            dropped = self._drop(crew)
            self._waiting.pop(case.fault.id, None)
            case.crew = name
            self._later(crew, between(self._dice[name], 60, 240), self._assign, crew, case)
            self.offer(dropped)

    def _drop(self, crew: Crew) -> Case:
        """The crew leaves what it has as it is; the outage waits for another one."""
        case = crew.case
        assert case is not None
        case.work_left = crew.work_left(self._agenda.now) + between(self._dice[crew.home.id], 300, 900)
        self._say(crew, CrewStatus.SUSPENDED)
        crew.turn(None)
        case.crew = ""
        self._desk.left(case)
        return case

    def _pause(self, crew: Crew, lasts: float, said: str) -> None:
        """A meal, or the next shift takes over: whoever is free is away, whoever works on lays it down."""
        if crew.status is CrewStatus.AVAILABLE:
            self._say(crew, CrewStatus.OFF_SHIFT, said=said)
            self._later(crew, lasts, self._free, crew)
        elif crew.status in AT_WORK and said == HANDOVER and crew.work_left(self._agenda.now) > NEARLY_DONE:
            case = crew.case
            assert case is not None
            case.work_left = crew.work_left(self._agenda.now)
            self._say(crew, CrewStatus.SUSPENDED, said=said)
            crew.turn(case)
            self._desk.resumes(case, round(self._agenda.now + lasts + case.work_left, 3))
            self._later(crew, lasts, partial(self._arrive, crew, first=False))

    def _later(self, crew: Crew, seconds: float, do: Callable[..., object], *args: object) -> None:
        """Do something after some seconds, unless the crew has something else to do by then."""
        self._agenda.after(seconds, crew.if_still, crew.visit, do, args)

    def _distance(self, crew: str, fault: str) -> float:
        (case, _, need), one = self._waiting[fault], self.crews[crew]
        if case.cut_off_until > self._agenda.now or need not in one.takes:
            return math.inf
        place = self._spots.get(crew) or self._ground.roads.point(one.vehicle.spot)
        return apart(place, case.fault.point) * DETOUR

    def _assign(self, crew: Crew, case: Case) -> None:
        self._waiting.pop(case.fault.id, None)
        case.crew = crew.home.id
        crew.turn(case)
        dice = self._dice[crew.home.id]
        self._say(crew, CrewStatus.ASSIGNED)
        accept = between(dice, 40, 200)
        self._later(crew, accept, self._say, crew, CrewStatus.ACCEPTED)
        self._later(crew, accept + between(dice, 40, 240), self._set_out, crew)

    def _set_out(self, crew: Crew) -> None:
        assert crew.case is not None
        dice, now = self._dice[crew.home.id], self._agenda.now
        force = self._sky.force(crew.case.fault.point, now)
        if force > HELD_ABOVE and not _as_waiting(self._supply, crew.case, now).main:
            self._later(crew, 60.0 + 120.0 * dice.random(), self._set_out, crew)
            return
        self._travel.go(
            crew.vehicle,
            self._ground.roads.spot_at(crew.case.fault.point),
            pace=between(dice, *PACE),
            top=CREW_TOP,
            told=partial(self._say, crew, CrewStatus.EN_ROUTE),
            arrive=partial(self._arrive, crew),
            give_up=partial(self._give_up, crew),
        )

    def _give_up(self, crew: Crew) -> None:
        """No road leads there just now: the outage waits until one may, the crew is free for another."""
        case = crew.case
        assert case is not None
        self._say(crew, CrewStatus.SUSPENDED, said=CUT_OFF)
        case.crew, case.cut_off_until = "", self._agenda.now + CUT_OFF_FOR
        self._desk.left(case)
        crew.turn(None)
        self._later(crew, between(self._dice[crew.home.id], 60, 240), self._free, crew)
        self.offer(case)
        self._agenda.after(CUT_OFF_FOR + 1.0, self._match)

    def _arrive(self, crew: Crew, *, first: bool = True) -> None:
        """On site; first: not only back from a pause."""
        case = crew.case
        assert case is not None
        self._say(crew, CrewStatus.ON_SITE)
        if case.mended_at is not None:
            self._leave(crew)
            return
        self._work(crew, case, first=first)

    def _work(self, crew: Crew, case: Case, *, first: bool) -> None:
        """first: only from now on anybody knows what is wrong."""
        first &= not case.looked_at
        if first:
            self._desk.arrived(case, round(self._agenda.now + case.work_left, 3))
        crew.works_since = self._agenda.now
        self._later(crew, case.work_left, self._done, crew, case)
        if first and case.fault.kind in ("feeder", "lateral"):
            safe = min(0.3 * case.work_left, between(self._dice[crew.home.id], 420, 900))
            self._later(crew, safe, self._say, crew, CrewStatus.MADE_SAFE)

    def _done(self, crew: Crew, case: Case) -> None:
        """Whoever came to look goes on with what he has found, where it is his trade and nobody else's."""
        found = self._on_done(case)
        if found is None or found.crew or found.mended_at is not None:
            self._leave(crew)
        elif _need(self._ground, found) not in crew.takes:
            self._leave(crew)
            self.offer(found)
        else:
            self._waiting.pop(found.fault.id, None)
            found.crew = crew.home.id
            crew.turn(found)
            if found.key != case.key:
                self._say(crew, CrewStatus.ON_SITE)
            self._work(crew, found, first=True)

    def _leave(self, crew: Crew) -> None:
        self._say(crew, CrewStatus.COMPLETED)
        self._agenda.after(between(self._dice[crew.home.id], 120, 540), self._free, crew)

    def _free(self, crew: Crew) -> None:
        crew.turn(None)
        self._say(crew, CrewStatus.AVAILABLE)
        self._match()
        if crew.status is CrewStatus.AVAILABLE and crew.vehicle.spot != crew.home.depot:
            self._agenda.after(HOME_AFTER, self._go_home, crew, crew.visit)

    def _go_home(self, crew: Crew, visit: int) -> None:
        if crew.status is not CrewStatus.AVAILABLE or crew.visit != visit:
            return
        self._travel.go(
            crew.vehicle,
            crew.home.depot,
            pace=between(self._dice[crew.home.id], *PACE),
            top=CREW_TOP,
            told=partial(self._say, crew, CrewStatus.RELEASED),
            arrive=partial(self._free, crew),
        )

    def _say(self, crew: Crew, status: CrewStatus, eta: float | None = None, said: str = "") -> None:
        """The status, and the crew's claim about the outage that it works on."""
        now = self._agenda.now
        crew.status, crew.since = status, now
        case = crew.case
        outage = case.key if case else ""
        data = CrewStatusValue(status=status, since=now, outage=outage, eta=eta, said=said)
        self._outbox.say("oms", crew.key, data)
        if case is not None:
            work = OutageWork(claimant=Claimant.CREW, status=status, since=now, crew=crew.home.name, eta=eta)
            work = replace(work, said=said) if said else work
            self._outbox.say("oms", case.key, work)


def _need(ground: Ground, case: Case) -> tuple[str, str]:
    """The unit in which a crew must be authorised, and what it must have learnt."""
    return ground.bureau_name(case.fault.home), "lv" if case.fault.kind == "service" else "mv"


def _as_waiting(supply: Supply, case: Case, ready: float) -> Waiting:
    held = supply.held(case.fault) if case.guess is None else case.guess
    main = case.fault.kind == "feeder" or held.key_customers > 0
    return Waiting(case.fault.id, held.customers, held.key_customers, ready, main)


def _profile(home: Home, ends: float | None) -> CrewProfile:
    return CrewProfile(
        name=home.name,
        unit=home.unit,
        skills=list(home.skills),
        authorised_units=list(home.authorised),
        persons=home.persons,
        vehicle=home.vehicle,
        shift_ends_at=ends,
    )
