"""The prefecture as it was built, before it becomes columns."""

import msgspec

from feeds.sim.geography.cells import Cells
from feeds.sim.geography.customers import Estates, KeyCustomers
from feeds.sim.geography.ground import Ground
from feeds.sim.geography.lines import Net
from feeds.sim.geography.settlements import Settlements
from feeds.sim.geography.streets import Streets
from feeds.sim.geography.substations import Substations
from feeds.sim.geography.territories import Supply
from feeds.sim.geography.transformers import Transformers
from feeds.sim.geography.trunks import Trunk


class Prefecture(msgspec.Struct, frozen=True):
    """All its parts; rows of one point to rows of another as their own pages say."""

    ground: Ground
    places: Settlements
    streets: Streets
    areas: Transformers
    stations: Substations
    supply: Supply
    trunks: list[Trunk]
    net: Net
    cells: Cells
    keys: KeyCustomers
    estates: Estates
