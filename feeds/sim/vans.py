"""The generator vans: sent to key customers and estates in the dark, and off before anything is switched.

What a van feeds stays dark by the network: a generator is not a restoration (d.132).
"""

from collections.abc import Callable
from functools import partial

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import Case
from feeds.sim.chance import between, chance
from feeds.sim.driving import Vehicle
from feeds.sim.ground import Ground
from feeds.sim.plane import apart
from feeds.sim.roads import Spot
from feeds.sim.staff import Home, vans_of
from feeds.sim.supply import Supply
from feeds.sim.travel import VAN_TOP, Travel
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.terms import Supply as SupplyWord
from wallboard.domain.terms import VanStatus

KVA = (200.0, 400.0, 500.0, 800.0)
POWER_FACTOR = 0.8
TANK_HOURS = 6.0  # at full load
LEAST_LOAD = 0.4
"""Of the full load: a generator that does less burns no less."""
REFUELS_AT = 1.0  # of these hours are left
REFUELLING = (15 * 60.0, 35 * 60.0)  # s without supply
LOOKS_EVERY = 900.0  # s between two looks at the fuel, and at whether it is still needed
ESTATE = 150
"""Customers of one area for whom a van is worth its way."""
KEPT_BACK = 4
"""Vans that stay for key customers."""
PACE = (0.9, 1.1)
"""Of what others drive."""


class Van:
    """One van and where it is used."""

    def __init__(self, home: Home, vehicle: Vehicle) -> None:
        self.home, self.vehicle = home, vehicle
        self.key = f"gps/{home.id}"
        self.status = VanStatus.AVAILABLE
        self.case: Case | None = None
        self.since = 0.0
        self.kva = 0.0
        self.area = -1  # that it is sent to
        self.fuel = TANK_HOURS  # hours at full load, when it was read
        self.read_at = 0.0
        self.turn = 0  # counts its orders, so that a look of an old one does nothing


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
        supply: Supply,
        on_supply: Callable[[Case, int, str, SupplyWord], None],
    ) -> None:
        self._agenda, self._outbox, self._on_supply = agenda, outbox, on_supply
        self._dice = chance(seed, "vans")
        self._ground, self._travel, self._supply = ground, travel, supply
        self.vans = [Van(home, Vehicle(home.id, ground.roads, home.depot)) for home in vans_of(ground, count)]
        for van in self.vans:
            van.kva = chance(seed, "van", van.home.id).choice(KVA)

    def begin(self) -> None:
        """Every van's profile and first status."""
        for van in self.vans:
            home = van.home
            profile = VanProfile(name=home.name, unit=home.unit, kva=van.kva, tank_hours=TANK_HOURS)
            self._outbox.say("oms", van.key, profile)
            self._say(van, VanStatus.AVAILABLE)

    def consider(self, case: Case, *, at_any_rate: bool = False) -> None:
        """The nearest van that can carry it sets out for the area of an outage that needs one most."""
        if case.mended_at is not None or case.van:
            return
        areas, free = self._ground.areas, [v for v in self.vans if v.status is VanStatus.AVAILABLE]
        dark = self._supply.areas(case.fault.id)
        keys = [area for area in dark if areas.key[area]]
        estates = [area for area in dark if areas.customers[area] >= ESTATE]
        if at_any_rate:
            wanted = keys or dark or [case.fault.home]
        else:
            wanted = keys or (estates if len(free) > KEPT_BACK else [])
        for area in sorted(wanted, key=lambda area: (-areas.customers[area], area)):
            able = [van for van in free if at_any_rate or van.kva * POWER_FACTOR >= areas.kw[area]]
            if able:
                place = areas.point[area]
                away = [(apart(self._ground.roads.point(van.vehicle.spot), place), van.key) for van in able]
                self._send(able[away.index(min(away))], case, area)
                return

    def obey(self, key: str, case: Case | None) -> bool:
        """A desk sends a van. False where it is not free, or the outage is over or has one."""
        van = next((van for van in self.vans if van.key == key), None)
        if van is None or van.status is not VanStatus.AVAILABLE:
            return False
        if case is None or case.mended_at is not None or case.van:
            return False
        areas, dark = self._ground.areas, self._supply.areas(case.fault.id) or [case.fault.home]
        carried = [area for area in dark if van.kva * POWER_FACTOR >= areas.kw[area]]
        self._send(van, case, min(carried or dark, key=lambda a: (not areas.key[a], -areas.customers[a], a)))
        return True

    def recall(self, key: str) -> bool:
        """A desk calls a van back: who feeds switches off and leaves, who drives turns round on arrival."""
        van = next((van for van in self.vans if van.key == key), None)
        if van is None or van.case is None:
            return False
        if van.status is VanStatus.EN_ROUTE:
            van.case.van, van.case, van.area = "", None, -1
            self._say(van, VanStatus.EN_ROUTE)
            return True
        if van.status is VanStatus.CONNECTED:
            self._take_off(van)
        self._leave(van)
        return True

    def _send(self, van: Van, case: Case, area: int) -> None:
        van.case, case.van, van.area = case, van.home.id, area
        van.turn += 1
        self._say(van, VanStatus.EN_ROUTE)
        goal = self._ground.roads.spot_at(self._ground.areas.point[area])
        self._drive(van, goal, partial(self._arrive, van))

    def _drive(self, van: Van, goal: Spot, arrive: Callable[[], object]) -> None:
        pace = between(self._dice, *PACE)
        self._travel.go(van.vehicle, goal, pace=pace, top=VAN_TOP, told=_silent, arrive=arrive)

    def _arrive(self, van: Van) -> None:
        self._agenda.after(between(self._dice, 420, 900), self._connect, van, van.turn)

    def _needed(self, van: Van) -> bool:
        """Whether its area is still dark by the outage for which it came."""
        case = van.case
        if case is None or case.mended_at is not None:
            return False
        return case.fault.service > 0 or self._supply.whole_dark(van.area)

    def _connect(self, van: Van, turn: int) -> None:
        if van.turn != turn:
            return
        if not self._needed(van):
            self._leave(van)
            return
        assert van.case is not None
        van.read_at = self._agenda.now
        self._say(van, VanStatus.CONNECTED)
        whole = self._supply.held(van.case.fault).areas <= 1
        word = SupplyWord.GENERATOR if whole else SupplyWord.PARTIAL
        self._on_supply(van.case, van.area, van.key, word)
        self._agenda.after(LOOKS_EVERY, self._look, van, turn)

    def _look(self, van: Van, turn: int) -> None:
        """It burns its fuel; it is refuelled switched off, or goes when nobody needs it any more."""
        if van.turn != turn or van.status is not VanStatus.CONNECTED:
            return
        now = self._agenda.now
        van.fuel -= (now - van.read_at) / 3600.0 * self._burns(van)
        van.read_at = now
        if not self._needed(van):
            self._take_off(van)
            self._leave(van)
        elif van.fuel <= REFUELS_AT:
            self._take_off(van)
            self._say(van, VanStatus.REFUELLING)
            van.fuel = TANK_HOURS
            self._agenda.after(between(self._dice, *REFUELLING), self._connect, van, turn)
        else:
            self._say(van, VanStatus.CONNECTED)
            self._agenda.after(LOOKS_EVERY, self._look, van, turn)

    def _burns(self, van: Van) -> float:
        """Of what it burns at full load."""
        kw = self._ground.areas.kw[van.area] if van.area >= 0 else 0.0
        return min(1.0, max(LEAST_LOAD, kw / (van.kva * POWER_FACTOR)))

    def _take_off(self, van: Van, word: SupplyWord = SupplyWord.DARK) -> None:
        assert van.case is not None
        self._on_supply(van.case, van.area, "", word)

    def release(self, case: Case, word: SupplyWord) -> None:
        """Something is switched for an outage: the van that feeds it comes off first.

        word: what its customers have once that is done."""
        for van in self.vans:
            if van.case is case and van.status is VanStatus.CONNECTED:
                self._take_off(van, word)
                self._leave(van)

    def _leave(self, van: Van) -> None:
        if van.case is not None:
            van.case.van = ""
        van.case, van.area = None, -1
        van.turn += 1
        van.fuel = TANK_HOURS
        self._say(van, VanStatus.EN_ROUTE)
        self._drive(van, van.home.depot, partial(self._home, van))

    def _home(self, van: Van) -> None:
        self._say(van, VanStatus.AVAILABLE)

    def _say(self, van: Van, status: VanStatus) -> None:
        now, case = self._agenda.now, van.case
        if status is not van.status:
            van.since = now
        van.status = status
        data = VanStatusValue(
            status=status,
            since=van.since,
            area=self._ground.areas.id[van.area] if van.area >= 0 else "",
            outage=case.key if case else "",
            fuel_hours=round(max(0.0, van.fuel / self._burns(van)), 1),
            fuel_read_at=now,
        )
        self._outbox.say("oms", van.key, data)


def _silent(_eta: float | None, _said: str) -> None:
    """A van's status has no words for its way."""
