"""What the caller hands in to build a prefecture on: outlines and towns, degrees WGS-84."""

import msgspec

Ring = list[tuple[float, float]]
TOWN_KINDS = ("seat", "street", "town", "zone")
"""seat: street office of the district's centre; street: another one; zone: park, new district or farm."""


class GivenDistrict(msgspec.Struct, frozen=True):
    """rings: outlines, degrees WGS-84, one a piece of the district; holes are not known."""

    id: str
    name: str
    name_en: str
    rings: tuple[Ring, ...]


class GivenTown(msgspec.Struct, frozen=True):
    """villages: how many the town has; kind: of ``TOWN_KINDS``; lon, lat: roughly, of its centre."""

    id: str
    name: str
    name_en: str
    district: str
    villages: int
    kind: str
    lon: float
    lat: float


class Given(msgspec.Struct, frozen=True):
    """land: outlines of what is not sea. attribution: whose outlines and names these are."""

    districts: tuple[GivenDistrict, ...]
    land: tuple[Ring, ...]
    towns: tuple[GivenTown, ...]
    attribution: str
