"""The map of the grid cells' page: keys go through all that its cells may be filled by."""

from PySide6.QtCore import Qt

from wallboard.domain.clock import monotonic
from widgets.look_back import STAYS_DESK_S, STAYS_S
from widgets.map.cell_fills import EVERY, fills_of
from widgets.map.map_view import MapView

STEPS = {Qt.Key.Key_Period: 1, Qt.Key.Key_Comma: -1}
"""Keys: the next measure, the one before."""


class CellMap(MapView):
    """A wall goes back to its screen's own measure some minutes after the last key."""

    _turned = -1e9  # when a key was pressed last, monotonic s

    @property
    def filled_by(self) -> str:
        """What fills the cells now, of ``EVERY``."""
        return self._scene.cells

    def on_key(self, key: int) -> bool:
        by = STEPS.get(Qt.Key(key))
        if by is None or self._scene.base.network is None:
            return super().on_key(key)
        here = EVERY.index(self._scene.cells) if self._scene.cells in EVERY else -by
        self._turned = monotonic()
        self._fill(EVERY[(here + by) % len(EVERY)])
        return True

    def age(self, now: float) -> bool:
        stays = STAYS_S if self.session.desk is None else STAYS_DESK_S
        if self._scene.cells != self._options.cells and monotonic() - self._turned >= stays:
            self._fill(self._options.cells)
        return super().age(now)

    def _fill(self, cells: str) -> None:
        scene = self._scene
        scene.cells = cells
        scene.fills = fills_of(cells, scene.base.network, self.session.tables)
        self.on_theme()
