"""Everything the map shows at one moment, ready to draw: glyphs, labels, vehicles, base geometry."""

from collections.abc import Callable
from dataclasses import dataclass, field

import msgspec

from widgets.map.base_map import BaseMap
from widgets.map.cell_fills import CellFills
from widgets.map.condition_words import WordFace
from widgets.map.conditions import Conditions
from widgets.map.glyphs import Arrangement
from widgets.map.heat_field import HeatField
from widgets.map.labels import LabelFace
from widgets.map.order_spots import OrderSpots
from widgets.map.outage_book import OutageBook
from widgets.map.projection import Box
from widgets.map.sprites import SpriteSheet
from widgets.map.supply import SupplyBook
from widgets.map.tiles import Tiles
from widgets.map.traffic import Traffic
from widgets.map.vehicles import Fleet, Spot
from widgets.map.view import Camera


class NoticeFace(msgspec.Struct, frozen=True):
    """Words in the middle of a map on which nothing has a place. box: px, y down."""

    words: str
    box: Box


@dataclass
class Scene:
    """What layers read. ``sheet`` holds the sprites of this window's theme and size.

    degrees: those of the graticule at the map's edge; notice: what is said where nothing has a place;
    found: the camera looks at something, not at the whole world for want of any place; at_sea: whether the
    ground under a box (px of a camera, y down) is mostly water. said: words beside signs of work and weather.
    supply: what of the network has none; None without one. cells: the measure that fills them (of
    ``cell_fills.EVERY``), none: they are outlines. fills: by what is told of them, where that fills
    them. tiles: of the base map's sheets, as far as they came.
    """

    base: BaseMap
    book: OutageBook
    fleet: Fleet
    sheet: SpriteSheet
    arrangement: Arrangement = field(default_factory=Arrangement)
    labels: tuple[LabelFace, ...] = ()
    traffic: Traffic = field(default_factory=Traffic)
    heat: HeatField = field(default_factory=HeatField)
    orders: OrderSpots = field(default_factory=OrderSpots)
    conditions: Conditions = field(default_factory=Conditions)
    said: tuple[WordFace, ...] = ()
    degrees: tuple[LabelFace, ...] = ()
    notice: NoticeFace | None = None
    supply: SupplyBook | None = None
    cells: str = ""
    fills: CellFills | None = None
    found: bool = False
    at_sea: Callable[[Camera, Box], bool] = lambda camera, box: False
    tiles: Tiles = field(default_factory=Tiles)

    @property
    def spots(self) -> dict[str, Spot]:
        """Vehicles as drawn, by id."""
        return self.traffic.spots

    @property
    def anything(self) -> bool:
        """Whether something on this map has a place."""
        return bool(self.book.marks or self.orders.spots)

    def lit_feeders(self) -> frozenset[str]:
        """Ids and names of the feeders and laterals that open, unplanned outages have left dead."""
        return self.book.lit
