"""The map as a panel of a page."""

from widgets.map.map_view import MapOptions, MapView
from widgets.panel import PanelSpec

PANEL = PanelSpec("map", MapView, MapOptions)
