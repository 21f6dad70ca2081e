"""Keeps the quiet picture in step with the network: what changed is drawn anew, and nothing else."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from wallboard.state.changes import Change
from widgets.map.inset_painter import InsetPainter
from widgets.map.scene import Scene
from widgets.map.static_picture import StaticPicture
from widgets.map.view import Camera
from widgets.session import Session

PEN_REACH = 12.0
"""Study px around a line or a symbol that its drawing covers."""

DRAWING_S = 0.012
"""Thread seconds that one repaint may spend on parts of the quiet picture that are still owed."""

NOUNS = ("outage", "area", "device")


def mend(change: Change, session: Session, scene: Scene, picture: StaticPicture, inset: InsetPainter) -> None:
    """Take in what a batch says of lines, areas and devices; where they look different is owed."""
    if scene.supply is None or not change.touches(*NOUNS):
        return
    boxes = scene.supply.read(session.tables, *(change.of(noun) for noun in NOUNS))
    if len(boxes):
        picture.mend(boxes, session.scale.px(PEN_REACH))
        inset.renew()


def mend_all(session: Session, scene: Scene, picture: StaticPicture, inset: InsetPainter) -> None:
    """Everything is new (snapshot, new run): the old picture stands until it is drawn anew."""
    if scene.supply is not None:
        scene.supply.read_all(session.tables)
        picture.renew()
        inset.renew()


def draw_owed(
    view: QWidget, camera: Camera | None, session: Session, scene: Scene, picture: StaticPicture
) -> None:
    """Draw parts that are owed and have the view show them; on a screen as many as the time allows."""
    if camera is not None and picture.owing:
        budget = DRAWING_S if view.isVisible() else None
        drawn = [
            rect for rect in picture.work(camera, session, scene, budget) if view.rect().intersects(rect)
        ]
        for rect in drawn or [QRect(0, 0, 1, 1)]:  # what lies in the margin is not seen, but goes on
            view.update(rect)
