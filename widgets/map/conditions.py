"""What the room works under: planned work with its windows, wind and rain, storms, shut roads; by place."""

import msgspec

from wallboard.domain.rows import Storm
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.state.queries.candidates import closures
from wallboard.state.queries.sky import air
from wallboard.state.queries.works import WorkState, works
from wallboard.state.tables import Tables
from widgets.map.projection import ground_metres, project_one

STRONG_MS, WET_MMH = 8.0, 1.0
"""Wind (m/s) and rain (mm/h) from which the map shows them: less is an ordinary day."""

RAIN_REACH_M = 22_000.0
"""Ground metres (one standard deviation) over which a reading of rain is taken to hold."""


class WorkSpot(msgspec.Struct, frozen=True):
    """Planned work. x, y: plane metres; until: announced end, epoch s; over: minutes past its window."""

    id: str
    x: float
    y: float
    state: WorkState
    until: float
    put_off: bool
    over: int


class AirSpot(msgspec.Struct, frozen=True):
    """Weather at a place. x, y: plane metres; wind, gust: m/s; direction: where from, degrees; rain: mm/h."""

    x: float
    y: float
    wind: float
    gust: float
    direction: float | None
    rain: float


class FixSpot(msgspec.Struct, frozen=True):
    """A storm's centre. x, y, gale: plane metres, gale 0 where nobody says; forecast: it lies ahead."""

    at: float
    x: float
    y: float
    gale: float
    gale_km: float
    wind: float | None
    forecast: bool


class StormSpot(msgspec.Struct, frozen=True):
    """A storm's track; ``here``: which fix is the last that has come."""

    name: str
    fixes: tuple[FixSpot, ...]
    here: int


class ClosureSpot(msgspec.Struct, frozen=True):
    """A road that is shut: from and to, plane metres."""

    x: float
    y: float
    to_x: float
    to_y: float


class Conditions:
    """Read when something of them changes, and once a minute: windows open and end by themselves.

    rules: how long a road is believed to be shut.
    """

    def __init__(self) -> None:
        self.rules = DispatchRules()
        self.closures: tuple[ClosureSpot, ...] = ()
        self.works: tuple[WorkSpot, ...] = ()
        self.air: tuple[AirSpot, ...] = ()
        self.storms: tuple[StormSpot, ...] = ()
        self._minute = -1  # in which they were read last

    def age(self, tables: Tables, now: float) -> bool:
        """The second turned: as ``read`` where the minute did."""
        return int(now // 60) != self._minute and self.read(tables, now)

    def read(self, tables: Tables, now: float) -> bool:
        """Take in the tables at ``now`` (epoch s); True where something looks different."""
        before, self._minute = self._all, int(now // 60)
        self.closures = tuple(_closures(tables, now, self.rules.closure_hours * 3600))
        self.works = tuple(_works(tables, now))
        self.air = tuple(spot for spot in _air(tables, now) if spot.wind >= STRONG_MS or spot.rain >= WET_MMH)
        storms = (_storm(storm, now) for _, storm in sorted(tables.storms.items()))
        self.storms = tuple(storm for storm in storms if storm is not None)
        return before != self._all

    @property
    def _all(self) -> tuple[object, ...]:
        return self.works, self.air, self.storms, self.closures


def _works(tables: Tables, now: float) -> list[WorkSpot]:
    found: list[WorkSpot] = []
    for work in works(tables, now):
        plan = work.plan
        if plan.lon is not None and plan.lat is not None:
            x, y = project_one(plan.lon, plan.lat)
            put_off = plan.new_return_at is not None and plan.new_return_at > now
            until = plan.new_return_at if put_off and plan.new_return_at is not None else plan.window_to
            found.append(WorkSpot(plan.id, x, y, work.state, until, put_off, round(work.over / 60)))
    return sorted(found, key=lambda spot: spot.state is WorkState.LATE)  # drawn above all others


def _closures(tables: Tables, now: float, believed: float) -> list[ClosureSpot]:
    return [
        ClosureSpot(*project_one(one.lon, one.lat), *project_one(one.to_lon, one.to_lat))
        for one in closures(tables)
        if one.stands(now, believed)
    ]


def _air(tables: Tables, now: float) -> list[AirSpot]:
    return [
        AirSpot(
            *project_one(each.lon, each.lat),
            each.data.wind or 0.0,
            each.data.gust or each.data.wind or 0.0,
            each.data.direction,
            each.data.rain or 0.0,
        )
        for each in air(tables, now)
    ]


def _storm(storm: Storm, now: float) -> StormSpot | None:
    """A storm that has at least one place."""
    if not storm.fixes:
        return None
    spots: list[FixSpot] = []
    for fix in storm.fixes:
        x, y = project_one(fix.lon, fix.lat)
        gale = (fix.gale_km or 0.0) * 1000.0 / ground_metres(y)
        ahead = fix.at > max(now, storm.issued_at)
        spots.append(FixSpot(fix.at, x, y, gale, fix.gale_km or 0.0, fix.wind, ahead))
    here = max((i for i, spot in enumerate(spots) if not spot.forecast), default=0)
    return StormSpot(storm.name, tuple(spots), here)
