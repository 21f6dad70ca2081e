"""Names of districts and towns: muted, under the marks."""

from widgets.map.frame import LayerSpec
from widgets.map.label_layer import LabelLayer

LAYER = LayerSpec("places", 40, lambda: LabelLayer(muted=True))
