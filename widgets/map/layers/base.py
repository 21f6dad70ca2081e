"""Land, water, districts, coast, roads and the normal network: quiet, drawn once into the cached picture."""

import math
from collections.abc import Callable, Sequence
from functools import reduce

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPainterPath, QPen, QRegion, QTransform

from widgets.map.base_map import AREAL
from widgets.map.frame import Frame, Layer, LayerSpec
from widgets.map.geojson import GeometryLayer, Shape
from widgets.map.painter_paths import path_of
from widgets.map.projection import Box, Floats, box_of
from widgets.map.simplify import clipped, thin, within
from widgets.map.steps import Steps
from widgets.map.view import Camera
from widgets.theme import Theme

DRAWN = ("land", "coast", "district", "area", "water", "road", "feeder")
"""Roles in drawing order; substations come last, as small squares."""

TOLERANCE = 0.6
"""Px that a thinned line may be off."""

Ink = Callable[[Theme], QColor]
LINES: dict[str, tuple[Ink, float]] = {
    "land": (lambda theme: theme.border, 1.0),
    "coast": (lambda theme: theme.border, 1.0),
    "district": (lambda theme: theme.border, 1.3),
    "area": (lambda theme: theme.hairline, 1.0),
    "road": (lambda theme: theme.hairline, 1.6),
    "feeder": (lambda theme: theme.feeder, 1.4),
}


BEYOND = 24.0
"""Px beyond the window's edge up to which lines are kept: as far as the widest pen reaches."""

FADE = (0.02, 0.16)
"""Shares of the districts' longer side beyond their box between which the sea fades out."""

MANY = 20_000
"""Vertices of a line from which it is thinned as far as it is seen, each time anew."""

MOST_PX = 30_000.0
"""Px beyond which an edge is as good as nowhere."""

Paths = tuple[QPainterPath, QPainterPath]
Part = tuple[Floats, Box]
"""A ring or line as this view shows it, and the box around it."""


class BaseLayer(Layer):
    """Parts of each layer for the last view: what lies in it, thinned to what its zoom step can show.

    Of these, what touches the clip becomes paths: a piece of the picture costs its share of the land.
    """

    def __init__(self) -> None:
        self._parts: dict[int, tuple[tuple[int, Box], tuple[list[Part], list[Part]]]] = {}
        self._paths: dict[int, Paths] = {}
        self._clip: tuple[Camera, Box] | None = None

    def forget(self) -> None:
        self._parts, self._clip = {}, None

    def ahead(self, frame: Frame) -> Steps[None]:
        step, view = _step(frame.camera), frame.camera.bounds(BEYOND)
        for layer in frame.scene.base.of(*DRAWN):
            for shape in layer.shapes:
                for line in shape.lines if shape.kind != "point" and shape.box.meets(view) else ():
                    if len(line.xy) <= MANY:
                        yield from line.refining(_tolerance(step))
            self._in_view(layer, frame.camera)
            yield

    def draw(self, painter: QPainter, frame: Frame) -> None:
        base, theme = frame.scene.base, frame.session.theme
        clip = QRectF(frame.clip.left, frame.clip.bottom, frame.clip.width, frame.clip.height)
        sea = base.of(*AREAL) != []
        painter.save()
        _keep_off_sheets(painter, frame)
        painter.fillRect(clip, theme.water if sea else theme.ground)
        painter.restore()
        for role in DRAWN:
            if role == "district":
                _fade_out(painter, frame)
            for layer in base.of(role):
                painter.save()
                if role == "district":
                    self._keep_ashore(painter, frame)
                self._draw(painter, frame, layer)
                painter.restore()
        for layer in base.of("area"):
            _dots(painter, frame, layer.shapes)
        for layer in base.of("substation"):
            _squares(painter, frame, layer.shapes)

    def _draw(self, painter: QPainter, frame: Frame, layer: GeometryLayer) -> None:
        camera, theme, unit = frame.camera, frame.session.theme, frame.session.scale.px(1)
        areas, lines = self._of(layer, frame)
        painter.save()
        inland = theme.ground if frame.scene.base.of("district") else theme.land
        fills = {"land": inland, "coast": inland, "district": theme.land, "water": theme.water}
        if layer.role in fills:
            painter.save()
            _keep_off_sheets(painter, frame)
            painter.setTransform(_transform(camera), True)
            painter.fillPath(areas, fills[layer.role])
            painter.restore()
        if layer.role in ("land", "coast"):
            _keep_near(painter, frame)
        painter.setTransform(_transform(camera), True)
        ink = LINES.get(layer.role)
        if ink is not None:
            own = frame.session.state_colour("normal") if layer.role == "feeder" else None
            pen = QPen(own or ink[0](theme), max(1.0, ink[1] * unit))
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.strokePath(areas, pen)
            painter.strokePath(lines, pen)
        painter.restore()

    def _keep_ashore(self, painter: QPainter, frame: Frame) -> None:
        """Districts reach out to sea: only what lies on land is drawn, where the base map knows the coast."""
        ashore = QPainterPath()
        for layer in frame.scene.base.of("land", "coast"):
            ashore.addPath(self._of(layer, frame)[0])
        if not ashore.isEmpty():
            ashore.setFillRule(Qt.FillRule.WindingFill)
            painter.setClipPath(_transform(frame.camera).map(ashore), Qt.ClipOperation.IntersectClip)

    def _of(self, layer: GeometryLayer, frame: Frame) -> Paths:
        """(areas, lines) of a layer where they touch the clip."""
        if self._clip != (frame.camera, frame.clip):
            self._clip, self._paths = (frame.camera, frame.clip), {}
        found = self._paths.get(id(layer))
        if found is None:
            camera, clip = frame.camera, frame.clip.grown(BEYOND)
            left, top = camera.place(clip.left, clip.bottom)
            right, bottom = camera.place(clip.right, clip.top)
            view = Box(left, bottom, right, top)
            areas, lines = self._in_view(layer, camera)
            found = self._paths[id(layer)] = _path(areas, view, clipped), _path(lines, view, within)
        return found

    def _in_view(self, layer: GeometryLayer, camera: Camera) -> tuple[list[Part], list[Part]]:
        """Areas and lines of a layer in this view; a zoom step is a factor of two."""
        key = _step(camera), camera.bounds(BEYOND)
        found = self._parts.get(id(layer))
        if found is None or found[0] != key:
            parts = _thinned(layer.shapes, "polygon", *key), _thinned(layer.shapes, "line", *key)
            found = self._parts[id(layer)] = key, parts
        return found[1]


def _keep_off_sheets(painter: QPainter, frame: Frame) -> None:
    """Nothing is filled where tiles say what is land and water; lines are drawn over them."""
    camera, clip = frame.camera, frame.clip
    free = QRegion(round(clip.left), round(clip.bottom), math.ceil(clip.width), math.ceil(clip.height))
    whole = free
    for sheet in frame.scene.base.sheets:
        box = camera.on_screen(sheet.reach)
        edges = [
            round(max(-MOST_PX, min(MOST_PX, edge))) for edge in (box.left, box.bottom, box.right, box.top)
        ]
        free = free.subtracted(QRegion(QRect(QPoint(*edges[:2]), QPoint(edges[2] - 1, edges[3] - 1))))
    if free != whole:
        painter.setClipRegion(free, Qt.ClipOperation.IntersectClip)


def _fade_out(painter: QPainter, frame: Frame) -> None:
    """Beyond the districts the sea goes over into the ground: where its coast ends, nobody has drawn it."""
    box, theme, clip = _districts(frame), frame.session.theme, frame.clip
    if box is None or not frame.scene.base.of("land", "coast"):
        return
    clear = QColor(theme.ground)
    clear.setAlpha(0)
    begin, end = (share * max(box.width, box.height) for share in FADE)
    sides = (
        (clip.left < box.left - begin, (box.left, 0.0), (-1.0, 0.0)),
        (clip.right > box.right + begin, (box.right, 0.0), (1.0, 0.0)),
        (clip.bottom < box.bottom - begin, (0.0, box.bottom), (0.0, -1.0)),
        (clip.top > box.top + begin, (0.0, box.top), (0.0, 1.0)),
    )
    painter.save()
    _keep_off_sheets(painter, frame)
    for reached, (x, y), (across, down) in sides:
        if reached:
            shade = QLinearGradient(
                QPointF(x + across * begin, y + down * begin), QPointF(x + across * end, y + down * end)
            )
            shade.setColorAt(0.0, clear)
            shade.setColorAt(1.0, theme.ground)
            painter.fillRect(QRectF(clip.left, clip.bottom, clip.width, clip.height), QBrush(shade))
    painter.restore()


def _districts(frame: Frame) -> Box | None:
    """The box (px, y down) around all districts."""
    boxes = [layer.box for layer in frame.scene.base.of("district") if layer.box is not None]
    return frame.camera.on_screen(reduce(Box.joined, boxes)) if boxes else None


def _keep_near(painter: QPainter, frame: Frame) -> None:
    """The coast is lined along the districts only: beyond them it may run on as an invented line."""
    box = _districts(frame)
    if box is not None:
        painter.setClipRect(
            QRectF(box.left, box.bottom, box.width, box.height), Qt.ClipOperation.IntersectClip
        )


def _step(camera: Camera) -> int:
    step, scale = 0, camera.scale
    while scale < 1.0 and step < 20:
        scale, step = scale * 2, step + 1
    return step


def _tolerance(step: int) -> float:
    """Plane metres that a line of a zoom step may be off."""
    return TOLERANCE * 2.0 ** (step - 1)


def _thinned(shapes: Sequence[Shape], kind: str, step: int, view: Box) -> list[Part]:
    parts = [
        within(line.thinned(_tolerance(step)), view)
        if len(line.xy) <= MANY
        else thin(within(line.xy, view), _tolerance(step), closed=kind == "polygon")
        for shape in shapes
        if shape.kind == kind and shape.box.meets(view)
        for line in shape.lines
    ]
    return [(part, box) for part in parts if (box := box_of(part)) is not None]


def _path(parts: Sequence[Part], view: Box, cut: Callable[[Floats, Box], Floats]) -> QPainterPath:
    path = path_of([cut(part, view) for part, box in parts if box.grown(1.0).meets(view)])
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _transform(camera: Camera) -> QTransform:
    scale = camera.scale
    return QTransform(
        scale, 0, 0, -scale, camera.width / 2 - camera.x * scale, camera.height / 2 + camera.y * scale
    )


def _dots(painter: QPainter, frame: Frame, shapes: Sequence[Shape]) -> None:
    """Transformer areas without an outline: where supply is, as fine grain."""
    points = [QPointF(*frame.camera.point(*s.box.centre)) for s in shapes if s.kind == "point"]
    if points:
        pen = QPen(frame.session.theme.feeder, max(1.5, frame.session.scale.px(3)))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints(points)


def _squares(painter: QPainter, frame: Frame, shapes: Sequence[Shape]) -> None:
    theme, unit = frame.session.theme, frame.session.scale.px(1)
    painter.setPen(QPen(theme.muted, max(1.0, 1.4 * unit)))
    painter.setBrush(QBrush(theme.land))
    half = 4.5 * unit
    for shape in shapes:
        x, y = frame.camera.point(*shape.box.centre)
        if frame.clip.grown(half).meets(Box(x - half, y - half, x + half, y + half)):
            painter.drawRect(QRectF(QPointF(x - half, y - half), QPointF(x + half, y + half)))


LAYER = LayerSpec("base", 10, BaseLayer, static=True)
