"""What a screen file may say of its map."""

from typing import Literal

import msgspec

from widgets.map.frame import LayerSpec


class MapOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Options of a screen file's map. desk: may be moved: on a seat's window, unless given.

    heat, inset: as the room says unless given. cells: what fills the grid cells, of ``cell_fills.EVERY``.
    """

    desk: bool | None = None
    heat: bool | None = None
    inset: bool | None = None
    hide: list[str] = []
    cells: Literal[
        "",
        "out_share",
        "out",
        "customers",
        "unowned",
        "hazards",
        "line_loss",
        "patrols",
        "inspections",
        "contacts",
    ] = ""

    def wants(self, spec: LayerSpec, *, heat: bool | None) -> bool:
        """Whether a layer is drawn. heat: whether that one is; None: where it says more than the marks."""
        hidden = spec.name in self.hide or spec.part_of in self.hide
        return not hidden and (heat is not False if spec.name == "heat" else spec.default)
