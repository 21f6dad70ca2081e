"""What an arrangement will be painted with, made ready by steps: the tick that shows it has only to blit."""

from collections.abc import Callable, Sequence

from widgets.map.frame import Frame, Layer
from widgets.map.legend import LegendFace
from widgets.map.legend_painter import LegendPicture
from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.steps import Steps
from widgets.map.view import Camera
from widgets.session import Session

Ahead = Callable[[Scene, LegendFace], Steps[None]]
"""Makes ready what a scene in the making and its legend need."""


def ahead_of(camera: Camera, session: Session, layers: Sequence[Layer], picture: LegendPicture) -> Ahead:
    """Words, numbers, heat and the legend, as far as these layers and this picture have not made them yet."""

    def ahead(draft: Scene, legend: LegendFace) -> Steps[None]:
        frame = Frame(camera, session, draft, Box(0.0, 0.0, camera.width, camera.height), session.now())
        for layer in layers:
            yield from layer.ahead(frame)
        picture.make(legend, session, draft.sheet)
        yield

    return ahead
