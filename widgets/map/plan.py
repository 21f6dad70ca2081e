"""One arrangement of the map in the making: some steps a tick, shown once all of them are taken."""

import math

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from wallboard.domain.clock import thread_seconds
from widgets.map.ahead import Ahead
from widgets.map.layout import LAST, Layout, rect_of
from widgets.map.scene import Scene
from widgets.map.view import Camera

END = object()


class Plan:
    """camera: what it is made for; cost: thread seconds that it took so far. afresh, heat, ahead: as of the
    layout.
    """

    def __init__(
        self,
        layout: Layout,
        scene: Scene,
        camera: Camera,
        *,
        afresh: bool,
        heat: bool,
        ahead: Ahead | None = None,
    ) -> None:
        self.camera, self.afresh, self.cost = camera, afresh, 0.0
        self._layout, self._scene = layout, scene
        self._faces, self._revision = layout.faces, scene.heat.revision
        self._steps = layout.steps(scene, camera, afresh=afresh, heat=heat, ahead=ahead)

    def go_on(self, share: float) -> bool:
        """Take steps for so many thread seconds, one at least; whether all are taken."""
        began = last = thread_seconds()
        done = False
        while not done:
            what = next(self._steps, END)
            done, here = what is END, thread_seconds()
            if what is LAST and math.isfinite(share):
                break  # the repaint that it asks for is enough for a tick
            if 2 * here - last - began >= share:  # another as dear as the last would not fit
                break
            last = here
        self.cost += thread_seconds() - began
        return done

    def differing(self, whole: QRect) -> list[QRect]:
        """What is to be repainted, px of its camera. whole: all of the window."""
        faces, before = self._layout.faces, self._faces
        relit = before.pieces.get("feeders") != faces.pieces.get("feeders")
        if not relit and self._scene.heat.revision == self._revision:
            return [*faces.differing(before), *self._layout.moved]
        if faces.legend is None or faces.legend != before.legend:
            return [whole]
        rest = QRegion(whole) - rect_of(faces.legend.box)  # the legend takes a third of a repaint
        return list(rest)  # type: ignore[call-overload]
