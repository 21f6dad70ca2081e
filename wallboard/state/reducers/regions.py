"""County bureaus and towns: what they serve, and what a source counts as out there."""

from typing import Any

from wallboard.domain.network import RegionServed, RegionSupply
from wallboard.domain.rows import Region
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Region | None:
    served, supply = thing.aspects.get("served"), thing.aspects.get("supply")
    if served is None and supply is None:
        return None
    fields: dict[str, Any] = {"id": key, "name": key}
    if served is not None and isinstance(data := served.data, RegionServed):
        for name in ("name", "parent", "customers", "lines", "areas", "key_customers"):
            fields[name] = getattr(data, name)
    if supply is not None and isinstance(data := supply.data, RegionSupply):
        for name in RegionSupply.__struct_fields__:
            fields[name] = getattr(data, name)
    return Region(**fields)
