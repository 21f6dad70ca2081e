"""Of many vehicles near one another on the glass one is drawn: which, and which wait behind it.

The glass is cut into cells; of those in a cell the one that was drawn before stays, so that none flickers.
"""

from collections.abc import Iterable, Mapping

from widgets.map.vehicles import GRAINS, Spot

APART = 34.0
"""Study px across a cell: at the reading distance arrowheads nearer than that are one thicket."""

Cell = tuple[int, int]


class Thinning:
    """``hidden``: the vehicles that are not drawn, because another one stands for them."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self._cells: dict[str, Cell] = {}
        self._members: dict[Cell, set[str]] = {}
        self._first: dict[Cell, str] = {}  # who is drawn of a cell

    def clear(self) -> set[str]:
        """Everything is drawn; those that were not."""
        shown, self.hidden = self.hidden, set()
        self._cells, self._members, self._first = {}, {}, {}
        return shown

    def follow(self, keys: Iterable[str], spots: Mapping[str, Spot], side: float) -> set[str]:
        """Take in where these are now (none: they went); who comes or goes by it. side: px of a cell."""
        touched: set[Cell] = set()
        differs: set[str] = set()
        for key in keys:
            spot, was, cell = spots.get(key), self._cells.get(key), None
            if spot is not None and spot[2].startswith("crew") and spot[2] not in GRAINS:
                cell = int(spot[0] // side), int(spot[1] // side)
            if cell == was:
                continue
            if was is not None:
                self._members[was].discard(key)
                touched.add(was)
            if cell is not None:
                self._cells[key] = cell
                self._members.setdefault(cell, set()).add(key)
                touched.add(cell)
            elif was is not None:
                del self._cells[key]
                if key in self.hidden:
                    self.hidden.remove(key)
                    differs.add(key)
        for cell in touched:
            differs |= self._settle(cell)
        return differs

    def _settle(self, cell: Cell) -> set[str]:
        """Choose who is drawn of a cell; those that differ."""
        members, hidden = self._members[cell], self.hidden
        if not members:
            del self._members[cell]
            self._first.pop(cell, None)
            return set()
        first = self._first.get(cell)
        if first not in members:
            free = members - hidden
            first = self._first[cell] = min(free or members)
        differs = members - hidden  # in place: hundreds are hidden, and a cell has a few
        differs.discard(first)
        hidden |= differs
        if first in hidden:
            hidden.remove(first)
            differs.add(first)
        return differs
