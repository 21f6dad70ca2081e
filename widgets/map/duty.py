"""Which grid cells have nobody in charge, as a fill of the map (d.127): the cells of the network, by name."""

import numpy as np

from wallboard.state.queries.cells import vacant
from wallboard.state.tables import Tables
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Floats

UNOWNED = "unowned"
"""The measure's name in a screen file."""


class DutyBook:
    """shares: of each cell of the network, 1 where a post or the whole cell has nobody."""

    def __init__(self, network: NetworkMap) -> None:
        names = network.atlas.tables["cells"].texts("name")
        self._rows = {name: row for row, name in enumerate(names)}
        self._boxes, self._owner = network.ring_boxes, network.cells.owner
        self.shares: Floats = np.zeros(len(names))

    def read(self, tables: Tables) -> Floats:
        """Take in the cells as they stand; the boxes (plane metres) of those that differ."""
        shares = np.zeros_like(self.shares)
        for cell in tables.rows("cell").values():
            row = self._rows.get(cell.name)
            if row is not None and vacant(cell):
                shares[row] = 1.0
        differ = np.flatnonzero(shares != self.shares)
        self.shares = shares
        return self._boxes[np.isin(self._owner, differ)]


def duty_of(cells: str, network: NetworkMap | None, tables: Tables) -> DutyBook | None:
    """The book of a map that fills its cells by who is in charge, read; None of another."""
    if cells != UNOWNED or network is None:
        return None
    book = DutyBook(network)
    book.read(tables)
    return book
