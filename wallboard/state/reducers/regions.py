"""County bureaus and towns: what they serve, and what a source counts as out there."""

from typing import Any

from wallboard.domain.network import RegionServed, RegionSupply
from wallboard.domain.rows import Region
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Region | None:
    """The region; None while only its weather is known."""
    served, supply = thing.value("served", RegionServed), thing.value("supply", RegionSupply)
    if served is None and supply is None:
        return None
    fields: dict[str, Any] = {"id": key, "name": key}
    if served is not None:
        for name in RegionServed.__struct_fields__:
            fields[name] = getattr(served, name)
    if supply is not None:
        for name in RegionSupply.__struct_fields__:
            fields[name] = getattr(supply, name)
    return Region(**fields)
