"""What the map shows of an outage: one frozen mark each, made from its row and its clock's band.

Shape says the stage, area the customers, a ring the clock, fading that the feed is doubted (design 9).
"""

import math
from enum import StrEnum

import msgspec

from wallboard.domain.rows import Outage
from wallboard.domain.terms import Band, DeviceKind, OutageStage, Supply
from wallboard.state.queries.totals import Worth, worth_of
from widgets.map.projection import project_one

LEAST_RADIUS, MOST_RADIUS = 8.0, 30.0
CUSTOMERS_AT_MOST = 5000
"""Study px; a disc's area is proportional to its customers up to this many."""

KEY_CUSTOMER_WEIGHT = 500.0
PLANNED_SHARE = 0.1


BELOW_FEEDER = frozenset(
    {
        DeviceKind.SWITCH,
        DeviceKind.LATERAL,
        DeviceKind.TRANSFORMER_AREA,
        DeviceKind.SERVICE,
        DeviceKind.CUSTOMER,
    }
)


class MarkShape(StrEnum):
    CONFIRMED = "confirmed"
    PREDICTED = "predicted"
    UNVERIFIED = "unverified"
    GENERATOR = "generator"
    PLANNED = "planned"


NOT_OUT = frozenset({MarkShape.PLANNED, MarkShape.UNVERIFIED})
"""Shapes that are not the worst of a map, however large: planned, or back already."""


class Mark(msgspec.Struct, frozen=True, gc=False):
    """One outage on the map. x, y: plane metres; radius: study px; weight: what outranks what.

    lights: ids and names of the feeders and laterals that are dead because of it. at_least, about: what
    the customers are worth; a dark outage without a count is at least nobody.
    """

    id: str
    x: float
    y: float
    shape: MarkShape
    radius: float
    weight: float
    customers: int | None
    band: Band
    faded: bool
    title: str
    region: str
    town: str
    lights: frozenset[str] = frozenset()
    at_least: bool = False
    about: bool = False


def radius_of(customers: int | None) -> float:
    """Study px of a disc; an unknown count gets the least."""
    share = (customers or 0) / CUSTOMERS_AT_MOST
    return min(MOST_RADIUS, max(LEAST_RADIUS, MOST_RADIUS * math.sqrt(share)))


def shape_of(outage: Outage) -> MarkShape:
    """A generator is not restoration, a plan not a fault, reported not verified (d.132, domain 4.5)."""
    if outage.supply is Supply.GENERATOR:
        return MarkShape.GENERATOR
    if outage.planned:
        return MarkShape.PLANNED
    if outage.stage is OutageStage.RESTORED_REPORTED:
        return MarkShape.UNVERIFIED
    if outage.stage in (OutageStage.CONFIRMED, OutageStage.PARTLY_RESTORED):
        return MarkShape.CONFIRMED
    return MarkShape.PREDICTED


def title_of(outage: Outage) -> str:
    """The name that says what is out and where: a smaller device's own, else feeder, town, place, region."""
    device = outage.device_name if outage.device_kind in BELOW_FEEDER else ""
    name = device or outage.feeder or outage.device_name or outage.town or outage.place or outage.region
    return name.removeprefix("10kV").strip()


def lights_of(outage: Outage) -> frozenset[str]:
    """What of the network is dead: a whole feeder, one lateral, or nothing that a line shows."""
    if outage.planned or not outage.dark:
        return frozenset()
    if outage.device_kind in (DeviceKind.FEEDER, DeviceKind.SOURCE, DeviceKind.SUBSTATION):
        return frozenset({outage.feeder, outage.device, outage.device_name} - {""})
    if outage.device_kind in (DeviceKind.LATERAL, DeviceKind.SWITCH):
        return frozenset({outage.device, outage.device_name} - {""})
    return frozenset()


def mark_of(outage: Outage, band: Band) -> Mark | None:
    """The mark of an open outage; None where it is closed, merged into another or has no place."""
    if not outage.open or outage.merged_into or outage.lon is None or outage.lat is None:
        return None
    x, y = project_one(outage.lon, outage.lat)
    planned, worth = outage.planned, worth_of(outage)
    weight = float(max(1, outage.customers_out or 0)) + KEY_CUSTOMER_WEIGHT * outage.key_customers
    return Mark(
        id=outage.id,
        x=x,
        y=y,
        shape=shape_of(outage),
        radius=radius_of(outage.customers_out),
        weight=weight * (PLANNED_SHARE if planned else 1.0),
        customers=outage.customers_out,
        band=Band.CALM if planned else band,
        faded=outage.held or outage.doubtful,
        title=title_of(outage),
        region=outage.region,
        town=outage.town,
        lights=lights_of(outage),
        at_least=worth in (Worth.LEAST, Worth.NONE),
        about=worth in (Worth.ABOUT, Worth.KEPT),
    )
