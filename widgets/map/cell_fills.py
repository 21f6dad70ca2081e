"""What the grid cells of a network are filled by, as owners and work are told (d.42, d.49, d.93, d.127)."""

from collections.abc import Callable, Mapping

import numpy as np

from wallboard.domain.rows import GridCell
from wallboard.state.queries.cells import vacant
from wallboard.state.tables import Tables
from widgets.map.measures import MEASURES
from widgets.map.network_map import NetworkMap
from widgets.map.projection import Floats

MOST_WORK = 10.0
"""Hazards, patrols or inspections of one cell that fill it whole."""
MOST_LOSS = 10.0
"""Line loss that fills a cell whole, per cent; a negative one is as abnormal as a high one."""


def _unowned(cell: GridCell) -> float | None:
    return float(vacant(cell))


def _loss(cell: GridCell) -> float | None:
    return None if cell.line_loss is None else min(1.0, abs(cell.line_loss) / MOST_LOSS)


def _missing(cell: GridCell) -> float | None:
    return None if cell.contact_coverage is None else 1.0 - cell.contact_coverage


def _work(count: int | None) -> float | None:
    return None if count is None else min(1.0, count / MOST_WORK)


FILLS: Mapping[str, Callable[[GridCell], float | None]] = {
    "unowned": _unowned,
    "hazards": lambda cell: _work(cell.hazards_open),
    "line_loss": _loss,
    "patrols": lambda cell: _work(cell.patrols_overdue),
    "inspections": lambda cell: _work(cell.inspections_overdue),
    "contacts": _missing,
}
"""By the name in a screen file: a share from 0 to 1 of each cell; None where no source speaks of it."""

EVERY = (*FILLS, *MEASURES)
"""All that cells may be filled by, in the order in which keys go through them."""


class CellFills:
    """shares: of each cell of the network; what nobody tells of a cell leaves it empty, as a zero does."""

    def __init__(self, network: NetworkMap, name: str) -> None:
        names = network.atlas.tables["cells"].texts("name")
        self._fill = FILLS[name]
        self._rows = {name: row for row, name in enumerate(names)}
        self._boxes, self._owner = network.ring_boxes, network.cells.owner
        self.shares: Floats = np.zeros(len(names))

    def read(self, tables: Tables) -> Floats:
        """Take in the cells as they stand; the boxes (plane metres) of those that differ."""
        shares = np.zeros_like(self.shares)
        for cell in tables.rows("cell").values():
            row = self._rows.get(cell.name)
            if row is not None:
                shares[row] = self._fill(cell) or 0.0
        differ = np.flatnonzero(shares != self.shares)
        self.shares = shares
        return self._boxes[np.isin(self._owner, differ)]


def fills_of(cells: str, network: NetworkMap | None, tables: Tables) -> CellFills | None:
    """The book of a map that fills its cells by what is told of them, read; None of another."""
    if cells not in FILLS or network is None:
        return None
    book = CellFills(network, cells)
    book.read(tables)
    return book
