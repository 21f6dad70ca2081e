"""What the room hears of the network, and what not: who calls, what meters, SCADA and indicators say.

The error model with its sources: docs/truth.md.
"""

from collections.abc import Callable

import msgspec

from feeds.sim import error_rates as rates
from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.callers import CLEAR, NO_NUMBER, Caller, callers, channel_of, own_breakers
from feeds.sim.case import Case
from feeds.sim.chance import chance
from feeds.sim.chronicle import Called
from feeds.sim.desk import OutageDesk
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.meters import AreaRadio, Meters, Silences, neighbours
from feeds.sim.supply import Effect, Supply
from feeds.sim.telemetry import Telemetry, kind_of
from feeds.sim.weather import Weather
from wallboard.config.scenario import Scenario
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.network import AreaMeters
from wallboard.domain.terms import DeviceKind, EvidenceKind

CALL_THREAD = "95598"
TOPICS = {CLEAR: "停电", NO_NUMBER: "停电 无户号", "wrong_place": "停电 地址不符"}
AREA = DeviceKind.TRANSFORMER_AREA


class Hearing:
    """Turns darkness into evidence, and some light too."""

    def __init__(
        self,
        seed: int,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        desk: OutageDesk,
        sky: Weather,
        on_first: Callable[[Case], None],
    ) -> None:
        self._seed, self._scenario, self._agenda, self._outbox = seed, scenario, agenda, outbox
        self._ground, self._supply = ground, supply
        self._desk, self._sky, self._on_first = desk, sky, on_first
        self.on_call: Callable[[Called], None] | None = None
        areas, devices = ground.areas, ground.devices
        radio = AreaRadio(seed, areas.customers, neighbours(areas.cell, areas.line))
        self._recorded = {
            area: [(row, radio.wrong[row] / areas.customers[area]) for row in rows]
            for area, rows in radio.recorded_elsewhere.items()
        }
        self._meters = Meters(
            agenda, outbox, areas.id, areas.customers, radio, supply.dark, self._meters_said
        )
        stations = [ground.feeders.station[row] if row >= 0 else -1 for row in devices.feeder]
        self._telemetry = Telemetry(
            seed, agenda, outbox, devices.id, devices.kind, stations, ground.feeders.id
        )
        self._devices_of: dict[int, list[int]] = {}
        for row, feeder in enumerate(devices.feeder):
            self._devices_of.setdefault(feeder, []).append(row)
        self._asked: dict[str, set[int]] = {}  # areas whose callers were drawn, by fault
        self._cases_at: dict[int, list[Case]] = {}
        self.own_breakers: set[int] = set()  # areas of which somebody called who has supply and no light

    def begin(self) -> None:
        """The first round of everything that is read, and what the day brings besides outages."""
        scenario = self._scenario
        areas = self._ground.areas
        silences = Silences(self._seed, len(areas.id), scenario.lasts, self._storm)
        self._meters.begin(silences.all)
        self._telemetry.begin(scenario.lasts)
        hour = scenario.start.hour + scenario.start.minute / 60.0
        for after, area in own_breakers(self._seed, areas.customers, hour, scenario.lasts):
            self._agenda.after(after, self._own_breaker, area)

    def _storm(self, after: float) -> float:
        """How hard it storms, 0 to 1, over the bureaus together."""
        now = self._scenario.start_at + after
        centres = [self._ground.regions[row].centre for row in self._ground.bureaus]
        if not centres:
            return 0.0
        return min(1.0, sum(self._sky.force(one, now) for one in centres) / len(centres))

    def followed(self, effect: Effect) -> None:
        """The network changed: what may be heard of it from now on."""
        cases = [case for fault in effect.touched if (case := self._desk.cases.get(fault)) is not None]
        areas = self._ground.areas
        feeders = {case.fault.feeder for case in cases}
        feeders.update(areas.line[area] for area in (*effect.dark, *effect.lit))
        self._positions(feeders, set(effect.opened))
        changed = dict.fromkeys([*effect.dark, *effect.lit])
        changed.update(dict.fromkeys(case.fault.area for case in cases if case.fault.service))
        for area in changed:
            self._meters.changed(area)
        for case in cases:
            if case.mended_at is None and not case.fault.planned:
                self._ask(case)

    # Calls.

    def _ask(self, case: Case) -> None:
        """Who would call of the areas that it has come to hold."""
        fault = case.fault
        asked, held = self._asked.get(fault.id, set()), self._supply.areas(fault.id)
        customers = self._ground.areas.customers
        dark = [
            (area, fault.service or customers[area])
            for area in held
            if area not in asked and self._supply.share(area, fault.id)
        ]
        self._asked[fault.id] = set(held)  # what it loses and comes to hold again is dark anew
        if not dark:
            return
        for area, _ in dark:
            here = self._cases_at.setdefault(area, [])
            here[:] = [one for one in here if one.mended_at is None and one is not case] + [case]
        for caller in callers(
            self._seed, fault.id, dark, bool(fault.service), self._recorded, self._scenario.calls
        ):
            self._agenda.after(caller.after, self._call, case, caller, caller.trouble)

    def _call(self, case: Case, caller: Caller, trouble: str) -> None:
        """A call, if its customer is still without supply."""
        if not self._supply.share(caller.area, case.fault.id):
            return
        if caller.again is not None:
            once_more = msgspec.structs.replace(caller, again=None)
            self._agenda.after(caller.again, self._call, case, once_more, CLEAR)
        where = self._ground.areas.id[caller.recorded]
        if trouble == CLEAR:
            self._hear(case, "call", caller.area, 1)
            self._evidence("95598", case, EvidenceKind.CALL, AREA, where, 1, None)
        self._report(caller, trouble, case.key if trouble == CLEAR else "", case.fault)

    def _own_breaker(self, area: int) -> None:
        """A customer has supply and no light; who sits in the dark has another reason to call."""
        if self._supply.dark(area):
            return
        self.own_breakers.add(area)
        dice = chance(self._seed, "own breaker", area, int(self._agenda.now))
        trouble = NO_NUMBER if dice.random() < rates.UNLOCATED_SHARE else CLEAR
        self._report(Caller(0.0, area, area, channel=channel_of(dice.random())), trouble, "", None)

    def _report(self, caller: Caller, trouble: str, outage: str, fault: Fault | None) -> None:
        ids = self._ground.areas.id
        report = CallReport(
            channel=caller.channel,
            received_at=self._agenda.now,
            area="" if trouble else ids[caller.recorded],
            outage=outage,
            located=not trouble,
            topic=TOPICS[trouble],
        )
        call = self._outbox.say("95598", CALL_THREAD, report)
        if self.on_call is not None:
            because = fault.id if fault else ""
            truth = Called(self._agenda.now, call, ids[caller.area], ids[caller.recorded], because)
            self.on_call(truth)

    # Meters.

    def _meters_said(self, area: int, before: AreaMeters, now: AreaMeters) -> None:
        """Counts of an area reach the room: evidence where most of its meters are off, or on again."""
        cases = self._cases_at.get(area)
        if not cases:
            return
        case, whole = cases[-1], now.total or 1
        if 2 * now.off >= whole and self._supply.share(area, case.fault.id):
            self._hear(case, "meter_off", area, 1)
            self._say_meters(case, EvidenceKind.METER_OFF, area, now.off, whole)
        elif 2 * before.off >= whole and 2 * now.on >= whole:
            self._say_meters(case, EvidenceKind.METER_ON, area, now.on, whole)

    def _say_meters(self, case: Case, kind: EvidenceKind, area: int, n: int, of: int) -> None:
        self._evidence("metering", case, kind, AREA, self._ground.areas.id[area], n, of)

    # SCADA and indicators.

    def _positions(self, feeders: set[int], tripped: set[int]) -> None:
        """Devices of these feeders that are not as they were; trips with what they say of a fault."""
        shut, edge = self._supply.grid.shut, self._ground.devices.edge
        for feeder in sorted(feeders):
            for row in self._devices_of.get(feeder, ()):
                trip = edge[row] in tripped
                wait = self._telemetry.switched(row, closed=shut[edge[row]], tripped=trip)
                if trip:
                    self._tripped(row, wait)

    def _tripped(self, row: int, wait: float | None) -> None:
        """A device opened by itself: SCADA may read it, indicators may have seen the current."""
        grid, devices = self._supply.grid, self._ground.devices
        case = self._desk.cases.get(grid.switches.opened_for(devices.edge[row]))
        if case is None:
            return
        if wait is not None:
            self._agenda.after(wait, self._read, case, row)
        feeder = devices.feeder[row]
        above = self._above(feeder, case.fault.edge)
        aside = [other for other in self._devices_of[feeder] if other not in above]
        for other, after in self._telemetry.fault_passed(case.fault.id, feeder, sorted(above), aside):
            self._agenda.after(after, self._seen, case, other)

    def _above(self, feeder: int, edge: int) -> set[int]:
        """Devices between the station and a broken element, its own included."""
        came = {lower: (one, upper) for one, upper, lower in self._supply.grid.wiring.order[feeder]}
        edges, device_at = self._ground.edges, self._ground.device_at
        found = {device_at[edge]} if edge in device_at else set[int]()
        node = next((n for n in (edges.a[edge], edges.b[edge]) if came.get(n, (-1, -1))[0] != edge), -1)
        while node in came:
            one, node = came[node]
            if one in device_at:
                found.add(device_at[one])
        return found

    def _read(self, case: Case, row: int) -> None:
        self._hear(case, "scada", case.fault.home, 1)
        self._say_device("scada", case, EvidenceKind.SCADA, row)

    def _seen(self, case: Case, row: int) -> None:
        self._say_device("scada", case, EvidenceKind.FAULT_INDICATOR, row)

    def _say_device(self, source: str, case: Case, kind: EvidenceKind, row: int) -> None:
        devices = self._ground.devices
        device_kind = kind_of(devices.kind[row])
        self._evidence(source, case, kind, device_kind, devices.id[row], 1, None)

    # What is made of it.

    def _hear(self, case: Case, kind: str, area: int, n: int) -> None:
        if self._desk.hear(case, kind, area, n):
            self._on_first(case)

    def _evidence(
        self,
        source: str,
        case: Case,
        kind: EvidenceKind,
        device_kind: DeviceKind,
        device: str,
        n: int,
        of: int | None,
    ) -> None:
        """Evidence of an outage that the outage system knows of; before that nothing can be added to it."""
        if not case.number:
            return
        now = self._agenda.now
        data = Evidence(kind=kind, device_kind=device_kind, device=device, n=n, of=of, happened_at=now)
        self._outbox.say(source, case.key, data)
