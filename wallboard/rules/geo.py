"""Coordinates: GCJ-02, web mercator and encoded polylines to WGS-84 degrees (domain 5.2).

Converted once, where a feed comes in; everything inside is (lon, lat) in WGS-84.
"""

from collections.abc import Sequence
from math import asin, atan, cos, degrees, exp, log, pi, radians, sin, sqrt, tan

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius, m (IUGG)."""

MERCATOR_RADIUS_M = 6_378_137.0
"""Radius of EPSG:3857, m (WGS-84 semi-major axis)."""

_KRASOVSKY_A = 6_378_245.0
_KRASOVSKY_EE = 0.00669342162296594323


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance in metres between two places in degrees."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half_lat, half_lon = (phi2 - phi1) / 2, radians(lon2 - lon1) / 2
    chord = sin(half_lat) ** 2 + cos(phi1) * cos(phi2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def lies_inside(lon: float, lat: float, corners: Sequence[tuple[float, float]]) -> bool:
    """Whether a place lies inside a ring of corners (lon, lat), as if the land were flat."""
    inside = False
    for (lon1, lat1), (lon2, lat2) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if (lat1 > lat) is not (lat2 > lat) and lon < lon1 + (lat - lat1) / (lat2 - lat1) * (lon2 - lon1):
            inside = not inside
    return inside


def mercator_to_lonlat(x: float, y: float) -> tuple[float, float]:
    """EPSG:3857 metres -> (lon, lat) degrees."""
    return degrees(x / MERCATOR_RADIUS_M), degrees(2 * atan(exp(y / MERCATOR_RADIUS_M)) - pi / 2)


def lonlat_to_mercator(lon: float, lat: float) -> tuple[float, float]:
    """(lon, lat) degrees -> EPSG:3857 metres. The poles have no place there: |lat| < 90."""
    return MERCATOR_RADIUS_M * radians(lon), MERCATOR_RADIUS_M * log(tan(pi / 4 + radians(lat) / 2))


def in_china(lon: float, lat: float) -> bool:
    """Whether GCJ-02 shifts this place at all: the rectangle that the published code uses."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 -> GCJ-02 degrees, by the algorithm that the open map libraries share."""
    if not in_china(lon, lat):
        return lon, lat
    shift_lon, shift_lat = _shift(lon, lat)
    return lon + shift_lon, lat + shift_lat


def gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 -> WGS-84 degrees, by iteration, to better than 1e-7 degrees (about 1 cm)."""
    if not in_china(lon, lat):
        return lon, lat
    guess_lon, guess_lat = lon, lat
    for _ in range(8):
        seen_lon, seen_lat = wgs84_to_gcj02(guess_lon, guess_lat)
        off_lon, off_lat = lon - seen_lon, lat - seen_lat
        guess_lon, guess_lat = guess_lon + off_lon, guess_lat + off_lat
        if abs(off_lon) < 1e-9 and abs(off_lat) < 1e-9:
            break
    return guess_lon, guess_lat


def decode_polyline(text: str, precision: int = 5) -> list[tuple[float, float]]:
    """An encoded polyline -> (lon, lat) pairs in degrees.

    precision: decimals that the encoder kept (5, or 6 in some routers). Raises ValueError where the
    text is cut off or holds a character outside the alphabet.
    """
    numbers: list[int] = []
    value = shift = 0
    for char in text:
        chunk = ord(char) - 63
        if not 0 <= chunk <= 63:
            raise ValueError(f"not an encoded polyline: character {char!r}")
        value |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(numbers) % 2:
        raise ValueError("not an encoded polyline: it ends in the middle of a point")
    return _summed(numbers, 10.0**precision)


def _summed(numbers: list[int], scale: float) -> list[tuple[float, float]]:
    """Differences (lat, lon, lat, lon …) -> places."""
    places: list[tuple[float, float]] = []
    lat = lon = 0
    for index in range(0, len(numbers), 2):
        lat += numbers[index]
        lon += numbers[index + 1]
        places.append((lon / scale, lat / scale))
    return places


def _shift(lon: float, lat: float) -> tuple[float, float]:
    """How far GCJ-02 moves a place, degrees."""
    x, y = lon - 105.0, lat - 35.0
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    phi = radians(lat)
    magic = 1 - _KRASOVSKY_EE * sin(phi) ** 2
    root = sqrt(magic)
    shift_lat = north * 180 / (_KRASOVSKY_A * (1 - _KRASOVSKY_EE) / (magic * root) * pi)
    shift_lon = east * 180 / (_KRASOVSKY_A / root * cos(phi) * pi)
    return shift_lon, shift_lat
