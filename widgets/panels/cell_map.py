"""The map of the grid cells' page as a panel."""

from widgets.map.cell_map import CellMap
from widgets.map.map_view import MapOptions
from widgets.panel import PanelSpec

PANEL = PanelSpec("cell_map", CellMap, MapOptions)
