"""What befalls the town: drawn per device by name, untouched by what the crews do."""

import math

import msgspec

from feeds.sim.chance import chance, skewed
from feeds.sim.geography.town import Area, Town
from feeds.sim.network import middle_of
from feeds.sim.plane import Point
from feeds.sim.roads import Spot
from feeds.sim.weather import FaultTimes
from wallboard.config.load import ConfigError
from wallboard.config.scenario import FaultKind, Scenario, SetFault
from wallboard.domain.terms import DeviceKind

KIND: dict[str, DeviceKind] = {
    "feeder": DeviceKind.FEEDER,
    "lateral": DeviceKind.LATERAL,
    "area": DeviceKind.TRANSFORMER_AREA,
    "service": DeviceKind.SERVICE,
}

WORK: dict[str, tuple[float, float, float, float]] = {
    "feeder": (70 * 60.0, 0.35, 35 * 60.0, 170 * 60.0),
    "lateral": (50 * 60.0, 0.4, 22 * 60.0, 150 * 60.0),
    "area": (38 * 60.0, 0.4, 15 * 60.0, 120 * 60.0),
    "service": (24 * 60.0, 0.45, 9 * 60.0, 70 * 60.0),
}
"""Repair on site by class: median, spread of the logarithm, least, most (s)."""

CAUSES: dict[str, tuple[str, ...]] = {
    "feeder": ("雷击断线", "树木倒压导线", "绝缘子击穿"),
    "lateral": ("树障短路", "雷击跳闸", "飘挂异物", "跌落式熔断器熔断"),
    "area": ("配变高压熔丝熔断", "低压总开关跳闸", "避雷器击穿"),
    "service": ("接户线断线", "低压线路断线", "表箱进水"),
}

TIE_SHARE = 0.55  # of trunk sections can be fed from the far end
REMOTE_SWITCHING = (7 * 60.0, 16 * 60.0)  # isolation by the network control desk, s


class Fault(msgspec.Struct, frozen=True):
    """One device that fails: when, whom it leaves dark, and how much work it needs."""

    id: str
    kind: FaultKind
    device: str
    name: str
    feeder: str
    at: float  # epoch s
    work: float  # s on site
    cause: str
    areas: tuple[str, ...]  # areas below it
    service: int = 0  # customers of a service line; 0: whole areas
    isolate_after: float | None = None  # s until the sound sections are switched back
    back_first: tuple[str, ...] = ()  # areas that the switching brings back
    spot: Spot = Spot((0, 1), 0.0)
    point: Point = Point(0.0, 0.0)
    van: bool = False
    planned: bool = False


def draw_faults(seed: int, scenario: Scenario, town: Town) -> list[Fault]:
    """All faults of a scenario in the order in which they happen."""
    times = FaultTimes(scenario)
    at_work = {find_device(town, entry.device) for entry in scenario.planned}
    found: list[Fault] = []
    for kind in ("feeder", "lateral", "area", "service"):
        count = getattr(scenario.faults, kind)
        ranked = sorted(
            (_urge(seed, kind, device, weight), device)
            for device, weight in _devices(town, kind)
            if device not in at_work
        )
        for _, device in ranked[:count]:
            dice = chance(seed, "fate", kind, device)
            at = scenario.start_at + times.at(dice.random())
            work = skewed(dice, *WORK[kind])
            found.append(make_fault(seed, town, kind, device, at, work))
    found += [_set(seed, scenario, town, entry) for entry in scenario.set_fault]
    last: dict[str, Fault] = {}
    for fault in sorted(found, key=lambda f: (f.at, f.id)):
        last.setdefault(fault.id, fault)
    return list(last.values())


def _devices(town: Town, kind: str) -> list[tuple[str, float]]:
    """(device, weight): long lines in the open fail more often."""
    if kind == "feeder":
        return [(feeder, 1.0) for feeder in town.feeder_names]
    if kind == "lateral":
        return [(line.id, len(line.edges) ** 0.7) for line in town.lines if line.lateral]
    if kind == "area":
        return [(a.id, 1.0 if a.area_class == "urban" else 1.2) for a in town.areas if not a.key_customer]
    return [(a.id, a.customers**0.8) for a in town.areas if not a.owned]


def _urge(seed: int, kind: str, device: str, weight: float) -> float:
    """Exponential race: the smaller, the sooner a device is among those that fail."""
    return -math.log(1.0 - chance(seed, "urge", kind, device).random()) / weight


def _set(seed: int, scenario: Scenario, town: Town, entry: SetFault) -> Fault:
    device = find_device(town, entry.device)
    fault = make_fault(seed, town, entry.kind, device, scenario.start_at + entry.after, entry.work)
    return msgspec.structs.replace(fault, cause=entry.cause or fault.cause, van=entry.van)


def check_devices(scenario: Scenario, town: Town) -> None:
    """Raises ConfigError where a scenario names a device that the town has not."""
    named = [(f"set_fault[{i}]", entry.device) for i, entry in enumerate(scenario.set_fault)]
    named += [(f"planned[{i}]", entry.device) for i, entry in enumerate(scenario.planned)]
    for place, device in named:
        try:
            find_device(town, device)
        except KeyError as error:
            remedy = "name a feeder, lateral or area of resources/maps/town.geojson by id or name"
            raise ConfigError(
                f"scenario {scenario.name}", f"{place}.device", f'"{device}" is not in the town', remedy
            ) from error


def find_device(town: Town, said: str) -> str:
    """A feeder's, line's or area's id by its id or its name. Raises KeyError where there is none."""
    names = {name: device for device, name in town.feeder_names.items()}
    names |= {town.line_names[line.id]: line.id for line in town.lines}
    names |= {area.name: area.id for area in town.areas}
    ids = {*names.values()}
    return said if said in ids else names[said]


def make_fault(seed: int, town: Town, kind: FaultKind, device: str, at: float, work: float) -> Fault:
    """A fault of a device; its details are drawn by the device's name."""
    dice = chance(seed, "detail", kind, device)
    cause = dice.choice(CAUSES[kind])
    common = {"id": f"{kind}/{device}", "kind": kind, "device": device, "at": round(at, 3), "cause": cause}
    if kind == "feeder":
        section = dice.choice([s for s in range(4) if town.areas_of(device, section=s)])
        tie = dice.random() < TIE_SHARE
        areas = town.areas_of(device)
        back = [a.id for a in areas if a.section < section or (tie and a.section > section)]
        line = next(x for x in town.lines if x.feeder == device and x.section == section and not x.lateral)
        wait = REMOTE_SWITCHING[0] + (REMOTE_SWITCHING[1] - REMOTE_SWITCHING[0]) * dice.random()
        return Fault(
            **common,
            name=town.feeder_names[device],
            feeder=device,
            work=work,
            areas=tuple(a.id for a in areas),
            isolate_after=round(wait, 3) if back else None,
            back_first=tuple(back),
            spot=_spot(town, line.edges),
            point=middle_of(town.roads, line),
        )
    if kind == "lateral":
        line = next(x for x in town.lines if x.id == device)
        below = town.areas_of(line.feeder, lateral=device)
        return Fault(
            **common,
            name=town.line_names[device],
            feeder=line.feeder,
            work=work,
            areas=tuple(a.id for a in below),
            spot=_spot(town, line.edges),
            point=middle_of(town.roads, line),
        )
    area = next(a for a in town.areas if a.id == device)
    share = min(area.customers, 1 + int(22 * dice.random() ** 3)) if kind == "service" else 0
    return _area_fault(common, area, work, share)


def _area_fault(common: dict[str, object], area: Area, work: float, service: int) -> Fault:
    return Fault(
        **common,  # type: ignore[arg-type]
        name=area.name,
        feeder=area.feeder,
        work=work,
        areas=(area.id,),
        service=service,
        spot=area.spot,
        point=area.point,
    )


def _spot(town: Town, edges: tuple[tuple[int, int], ...]) -> Spot:
    a, b = edges[len(edges) // 2]
    return Spot((min(a, b), max(a, b)), 0.5)
