"""What a layer is and what it is handed when it draws.

A layer is one file in ``widgets/map/layers`` with one constant ``LAYER``; the folder is walked, so that a
new layer needs no list. Static layers are drawn into a cached picture, live ones over it at every repaint.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.steps import Steps
from widgets.map.view import Camera
from widgets.session import Session


@dataclass(frozen=True)
class Frame:
    """One act of drawing. clip: px of the window that are to be painted (y down).

    A picture that is drawn piece by piece has one camera and one ``clip`` after the other: what is cut out
    of the land for the camera serves them all.
    """

    camera: Camera
    session: Session
    scene: Scene
    clip: Box
    now: float


class Layer:
    """Draws one kind of thing. Layers keep caches of their own and know nothing of each other."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Paint what lies in ``frame.clip``; px of the window, antialiasing on."""

    def ahead(self, frame: Frame) -> Steps[None]:
        """Make ready by steps what ``draw`` would else have to make first; ``clip`` is all of the window."""
        yield from ()

    def forget(self) -> None:
        """Theme, size or base map changed: caches are void."""


@dataclass(frozen=True)
class LayerSpec:
    """A layer by name. order: lower is drawn first; static: lives in the cached picture.

    states: shows what has supply, which changes all the time; what lies over it is drawn anew with it.
    glass: stays where it is while the land moves under it, and lies over all that moves.
    part_of: the layer with which a screen leaves it out.
    """

    name: str
    order: int
    make: Callable[[], Layer]
    static: bool = False
    states: bool = False
    default: bool = True
    glass: bool = False
    part_of: str = ""
