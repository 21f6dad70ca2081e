"""What the room hears of a fault: calls, last gasps of meters, trips read by SCADA."""

from collections.abc import Callable

import msgspec

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.desk import OutageDesk
from feeds.sim.ground import Ground
from feeds.sim.supply import Supply
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.network import AreaMeters, DevicePosition
from wallboard.domain.terms import DeviceKind, EvidenceKind

CALL_SHARE = 0.035  # of the dark customers call, at least one of a service line
MOST_CALLS = 45
CALL_MEAN = 14 * 60.0  # s
UNLOCATED_SHARE = 0.06  # no account number, or a wrong address
CALL_AGAIN = 17 * 60.0  # s until a caller who could not be located calls again
CALL_THREAD = "95598"


class Hearing:
    """Turns darkness into evidence. Everything is drawn by the fault's own name."""

    def __init__(
        self,
        seed: int,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        desk: OutageDesk,
        on_first: Callable[[Case], None],
    ) -> None:
        self._seed, self._agenda, self._outbox = seed, agenda, outbox
        self._ground, self._supply = ground, supply
        self._desk, self._on_first = desk, on_first

    def begin(self, case: Case) -> None:
        """A fault's customers have just gone dark."""
        fault = case.fault
        dice = chance(self._seed, "heard", fault.id)
        if fault.kind == "feeder":
            self._agenda.after(between(dice, 2.0, 7.0), self._trip, case)
        held, areas = self._supply.held(fault), self._supply.areas(fault.id)
        for area in areas:
            if not fault.service:
                self._agenda.after(between(dice, 50.0, 260.0), self._gasp, case, area, dice.random())
        if fault.service:
            first = between(dice, 90.0, 840.0)
            waits = [first] + [first + between(dice, 120, 2400) for _ in range(min(2, held.customers - 1))]
        else:
            count = min(MOST_CALLS, round(held.customers * CALL_SHARE * between(dice, 0.5, 1.5)))
            waits = [30.0 + dice.expovariate(1.0 / CALL_MEAN) for _ in range(count)]
        for wait in waits:
            area = areas[int(dice.random() * len(areas))]
            self._agenda.after(wait, self._call, case, area, dice.random() < UNLOCATED_SHARE)

    def _trip(self, case: Case) -> None:
        """The breaker is read open."""
        self._breaker(case, closed=False)
        device = case.fault.device
        self._hear(case, "scada", case.fault.home, 1)
        self._evidence("scada", case, EvidenceKind.SCADA, DeviceKind.FEEDER, device, 1, None)

    def breaker_back(self, case: Case) -> None:
        """The feeder's breaker is closed again by switching or repair."""
        self._agenda.after(3.0, self._breaker_closed, case)

    def _breaker_closed(self, case: Case) -> None:
        self._breaker(case, closed=True)

    def _breaker(self, case: Case, *, closed: bool) -> None:
        data = DevicePosition(kind=DeviceKind.FEEDER, closed=closed, tripped=not closed, commanded=closed)
        self._outbox.say("scada", f"scada/{case.fault.device}-CB", data)

    def _gasp(self, case: Case, area: int, luck: float) -> None:
        """Last gasps of one area: most arrive, some meters fall silent without a word."""
        if not self._supply.share(area, case.fault.id):
            return
        total = self._ground.areas.customers[area]
        dark = self._supply.dark(area)
        off = max(1, round(dark * (0.62 + 0.36 * luck))) if dark else 0
        self._outbox.say(
            "metering",
            f"metering/{self._ground.areas.id[area]}",
            AreaMeters(off=off, on=total - dark, silent=dark - off, total=total),
        )
        self._hear(case, "meter_off", area, 1)
        if case.number:
            kind = DeviceKind.TRANSFORMER_AREA
            self._evidence(
                "metering", case, EvidenceKind.METER_OFF, kind, self._ground.areas.id[area], off, total
            )

    def power_back(self, area: int, luck: float) -> None:
        """Some minutes after an area's supply is back, its meters say so."""
        self._agenda.after(40.0 + 240.0 * luck, self._meters_back, area, luck)

    def _meters_back(self, area: int, luck: float) -> None:
        dark = self._supply.dark(area)
        if dark and self._supply.whole_dark(area):
            return
        total = self._ground.areas.customers[area]
        silent = round((total - dark) * 0.02 * luck)
        data = AreaMeters(off=dark, on=total - dark - silent, silent=silent, total=total)
        self._outbox.say("metering", f"metering/{self._ground.areas.id[area]}", data)

    def _call(self, case: Case, area: int, unlocated: bool) -> None:
        if not self._supply.share(area, case.fault.id):
            return
        report = CallReport(
            channel="95598",
            received_at=self._agenda.now,
            area="" if unlocated else self._ground.areas.id[area],
            located=not unlocated,
            topic="停电",
        )
        if unlocated:
            self._outbox.say("95598", CALL_THREAD, report)
            self._agenda.after(CALL_AGAIN, self._call, case, area, False)
            return
        self._hear(case, "call", area, 1)
        linked = msgspec.structs.replace(report, outage=case.key)
        self._outbox.say("95598", CALL_THREAD, linked)
        kind, device = DeviceKind.TRANSFORMER_AREA, self._ground.areas.id[area]
        self._evidence("95598", case, EvidenceKind.CALL, kind, device, 1, None)

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
        data = Evidence(
            kind=kind, device_kind=device_kind, device=device, n=n, of=of, happened_at=self._agenda.now
        )
        self._outbox.say(source, case.key, data)
