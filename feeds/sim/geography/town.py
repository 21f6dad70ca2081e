"""The demo town: 300 transformer areas on six feeders. Invented and schematic.

The town is one and the same for every seed (its map is a file); seeds decide what befalls it.
"""

from itertools import accumulate
from random import Random

import msgspec

from feeds.sim import outline
from feeds.sim.chance import chance
from feeds.sim.network import FEEDER_PLANS, Line, lay_lines
from feeds.sim.plane import Point, apart
from feeds.sim.roads import Roads, Spot, join, scatter

TOWN_SEED = 4  # of the ground, never of a day
AREA_COUNT = 300
CUSTOMER_TARGET = 24_000
OWNED_SHARE = 0.2  # of the areas are 专变, owned by their one customer

PLACE_FIRST = "南北石竹龙大新横岭上下长沙荔榕莲松柏梅水"
PLACE_LAST = "坑塘桥园井围岗垌朗湾墩边田洲"

KEY_CUSTOMERS = (
    ("人民医院", Point(600.0, 500.0)),
    ("河口水厂", Point(4700.0, -3000.0)),
    ("东堤排涝站", Point(1500.0, -1900.0)),
    ("西岭卫生院", Point(-5200.0, 3100.0)),
    ("通信枢纽楼", Point(-500.0, -400.0)),
)


class Area(msgspec.Struct, frozen=True):
    """A transformer area (台区): where it hangs in the network and how many LV customers it has."""

    id: str
    name: str
    owned: bool  # 专变: owned by its one customer
    feeder: str
    section: int
    lateral: str  # "" on the trunk
    spot: Spot
    point: Point
    customers: int
    key_customer: str
    town: str
    bureau: str
    area_class: str


class Town(msgspec.Struct, frozen=True):
    """Everything that stands still. line_names, villages: by line id; feeder_names: by feeder id."""

    roads: Roads
    lines: tuple[Line, ...]
    line_names: dict[str, str]
    feeder_names: dict[str, str]
    areas: tuple[Area, ...]
    villages: dict[str, str]

    def areas_of(self, feeder: str, *, section: int | None = None, lateral: str = "") -> list[Area]:
        """Areas of a feeder, of one of its sections (its laterals with it), or of a lateral."""
        return [
            a
            for a in self.areas
            if a.feeder == feeder
            and (section is None or a.section == section)
            and (not lateral or a.lateral == lateral)
        ]

    def village_of(self, area: Area) -> str:
        """The village that an area's line is called after."""
        line = area.lateral or f"{area.feeder}-{area.section + 1}"
        return self.villages[line]

    @property
    def customers(self) -> int:
        return sum(a.customers for a in self.areas)


def build_town() -> Town:
    """The town, the same at every call (about 0.2 s); the caller keeps it."""
    dice = chance(TOWN_SEED, "ground")
    crossings = scatter(
        dice,
        outline.spacing,
        lambda p: outline.inside(p) and not outline.on_river(p),
        Point(8600.0, 6900.0),
        4000,
    )
    roads = join(crossings, outline.road_allowed)
    lines = lay_lines(roads)
    names = _place_names(len(lines))
    line_names = {line.id: _line_name(line, names[i]) for i, line in enumerate(lines)}
    areas = _place_areas(roads, lines, names)
    held = {area.lateral for area in areas} | {""}
    kept = tuple(line for line in lines if not line.lateral or line.id in held)
    feeder_names = {plan.id: plan.name for plan in FEEDER_PLANS}
    villages = {line.id: names[i] for i, line in enumerate(lines)}
    return Town(roads, kept, line_names, feeder_names, areas, villages)


def _line_name(line: Line, place: str) -> str:
    trunk = next(plan.name for plan in FEEDER_PLANS if plan.id == line.feeder)
    return f"{place}支线" if line.lateral else f"{trunk} {line.section + 1} 段"


def _place_names(count: int) -> list[str]:
    """Two-character village names, each used once (invented)."""
    every = [a + b for a in PLACE_FIRST for b in PLACE_LAST]
    chance(TOWN_SEED, "names").shuffle(every)
    return every[:count]


def _place_areas(roads: Roads, lines: list[Line], names: list[str]) -> tuple[Area, ...]:
    """Areas along the lines, as densely as people live there."""
    dice = chance(TOWN_SEED, "areas")
    beds = [(i, edge) for i, line in enumerate(lines) for edge in line.edges]
    weights = []
    for _, (a, b) in beds:
        mid = roads.point(Spot((a, b), 0.5))
        weights.append(roads.length(a, b) * (outline.density(mid) + 0.05) ** 0.8)
    sums = list(accumulate(weights))
    placed: list[tuple[int, Spot, Point]] = []
    while len(placed) < AREA_COUNT:
        line, (a, b) = dice.choices(beds, cum_weights=sums)[0]
        spot = Spot((min(a, b), max(a, b)), round(0.08 + 0.84 * dice.random(), 4))
        point = _beside(dice, roads, spot)
        if all(apart(point, other) > 70.0 for _, _, other in placed):
            placed.append((line, spot, point))
    counts = _customers(dice, placed)
    rows = [_area(k, lines[i], names[i], s, p, counts[k]) for k, (i, s, p) in enumerate(placed)]
    return _with_key_customers(rows)


def _beside(dice: Random, roads: Roads, spot: Spot) -> Point:
    """A point 15-55 m to one side of the road."""
    a, b = (roads.crossings[i] for i in spot.edge)
    at, length = roads.point(spot), apart(a, b)
    off = (15.0 + 40.0 * dice.random()) * dice.choice((-1.0, 1.0))
    return Point(round(at.x - (b.y - a.y) / length * off, 1), round(at.y + (b.x - a.x) / length * off, 1))


def _customers(dice: Random, placed: list[tuple[int, Spot, Point]]) -> list[int]:
    """LV customers of each area: 1 where it is the customer's own, else log-normal, scaled to the town."""
    raw = []
    for _, _, point in placed:
        size = (40.0 + 110.0 * outline.density(point) ** 0.5) * 2.0 ** dice.gauss(0.0, 0.8)
        raw.append(0.0 if dice.random() < OWNED_SHARE else size)
    scale = CUSTOMER_TARGET / sum(raw)
    return [max(4, round(r * scale)) if r else 1 for r in raw]


def _area(index: int, line: Line, place: str, spot: Spot, point: Point, customers: int) -> Area:
    town, bureau = outline.town_of(point)
    owned = customers == 1
    return Area(
        id=f"TA-{index + 1:03d}",
        name=f"{place}{index + 1:03d}{'专变' if owned else '公变'}",
        owned=owned,
        feeder=line.feeder,
        section=line.section,
        lateral=line.id if line.lateral else "",
        spot=spot,
        point=point,
        customers=customers,
        key_customer="",
        town=town,
        bureau=bureau,
        area_class=outline.class_of(point),
    )


def _with_key_customers(areas: list[Area]) -> tuple[Area, ...]:
    """The customer-owned area nearest to each key customer's place becomes his."""
    for name, place in KEY_CUSTOMERS:
        free = [i for i, a in enumerate(areas) if a.owned and not a.key_customer]
        index = min(free, key=lambda i: (apart(areas[i].point, place), i))
        areas[index] = msgspec.structs.replace(areas[index], key_customer=name, name=f"{name}专变")
    return tuple(areas)
