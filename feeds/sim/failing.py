"""A failure as a fault: what opens for it, how it is mended, and what is said to have caused it."""

from random import Random
from typing import NamedTuple

from feeds.sim.chance import chance, skewed
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.hazard import LINE, OVERLOAD, SERVICE
from feeds.sim.wiring import Wiring
from wallboard.config.scenario import FaultKind
from wallboard.state.atlas_schema import FEEDER_KINDS

WORK: dict[str, tuple[float, float, float, float]] = {
    "feeder": (70 * 60.0, 0.35, 35 * 60.0, 170 * 60.0),
    "lateral": (50 * 60.0, 0.4, 22 * 60.0, 150 * 60.0),
    "area": (38 * 60.0, 0.4, 15 * 60.0, 120 * 60.0),
    "service": (24 * 60.0, 0.45, 9 * 60.0, 70 * 60.0),
}
"""Repair on site by class where a scenario counts its faults, so that they end within its hours: median,
spread of the logarithm, least, most (s)."""
FIELD_WORK: dict[str, tuple[float, float, float, float]] = {
    "feeder": (100 * 60.0, 0.7, 30 * 60.0, 16 * 3600.0),
    "lateral": (80 * 60.0, 0.75, 20 * 60.0, 12 * 3600.0),
    "area": (70 * 60.0, 0.75, 15 * 60.0, 12 * 3600.0),
    "service": (40 * 60.0, 0.8, 9 * 60.0, 8 * 3600.0),
}
"""The same where hazard breaks things: as long a tail as recorded work on site has (docs/measured.md)."""
HARDER_IN_STORMS = 1.6
"""Times the work where gusts broke things, above STORMY m/s."""
STORMY = 20.0
NEW_FUSE = (14 * 60.0, 0.3, 7 * 60.0, 35 * 60.0)
"""Work where a fuse blew for nothing that stayed."""

REMOTE_SWITCHING = (6 * 60.0, 16 * 60.0)  # isolation by the network control desk, s
MANUAL_SWITCHING = (35 * 60.0, 95 * 60.0)  # by somebody who drives there
REMOTE_SHARE = 0.6  # of the feeders
GUARD_FAILS = 0.06  # of faults on laterals trip more than they should
PASSING_STRUCK, PASSING_BLOWN, PASSING = 0.65, 0.3, 0.12
"""Share of faults on lines in the open that are gone when the device closes again."""
MOST_OF_A_SERVICE = 22
"""Customers of one service line or LV branch, at most about so many."""

CAUSES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "feeder": (
        ("雷击断线", "雷击绝缘子击穿"),
        ("树木倒压导线", "断杆", "飘挂异物"),
        ("绝缘子击穿", "外力破坏", "小动物短路"),
    ),
    "lateral": (
        ("雷击跳闸", "避雷器击穿"),
        ("树障短路", "飘挂异物", "倒杆"),
        ("跌落式熔断器熔断", "设备老化", "小动物短路"),
    ),
    "area": (
        ("雷击避雷器击穿", "配变雷击损坏"),
        ("高压引线断线", "台架倾斜"),
        ("配变高压熔丝熔断", "低压总开关跳闸"),
    ),
    "service": (
        ("低压避雷器击穿", "表箱雷击"),
        ("接户线断线", "低压线路断线"),
        ("表箱进水", "开关烧损", "接户线老化"),
    ),
}
"""By class: when lightning strikes, when it blows, and otherwise."""
OVERLOAD_CAUSES = ("配变过载", "过载低压总开关跳闸", "过载熔丝熔断")
CABLE_CAUSES = ("电缆故障", "电缆终端击穿", "外力破坏")


class Failure(NamedTuple):
    """One of ``hazard.Failures``."""

    kind: int
    row: int
    turn: int
    at: float
    strokes: float
    gust: float


class Failing:
    """Makes faults of failures; each is drawn by its own name."""

    def __init__(self, seed: int, ground: Ground, wiring: Wiring) -> None:
        self._seed, self._ground, self._wiring = seed, ground, wiring

    def fault(self, failure: Failure) -> Fault:
        """What a failure is to the network and to who mends it."""
        if failure.kind == LINE:
            return self._line(failure)
        areas, row = self._ground.areas, failure.row
        kind: FaultKind = "service" if failure.kind == SERVICE else "area"
        device = areas.id[row]
        id_ = f"{kind}/{device}" if kind == "area" else f"{kind}/{device}-{failure.turn + 1}"
        dice = chance(self._seed, "detail", id_)
        served = 1 + int(MOST_OF_A_SERVICE * dice.random() ** 3)
        return Fault(
            id_,
            kind,
            areas.edge[row],
            row,
            areas.line[row],
            row,
            device,
            areas.name[row],
            failure.at,
            self._work(kind, failure, dice),
            dice.choice(OVERLOAD_CAUSES) if failure.kind == OVERLOAD else self._cause(kind, failure, dice),
            areas.point[row],
            service=min(areas.customers[row], served) if kind == "service" else 0,
        )

    def _line(self, failure: Failure) -> Fault:
        ground, edge = self._ground, failure.row
        dice = chance(self._seed, "detail", "line", ground.edge_id(edge))
        guard, fails = self._wiring.guard[edge], False
        kind, device, name = self._guarded(edge, guard)
        cable = self._is_cable(edge)
        passes = not cable and dice.random() < _passing(failure)
        if kind == "lateral" and dice.random() < GUARD_FAILS:
            above = self._wiring.above[guard]
            if above >= 0 and self._wiring.guard[above] >= 0:
                fails = True
                kind, device, name = self._guarded(edge, self._wiring.guard[above])
        fused = guard in ground.device_at and ground.devices.kind[ground.device_at[guard]] == "fuse"
        blown = passes and fused and not fails
        return Fault(
            f"line/{ground.edge_id(edge)}",
            kind,
            edge,
            -1,
            ground.edges.feeder[edge],
            self.home(edge),
            device,
            name,
            failure.at,
            skewed(dice, *NEW_FUSE) if blown else self._work(kind, failure, dice),
            dice.choice(CABLE_CAUSES) if cable else self._cause(kind, failure, dice),
            ground.middle(edge),
            isolate_after=self.switching(ground.edges.feeder[edge], dice)
            if kind == "feeder" or fails
            else None,
            guard_fails=fails,
            recloses=passes and not blown,
        )

    def _guarded(self, edge: int, guard: int) -> tuple[FaultKind, str, str]:
        """What goes out by a guard: its class, id and name."""
        ground, feeder = self._ground, self._ground.edges.feeder[edge]
        row = ground.device_at.get(guard, -1)
        if row < 0 or ground.devices.kind[row] == "breaker":
            return "feeder", ground.feeders.id[feeder], ground.feeders.name[feeder]
        return "lateral", ground.devices.id[row], ground.devices.name[row]

    def switching(self, feeder: int, dice: Random) -> float:
        """Seconds until a feeder's sound parts are switched back."""
        remote = chance(self._seed, "automation", feeder).random() < REMOTE_SHARE
        low, high = REMOTE_SWITCHING if remote else MANUAL_SWITCHING
        return round(low + (high - low) * dice.random(), 3)

    def home(self, edge: int) -> int:
        """An area of the edge's feeder, of the same section where one is."""
        areas, section = self._ground.areas, self._ground.edges.section[edge]
        mine = self._ground.feeders.areas[self._ground.edges.feeder[edge]]
        return next((area for area in mine if areas.section[area] == section), mine[0] if mine else 0)

    def _is_cable(self, edge: int) -> bool:
        return FEEDER_KINDS[self._ground.feeders.kind[self._ground.edges.feeder[edge]]] == "cable"

    @staticmethod
    def _work(kind: str, failure: Failure, dice: Random) -> float:
        harder = HARDER_IN_STORMS if failure.gust > STORMY else 1.0
        return round(skewed(dice, *FIELD_WORK[kind]) * harder, 3)

    @staticmethod
    def _cause(kind: str, failure: Failure, dice: Random) -> str:
        struck, blown, otherwise = CAUSES[kind]
        return dice.choice(struck if failure.strokes > 0.3 else blown if failure.gust > STORMY else otherwise)


def _passing(failure: Failure) -> float:
    if failure.strokes > 0.3:
        return PASSING_STRUCK
    return PASSING_BLOWN if failure.gust > STORMY else PASSING
