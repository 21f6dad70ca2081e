"""The heat of now, and of the hours before, as a panel of a page."""

from widgets.map.heat_map import HeatMap
from widgets.panel import PanelSpec

PANEL = PanelSpec("heat_map", HeatMap)
