"""The strip at the map's lower edge: what the marks on the map now mean, heat in numbers, scale, sources."""

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from wallboard.domain.terms import Band
from widgets.map.glyphs import Glyph
from widgets.map.marks import MarkShape, radius_of
from widgets.map.projection import Box, ground_metres
from widgets.map.scene import Scene
from widgets.map.sprites import SpriteKey, SpriteSheet
from widgets.map.view import Camera
from widgets.session import Session

SWATCH, GAP, MARGIN = 10.0, 22.0, 26.0
"""Study px: radius of a mark in the legend, distance between entries, from the edge."""

PAD = 7.0
"""Study px above and below the rows."""

NOTE_SHARE, NOTE_SHARE_FAR = 0.75, 0.5
"""Of the smallest text of the wall: 16 minutes of arc where that has 22, less on a far wall."""

FAR = 1.3
"""Growth of the text from which the legend has one row, and says what matters most."""

RANKS = ("breached", "warning", "doubtful", "predicted", "unverified", "heat", "confirmed", "beyond")
RANKS += ("crowd", "size", "planned", "generator", "scale", "crew", "van")
"""What stays longest where rows lack."""

KEY_CUSTOMERS = 1000
"""Customers of the disc that shows what size means."""

HEAT_WIDTH = 132.0
SCALE_LEAST, SCALE_MOST = 90.0, 220.0
"""Study px between which the scale bar's length lies."""


class Entry(msgspec.Struct, frozen=True):
    """One entry. kind: ``mark`` (with a sprite), ``heat``, ``scale``, ``words`` or ``note``; width: px."""

    kind: str
    text: str
    width: float
    sprite: SpriteKey | None = None
    length: float = 0.0
    what: str = ""


class LegendFace(msgspec.Struct, frozen=True):
    """The strip as drawn: rows of entries, and its box (px, y down)."""

    rows: tuple[tuple[Entry, ...], ...]
    box: Box


def legend_of(scene: Scene, camera: Camera, session: Session, *, heat: bool, bottom: float) -> LegendFace:
    """The legend of what stands on the map now, laid out in as few rows as it needs."""
    entries = [*_heat(scene, session, heat), *_marks(scene, session), *_rest(scene, camera, session)]
    width = camera.width - 2 * session.scale.px(MARGIN)
    kept = _kept([e for e in entries if e.kind != "note"], width, session)
    rows = _rows([*kept, *(e for e in entries if e.kind == "note")], width, session)
    height = float(round(sum(_row_height(row, session) for row in rows) + session.scale.px(2 * PAD)))
    box = Box(0.0, bottom - height, camera.width, bottom)
    return LegendFace(tuple(map(tuple, rows)), box)


def _kept(entries: Sequence[Entry], width: float, session: Session) -> list[Entry]:
    """What fits into the rows that the distance allows, what matters most chosen first."""
    most = 1 if session.scale.growth >= FAR else 2
    kept: list[Entry] = []
    for entry in sorted(entries, key=lambda e: RANKS.index(e.what)):
        trial = [e for e in entries if e in kept or e is entry]
        if len(_rows(trial, width, session)) <= most:
            kept = trial
    return kept


def _rows(entries: Sequence[Entry], width: float, session: Session) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        if rows[-1] and used + entry.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += entry.width + session.scale.px(GAP)
    return rows


def strip_height(session: Session, rows: int) -> float:
    """Px of a strip with that many rows."""
    return float(round(rows * session.scale.line("small") + session.scale.px(2 * PAD)))


def _row_height(row: Sequence[Entry], session: Session) -> float:
    """A row of nothing but attributions is lower."""
    only = all(entry.kind == "note" for entry in row)
    return session.scale.line("small") * (note_share(session) if only else 1.0)


def note_share(session: Session) -> float:
    return NOTE_SHARE_FAR if session.scale.growth >= FAR else NOTE_SHARE


def _heat(scene: Scene, session: Session, heat: bool) -> list[Entry]:
    if not heat or scene.heat.top <= 0:
        return []
    metrics, scale = session.scale.metrics("small"), session.scale
    text = session.text.t("map.heat")
    top = session.text.number(scene.heat.top)
    width = metrics.horizontalAdvance(f"{text} 0 {top}") + scale.px(HEAT_WIDTH + 24)
    return [Entry("heat", text, width, length=scene.heat.top, what="heat")]


def _marks(scene: Scene, session: Session) -> list[Entry]:
    glyphs = scene.arrangement.glyphs
    shapes = [shape.value for shape in MarkShape if _shown(glyphs, shape)]
    entries = [_mark(session, shape, SpriteKey(shape, 0)) for shape in shapes]
    if scene.arrangement.gathered and any(glyph.count > 1 for glyph in glyphs):
        crowd = SpriteKey("cluster", 0, text="9")
        entries.append(_mark(session, "crowd", crowd))
    for band in (Band.WARNING, Band.BREACHED):
        if any(_late(glyph, band) for glyph in glyphs):
            ring = SpriteKey(MarkShape.CONFIRMED.value, 0, band=band)
            entries.append(_mark(session, band.value, ring))
    if any(glyph.key.faded for glyph in glyphs):
        doubt = SpriteKey(MarkShape.CONFIRMED.value, 0, faded=True)
        entries.append(_mark(session, "doubtful", doubt))
    if any(glyph.count == 1 for glyph in glyphs):
        entries.append(_size_key(session))
    shapes = {shape for _, _, shape, _ in scene.spots.values()}
    for noun, swatch in (("crew", "crew"), ("van", "van")):
        if any(shape.startswith(noun) or (noun == "crew" and shape.startswith("dot")) for shape in shapes):
            entries.append(_mark(session, noun, SpriteKey(swatch, 0)))
    return entries


def _shown(glyphs: Sequence[Glyph], shape: MarkShape) -> bool:
    return any(glyph.key.shape == shape.value for glyph in glyphs)


def _late(glyph: Glyph, band: Band) -> bool:
    crowd = glyph.key.breached if band is Band.BREACHED else glyph.key.warning
    return glyph.key.band is band or crowd > 0


def _mark(session: Session, what: str, sprite: SpriteKey) -> Entry:
    scale, text = session.scale, session.text.t(f"map.legend.{what}")
    radius = round(scale.px(SWATCH if sprite.shape != "cluster" else SWATCH * 1.3))
    generator = session.text.t("map.glyph.generator") if sprite.shape == MarkShape.GENERATOR else sprite.text
    sprite = msgspec.structs.replace(sprite, radius=radius, text=generator)
    width = scale.px(2 * SWATCH + 14) + scale.metrics("small").horizontalAdvance(text)
    return Entry("mark", text, width, sprite, what=what)


def _size_key(session: Session) -> Entry:
    """How large a disc is that so many customers stand for."""
    scale = session.scale
    radius = round(radius_of(KEY_CUSTOMERS) * scale.px(1))
    words = session.text.t("map.customers", n=session.text.number(KEY_CUSTOMERS))
    width = 2 * radius + scale.px(14) + scale.metrics("small").horizontalAdvance(words)
    return Entry("mark", words, width, SpriteKey(MarkShape.CONFIRMED.value, radius), what="size")


def _rest(scene: Scene, camera: Camera, session: Session) -> list[Entry]:
    """What lies beyond the view, the scale bar, whose base map it is and what of it could not be read."""
    scale, text = session.scale, session.text
    metrics = scale.metrics("small")
    entries: list[Entry] = []
    if scene.arrangement.beyond:
        words = text.t("map.beyond", n=text.number(scene.arrangement.beyond))
        entries.append(Entry("words", words, metrics.horizontalAdvance(words), what="beyond"))
    metres, length = bar_length(camera, scale.px(SCALE_LEAST), scale.px(SCALE_MOST))
    words = (
        text.t("map.km", n=text.number(metres / 1000)) if metres >= 1000 else text.t("map.m", n=round(metres))
    )
    entries.append(
        Entry(
            "scale",
            words,
            length + scale.px(12) + metrics.horizontalAdvance(words),
            length=length,
            what="scale",
        )
    )
    problems = [text.t("map.problem", words=problem) for problem in scene.base.problems[:2]]
    notes = [*problems, " · ".join(scene.base.notes)] if scene.base.notes else problems
    room = camera.width - 2 * scale.px(MARGIN)
    small = QFontMetricsF(note_font(session))
    for note in notes:
        words = small.elidedText(note, Qt.TextElideMode.ElideRight, room)
        entries.append(Entry("note", words, small.horizontalAdvance(words)))
    return entries


def note_font(session: Session) -> QFont:
    """The font of attributions: they must be there, but nobody reads them from across the room."""
    font = QFont(session.scale.font("small"))
    font.setPixelSize(max(9, round(font.pixelSize() * note_share(session))))
    return font


def bar_length(camera: Camera, least: float, most: float) -> tuple[float, float]:
    """(metres, px) of a scale bar of 1, 2 or 5 times a power of ten metres, at most ``most`` px long."""
    metre = camera.scale / ground_metres(camera.y)
    power = 10.0 ** math.floor(math.log10(most / metre))
    for step in (5.0, 2.0, 1.0):
        if least <= step * power * metre <= most:
            return step * power, step * power * metre
    return power, power * metre


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
        height = _row_height(row, session)
        for entry in row:
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
        reach = max(scale.px(SWATCH), float(entry.sprite.radius))
        target = QRectF(round(rect.left() + reach - own / 2), round(middle - own / 2), own, own)
        painter.drawPixmap(target, sheet.pixmap, QRectF(left, top, side, side))
    elif entry.kind == "heat":
        _draw_heat(painter, entry, rect, session)
        return
    elif entry.kind == "scale":
        painter.setPen(QPen(theme.muted, max(1.0, scale.px(2))))
        end, tick = rect.left() + entry.length, scale.px(6)
        y = middle + scale.px(4)
        painter.drawPolyline(
            [QPointF(rect.left(), y - tick), QPointF(rect.left(), y), QPointF(end, y), QPointF(end, y - tick)]
        )
    painter.setPen(theme.muted)
    painter.setFont(note_font(session) if entry.kind == "note" else scale.font("small"))
    painter.drawText(rect, int(flags), entry.text)


def _draw_heat(painter: QPainter, entry: Entry, rect: QRectF, session: Session) -> None:
    theme, scale = session.theme, session.scale
    metrics = scale.metrics("small")
    middle = int(Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(rect, middle, f"{entry.text} 0")
    left = rect.left() + metrics.horizontalAdvance(f"{entry.text} 0") + scale.px(10)
    bar = QRectF(left, rect.center().y() - scale.px(6), scale.px(HEAT_WIDTH), scale.px(12))
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for stop, colour in ((0.0, theme.heat_low), (0.5, theme.heat_mid), (1.0, theme.heat_high)):
        gradient.setColorAt(stop, colour)
    painter.fillRect(bar, gradient)
    rest = QRectF(bar.right() + scale.px(10), rect.top(), rect.right() - bar.right(), rect.height())
    painter.drawText(rest, middle, session.text.number(entry.length))
