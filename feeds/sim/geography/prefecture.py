"""A whole prefecture by seed: ``build(given, seed)`` gives the bytes of its atlas (about 10 s at full size).

A pure function of what is given, the seed and the size: no file, no clock, no hash seed. Districts, coast and
the names of the towns are real; roads, settlements, the network and every other name are invented (示意图).
"""

import msgspec

from feeds.sim.geography.cells import lay_cells
from feeds.sim.geography.columns import tables_of
from feeds.sim.geography.customers import choose_customers
from feeds.sim.geography.given import Given
from feeds.sim.geography.ground import ground_of
from feeds.sim.geography.lattice import crossings_of
from feeds.sim.geography.lines import Layer
from feeds.sim.geography.model import Prefecture
from feeds.sim.geography.settlements import hamlets_of, raster_of, settle
from feeds.sim.geography.streets import build_streets
from feeds.sim.geography.substations import place_substations
from feeds.sim.geography.territories import supply_from
from feeds.sim.geography.transformers import place_transformers
from feeds.sim.geography.trunks import find_ties, trunk_of
from wallboard.state.atlas import pack

LOCAL_SHARE = 0.88
"""Of the crossings, those in hamlets and towns; country roads between them make up the rest."""


class Size(msgspec.Struct, frozen=True):
    """How much there is; crossings and cells come out within some per cent."""

    areas: int = 30_000
    feeders: int = 1_500
    stations: int = 120
    cells: int = 900
    crossings: int = 40_000
    customers: int = 2_200_000
    villages: float = 1.0  # of the real number in each town

    @staticmethod
    def of(share: float) -> "Size":
        """A smaller prefecture of the same towns: for tests. share: above 0, at most 1."""
        if not 0.0 < share <= 1.0:
            raise ValueError(f"{share} is no share of the full size: above 0, at most 1")
        full = Size()
        return Size(
            max(200, round(full.areas * share)),
            max(12, round(full.feeders * share)),
            max(3, round(full.stations * share)),
            max(120, round(full.cells * share)),
            max(2_000, round(full.crossings * share)),
            round(full.customers * share),
            share,
        )


def build(given: Given, seed: int, size: Size | None = None) -> bytes:
    """The atlas. Raises ValueError where what is given does not fit together."""
    prefecture = assemble(given, seed, size or Size())
    title = f"江门（示意图，种子 {seed}）"
    return pack(title, given.attribution, tables_of(prefecture))


def assemble(given: Given, seed: int, size: Size) -> Prefecture:
    """All the parts, one after another; each draws from generators of its own."""
    ground = ground_of(given)
    raster = raster_of(ground, seed)
    places = settle(ground, raster, seed, size.customers, size.villages)
    hamlets = hamlets_of(places, ground, seed)
    crossings = crossings_of(ground, raster, places, hamlets, seed, round(size.crossings * LOCAL_SHARE))
    streets = build_streets(ground, places, hamlets, crossings, seed)
    areas = place_transformers(ground, places, hamlets, streets, seed, size.areas, size.customers)
    stations = place_substations(streets, areas, seed, size.stations)
    supply = supply_from(streets, areas, stations, seed, size.feeders)
    trunks = [trunk_of(supply, territory) for territory in supply.territories]
    ties = find_ties(streets, supply, trunks)
    net = Layer(streets, areas, supply, trunks).lay(stations.crossing.tolist(), ties)
    cells = lay_cells(ground, places, areas, seed, size.cells)
    keys, estates = choose_customers(ground, places, areas, seed)
    return Prefecture(ground, places, streets, areas, stations, supply, trunks, net, cells, keys, estates)
