"""The simulated town as one pure function of seed, scenario and commands.

``World(seed, scenario).step(until, commands) -> facts``: no clock, no files, no sockets. The same seed
and commands give the same facts, however the time is cut into steps.
"""

from collections.abc import Iterable, Sequence

import msgspec

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.commands import Command
from feeds.sim.crews import Crews
from feeds.sim.desk import OutageDesk
from feeds.sim.fate import Fault, check_devices, draw_faults
from feeds.sim.geography.town import Town, build_town
from feeds.sim.hearing import Hearing
from feeds.sim.policy import NearestFree, Policy
from feeds.sim.polls import Polls
from feeds.sim.room import Room
from feeds.sim.supply import Supply
from feeds.sim.vans import Vans
from wallboard.config.scenario import Scenario
from wallboard.domain.facts import Fact
from wallboard.domain.network import AreaMeters


class Truth(msgspec.Struct, frozen=True):
    """What is really so; never over the wire."""

    at: float
    dark: dict[str, int]  # customers without supply, by area
    faults: tuple[Fault, ...]  # standing now, planned work included
    unheard: tuple[str, ...]  # faults that nobody has heard of yet


class World:
    """The town on one day. Raises ConfigError where a scenario names a device that the town has not."""

    def __init__(self, seed: int, scenario: Scenario, *, policy: Policy | None = None) -> None:
        self.seed, self.scenario = seed, scenario
        self.town: Town = build_town()
        check_devices(scenario, self.town)
        self._agenda = agenda = Agenda(scenario.start_at)
        self._outbox = outbox = Outbox(seed, agenda)
        self.supply = supply = Supply(self.town)
        self._desk = OutageDesk(seed, agenda, outbox, self.town, supply)
        self._hearing = Hearing(seed, agenda, outbox, supply, self._desk, self._heard)
        self._crews = Crews(
            seed,
            scenario,
            agenda,
            outbox,
            self.town,
            supply,
            policy or NearestFree(),
            self._desk.arrived,
            self._mend,
        )
        self._vans = Vans(seed, agenda, outbox, self.town, self._desk.claims.generator)
        self._room = Room(seed, scenario, agenda, outbox, self.town, supply, self._touched)
        self._polls = Polls(seed, scenario, agenda, outbox, self.town, supply, self._crews, self._vans)
        self.faults = draw_faults(seed, scenario, self.town)
        self._buried: dict[str, Fault] = {}
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

    def truth(self) -> Truth:
        """What is really so now."""
        dark = {area: n for area in self.supply.area if (n := self.supply.dark(area))}
        heard = {case.fault.id for case in self._desk.cases.values() if case.heard}
        standing = tuple(self.supply.standing.values())
        unheard = tuple(f.id for f in standing if not f.planned and f.id not in heard)
        return Truth(self.now, dark, standing, unheard)

    def _begin(self) -> None:
        for area in self.town.areas:
            meters = AreaMeters(off=0, on=area.customers, total=area.customers)
            self._outbox.say("metering", f"metering/{area.id}", meters)
        self._room.begin()
        self._crews.begin()
        self._vans.begin()
        self._polls.begin()
        for fault in self.faults:
            self._agenda.at(fault.at, self._strike, fault)

    def _obey(self, command: Command) -> None:
        if command.verb == "dispatch":
            self._crews.dispatch(command.subject, command.args.get("outage", ""))

    def _strike(self, fault: Fault) -> None:
        self.supply.fail(fault)
        if fault.isolate_after is not None:
            self._agenda.after(fault.isolate_after, self._isolate, fault)
        if self.supply.held(fault).customers:
            self._notice(fault)
        else:
            self._buried[fault.id] = fault  # hidden below another one until that is mended

    def _notice(self, fault: Fault) -> None:
        self._hearing.begin(self._desk.open_case(fault))

    def _heard(self, case: Case) -> None:
        """The first word of an outage: a crew is asked for when the desk has looked at it."""
        dice = chance(self.seed, "desk", case.fault.id)
        wait = between(dice, 240, 480) if case.fault.kind == "service" else between(dice, 150, 420)
        self._agenda.after(wait, self._crews.offer, case)
        if case.fault.van:
            self._agenda.after(between(dice, 420, 720), self._vans.send, case)

    def _isolate(self, fault: Fault) -> None:
        """The control desk switches the sound sections back, unless the repair was quicker."""
        case = self._desk.cases.get(fault.id)
        if case is None or case.mended_at is not None:
            return
        touched, _ = self.supply.relieve(fault, fault.back_first)
        self._power_back(fault.back_first)
        self._hearing.breaker_back(case)
        self._desk.relieved(case)
        self._touched(touched)

    def _mend(self, fault: Fault) -> None:
        case = self._desk.cases[fault.id]
        self._vans.release(case)
        touched, _ = self.supply.mend(fault)
        self._power_back(fault.areas)
        if fault.kind == "feeder":
            self._hearing.breaker_back(case)
        self._desk.mended(case)
        self._touched(touched)

    def _touched(self, faults: Iterable[str]) -> None:
        """Other faults now hold what was given back: known ones grow, buried ones come to light."""
        for fault_id in sorted(faults):
            case = self._desk.cases.get(fault_id)
            if case is not None:
                self._desk.refresh(case)
            elif fault_id in self._buried and self.supply.held(self._buried[fault_id]).customers:
                self._notice(self._buried.pop(fault_id))

    def _power_back(self, areas: Iterable[str]) -> None:
        for area in areas:
            luck = chance(self.seed, "back", area, int(self.now)).random()
            self._hearing.power_back(area, luck)
