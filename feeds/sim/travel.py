"""Journeys of crews and vans: how fast in this air, and round what is shut once somebody has met it."""

from collections.abc import Callable

import msgspec
import numpy as np

from feeds.sim.agenda import Agenda
from feeds.sim.closures import Closures
from feeds.sim.driving import Vehicle
from feeds.sim.roadmap import Drive, RoadMap
from feeds.sim.roads import Edge, Spot
from feeds.sim.weather import STORM_WIND, ZONE, Floats, Weather
from wallboard.state.atlas_schema import ROAD_KINDS

FLOW: dict[str, float] = {
    "motorway": 0.85,
    "trunk": 0.8,
    "county": 0.8,
    "arterial": 0.62,
    "street": 0.62,
    "village": 0.75,
    "lane": 0.85,
    "ferry": 1.0,
}
"""Of a road's limit: as fast as it goes there, junctions and traffic counted."""
CREW_TOP, VAN_TOP = 80 / 3.6, 60 / 3.6
"""Metres a second that an engineering vehicle and a generator van never exceed."""
NIGHT = (19.0, 6.0)  # local hours
IN_THE_DARK = 0.88
IN_RAIN, MOST_RAIN = 0.35, 50.0
"""What rain of so many mm/h and more takes off."""
IN_WIND = 0.35
"""What the wind of a storm of strength 1 takes off."""
WADING = 0.3
STRETCH = 600.0
"""Seconds of a drive that are judged by the air at their beginning."""
PARKING = 20.0  # s
LOOKS_AGAIN = 600.0  # s between two looks at water that nobody can pass
GIVES_UP = 4
"""Looks after which a vehicle that has no way gives up."""
ROUND, HELD, CUT_OFF = "道路积水,绕行", "道路不通,等候", "道路中断,无法到达"
"""What its people say."""

Told = Callable[[float | None, str], None]
"""Takes when they expect to arrive (epoch s), None where nobody knows, and what they say of the road."""


class Journey(msgspec.Struct):
    """Where a vehicle is going, and how. pace: of what others drive, by its driver; top: m/s."""

    vehicle: Vehicle
    goal: Spot
    pace: float
    top: float
    told: Told
    arrive: Callable[[], object]
    give_up: Callable[[], object] | None
    looks: int = 0


class Travel:
    """Moves vehicles. on_drive is told every drive that is begun, with the vehicle's name."""

    def __init__(self, agenda: Agenda, roads: RoadMap, closures: Closures, sky: Weather) -> None:
        self._agenda, self._roads, self._closures, self._sky = agenda, roads, closures, sky
        self._met: dict[Edge, float] = {}  # shut roads that somebody has met, until when; all drivers know
        self.on_drive: Callable[[str, Drive], None] | None = None

    def go(
        self,
        vehicle: Vehicle,
        goal: Spot,
        *,
        pace: float,
        top: float,
        told: Told,
        arrive: Callable[[], object],
        give_up: Callable[[], object] | None = None,
    ) -> None:
        """Set out. Without ``give_up`` it waits at what is shut until it is open again."""
        self._on(Journey(vehicle, goal, pace, top, told, arrive, give_up), "")

    def _on(self, journey: Journey, said: str) -> None:
        """The way on from where the vehicle stands, as far as it is open."""
        now, vehicle = self._agenda.now, journey.vehicle
        while True:
            self._met = {edge: ends for edge, ends in self._met.items() if now <= ends}
            via = self._roads.way(vehicle.spot, journey.goal, self._met)
            if via is None:
                self._hold(journey)
                return
            whole = self._timed(Drive(vehicle.spot, via, journey.goal, ()), journey, now)
            drive, met, ends = self._as_far(whole)
            if not met or drive.times[-1] > now:
                break
            self._met[met] = ends  # it stands before it already
            said = ROUND
        vehicle.follow(drive)
        if self.on_drive is not None:
            self.on_drive(vehicle.name, drive)
        journey.told(round(whole.times[-1] + PARKING, 3), said)
        if met:
            self._agenda.at(drive.times[-1], self._meets, journey, met, ends)
        else:
            self._agenda.at(drive.times[-1] + PARKING, journey.arrive)

    def _meets(self, journey: Journey, edge: Edge, ends: float) -> None:
        self._met[edge] = ends
        self._on(journey, ROUND)

    def _hold(self, journey: Journey) -> None:
        """No way is left: it waits where it is, and looks again."""
        journey.looks += 1
        if journey.give_up is not None and journey.looks > GIVES_UP:
            journey.give_up()
            return
        if journey.looks == 1:
            journey.told(None, HELD)
        self._agenda.after(LOOKS_AGAIN, self._on, journey, "")

    def _timed(self, drive: Drive, journey: Journey, now: float) -> Drive:
        """The drive with its times, as if no road were shut."""
        roads, edges = self._roads, drive.roads()
        points = roads.points(drive)
        kinds = [FLOW[ROAD_KINDS[roads.kind[edge]]] for edge in edges]
        limits = np.array([roads.speed[edge] for edge in edges])
        speed = np.minimum(limits * np.array(kinds) * journey.pace, journey.top)
        took = np.array(roads.metres_of(drive)) / np.maximum(speed, 0.5)
        stretch = ((np.cumsum(took) - took) // STRETCH).astype(np.int64)
        x, y = np.array([p.x for p in points[:-1]]), np.array([p.y for p in points[:-1]])
        at, times = now, [now]
        for turn in range(int(stretch[-1]) + 1):
            mine = np.flatnonzero(stretch == turn)
            if not len(mine):
                continue
            slow = self._slower(x[mine], y[mine], at)
            for leg, seconds in zip(mine.tolist(), (took[mine] / slow).tolist(), strict=True):
                at += seconds / WADING if seconds and self._closures.wades(edges[leg], at) else seconds
                times.append(round(at, 3))
        return Drive(drive.start, drive.via, drive.end, tuple(times))

    def _slower(self, x: Floats, y: Floats, at: float) -> Floats:
        """Of the speed on a dry calm day, at places and a time."""
        air = self._sky.over(x, y, at)
        hour = (at / 3600.0 + ZONE) % 24.0
        dark = IN_THE_DARK if hour >= NIGHT[0] or hour < NIGHT[1] else 1.0
        rain = 1.0 - IN_RAIN * np.minimum(air.rain / MOST_RAIN, 1.0)
        wind = 1.0 - IN_WIND * np.clip((air.wind - 3.5) / STORM_WIND, 0.0, 1.0)
        return dark * rain * wind

    def _as_far(self, drive: Drive) -> tuple[Drive, Edge | None, float]:
        """The drive up to the first road that is shut while it would be on it, that road, and until when."""
        roads, shut = drive.roads(), self._closures.shut
        for leg, edge in enumerate(roads):
            begins, ends = drive.times[leg], drive.times[leg + 1]
            span = self._closures.first(edge, begins, ends) if edge in shut and ends > begins else None
            if span is None:
                continue
            if leg == 0:
                return Drive(drive.start, (), drive.start, (begins, begins)), edge, span.ends
            here, before = drive.via[leg - 1], roads[leg - 1]
            stop = Spot(before, 0.0 if here == before[0] else 1.0)
            cut = Drive(drive.start, drive.via[:leg], stop, (*drive.times[: leg + 1], begins))
            return cut, edge, span.ends
        return drive, None, 0.0
