"""Paints the legend's strip: an opaque ground, a hairline above it, entries from the left."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from wallboard.domain.terms import Lane
from wallboard.state.queries.works import WorkState
from widgets.map.heat import STEPS, share_of
from widgets.map.heat_scale import draw_scale
from widgets.map.legend import (
    ARROW,
    GAP,
    MARGIN,
    PAD,
    SWATCH,
    Entry,
    LegendFace,
    north_width,
    note_font,
    row_height,
)
from widgets.map.signs import draw_barb, draw_closure, draw_eye, draw_work, rain_stroke
from widgets.map.sprites import SpriteSheet
from widgets.session import Session

HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing

SHOWN_WIND = 10.0
"""m/s of the barb in the legend: two and a half feathers."""


class LegendPicture:
    """The strip as it was painted last: most repaints of the map touch it, and few change it."""

    def __init__(self) -> None:
        self._made: list[tuple[tuple[object, ...], QPixmap]] = []  # of what stands, and of what comes

    def make(self, face: LegendFace, session: Session, sheet: SpriteSheet) -> QPixmap:
        """The strip of these entries, painted where it is new. sheet: for what is drawn with its ratio."""
        key = (face, session.theme.name, sheet)
        for known, picture in self._made:
            if known == key:
                return picture
        picture = QPixmap((QSizeF(face.box.width, face.box.height) * sheet.ratio).toSize())
        picture.setDevicePixelRatio(sheet.ratio)
        painter = QPainter(picture)
        painter.setRenderHints(HINTS)
        painter.translate(-face.box.left, -face.box.bottom)
        draw_legend(painter, face, session, sheet)
        painter.end()
        self._made = [*self._made[-1:], (key, picture)]
        return picture

    def draw(self, painter: QPainter, face: LegendFace, session: Session, sheet: SpriteSheet) -> None:
        """As ``draw_legend``."""
        painter.drawPixmap(QPointF(face.box.left, face.box.bottom), self.make(face, session, sheet))


def draw_legend(painter: QPainter, face: LegendFace, session: Session, sheet: SpriteSheet) -> None:
    """Paint the strip: opaque ground, a hairline above, entries from the left."""
    theme, scale = session.theme, session.scale
    box = QRectF(face.box.left, face.box.bottom, face.box.width, face.box.height)
    painter.fillRect(box, theme.ground)
    painter.fillRect(QRectF(box.left(), box.top(), box.width(), max(1.0, scale.px(1))), theme.hairline)
    painter.setFont(scale.font("small"))
    top = box.top() + scale.px(PAD)
    for row in face.rows:
        left = scale.px(MARGIN)
        height = row_height(row, session)
        notes = [entry.width + scale.px(GAP) for entry in row if entry.kind == "note"]
        aside = box.right() - scale.px(MARGIN) - sum(notes) + scale.px(GAP)
        for entry in row:
            if entry.kind == "note" and len(notes) < len(row):  # small print stands aside
                left = max(left, aside)
            _draw_entry(painter, entry, QRectF(left, top, entry.width + 2, height), session, sheet)
            left += entry.width + scale.px(GAP)
        top += height


def _draw_entry(painter: QPainter, entry: Entry, rect: QRectF, session: Session, sheet: SpriteSheet) -> None:
    theme, scale = session.theme, session.scale
    middle = rect.center().y()
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.setPen(theme.muted)
    if entry.kind == "mark" and entry.sprite is not None:
        left, top, side = sheet.where(entry.sprite)
        own = side * sheet.zoom
        target = QRectF(round(rect.left() + entry.length - own / 2), round(middle - own / 2), own, own)
        painter.drawPixmap(target, sheet.pixmap, QRectF(left, top, side, side))
    elif entry.kind == "dot":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.lane(Lane(entry.what)))
        painter.drawEllipse(QPointF(rect.left() + scale.px(SWATCH), middle), scale.px(5), scale.px(5))
    elif entry.kind == "sign":
        _draw_sign(painter, entry, QPointF(rect.left(), middle), session)
    elif entry.kind == "heat":
        _draw_heat(painter, entry, rect, session)
        return
    elif entry.kind == "scale":
        _draw_scale(painter, entry, rect, session)
    painter.setPen(theme.muted)
    painter.setFont(note_font(session) if entry.kind == "note" else scale.font("small"))
    painter.drawText(rect, int(flags), entry.text)


WORKS = {"work": WorkState.RUNNING, "waiting_work": WorkState.WAITING, "late_work": WorkState.LATE}
"""Entries of planned work."""


def _draw_sign(painter: QPainter, entry: Entry, at: QPointF, session: Session) -> None:
    """The sign of work or weather. at: its left middle, px."""
    theme, unit = session.theme, session.scale.px(1)
    x, y, half = at.x(), at.y(), SWATCH * unit
    if entry.what in WORKS:
        state = WORKS[entry.what]
        ink = session.state_colour("planned") or (theme.text if state is WorkState.LATE else theme.muted)
        draw_work(painter, x + half, y, half, state, ink, theme.ground)
    elif entry.what == "wind":
        pen = QPen(theme.muted, 2.2 * unit)
        draw_barb(painter, x + 3 * unit, y - 6 * unit, unit, SHOWN_WIND, 90.0, pen)
    elif entry.what == "rain":
        painter.setPen(QPen(theme.muted, 2 * unit))
        painter.drawLines([rain_stroke(x + (4 + 7 * i) * unit, y, 18 * unit) for i in range(3)])
    elif entry.what == "closure":
        draw_closure(painter, x + half, y, unit, theme.text, theme.ground)
    else:
        draw_eye(painter, x + 12 * unit, y, 10 * unit, theme.text, theme.ground)


def _draw_scale(painter: QPainter, entry: Entry, rect: QRectF, session: Session) -> None:
    """An arrow to the north with its letter, and the bar."""
    scale, middle = session.scale, rect.center().y()
    half, left = scale.px(ARROW / 2), rect.left()
    arrow = [(half, -10.0), (2 * half, 8.0), (half, 4.0), (0.0, 8.0)]
    painter.setBrush(session.theme.muted)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon([QPointF(left + x, middle + scale.px(y)) for x, y in arrow])
    painter.setPen(session.theme.muted)
    word = QRectF(left + 2 * half + scale.px(6), rect.top(), north_width(session), rect.height())
    painter.drawText(word, int(Qt.AlignmentFlag.AlignVCenter), session.text.t("map.north"))
    painter.setPen(QPen(session.theme.muted, max(1.0, scale.px(2))))
    start, tick, y = left + north_width(session), scale.px(6), middle + scale.px(4)
    end = start + entry.length
    painter.drawPolyline(
        [QPointF(start, y - tick), QPointF(start, y), QPointF(end, y), QPointF(end, y - tick)]
    )


def _draw_heat(painter: QPainter, entry: Entry, rect: QRectF, session: Session) -> None:
    """The words, and the bar with each number where its colour is."""
    scale, middle = session.scale, int(Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(rect, middle, entry.text)
    high = round(scale.text_px("small") * 1.16)
    bar = QRectF(rect.right() - 2 - entry.length, rect.center().y() - high / 2, entry.length, high)
    shares = share_of(np.array(STEPS)).tolist()
    numbers = [(share, session.text.number(step)) for share, step in zip(shares, STEPS, strict=True)]
    draw_scale(painter, bar, numbers, session.theme.land, session)
