"""Keeps the quiet picture in step with the network: what changed is drawn anew, and nothing else."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from wallboard.state.changes import Change
from widgets.map.detail import AREA_STATED, closeness
from widgets.map.frame import LayerSpec
from widgets.map.inset_painter import InsetPainter
from widgets.map.layers.devices import UNUSUAL
from widgets.map.layers.unsupplied import LATERALS
from widgets.map.layout import rect_of
from widgets.map.projection import Box
from widgets.map.scene import Scene
from widgets.map.static_picture import StaticPicture
from widgets.map.steps import Steps
from widgets.map.supply import Differing
from widgets.map.view import Camera
from widgets.session import Session

PEN_REACH = 12.0
"""Study px around a line or a symbol that its drawing covers."""

DRAWING_S = 0.005
"""Thread seconds that one repaint may spend on parts of the quiet picture that are still owed."""

BESIDE_FACTS_S = 0.003
"""The same in a tick that has taken in facts: all of it must fit into a frame."""

SEEN_FROM = (0.0, LATERALS[0], AREA_STATED[0], UNUSUAL[0])
"""Study px per km below which a changed trunk, lateral, area and device is not drawn; cells if filled."""

NOUNS = ("outage", "area", "device")


def picture_of(specs: Sequence[LayerSpec], *, cells: bool, margin: float) -> StaticPicture:
    """The quiet picture of these layers, in drawing order. cells: they are filled by what has supply."""
    static = [spec for spec in specs if spec.static]
    stated = [n for n, spec in enumerate(static) if spec.states or (cells and spec.name == "cells")]
    first = min(stated, default=len(static))
    return StaticPicture(
        [spec.make() for spec in static[:first]], [spec.make() for spec in static[first:]], margin
    )


def mend(
    change: Change,
    session: Session,
    scene: Scene,
    camera: Camera | None,
    picture: StaticPicture,
    inset: InsetPainter,
) -> None:
    """Take in what a batch says of lines, areas and devices; where that is seen is owed."""
    if scene.supply is None or not change.touches(*NOUNS):
        return
    differ = scene.supply.read(session.tables, *(change.of(noun) for noun in NOUNS))
    _owe(differ, session, scene, camera, picture, inset)


def _owe(
    differ: Differing,
    session: Session,
    scene: Scene,
    camera: Camera | None,
    picture: StaticPicture,
    inset: InsetPainter,
) -> None:
    """Where something looks different, as far as that is seen from here, the picture is owed."""
    boxes = np.vstack(differ)
    if len(boxes):
        inset.renew(boxes)
        if camera is not None:
            close = closeness(camera, session.scale.px(1))
            least = (*SEEN_FROM, 0.0 if scene.cells else np.inf)
            seen = np.vstack([found for found, begin in zip(differ, least, strict=True) if close > begin])
            picture.mend(seen, session.scale.px(PEN_REACH))


def mend_all(
    session: Session, scene: Scene, camera: Camera | None, picture: StaticPicture, inset: InsetPainter
) -> Steps[None]:
    """Everything may be new (snapshot, new run): take it in by steps; what differs is owed."""
    if scene.supply is not None:
        for differ in scene.supply.reading(session.tables):
            _owe(differ, session, scene, camera, picture, inset)
            yield
    if scene.fills is not None:
        picture.renew()


def draw_owed(
    view: QWidget,
    camera: Camera | None,
    session: Session,
    scene: Scene,
    picture: StaticPicture,
    *,
    fed: bool = False,
) -> None:
    """Draw parts that are owed and have the view show them; on a screen as many as the time allows.

    fed: this tick has taken in facts.
    """
    if camera is not None and picture.owing:
        share = BESIDE_FACTS_S if fed else DRAWING_S
        budget = share if view.isVisible() else None
        drawn = [
            rect for rect in picture.work(camera, session, scene, budget) if view.rect().intersects(rect)
        ]
        for rect in drawn or [QRect(0, 0, 1, 1)]:  # what lies in the margin is not seen, but goes on
            view.update(rect)


def draw_base(
    view: QWidget, camera: Camera | None, session: Session, scene: Scene, picture: StaticPicture
) -> None:
    """Draw the quiet picture where it was moved out of its margin or stretched.

    On a screen the rest of it comes with the next repaints, if it takes long.
    """
    if camera is not None and not picture.serves(camera):
        if view.isVisible():
            picture.begin(camera, session, scene, view.devicePixelRatioF())
        else:
            picture.refresh(camera, session, scene, view.devicePixelRatioF())
        view.update()


def tile_came(view: QWidget, camera: Camera | None, picture: StaticPicture, box: Box) -> None:
    """A tile of the base map came: what it covers (a box of the plane) is drawn anew."""
    if camera is None or not Shiboken.isValid(view):  # the window was rebuilt meanwhile
        return
    picture.mend(np.array([[box.left, box.bottom, box.right, box.top]]), 1.0, ground=True)
    view.update(rect_of(camera.on_screen(box).grown(1.0)))
