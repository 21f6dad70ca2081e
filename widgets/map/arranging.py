"""Which arrangement of marks and words stands on the map, and which one is being made for what is owed.

What hands ask for from elsewhere is made in slices as well: until it is whole they carry the old one along.
"""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect

from wallboard.domain.clock import thread_seconds
from widgets.map.ahead import ahead_of
from widgets.map.carry import bears
from widgets.map.frame import Layer
from widgets.map.layout import Layout
from widgets.map.legend_painter import LegendPicture
from widgets.map.plan import Plan
from widgets.map.scene import Scene
from widgets.map.view import Camera
from widgets.session import Session

SLICE_S = 0.005
"""Thread seconds that one tick may arrange marks for; the rest of it comes with the next ticks."""


class Arranging:
    """``arranged``: the camera of what stands; ``plan``: what is being made. owing: marks differ that are not
    shown; warm: the heat is made with the next arrangement; sliced: part of one was made since the last
    painting; cost: thread seconds of the last one.

    whole: the window, px; shown: told what is to be repainted once an arrangement stands.
    """

    def __init__(
        self,
        layout: Layout,
        scene: Scene,
        session: Session,
        live: Sequence[Layer],
        legend: LegendPicture,
        whole: Callable[[], QRect],
        shown: Callable[[list[QRect]], None],
    ) -> None:
        self._layout, self._scene, self._session = layout, scene, session
        self._live, self._legend, self._whole, self._shown = live, legend, whole, shown
        self.arranged: Camera | None = None
        self.plan: Plan | None = None
        self.owing = self.warm = self.sliced = False
        self.cost = 0.0

    @property
    def moving(self) -> bool:
        """Whether an arrangement is being made for hands that look from elsewhere."""
        return self.plan is not None and self.plan.afresh

    def seen_from(self, camera: Camera | None) -> Camera | None:
        """What the map looks from: from where hands ask, unless what stands cannot be carried so far; then
        from where it stands until the new arrangement is whole."""
        if camera is None or not self.moving or bears(self.arranged, camera):
            return camera
        return self.arranged

    def reached(self, camera: Camera | None) -> Camera | None:
        """Where hands ask from, once the map is seen from there."""
        return camera if self.seen_from(camera) == camera else None

    def at_once(self, camera: Camera, *, heat: bool = True) -> None:
        """Arrange all of it anew."""
        began = thread_seconds()
        plan = Plan(self._layout, self._scene, camera, afresh=True, heat=heat)
        plan.go_on(math.inf)
        self._show(plan, camera)
        self.cost = thread_seconds() - began

    def begin(self, camera: Camera, *, afresh: bool) -> None:
        """Begin an arrangement of what is owed. afresh: of everything, as from another camera."""
        heat, self.owing, self.warm = afresh or self.warm, False, False
        ahead = ahead_of(camera, self._session, self._live, self._legend)
        self.plan = Plan(self._layout, self._scene, camera, afresh=afresh, heat=heat, ahead=ahead)

    def follow(self, camera: Camera) -> bool:
        """Begin to arrange everything for there; False where nothing could stand meanwhile.

        One that is under way goes on: hands that do not rest would never see any.
        """
        old = self.arranged
        if old is None or (old.width, old.height) != (camera.width, camera.height) or self._scene.sheet.worn:
            return False
        if not self.moving:
            self.begin(camera, afresh=True)
        return True

    def go_on(self, share: float, camera: Camera | None) -> bool:
        """Make some more of it, for so many thread seconds; whether it is whole, and shown."""
        plan, self.sliced = self.plan, True
        if plan is None:
            return True
        done = plan.go_on(share)
        if done:
            self._show(plan, camera)
        self.cost = plan.cost
        return done

    def _show(self, plan: Plan, camera: Camera | None) -> None:
        """Ask for a repaint of what a whole arrangement shows otherwise. camera: what the map looks from."""
        whole = self._whole()
        all_differs = plan.afresh or self.arranged != plan.camera or camera != plan.camera
        self.plan, self.arranged = None, plan.camera
        self._shown([whole] if all_differs else plan.differing(whole))
