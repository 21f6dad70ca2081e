"""Map layers, one file each with one ``LAYER`` constant, found by walking this folder."""

import importlib
import pkgutil

from widgets.map.frame import LayerSpec


def layer_specs() -> list[LayerSpec]:
    """Every layer in drawing order. Raises AttributeError, naming the module, where ``LAYER`` is missing."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").LAYER
        for module in pkgutil.iter_modules(__path__)
    ]
    return sorted(found, key=lambda spec: (spec.order, spec.name))
