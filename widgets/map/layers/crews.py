"""Repair crews on duty."""

from widgets.map.frame import LayerSpec
from widgets.map.vehicle_layer import VehicleLayer

LAYER = LayerSpec("crews", 60, lambda: VehicleLayer("crew"))
