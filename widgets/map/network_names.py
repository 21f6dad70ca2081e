"""Names that stand on the network: districts from afar, then towns, stations, villages, lines, areas.

A kind comes at its scale and stays a little longer than it came, so that no name flickers at the brink.
Names come behind those of outages and are placed after them.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from wallboard.state.atlas_schema import DEVICE_KINDS, PLACE_KINDS
from widgets.map.base_map import Place
from widgets.map.detail import area_radius, closeness, station_reach
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Box, Floats
from widgets.map.scene import Scene
from widgets.map.view import Camera
from widgets.session import Session

MOST = 48
"""Names that are tried at once."""

LONGER = 0.85
"""A kind that is there goes below this share of the scale at which it came."""

SYMBOLS_FROM, MOST_KEPT_FREE = 120.0, 200
"""Study px per km from which an area is seen as a symbol, and how many names keep off."""

BESIDE = 3.0
"""Study px that the name of a place without a symbol keeps from its middle."""


class Kind(NamedTuple):
    """begin, end: study px per km from which, and up to which, a kind is named; rank: the larger first."""

    begin: float
    end: float
    rank: int


KINDS = {
    "districts": Kind(0.0, 26.0, 9),
    "seat": Kind(12.0, 1e9, 8),
    "town": Kind(14.0, 1e9, 7),
    "stations": Kind(22.0, 1e9, 6),
    "village": Kind(60.0, 1e9, 5),
    "feeders": Kind(200.0, 1e9, 4),
    "key_customers": Kind(240.0, 1e9, 3),
    "areas": Kind(420.0, 1e9, 2),
    "devices": Kind(900.0, 1e9, 1),
}
GROUPS = {
    "seat": ("seat",),
    "town": ("street", "town", "zone"),
    "village": ("community", "village"),
}
"""Kinds of places that are named together."""

NAMED_DEVICES = frozenset(DEVICE_KINDS.index(kind) for kind in ("breaker", "switch", "lateral_switch", "tie"))


class NetworkNames:
    """Remembers which kinds are there, and the names of the last camera."""

    def __init__(self) -> None:
        self._kinds: frozenset[str] = frozenset()
        self._for: tuple[Camera, NetworkMap] | None = None
        self._names: list[Place] = []

    def of(self, network: NetworkMap, camera: Camera, session: Session) -> list[Place]:
        """The names wanted in this view, those that matter most first."""
        if self._for != (camera, network):
            close = closeness(camera, session.scale.px(1))
            self._kinds = frozenset(name for name, kind in KINDS.items() if self._wanted(name, kind, close))
            self._for = camera, network
            names: list[Place] = []
            for name, kind in sorted(KINDS.items(), key=lambda item: -item[1].rank):
                if name in self._kinds and len(names) < MOST:
                    names += _found(name, kind.rank, network, camera, session, close)
            self._names = names[:MOST]
        return self._names

    def _wanted(self, name: str, kind: Kind, close: float) -> bool:
        if name in self._kinds:
            return kind.begin * LONGER <= close <= kind.end / LONGER
        return kind.begin <= close <= kind.end


def _found(
    name: str, rank: int, network: NetworkMap, camera: Camera, session: Session, close: float
) -> Iterator[Place]:
    """Places of one kind in the view, the largest first."""
    table = "places" if name in GROUPS else name
    xy, sizes, reach = _columns(name, network, close)
    view = camera.bounds()
    seen = (xy[:, 0] >= view.left) & (xy[:, 0] <= view.right)
    seen &= (xy[:, 1] >= view.bottom) & (xy[:, 1] <= view.top) & (sizes >= 0)
    rows = np.flatnonzero(seen)
    for row in rows[np.lexsort((rows, -sizes[rows]))][:MOST].tolist():
        words = _words(table, row, network, session)
        if words:
            size = rank * 1e9 + float(sizes[row])
            yield Place(words, float(xy[row, 0]), float(xy[row, 1]), size, f"{table}/{row}", reach)


def _columns(name: str, network: NetworkMap, close: float) -> tuple[Floats, Floats, float]:
    """Where the rows of a kind lie, how much each matters (below 0: not named), study px of their symbols."""
    if name in GROUPS:
        wanted = [PLACE_KINDS.index(kind) for kind in GROUPS[name]]
        mine = np.isin(network.column("places", "kind"), wanted)
        return network.places, np.where(mine, network.column("places", "customers"), -1.0), BESIDE
    if name == "stations":
        return network.stations, network.column("stations", "mva").astype(np.float64), station_reach(close)
    if name == "key_customers":
        kinds = network.column("key_customers", "kind").astype(np.float64)
        return network.key_customers, 20.0 - kinds, 7.0
    if name == "feeders":
        middles = network.feeder_middles
        return (
            middles,
            np.where(np.isnan(middles[:, 0]), -1.0, network.column("feeders", "customers")),
            BESIDE,
        )
    if name == "devices":
        kinds = network.column("devices", "kind")
        mine = np.isin(kinds, list(NAMED_DEVICES))
        return network.devices, np.where(mine, 20.0 - kinds, -1.0), 6.0
    if name == "areas":
        return network.areas, network.column("areas", "customers").astype(np.float64), area_radius(close)
    return network.district_middles, network.column("districts", "customers").astype(np.float64), BESIDE


def _words(table: str, row: int, network: NetworkMap, session: Session) -> str:
    """What is written: a device without its feeder's name, an area with its customers."""
    name = network.name(table, row, session.text.lang)
    if table == "devices":
        feeder = int(network.column("devices", "feeder")[row])
        line = network.name("feeders", feeder, session.text.lang) if feeder >= 0 else ""
        return name.removeprefix(line).strip() or name
    if table == "areas":
        count = int(network.column("areas", "customers")[row])
        return session.text.t("map.area.named", name=name, n=session.text.number(count))
    return name.removeprefix("10kV").removeprefix("10 kV").strip() if table == "feeders" else name


def unsupplied_boxes(scene: Scene, camera: Camera, unit: float) -> list[Box]:
    """Px boxes of the areas without supply, where they are seen as symbols: no name lies over them."""
    network, supply, close = scene.base.network, scene.supply, closeness(camera, unit)
    if network is None or supply is None or close < SYMBOLS_FROM:
        return []
    px = camera.to_screen(network.areas[np.flatnonzero(supply.areas)])
    seen = np.all((px >= 0) & (px <= (camera.width, camera.height)), axis=1)
    reach = area_radius(close) * unit + 2.0
    return [Box(x, y, x, y).grown(reach) for x, y in px[seen][:MOST_KEPT_FREE].tolist()]
