"""What the cells of a network may be filled by: a share from 0 to 1 of each cell, by the measure's name."""

from collections.abc import Callable, Mapping

import numpy as np

from widgets.map.network_map import NetworkMap
from widgets.map.projection import Floats
from widgets.map.supply import GENERATOR, UNKNOWN, SupplyBook

MOST_OUT = 1000.0
"""Customers out of a cell that fill it whole, by powers of ten."""

DENSE = 3.0
"""So many times the mean cell's customers fill a cell whole."""


def out_share(network: NetworkMap, supply: SupplyBook | None) -> Floats:
    """Customers out of each hundred: suspected ones too, those on a generator not."""
    served = _sums(network, network.column("areas", "customers").astype(np.float64))
    return _out(network, supply) / np.maximum(served, 1.0)


def out(network: NetworkMap, supply: SupplyBook | None) -> Floats:
    """Customers out, each power of ten alike."""
    return np.minimum(1.0, np.log10(1.0 + _out(network, supply)) / np.log10(MOST_OUT))


def customers(network: NetworkMap, supply: SupplyBook | None) -> Floats:
    """Customers served, against the mean cell."""
    served = network.column("cells", "customers").astype(np.float64)
    return np.minimum(1.0, served / max(1.0, DENSE * float(served.mean()) if len(served) else 1.0))


MEASURES: Mapping[str, Callable[[NetworkMap, SupplyBook | None], Floats]] = {
    "out_share": out_share,
    "out": out,
    "customers": customers,
}


def _out(network: NetworkMap, supply: SupplyBook | None) -> Floats:
    served = network.column("areas", "customers").astype(np.float64)
    if supply is None:
        return np.zeros(network.table("cells").rows)
    without = (supply.areas >= UNKNOWN) & (supply.areas != GENERATOR)
    return _sums(network, np.where(without, served, 0.0))


def _sums(network: NetworkMap, of_areas: Floats) -> Floats:
    """What the areas of each cell have together."""
    cell = network.column("areas", "cell")
    known = cell >= 0
    sums = np.bincount(cell[known], of_areas[known], minlength=network.table("cells").rows)
    return sums.astype(np.float64)
