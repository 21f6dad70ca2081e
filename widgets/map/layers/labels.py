"""Names of the worst outages with their customers, over everything else."""

from widgets.map.frame import LayerSpec
from widgets.map.label_layer import LabelLayer

LAYER = LayerSpec("labels", 70, LabelLayer)
