"""Where crews and vans say they are, at the cadence of their radios, with the error and the gaps of these."""

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.chance import between, chance, skewed
from feeds.sim.crews import Crew, Crews
from feeds.sim.plane import Point, degrees
from feeds.sim.vans import Van, Vans
from wallboard.config.scenario import Scenario
from wallboard.domain.crews import CrewPosition, VanPosition
from wallboard.domain.facts import Payload
from wallboard.domain.terms import CrewStatus

EVERY = 24.0
"""Seconds between two fixes of a vehicle that moves: the median of recorded traces."""
GROUPS = 8
"""Vehicles take turns within that time, so that not all speak at once."""
LOST_SHARE = 0.04  # of the fixes do not come through
NOISE = 6.0  # m, one standard deviation
STILL_EVERY = 4  # a standing vehicle says where it is at every fourth fix
SILENT_SHARE = 0.12  # of a vehicle's half hours have a silence in them
SILENCE = (360.0, 0.7, 120.0, 52 * 60.0)  # s: median, spread of its logarithm, least, most
NO_COMPASS = 0.07  # of the vehicles
NO_HEADING = 0.2  # of the others' fixes
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
        self._silences: dict[str, tuple[int, tuple[tuple[float, float], ...]]] = {}

    def begin(self) -> None:
        """The first round of everybody, and the rounds to come."""
        self._round(0, everybody=True)

    def _round(self, turn: int, *, everybody: bool = False) -> None:
        """One group's vehicles: the moving ones, and the standing ones now and then."""
        at = self._start + turn * EVERY / GROUPS
        dice = chance(self._seed, "gps", turn)
        vehicles: list[Crew | Van] = [*self._crews.crews.values(), *self._vans.vans]
        for one in vehicles if everybody else vehicles[turn % GROUPS :: GROUPS]:
            lost, dx, dy = dice.random() < LOST_SHARE, dice.gauss(0, NOISE), dice.gauss(0, NOISE)
            turned = dice.random() >= NO_HEADING
            still = everybody or turn // GROUPS % STILL_EVERY == 0
            if (lost and not everybody) or self._silent(one.home.id, at) or not _on_duty(one):
                continue
            self._fix(one, still, dx, dy, turned=turned)
        self._agenda.at(self._when(turn), self._round, self._next(turn))

    def _next(self, turn: int) -> int:
        """The next round, or the one in which everybody stands in turn where whoever catches up begins."""
        if self._since is None:
            return turn + 1
        whole = GROUPS * STILL_EVERY
        first = int((self._since - self._start) / EVERY * GROUPS) // whole * whole
        return max(turn + 1, first)

    def _when(self, turn: int) -> float:
        return self._start + self._next(turn) * EVERY / GROUPS

    def _silent(self, name: str, now: float) -> bool:
        """Now and then a vehicle's own radio is silent for some minutes, seldom for most of an hour."""
        half_hour = int((now - self._start) // HALF_HOUR)
        known, spans = self._silences.get(name, (-1, ()))
        if known != half_hour:
            spans = tuple(self._silence(name, one) for one in range(half_hour - 2, half_hour + 1))
            self._silences[name] = half_hour, spans
        return any(begins <= now < ends for begins, ends in spans)

    def _silence(self, name: str, half_hour: int) -> tuple[float, float]:
        dice = chance(self._seed, "silent", name, half_hour)
        if dice.random() > SILENT_SHARE:
            return 0.0, 0.0
        begins = self._start + half_hour * HALF_HOUR + between(dice, 0.0, 1200.0)
        return begins, begins + skewed(dice, *SILENCE)

    def _has_compass(self, key: str) -> bool:
        """Whether a vehicle's radio says which way it points; some never do."""
        if key not in self._compass:
            self._compass[key] = chance(self._seed, "compass", key).random() >= NO_COMPASS
        return self._compass[key]

    def _fix(self, one: Crew | Van, still: bool, dx: float, dy: float, *, turned: bool) -> None:
        point, heading, speed = one.vehicle.place(self._agenda.now)
        if not speed and not still:
            return
        lon, lat = degrees(Point(point.x + dx, point.y + dy))
        says = turned and self._has_compass(one.key)
        pointing = round(heading, 1) % 360.0 if says else None
        if isinstance(one, Van):
            data: Payload = VanPosition(lon=lon, lat=lat, heading=pointing)
        else:
            data = CrewPosition(lon=lon, lat=lat, heading=pointing, speed=round(speed, 1), accuracy=8.0)
        self._outbox.say("gps", one.key, data)


def _on_duty(one: Crew | Van) -> bool:
    return isinstance(one, Van) or one.status is not CrewStatus.OFF_SHIFT
