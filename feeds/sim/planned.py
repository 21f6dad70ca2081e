"""Planned work: its notice and window, whether it is given back in time, and what is called off.

A scenario names pieces of work, and says how many more the seed draws for its day. What is drawn is fate: no
policy moves it, only the weather calls it off.
"""

from typing import NamedTuple

import msgspec

from feeds.sim.chance import between, chance
from feeds.sim.fate import Fate
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.weather import ZONE, Weather
from wallboard.config.scenario import PlannedEntry, Scenario

HOUR, DAY = 3600.0, 86_400.0  # s
NOTICE, SHORT_NOTICE = 7.0 * DAY, 1.0 * DAY
"""Due before planned and before temporary work (domain 5.1)."""

TEMPORARY = 0.12
"""Of the work, on short notice."""
NOTICED_LATE = 0.05
"""Of the notices come up to half their time too late."""
BEGINS = ((7.5, 10.0), (13.0, 14.5))
"""Hours of the zone in which work begins: four of five pieces before noon."""
IN_THE_MORNING = 0.8
LASTS = (1.5, 8.0)  # h
LATE, LATE_BY = 0.2, (15 * 60.0, 100 * 60.0)
EARLY, EARLY_BY = 0.3, (10 * 60.0, 45 * 60.0)
CALLED_OFF, CALLED_OFF_BEFORE = 0.08, (20 * 60.0, 150 * 60.0)
"""Of the work for no reason that the room would know, and so long before its window."""
GUSTY, WET = 17.0, 15.0
"""Gusts (m/s) and rain (mm/h) within its first hours in which no work is begun."""
LOOKED_AT = (0.0, 1.0, 2.0, 3.0)  # h
LATERALS = 0.65
WORKS = {
    "lateral": ("支线更换绝缘子", "业扩接火", "更换跌落式熔断器", "支线树障清理", "支线绝缘化改造"),
    "area": ("配变增容", "更换低压总开关", "低压线路改造", "台区分户改造"),
}


class Planned(NamedTuple):
    """One piece of planned work, epoch s. back: when it really is given back; called_off: when that is said;
    told: the share of its customers that got the notice."""

    title: str
    fault: Fault
    begins: float
    ends: float
    back: float
    called_off: float | None
    noticed: float
    temporary: bool
    told: float


class Planner:
    """What is planned on a scenario's day."""

    def __init__(self, scenario: Scenario, ground: Ground, fate: Fate, sky: Weather) -> None:
        self._scenario, self._ground, self._fate, self._sky = scenario, ground, fate, sky

    def all(self) -> list[Planned]:
        """The scenario's own pieces in its order, then those that are drawn, by their windows."""
        named = [self._named(entry) for entry in self._scenario.planned]
        taken = {one.fault.device for one in named}
        drawn = [one for one in self._drawn() if one.fault.device not in taken]
        return named + sorted(drawn, key=lambda one: (one.begins, one.fault.id))

    def below(self, fault: Fault) -> list[int]:
        """Areas that the work leaves dark when nothing else is wrong."""
        return [fault.area] if fault.area >= 0 else self._fate.areas_behind(fault.edge)

    def _named(self, entry: PlannedEntry) -> Planned:
        start = self._scenario.start_at
        begins, (kind, device) = start + entry.after, self._ground.named[entry.device]
        ends = begins + entry.lasts
        off = None if entry.called_off is None else start + entry.called_off
        fault = self._fault(kind, device, begins, entry.lasts)
        back = ends + (entry.overruns or 0.0)
        return Planned(entry.title, fault, begins, ends, back, off, begins - NOTICE, False, 1.0)

    def _drawn(self) -> list[Planned]:
        """Pieces of the scenario's day that are not over before it starts."""
        seed, start = self._sky.seed, self._scenario.start_at
        midnight = (start + ZONE * HOUR) // DAY * DAY - ZONE * HOUR
        found: dict[str, Planned] = {}
        for number in range(self._scenario.plans):
            dice = chance(seed, "planned", number)
            kind = "lateral" if dice.random() < LATERALS else "area"
            device = dice.choice(self._devices(kind))
            span = BEGINS[0] if dice.random() < IN_THE_MORNING else BEGINS[1]
            begins = midnight + round(between(dice, *span) * 2.0) / 2.0 * HOUR
            lasts = round(between(dice, *LASTS) * 2.0) / 2.0 * HOUR
            if begins + lasts <= start + HOUR or begins > self._scenario.end_at:
                continue
            ends, temporary = begins + lasts, dice.random() < TEMPORARY
            due = SHORT_NOTICE if temporary else NOTICE
            noticed = due * (1.0 - 0.5 * dice.random()) if dice.random() < NOTICED_LATE else due + HOUR
            back, roll = ends, dice.random()
            if roll < LATE:
                back = ends + between(dice, *LATE_BY)
            elif roll < LATE + EARLY:
                back = ends - between(dice, *EARLY_BY)
            fault = self._fault(kind, device, begins, lasts)
            lead = between(dice, *CALLED_OFF_BEFORE)
            off = begins - lead if dice.random() < CALLED_OFF or self._rough(fault, begins) else None
            title = f"{self._line(fault)} {dice.choice(WORKS[kind])}"
            told = min(1.0, between(dice, 0.93, 1.03))
            piece = Planned(title, fault, begins, ends, back, off, begins - noticed, temporary, told)
            found.setdefault(device, piece)
        return list(found.values())

    def _devices(self, kind: str) -> list[str]:
        ground = self._ground
        if kind == "area":
            areas = ground.areas
            return [id_ for row, id_ in enumerate(areas.id) if not areas.key[row] and areas.edge[row] >= 0]
        devices = ground.devices
        return [
            id_
            for row, id_ in enumerate(devices.id)
            if devices.kind[row] in ("lateral_switch", "fuse") and devices.feeder[row] >= 0
        ]

    def _line(self, fault: Fault) -> str:
        """What the work is on, in the words of a plan: its line, or the area."""
        return fault.name if fault.area >= 0 else self._ground.feeders.name[fault.feeder]

    def _rough(self, fault: Fault, begins: float) -> bool:
        airs = [self._sky.at(fault.point, begins + hour * HOUR) for hour in LOOKED_AT]
        return any(float(air.gust[0]) > GUSTY or float(air.rain[0]) > WET for air in airs)

    def _fault(self, kind: str, device: str, begins: float, lasts: float) -> Fault:
        """The element that is taken out; its window is its work."""
        assert kind in ("area", "lateral", "feeder")
        tables = {"feeder": self._ground.feeders.id, "lateral": self._ground.devices.id}
        row = tables.get(kind, self._ground.areas.id).index(device)
        fault = self._fate.fault(kind, row, begins, lasts)
        edge = fault.edge if kind == "area" else self._fate.first_behind(kind, row)
        return msgspec.structs.replace(fault, id=f"planned/{device}", edge=edge, planned=True)
