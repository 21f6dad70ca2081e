"""The generator vans: one is sent where a scenario says that a customer must be kept supplied."""

from collections.abc import Callable
from functools import partial

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.driving import Vehicle
from feeds.sim.ground import Ground
from feeds.sim.roads import Spot
from feeds.sim.staff import Home, vans_of
from feeds.sim.travel import VAN_TOP, Travel
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.terms import VanStatus

TANK_HOURS = 6.0
PACE = (0.9, 1.1)
"""Of what others drive."""


class Van:
    """One van and where it is used."""

    def __init__(self, home: Home, vehicle: Vehicle) -> None:
        self.home, self.vehicle = home, vehicle
        self.key = f"gps/{home.id}"
        self.status = VanStatus.AVAILABLE
        self.case: Case | None = None
        self.connected_at = 0.0


class Vans:
    """Sends, connects and takes back vans; says their status."""

    def __init__(
        self,
        seed: int,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        count: int,
        travel: Travel,
        on_supply: Callable[[Case, str, bool], None],
    ) -> None:
        self._agenda, self._outbox, self._on_supply = agenda, outbox, on_supply
        self._dice = chance(seed, "vans")
        self._ground, self._travel = ground, travel
        self.vans = [Van(home, Vehicle(home.id, ground.roads, home.depot)) for home in vans_of(ground, count)]

    def begin(self) -> None:
        """Every van's profile and first status."""
        for van in self.vans:
            profile = VanProfile(name=van.home.name, unit=van.home.unit, kva=400.0, tank_hours=TANK_HOURS)
            self._outbox.say("oms", van.key, profile)
            self._say(van, VanStatus.AVAILABLE)

    def send(self, case: Case) -> None:
        """The first free van sets out for an outage, where one is free and it is still dark."""
        van = next((v for v in self.vans if v.status is VanStatus.AVAILABLE), None)
        if van is None or case.mended_at is not None:
            return
        van.case, case.van = case, van.home.id
        self._say(van, VanStatus.EN_ROUTE)
        self._drive(van, self._ground.roads.spot_at(case.fault.point), partial(self._arrive, van))

    def _drive(self, van: Van, goal: Spot, arrive: Callable[[], object]) -> None:
        pace = between(self._dice, *PACE)
        self._travel.go(van.vehicle, goal, pace=pace, top=VAN_TOP, told=_silent, arrive=arrive)

    def _arrive(self, van: Van) -> None:
        self._agenda.after(between(self._dice, 420, 900), self._connect, van)

    def _connect(self, van: Van) -> None:
        assert van.case is not None
        if van.case.mended_at is not None:
            self._leave(van)
            return
        van.connected_at = self._agenda.now
        self._say(van, VanStatus.CONNECTED)
        self._on_supply(van.case, van.key, True)

    def release(self, case: Case) -> None:
        """The network's own supply is back: the van comes off first."""
        for van in self.vans:
            if van.case is case and van.status is VanStatus.CONNECTED:
                self._on_supply(case, van.key, False)
                self._leave(van)

    def _leave(self, van: Van) -> None:
        van.case = None
        self._say(van, VanStatus.EN_ROUTE)
        self._drive(van, van.home.depot, partial(self._home, van))

    def _home(self, van: Van) -> None:
        self._say(van, VanStatus.AVAILABLE)

    def _say(self, van: Van, status: VanStatus) -> None:
        van.status = status
        now, case = self._agenda.now, van.case
        used = (now - van.connected_at) / 3600.0 if van.connected_at else 0.0
        data = VanStatusValue(
            status=status,
            since=now,
            area=self._ground.areas.id[case.fault.home] if case else "",
            outage=case.key if case else "",
            fuel_hours=round(max(0.0, TANK_HOURS - used), 1),
            fuel_read_at=now,
        )
        self._outbox.say("oms", van.key, data)


def _silent(_eta: float | None, _said: str) -> None:
    """A van's status has no words for its way."""
