"""Everything the map shows at one moment, ready to draw: glyphs, labels, vehicles, base geometry."""

from dataclasses import dataclass, field

from widgets.map.base_map import BaseMap
from widgets.map.glyphs import Arrangement
from widgets.map.heat_field import HeatField
from widgets.map.labels import LabelFace
from widgets.map.outage_book import OutageBook
from widgets.map.sprites import SpriteSheet
from widgets.map.traffic import Traffic
from widgets.map.vehicles import Fleet, Spot


@dataclass
class Scene:
    """What layers read. ``sheet`` holds the sprites of this window's theme and size."""

    base: BaseMap
    book: OutageBook
    fleet: Fleet
    sheet: SpriteSheet
    arrangement: Arrangement = field(default_factory=Arrangement)
    labels: tuple[LabelFace, ...] = ()
    traffic: Traffic = field(default_factory=Traffic)
    heat: HeatField = field(default_factory=HeatField)

    @property
    def spots(self) -> dict[str, Spot]:
        """Vehicles as drawn, by id."""
        return self.traffic.spots

    def lit_feeders(self) -> frozenset[str]:
        """Ids and names of the feeders and laterals that open, unplanned outages have left dead."""
        return self.book.lit
