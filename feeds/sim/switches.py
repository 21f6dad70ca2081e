"""What is open and what is closed, and for whose sake.

An edge that is normally closed is open while anybody holds it open; a normally open point is closed while
anybody needs it.
"""

from feeds.sim.ground import Ground


class Switches:
    """``shut`` by edge: whether it is closed now. Whoever changes it has the grid settle afterwards."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.shut = list(ground.edges.closed)
        self._opened: dict[int, list[str]] = {}
        self._held_by: dict[str, set[int]] = {}  # the same by fault
        self._needed: dict[int, list[str]] = {}
        self._changed: dict[int, None] = {}

    def hold_open(self, edge: int, fault: str) -> None:
        """Open an edge, or keep it open, for a fault's sake."""
        self._opened.setdefault(edge, []).append(fault)
        self._held_by.setdefault(fault, set()).add(edge)
        self._set(edge)

    def let_close(self, edge: int, fault: str) -> None:
        """This fault needs it open no longer."""
        holders = self._opened.get(edge, [])
        if fault in holders:
            holders[:] = [one for one in holders if one != fault]
            self._held_by[fault].discard(edge)
            if not self._held_by[fault]:
                del self._held_by[fault]
        if not holders:
            self._opened.pop(edge, None)
        self._set(edge)

    def join(self, tie: int, fault: str) -> None:
        """Close an open point so that what a fault has cut off is fed from beyond it."""
        self._needed.setdefault(tie, []).append(fault)
        self._set(tie)

    def part(self, fault: str) -> list[int]:
        """Open the points that were closed for a fault's sake; which."""
        mine = [tie for tie, needs in self._needed.items() if fault in needs]
        for tie in mine:
            self._needed[tie].remove(fault)
            if not self._needed[tie]:
                del self._needed[tie]
            self._set(tie)
        return mine

    def holders(self, edge: int) -> list[str]:
        """The faults that an edge is held open for, in order."""
        return list(self._opened.get(edge, ()))

    def opened_for(self, edge: int) -> str:
        """The fault that an edge was first opened for; "" where nobody holds it."""
        holders = self._opened.get(edge)
        return holders[0] if holders else ""

    def opened_by(self, fault: str) -> list[int]:
        """Edges that are held open for a fault, in order."""
        return sorted(self._held_by.get(fault, ()))

    def reason(self, edge: int) -> str:
        """The fault for whose sake an edge is not as it normally stands; "" where it is."""
        needs = self._needed.get(edge)
        return self.opened_for(edge) or (needs[0] if needs else "")

    def take_changed(self) -> list[int]:
        """Edges that were opened or closed since the last call, in order."""
        changed = list(self._changed)
        self._changed.clear()
        return changed

    def _set(self, edge: int) -> None:
        wanted = self._ground.edges.closed[edge] or edge in self._needed
        shut = wanted and edge not in self._opened
        if shut != self.shut[edge]:
            self.shut[edge] = shut
            self._changed[edge] = None
