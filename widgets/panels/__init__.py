"""The kinds of panel: one module each, found by walking this folder for its ``PANEL`` constant."""

import importlib
import pkgutil

from widgets.panel import PanelSpec


def panel_specs() -> dict[str, PanelSpec]:
    """Every kind of panel by its name. Raises ValueError where two modules claim one name."""
    specs: dict[str, PanelSpec] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        spec = getattr(importlib.import_module(f"{__name__}.{module}"), "PANEL", None)
        if not isinstance(spec, PanelSpec):
            continue
        if spec.kind in specs:
            raise ValueError(f"two panel modules claim the kind {spec.kind!r}")
        specs[spec.kind] = spec
    return specs
