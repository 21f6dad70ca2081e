"""A tile as a picture in the theme's own quiet tones: nothing of a base map is as bright as an outage."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPen, QTransform

from widgets.map.detail import mixed
from widgets.map.painter_paths import path_of
from widgets.map.projection import Floats
from widgets.map.tile_file import TileError
from widgets.map.tile_grid import Laid, Tile
from widgets.map.tile_shapes import MAIN, MIDDLE, MINOR, PATH, RAIL, TileShapes
from widgets.theme import Theme

FORM = QImage.Format.Format_RGB32
LARGEST = 2048
"""Px across a raster tile."""

GAMMA = 2.2
"""Common maps keep to the lightest fifth of all greys: taken as light they keep apart."""

COLOUR = 0.18
"""Share of its own colour that a raster keeps."""

RIM = 0.01
"""Shares of a raster tile that are laid around it, under its neighbours."""


class Line(msgspec.Struct, frozen=True):
    """How lines of a class are drawn. ink: of the look; px: study px across at least; metres: across on the
    ground; near: px per plane metre from which they are drawn."""

    ink: str
    px: float
    metres: float
    near: float
    dash: bool = False


LINES = {
    "stream": Line("water", 1.6, 6.0, 0.0),
    "border": Line("border", 1.2, 0.0, 0.0, dash=True),
    PATH: Line("minor", 0.8, 2.0, 0.35),
    MINOR: Line("minor", 1.2, 6.0, 0.02),
    MIDDLE: Line("road", 1.7, 9.0, 0.004),
    RAIL: Line("border", 1.0, 0.0, 0.01, dash=True),
    MAIN: Line("road", 2.4, 13.0, 0.0),
}
"""In drawing order."""

BUILDINGS_NEAR = 0.12


class Look(msgspec.Struct, frozen=True):
    """The tones of a base map, as #rrggbb, and the px of one study px (device)."""

    unit: float
    land: str
    water: str
    building: str
    minor: str
    road: str
    border: str
    low: str
    high: str


def look_of(theme: Theme, unit: float) -> Look:
    """A theme's tones. low, high: what black and white of a raster become."""
    land, border = theme.land, theme.border
    return Look(
        unit,
        land.name(),
        theme.water.name(),
        mixed(land, theme.hairline, 0.55).name(),
        theme.hairline.name(),
        mixed(land, border, 0.75).name(),
        border.name(),
        theme.ground.name() if theme.dark else border.name(),
        mixed(land, border, 0.55).name() if theme.dark else land.name(),
    )


def paint_vector(
    found: Sequence[tuple[TileShapes, Laid]], width: float, height: float, scale: float, look: Look
) -> QImage:
    """Paint what lies in a tile; one px more than its size each way, so that tiles meet wherever they begin.

    width, height: device px. scale: device px per plane metre.
    """
    image = QImage(_size(width, height), FORM)
    image.fill(QColor(look.land))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def areas(role: str, ink: str) -> None:
        for shapes, laid in found:
            if role in shapes.areas:
                painter.setTransform(_onto(laid, width, height))
                painter.fillPath(_path(shapes.areas[role], laid), QColor(ink))

    areas("water", look.water)
    if scale / look.unit >= BUILDINGS_NEAR:
        areas("building", look.building)
    for what, line in LINES.items():
        if scale / look.unit < line.near:
            continue
        for shapes, laid in found:
            if what in shapes.lines:
                painter.setTransform(_onto(laid, width, height))
                painter.strokePath(_path(shapes.lines[what], laid), _pen(line, scale, look))
    painter.end()
    return image


def _pen(line: Line, scale: float, look: Look) -> QPen:
    pen = QPen(QColor(getattr(look, line.ink)), max(1.0, line.px * look.unit, line.metres * scale))
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if line.dash else Qt.PenCapStyle.RoundCap)
    if line.dash:
        pen.setDashPattern([5.0, 4.0])
    return pen


def _onto(laid: Laid, width: float, height: float) -> QTransform:
    """Shares of a file's tile -> device px of the picture."""
    own = QTransform(laid.xx, laid.yx, laid.xy, laid.yy, laid.dx, laid.dy)
    return own * QTransform.fromScale(width, height)


def _path(parts: list[Floats], laid: Laid) -> QPainterPath:
    """What of them lies in the picture, or near it."""
    seen = laid.seen
    low, high = np.array([seen.left, seen.bottom]), np.array([seen.right, seen.top])
    near = [one for one in parts if (one.max(axis=0) >= low).all() and (one.min(axis=0) <= high).all()]
    path = path_of(near)
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def raster_of(raw: bytes, file: str, tile: Tile) -> QImage:
    """Decode a PNG, JPEG or WebP. Raises TileError where it is none, is cut, or too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not reader.canRead() or bytes(reader.format().data()) not in (b"png", b"jpeg", b"webp"):
        raise TileError("tile_raster", file, tile=tile.words)
    if max(size.width(), size.height()) > LARGEST:
        raise TileError("tile_wide", file, tile=tile.words, px=LARGEST)
    image = reader.read()
    if image.isNull():
        raise TileError("tile_raster", file, tile=tile.words)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def paint_raster(found: Sequence[tuple[QImage, Laid]], width: float, height: float, look: Look) -> QImage:
    """Paint what lies in a tile, toned: most of its colour gone, between the look's low and high."""
    image = QImage(_size(width, height), FORM)
    image.fill(QColor(look.high))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for rim in (RIM, 0.0):  # first a little more than each, so that nothing is left bare between and beside
        for tile, laid in found:
            painter.setTransform(_onto(laid, width, height))
            painter.drawImage(QRectF(-rim, -rim, 1 + 2 * rim, 1 + 2 * rim), tile)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    body = toned(pixels, QColor(look.low), QColor(look.high))
    return QImage(body.data, image.width(), image.height(), image.width() * 4, FORM).copy()


def toned(pixels: NDArray[np.uint8], low: QColor, high: QColor) -> NDArray[np.uint8]:
    """BGRX pixels, their lightness between two tones and little of their colour left."""
    colours = pixels[..., :3].astype(np.float32)
    light = colours @ np.array([0.114, 0.587, 0.299], np.float32)
    ends = [np.array([c.blue(), c.green(), c.red()], np.float32) for c in (low, high)]
    span = float(np.abs(ends[1] - ends[0]).mean()) / 255.0
    out = np.empty_like(pixels)
    grey = ends[0] + ((light / 255.0) ** GAMMA)[..., None] * (ends[1] - ends[0])
    out[..., :3] = np.clip(grey + COLOUR * span * (colours - light[..., None]), 0, 255)
    out[..., 3] = 255
    return out


def _size(width: float, height: float) -> QSize:
    return QSize(math.ceil(width) + 1, math.ceil(height) + 1)
