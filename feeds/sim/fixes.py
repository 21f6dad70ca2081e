"""Where crews and vans say they are, at the cadence of their radios, with the error and the gaps of these."""

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.chance import between, chance
from feeds.sim.crews import Crews
from feeds.sim.driving import Vehicle
from feeds.sim.plane import Point, degrees
from feeds.sim.vans import Vans
from wallboard.config.scenario import Scenario
from wallboard.domain.crews import CrewPosition, VanPosition
from wallboard.domain.facts import Payload
from wallboard.domain.terms import CrewStatus

EVERY = 15.0  # s
NOISE = 6.0  # m, one standard deviation
STILL_EVERY = 4  # a standing vehicle says where it is at every fourth fix
SILENT_SHARE = 0.12  # of a vehicle's half hours have a silence in them
NO_COMPASS = 0.07  # of the vehicles
HALF_HOUR = 1800.0


class Fixes:
    """since: epoch s before which only the first round is said; whoever catches up needs no fix that a newer
    one has taken the place of."""

    def __init__(
        self,
        seed: int,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        crews: Crews,
        vans: Vans,
        since: float | None,
    ) -> None:
        self._agenda, self._outbox, self._crews, self._vans = agenda, outbox, crews, vans
        self._seed, self._start, self._since = seed, scenario.start_at, since
        self._compass: dict[str, bool] = {}
        self._silences: dict[str, tuple[int, float, float]] = {}

    def begin(self) -> None:
        """The first round, and the rounds to come."""
        self._round(self._start)

    def _round(self, at: float) -> None:
        """The moving ones, and the standing ones now and then."""
        count = round((at - self._start) / EVERY)
        still = count % STILL_EVERY == 0
        dice = chance(self._seed, "gps", count)
        for crew in self._crews.crews.values():
            if crew.status is not CrewStatus.OFF_SHIFT and not self._silent(crew.home.id, at):
                self._fix(crew.key, crew.vehicle, still, dice.gauss(0, NOISE), dice.gauss(0, NOISE), False)
        for van in self._vans.vans:
            self._fix(van.key, van.vehicle, still, dice.gauss(0, NOISE), dice.gauss(0, NOISE), True)
        late = count + 1
        if self._since is not None and self._start + late * EVERY < self._since:
            late = int((self._since - self._start) // EVERY) // STILL_EVERY * STILL_EVERY
            late = max(late, count + 1)
        self._agenda.at(self._start + late * EVERY, self._round, self._start + late * EVERY)

    def _silent(self, crew: str, now: float) -> bool:
        """Now and then a vehicle's own radio is silent for some minutes."""
        half_hour = int((now - self._start) // HALF_HOUR)
        known, begins, ends = self._silences.get(crew, (-1, 0.0, 0.0))
        if known != half_hour:
            dice = chance(self._seed, "silent", crew, half_hour)
            begins = ends = 0.0
            if dice.random() <= SILENT_SHARE:
                begins = self._start + half_hour * HALF_HOUR + between(dice, 0.0, 1200.0)
                ends = begins + between(dice, 240.0, 600.0)
            self._silences[crew] = half_hour, begins, ends
        return begins <= now < ends

    def _has_compass(self, key: str) -> bool:
        """Whether a vehicle's radio says which way it points; some never do."""
        if key not in self._compass:
            self._compass[key] = chance(self._seed, "compass", key).random() >= NO_COMPASS
        return self._compass[key]

    def _fix(self, key: str, vehicle: Vehicle, still: bool, dx: float, dy: float, is_van: bool) -> None:
        point, heading, speed = vehicle.place(self._agenda.now)
        if not speed and not still:
            return
        lon, lat = degrees(Point(point.x + dx, point.y + dy))
        turned = round(heading, 1) % 360.0 if self._has_compass(key) else None
        if is_van:
            data: Payload = VanPosition(lon=lon, lat=lat, heading=turned)
        else:
            data = CrewPosition(lon=lon, lat=lat, heading=turned, speed=round(speed, 1), accuracy=8.0)
        self._outbox.say("gps", key, data)
