"""A simulated service area as one pure function of seed, scenario, ground and commands.

``World(seed, scenario, ground).step(until, commands) -> facts``: no clock, no files, no sockets. The same
seed and commands give the same facts, however the time is cut into steps.
"""

from collections.abc import Sequence
from functools import partial

import msgspec
import numpy as np

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.business import Business
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.chronicle import Chronicle
from feeds.sim.closures import Closures
from feeds.sim.commands import Command
from feeds.sim.crews import Crews
from feeds.sim.demand import demand
from feeds.sim.desk import OutageDesk
from feeds.sim.fate import Fate, check_devices
from feeds.sim.fault import Fault
from feeds.sim.fixes import Fixes
from feeds.sim.grid import Grid
from feeds.sim.grid_cells import GridCells
from feeds.sim.ground import Ground
from feeds.sim.hearing import Hearing
from feeds.sim.inquiries import Inquiries
from feeds.sim.planned import Planner
from feeds.sim.policy import NearestFree, Policy
from feeds.sim.polls import Polls
from feeds.sim.road_office import RoadOffice
from feeds.sim.room import Room
from feeds.sim.spells import Spells
from feeds.sim.staff import depots
from feeds.sim.supply import Effect, Supply
from feeds.sim.travel import Travel
from feeds.sim.vans import Vans
from feeds.sim.weather import Weather
from wallboard.config.scenario import Scenario
from wallboard.domain.facts import Fact
from wallboard.domain.terms import Supply as SupplyWord

RECLOSES_AFTER = 1.5  # s
TOTAL_EVERY = 60.0  # s
ASKED_AGAIN = 300.0  # s after switching, for a van where there was none or it had to come off
LOAD_EVERY = 600.0  # s


class Truth(msgspec.Struct, frozen=True):
    """What is really so; never over the wire."""

    at: float
    dark: dict[str, int]  # customers without supply, by area
    faults: tuple[Fault, ...]  # standing now, planned work included
    unheard: tuple[str, ...]  # faults that nobody has heard of yet


class World:
    """One day. Raises ConfigError where a scenario names a device that its network has not.

    policy: who is sent where when no desk decides. fixes_since: see ``Fixes``. polled: what is said at
    regular times is said; nothing depends on it, so that who only counts leaves it out.
    """

    def __init__(
        self,
        seed: int,
        scenario: Scenario,
        ground: Ground,
        *,
        policy: Policy | None = None,
        fixes_since: float | None = None,
        polled: bool = True,
    ) -> None:
        self.seed, self.scenario = seed, scenario
        self.ground = ground
        check_devices(scenario, ground)
        self._agenda = agenda = Agenda(scenario.start_at)
        self._outbox = outbox = Outbox(seed, agenda, Spells(scenario))
        self.grid = Grid(ground)
        self.supply = supply = Supply(ground, self.grid)
        self._desk = OutageDesk(seed, agenda, outbox, ground, supply)
        self.sky = Weather(scenario, ground.areas.point, seed)
        self.hearing = Hearing(
            seed, scenario, agenda, outbox, ground, supply, self._desk, self.sky, self._heard
        )
        self.closures = Closures(seed, scenario, ground.roads, self.sky, depots(ground))
        self._road_office = RoadOffice(seed, agenda, outbox, ground.roads, self.closures)
        self._travel = travel = Travel(agenda, ground.roads, self.closures, self.sky)
        self._crews = Crews(
            seed,
            scenario,
            agenda,
            outbox,
            ground,
            supply,
            policy or NearestFree(),
            self.sky,
            travel,
            self._desk,
            self._done,
        )
        self._vans = Vans(seed, agenda, outbox, ground, scenario.vans, travel, supply, self._generated)
        self._cells = GridCells(seed, scenario, agenda, outbox, ground)
        fate = Fate(seed, ground, self.grid.wiring)
        self._inquiries = Inquiries(
            seed, agenda, outbox, ground, supply, fate, self._desk, self._crews, self.hearing, self._adopted
        )
        planner = Planner(scenario, ground, fate, self.sky)
        self._room = Room(scenario, agenda, outbox, ground, supply, planner, self._follow)
        self._fixes = Fixes(seed, scenario, agenda, outbox, self._crews, self._vans, fixes_since)
        self._polled = polled
        self._polls = Polls(scenario, agenda, outbox, ground, supply, self.sky)
        self.faults = fate.draw(scenario, self.sky)
        self._business = Business(seed, scenario, agenda, outbox, ground, self.faults, self.outage_of)
        self._buried: dict[str, Fault] = {}
        self._chronicle: Chronicle | None = None
        agenda.at(scenario.start_at, self._begin)

    @property
    def now(self) -> float:
        """How far the world has been lived, epoch s."""
        return self._agenda.now

    def step(self, until: float, commands: Sequence[Command] = ()) -> list[Fact]:
        """Live up to ``until`` (epoch s). Returns what reached the room since, in order of arrival."""
        for command in commands:
            self._agenda.at(command.at, self._obey, command)
        self._agenda.run(until)
        return self._outbox.due(until)

    def keep_truth(self) -> Chronicle:
        """Write down from the start what is really so; called before the first step."""
        chronicle = self._chronicle = Chronicle(self.ground, self.supply)
        scenario = self.scenario
        self.hearing.on_call = chronicle.called
        self._business.on_order = chronicle.ordered
        self._travel.on_drive = chronicle.drove
        for road, spans in self.closures.shut.items():
            for span in spans:
                self._agenda.at(span.begins, chronicle.shut, road, span, self.closures.why[road])
        chronicle.began(scenario.start_at, scenario.name, self.seed, scenario.network)
        self._agenda.at(scenario.start_at, self._count_dark)
        return chronicle

    def outage_of(self, fault: str) -> str:
        """The outage system's id of a fault, "" while nobody has heard of it."""
        case = self._desk.cases.get(fault.removeprefix("fault/"))
        return case.key if case is not None and case.number else ""

    def _count_dark(self) -> None:
        if self._chronicle is not None:
            self._chronicle.total(self.now)
            self._agenda.after(TOTAL_EVERY, self._count_dark)

    def truth(self) -> Truth:
        """What is really so now."""
        ids = self.ground.areas.id
        dark = {ids[area]: n for area in self.supply.dark_areas() if (n := self.supply.dark(area))}
        heard = {case.fault.id for case in self._desk.cases.values() if case.heard}
        standing = tuple(self.supply.standing.values())
        unheard = tuple(f.id for f in standing if not f.planned and f.id not in heard)
        return Truth(self.now, dark, standing, unheard)

    def _begin(self) -> None:
        self._draw_load()
        self.hearing.begin()
        self._room.begin()
        self._cells.begin()
        self._crews.begin()
        self._vans.begin()
        self._fixes.begin()
        self._business.begin()
        self._road_office.begin()
        if self._polled:
            self._polls.begin()
        for fault in self.faults:
            self._agenda.at(fault.at, self._strike, fault)

    def _draw_load(self) -> None:
        """What is drawn now decides which open points can be closed without harm."""
        centres = [self.ground.regions[row].centre for row in self.ground.bureaus]
        heat = np.array([float(self.sky.at(centre, self.now).heat[0]) for centre in centres])
        self.grid.load = float(demand(self.now, heat).mean()) if centres else 1.0
        self._agenda.after(LOAD_EVERY, self._draw_load)

    def _obey(self, command: Command) -> None:
        if command.verb == "dispatch":
            self._crews.dispatch(command.subject, command.args.get("outage", ""))
        elif command.verb == "send_van":
            self._vans.obey(command.subject, self._desk.case_of(command.args.get("outage", "")))
        elif command.verb == "recall_van":
            self._vans.recall(command.subject)
        elif command.verb == "look":
            self._inquiries.look(command.subject, command.args)
        elif command.verb == "leave":
            self._inquiries.leave(command.subject)

    def _strike(self, fault: Fault) -> None:
        if fault.recloses:
            self._follow(self.supply.fail(fault))
            self._agenda.after(RECLOSES_AFTER, self._reclose, fault)
            return
        self._buried[fault.id] = fault  # until it holds anybody: it may come below another one
        if fault.isolate_after is not None:
            self._agenda.after(fault.isolate_after, self._isolate, fault)
        self._follow(self.supply.fail(fault))

    def _reclose(self, fault: Fault) -> None:
        """What opened closes by itself and holds: nobody is called for it."""
        self._follow(self.supply.mend(fault))

    def _heard(self, case: Case) -> None:
        """The first word of an outage: a crew is asked for when the desk has looked at it."""
        dice = chance(self.seed, "desk", case.fault.id)
        wait = between(dice, 240, 480) if case.fault.kind == "service" else between(dice, 150, 420)
        self._agenda.after(wait, self._crews.offer, case)
        self._agenda.after(
            between(dice, 420, 720), partial(self._vans.consider, case, at_any_rate=case.fault.van)
        )

    def _done(self, case: Case) -> Case | None:
        """A crew has seen what is there, or has mended it."""
        if case.looked_at:
            return self._inquiries.seen(case)
        self._mend(case.fault)
        return None

    def _adopted(self, case: Case) -> None:
        """An outage by what a crew saw: a van may be worth it."""
        dice = chance(self.seed, "desk", case.fault.id)
        self._agenda.after(between(dice, 180, 420), self._vans.consider, case)

    def _isolate(self, fault: Fault) -> None:
        """The control desk switches the sound sections back, unless the repair was quicker."""
        case = self._desk.cases.get(fault.id)
        if case is None or case.mended_at is not None:
            return
        before = self.supply.held(fault)
        self._vans.release(case, SupplyWord.DARK)
        self._agenda.after(ASKED_AGAIN, self._vans.consider, case)
        effect = self.supply.isolate(fault)
        if self.supply.held(fault) != before:
            self._desk.relieved(case)
        self._follow(effect)

    def _generated(self, case: Case, area: int, van: str, word: SupplyWord) -> None:
        """A van feeds an area from now on, or ("") does so no longer."""
        self._desk.claims.generator(case, van, word)
        if self._chronicle is not None:
            self._chronicle.generated(self.now, area, van, case.fault.id)

    def _mend(self, fault: Fault) -> None:
        case = self._desk.cases[fault.id]
        self._vans.release(case, SupplyWord.RESTORED)
        effect = self.supply.mend(fault)
        self._desk.mended(case)
        self._follow(effect)

    def _follow(self, effect: Effect) -> None:
        """Known outages grow or shrink, buried ones come to light, and all of it may be heard."""
        if self._chronicle is not None:
            self._chronicle.followed(self.now, effect)
        for fault_id in effect.touched:
            case = self._desk.cases.get(fault_id)
            if case is not None:
                self._desk.refresh(case)
            elif fault_id in self._buried and self.supply.held(self._buried[fault_id]).customers:
                self._desk.open_case(self._buried.pop(fault_id))
        self.hearing.followed(effect)
