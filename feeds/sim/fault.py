"""One element that fails, or is taken out for planned work."""

import msgspec

from feeds.sim.plane import Point
from wallboard.config.scenario import FaultKind
from wallboard.domain.terms import DeviceKind

KIND: dict[str, DeviceKind] = {
    "feeder": DeviceKind.FEEDER,
    "lateral": DeviceKind.LATERAL,
    "area": DeviceKind.TRANSFORMER_AREA,
    "service": DeviceKind.SERVICE,
}


class Fault(msgspec.Struct, frozen=True):
    """What fails, when, and how much work it needs; whom it leaves dark is the grid's to say.

    kind: of what opens for it. edge: the element, -1 below an area; area: of a transformer or service line,
    else -1. feeder, home: rows; home is an area that stands for its place. at: epoch s; work: s on site.
    """

    id: str
    kind: FaultKind
    edge: int
    area: int
    feeder: int
    home: int
    device: str
    name: str
    at: float
    work: float
    cause: str
    point: Point
    service: int = 0  # customers of a service line; 0: whole areas
    isolate_after: float | None = None  # s until the sound parts are switched back
    guard_fails: bool = False  # the next device above opens instead of the nearest
    recloses: bool = False  # gone by itself when the device that opened closes again after seconds
    van: bool = False
    planned: bool = False
