"""The ground that the town stands on: outline, river, centres, and who serves which part of it."""

import math

from feeds.sim.plane import Point, apart

EAST_BUREAU, WEST_BUREAU = "东城局", "西岭局"
"""The two county bureaus (invented)."""

CENTRES: tuple[tuple[str, str, Point, float, float], ...] = (
    ("东城街道", EAST_BUREAU, Point(0.0, 0.0), 1700.0, 1.0),
    ("河口镇", EAST_BUREAU, Point(5200.0, -3300.0), 900.0, 0.55),
    ("西岭镇", WEST_BUREAU, Point(-5300.0, 2900.0), 850.0, 0.5),
)
"""Towns (invented): name, bureau, centre, radius of its dense part (m), weight."""

BRIDGES = (Point(-3300.0, -900.0), Point(-300.0, -1750.0), Point(2500.0, -2900.0), Point(5300.0, -4300.0))
"""Where roads may cross the river."""

RIVER_HALF_WIDTH = 110.0
URBAN_WITHIN = 2300.0  # m from the main centre
REMOTE_BEYOND = 4300.0  # m from every centre


def outline(steps: int = 120) -> list[Point]:
    """The district's outer ring, counter-clockwise, closed."""
    ring = [_rim(2 * math.pi * k / steps) for k in range(steps)]
    return [*ring, ring[0]]


def _rim(angle: float) -> Point:
    wave = (
        1.0
        + 0.07 * math.sin(3 * angle + 0.7)
        + 0.05 * math.sin(5 * angle + 2.1)
        + 0.025 * math.sin(11 * angle + 0.4)
    )
    return Point(8400.0 * wave * math.cos(angle), 6600.0 * wave * math.sin(angle))


def inside(point: Point, margin: float = 0.93) -> bool:
    """Whether a point lies within ``margin`` of the way from the middle to the outline."""
    rim = _rim(math.atan2(point.y / 6600.0, point.x / 8400.0))
    return math.hypot(point.x, point.y) < margin * math.hypot(rim.x, rim.y)


def divide(y: float) -> float:
    """East (m) of the line between the two bureaus at a given northing."""
    return -2700.0 + 420.0 * math.sin(y / 1500.0) + 0.10 * y


def river() -> list[Point]:
    """The river's middle line, from west to east."""
    return [Point(x, river_at(x)) for x in [-8600.0 + 200.0 * k for k in range(87)]]


def river_at(x: float) -> float:
    """Northing (m) of the river's middle at an easting."""
    return -1500.0 - 0.33 * x + 520.0 * math.sin(x / 1700.0) + 190.0 * math.sin(x / 700.0 + 1.0)


def on_river(point: Point) -> bool:
    """Whether a place is too near the water for a crossing of roads."""
    return abs(point.y - river_at(point.x)) < RIVER_HALF_WIDTH + 90.0


def road_allowed(a: Point, b: Point) -> bool:
    """No road longer than 2.4 km; over the river only near a bridge."""
    if apart(a, b) > 2400.0:
        return False
    if (a.y > river_at(a.x)) == (b.y > river_at(b.x)):
        return True
    middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
    return any(apart(middle, bridge) < 850.0 for bridge in BRIDGES)


def density(point: Point) -> float:
    """How densely people live at a place: 1 in the main centre, falling off to 0.03."""
    return max(
        0.03,
        *(weight * math.exp(-((apart(point, at) / radius) ** 1.1)) for _, _, at, radius, weight in CENTRES),
    )


def spacing(point: Point) -> float:
    """Metres between crossings of roads."""
    return min(270.0 + 0.21 * max(0.0, apart(point, at) - 0.6 * radius) for _, _, at, radius, _ in CENTRES)


def town_of(point: Point) -> tuple[str, str]:
    """(town, bureau) that a place belongs to."""
    bureau = WEST_BUREAU if point.x < divide(point.y) else EAST_BUREAU
    own = [centre for centre in CENTRES if centre[1] == bureau]
    return min(own, key=lambda centre: apart(point, centre[2]))[0], bureau


def class_of(point: Point) -> str:
    """Area class of a place: urban, rural or remote."""
    if apart(point, CENTRES[0][2]) < URBAN_WITHIN:
        return "urban"
    return "remote" if all(apart(point, c[2]) > REMOTE_BEYOND for c in CENTRES) else "rural"


def bureau_rings() -> list[tuple[str, list[Point]]]:
    """Each bureau's outline, closed: the district cut by the line between the two."""
    ring = outline()[:-1]
    east = [p for p in _turned(ring) if p.x >= divide(p.y)]
    west = [p for p in _turned(ring, west=True) if p.x < divide(p.y)]
    south, north = min(east[0].y, east[-1].y), max(east[0].y, east[-1].y)
    border = [Point(divide(y), y) for y in (south + (north - south) * k / 40 for k in range(41))]
    bureaus = ((EAST_BUREAU, [*east, *border[::-1]]), (WEST_BUREAU, [*west, *border]))
    return [(name, [*points, points[0]]) for name, points in bureaus]


def _turned(ring: list[Point], *, west: bool = False) -> list[Point]:
    """The outer ring begun where it enters one side, so that this side's points stand together."""

    def mine(point: Point) -> bool:
        return (point.x < divide(point.y)) is west

    start = next(i for i in range(len(ring)) if mine(ring[i]) and not mine(ring[i - 1]))
    return ring[start:] + ring[:start]
