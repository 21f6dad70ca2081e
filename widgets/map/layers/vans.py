"""Generator vans on duty."""

from widgets.map.frame import LayerSpec
from widgets.map.vehicle_layer import VehicleLayer

LAYER = LayerSpec("vans", 55, lambda: VehicleLayer("van"))
