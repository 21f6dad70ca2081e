"""Which symbols of the network the view shows now, so that the legend can say what each one means."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from wallboard.state.atlas_schema import DEVICE_KINDS, KEY_KINDS, OWNERS
from widgets.map.detail import (
    AREA_QUIET,
    AREA_STATED,
    DEVICE_FADES,
    HIGH_KV,
    KEY_HOSPITAL,
    KEY_OTHER,
    STATION_FADES,
    area_radius,
    closeness,
    ramp,
)
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Floats
from widgets.map.scene import Scene
from widgets.map.supply import STATES
from widgets.map.symbols import DOT
from widgets.map.view import Camera

SEEN = 0.4
"""How much of a symbol must be there before the legend speaks of it: nobody asks about what only fades in."""

SYMBOLS = {
    "station": "net-station-high",
    "station_low": "net-station-low",
    "area_dark": "net-area-public-dark",
    "area": "net-area-public-normal",
    "area_public": "net-area-public-normal",
    "area_customer": "net-area-customer-normal",
    "key_hospital": "net-key-hospital",
    "key_other": "net-key-other",
    "breaker": "net-device-breaker-closed",
    "switch": "net-device-switch-closed",
    "fuse": "net-device-fuse-closed",
    "open_point": "net-device-tie-open",
}
"""What the legend calls a symbol -> its sprite, in the order of the legend."""

Mask = NDArray[np.bool_]


def symbols_shown(scene: Scene, camera: Camera, unit: float) -> list[str]:
    """The keys of ``SYMBOLS`` that are to be seen. unit: px per study px."""
    network = scene.base.network
    if network is None:
        return []
    found = set(_shown(scene, network, camera, unit))
    return [what for what in SYMBOLS if what in found]


def _shown(scene: Scene, network: NetworkMap, camera: Camera, unit: float) -> Iterator[str]:
    close = closeness(camera, unit)

    def there(span: tuple[float, float]) -> bool:
        return ramp(close, *span) >= SEEN

    if any(map(there, STATION_FADES.values())):
        high = network.column("stations", "kv")[_within(network.stations, camera)] >= HIGH_KV
        if there(STATION_FADES["high"]) and high.any():
            yield "station"
        if there(STATION_FADES["low"]) and not high.all():
            yield "station_low"
    if there(AREA_STATED) or there(AREA_QUIET):
        yield from _areas(scene, network, _within(network.areas, camera), close, unit)
    if there(KEY_HOSPITAL):
        seen = _within(network.key_customers, camera)
        hospital = network.column("key_customers", "kind")[seen] == KEY_KINDS.index("hospital")
        if hospital.any():
            yield "key_hospital"
        if there(KEY_OTHER) and not hospital.all():
            yield "key_other"
    if any(map(there, DEVICE_FADES.values())):
        seen = _within(network.devices, camera)
        kinds = network.column("devices", "kind")[seen]
        shown = {kind for kind in set(kinds.tolist()) if there(DEVICE_FADES[DEVICE_KINDS[kind]])}
        yield from (DEVICE_KINDS[kind].removeprefix("lateral_") for kind in shown)
        is_open = network.column("devices", "closed")[seen] == 0
        if scene.supply is not None:
            is_open = scene.supply.open[np.flatnonzero(seen)] != 0
        if np.isin(kinds[is_open], list(shown)).any():
            yield "open_point"


def _areas(scene: Scene, network: NetworkMap, seen: Mask, close: float, unit: float) -> Iterator[str]:
    """Owners' shapes where areas with supply are seen as more than dots; the look of one that has none."""
    quiet = ramp(close, *AREA_QUIET) >= SEEN and bool(seen.any())
    if quiet and round(area_radius(close) * unit) < DOT:
        yield "area"
    elif quiet:
        own = network.column("areas", "owner")[seen] == OWNERS.index("customer")
        if own.any():
            yield "area_customer"
        if not own.all():
            yield "area_public"
    if scene.supply is not None:
        states = scene.supply.areas[np.flatnonzero(seen)]
        if (states == STATES.index("dark")).any():
            yield "area_dark"


def _within(xy: Floats, camera: Camera) -> Mask:
    """Which places lie in the view."""
    view = camera.bounds()
    inside = (xy[:, 0] >= view.left) & (xy[:, 0] <= view.right)
    return inside & (xy[:, 1] >= view.bottom) & (xy[:, 1] <= view.top)
