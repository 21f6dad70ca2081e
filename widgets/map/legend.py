"""The strip at the map's lower edge: what the marks on the map now mean, heat in numbers, scale, sources."""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from PySide6.QtGui import QFont, QFontMetricsF

from wallboard.domain.terms import Band
from wallboard.state.queries.works import WorkState
from widgets.map.conditions import RAIN_REACH_M, WET_MMH
from widgets.map.glyphs import Glyph
from widgets.map.heat import STEPS
from widgets.map.marks import MarkShape, radius_of
from widgets.map.naming import elided
from widgets.map.network_base import BETWEEN
from widgets.map.network_legend import SYMBOLS, symbols_shown
from widgets.map.projection import Box, ground_metres
from widgets.map.scene import Scene
from widgets.map.sprites import SpriteKey
from widgets.map.view import Camera
from widgets.session import Session

SWATCH, RINGED, GAP, MARGIN = 10.0, 16.5, 25.0, 26.0
"""Study px: radius of a mark in the legend, and with its ring; distance between entries, from the edge."""

SYMBOL = 0.8
"""Of a mark's radius, what a symbol of the network has."""

BESIDE = 8.0
"""Study px between a mark and its word: nearer than the next entry, so that nobody pairs them wrongly."""

PAD = 7.0
"""Study px above and below the rows."""

MARK_ROOM = 1.35
"""Of a mark's width, the height of its row at least."""

NOTE_SHARE, NOTE_SHARE_FAR = 0.75, 0.5
"""Of the smallest text of the wall: 16 minutes of arc where that has 22, less on a far wall."""

FAR = 1.3
"""Growth of the text from which the legend has one row, and says what matters most."""

NOUNS = ("crew", "crew_some", "site", "van", "rest")
"""Vehicles as the map shows them."""

RANKS = ("unplaced", "beyond", "heat", "scale", "breached", "warning", "ground", "doubtful", "predicted")
RANKS += (
    "late_work",
    "storm",
    "closure",
    "unverified",
    "heat",
    "request",
    "connect",
    "confirmed",
    "crowd",
    "size",
    "planned",
)
RANKS += ("generator", "work", "waiting_work", "wind", "rain", *NOUNS, *SYMBOLS)
"""What stays longest where rows lack."""

KEY_CUSTOMERS = 1000
"""Customers of the disc that shows what size means."""

SIGN_ROOM = {"wind": 34.0, "late_work": 34.0, "storm": 26.0}
"""Study px of a sign that is wider than a mark."""

HEAT_ROOM = 22.0
"""Study px beside a number on the heat's bar."""

ARROW = 12.0
"""Study px across the arrow to the north."""

SCALE_LEAST, SCALE_MOST = 72.0, 180.0
"""Study px between which the scale bar's length lies."""


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One entry. kind: ``mark`` (with a sprite), ``dot``, ``sign``, ``heat``, ``scale``, ``words``, ``note``.

    width: px; length: of a bar, or half of what a mark takes, px.
    """

    kind: str
    text: str
    width: float
    sprite: SpriteKey | None = None
    length: float = 0.0
    what: str = ""


class LegendFace(msgspec.Struct, frozen=True, gc=False):
    """The strip as drawn: rows of entries, and its box (px, y down)."""

    rows: tuple[tuple[Entry, ...], ...]
    box: Box


def legend_of(scene: Scene, camera: Camera, session: Session, *, foot: float) -> LegendFace:
    """The legend of what stands on the map now, laid out in as few rows as it needs.

    foot: px at the window's lower edge that are kept free of marks.
    """
    entries = [
        *_cells(scene, session),
        *_heat(scene, camera, session),
        *_marks(scene, camera, session),
        *_rest(scene, camera, session, foot),
    ]
    return _laid_out(entries, camera, session)


def heat_legend(scene: Scene, camera: Camera, session: Session) -> LegendFace:
    """The legend of a map of nothing but heat."""
    bar = [_scale_bar(camera, session)] if scene.found else []
    return _laid_out([*_heat(scene, camera, session), *bar, *_notes(scene, camera, session)], camera, session)


def _laid_out(entries: Sequence[Entry], camera: Camera, session: Session) -> LegendFace:
    width = camera.width - 2 * session.scale.px(MARGIN)
    kept = _kept([e for e in entries if e.kind != "note"], width, session)
    rows = _rows([*kept, *(e for e in entries if e.kind == "note")], width, session)
    height = float(round(sum(row_height(row, session) for row in rows) + session.scale.px(2 * PAD)))
    box = Box(0.0, camera.height - height, camera.width, camera.height)
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
    return float(round(rows * _full_row(session) + session.scale.px(2 * PAD)))


def row_height(row: Sequence[Entry], session: Session) -> float:
    """A row of nothing but attributions is lower."""
    if all(entry.kind == "note" for entry in row):
        return session.scale.line("small") * note_share(session)
    return _full_row(session)


def _full_row(session: Session) -> float:
    """Room for a line of text, and at arm's length, where text is small, for the mark beside it."""
    return max(session.scale.line("small"), session.scale.px(2 * SWATCH * MARK_ROOM))


def note_metrics(session: Session) -> QFontMetricsF:
    """The measures of small print."""
    return QFontMetricsF(note_font(session))


def note_share(session: Session) -> float:
    return NOTE_SHARE_FAR if session.scale.growth >= FAR else NOTE_SHARE


def _heat(scene: Scene, camera: Camera, session: Session) -> list[Entry]:
    """The fixed scale, and over what length each customer is spread."""
    if not scene.heat.kernel_m:
        return []
    metrics, scale = session.scale.metrics("small"), session.scale
    widest = max(metrics.horizontalAdvance(session.text.number(step)) for step in STEPS)
    bar = len(STEPS) * (widest + scale.px(HEAT_ROOM))
    km = metres_words(scene.heat.kernel_m, session)
    said = [session.text.t(key, km=km) for key in ("map.heat", "map.heat.short")]
    widths = [metrics.horizontalAdvance(text) + scale.px(2 * BESIDE) + bar for text in said]
    row = int(widths[0] > camera.width - 2 * scale.px(MARGIN))
    return [Entry("heat", said[row], widths[row], length=bar, what="heat")]


def _cells(scene: Scene, session: Session) -> list[Entry]:
    """What fills the cells, from none to all."""
    if not scene.cells or scene.base.network is None:
        return []
    words = session.text.t(f"map.cells.{scene.cells}")
    return [Entry("words", words, session.scale.metrics("small").horizontalAdvance(words), what="heat")]


def _marks(scene: Scene, camera: Camera, session: Session) -> list[Entry]:
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
    for lane in sorted({lane for lane, _, _ in scene.orders.spots.values()}):
        words = session.text.t(f"map.legend.{lane.value}")
        room = session.scale.px(2 * SWATCH + BESIDE)
        width = room + session.scale.metrics("small").horizontalAdvance(words)
        entries.append(Entry("dot", words, width, what=lane.value))
    if any(glyph.count == 1 for glyph in glyphs):
        entries.append(_size_key(session))
    shown = scene.traffic.nouns()
    entries += [
        _mark(session, noun, SpriteKey(noun.removesuffix("_some"), 0)) for noun in NOUNS if noun in shown
    ]
    symbols = symbols_shown(scene, camera, session.scale.px(1))
    network = [_mark(session, what, SpriteKey(SYMBOLS[what], 0)) for what in symbols]
    return [*entries, *_conditions(scene, camera, session), *network]


def _conditions(scene: Scene, camera: Camera, session: Session) -> list[Entry]:
    """Planned work, wind, rain, storms and shut roads, as far as the map shows any."""
    seen, now = camera.bounds(), scene.conditions
    works = {work.state for work in now.works if seen.holds(Box(work.x, work.y, work.x, work.y))}
    air = [spot for spot in now.air if seen.holds(Box(spot.x, spot.y, spot.x, spot.y))]
    wide = seen.grown(RAIN_REACH_M / ground_metres(camera.y))  # a reading of rain holds round about
    about = [spot for spot in now.air if wide.holds(Box(spot.x, spot.y, spot.x, spot.y))]
    shown = {
        "work": WorkState.RUNNING in works,
        "waiting_work": WorkState.WAITING in works,
        "late_work": WorkState.LATE in works,
        "wind": any(spot.direction is not None for spot in air),
        "rain": any(spot.rain >= WET_MMH for spot in about),
        "storm": bool(now.storms),
        "closure": any(seen.holds(Box(one.x, one.y, one.x, one.y)) for one in now.closures),
    }
    scale, metrics = session.scale, session.scale.metrics("small")
    entries: list[Entry] = []
    for what in (what for what, there in shown.items() if there):
        words = session.text.t(f"map.legend.{what}")
        room = scale.px(SIGN_ROOM.get(what, 2 * SWATCH))
        wide = room + scale.px(BESIDE) + metrics.horizontalAdvance(words)
        entries.append(Entry("sign", words, wide, length=room, what=what))
    return entries


def _shown(glyphs: Sequence[Glyph], shape: MarkShape) -> bool:
    return any(glyph.key.shape == shape.value for glyph in glyphs)


def _late(glyph: Glyph, band: Band) -> bool:
    crowd = glyph.key.breached if band is Band.BREACHED else glyph.key.warning
    return glyph.key.band is band or crowd > 0


def _mark(session: Session, what: str, sprite: SpriteKey) -> Entry:
    scale, text = session.scale, session.text.t(f"map.legend.{what}")
    share = 1.3 if sprite.shape == "cluster" else SYMBOL if what in SYMBOLS else 1.0
    radius = round(scale.px(SWATCH * share))
    generator = session.text.t("map.glyph.generator") if sprite.shape == MarkShape.GENERATOR else sprite.text
    sprite = msgspec.structs.replace(sprite, radius=radius, text=generator)
    half = scale.px(RINGED if sprite.band is not Band.CALM or sprite.faded else SWATCH)
    width = 2 * half + scale.px(BESIDE) + scale.metrics("small").horizontalAdvance(text)
    return Entry("mark", text, width, sprite, length=half, what=what)


def _size_key(session: Session) -> Entry:
    """How large a disc is that so many customers stand for."""
    scale = session.scale
    radius = round(radius_of(KEY_CUSTOMERS) * scale.px(1))
    words = session.text.t("map.customers", n=session.text.number(KEY_CUSTOMERS))
    width = 2 * radius + scale.px(BESIDE) + scale.metrics("small").horizontalAdvance(words)
    disc = SpriteKey(MarkShape.CONFIRMED.value, radius)
    return Entry("mark", words, width, disc, length=radius, what="size")


def _rest(scene: Scene, camera: Camera, session: Session, foot: float) -> list[Entry]:
    """What is not on the map, the scale bar, whose base map it is and what of it could not be read."""
    text, metrics = session.text, session.scale.metrics("small")
    counts = (
        ("map.beyond", "beyond", scene.arrangement.beyond),
        ("map.beyond.orders", "beyond", orders_beyond(scene, camera, foot)),
        ("map.unplaced", "unplaced", scene.book.census.unplaced),
        ("map.unplaced.orders", "unplaced", scene.orders.unplaced),
    )
    said = [(text.t(key, n=text.number(n)), what) for key, what, n in counts if n]
    if scene.base.empty:
        said.append((text.t("map.ground.none"), "ground"))
    entries = [Entry("words", words, metrics.horizontalAdvance(words), what=what) for words, what in said]
    bar = [_scale_bar(camera, session)] if scene.found else []
    return [*entries, *bar, *_notes(scene, camera, session)]


def orders_beyond(scene: Scene, camera: Camera, foot: float) -> int:
    """How many requests lie beyond the window, or under its legend."""
    edge = (camera.width, camera.height - foot)
    screens = [camera.to_screen(places) for places in scene.orders.by_lane().values()]
    return sum(int(np.count_nonzero(~np.all((xy >= 0) & (xy <= edge), axis=1))) for xy in screens)


def _scale_bar(camera: Camera, session: Session) -> Entry:
    """Which way north is, and how long so many metres are in the middle of the map."""
    scale, metrics = session.scale, session.scale.metrics("small")
    metres, length = bar_length(camera, scale.px(SCALE_LEAST), scale.px(SCALE_MOST))
    words = metres_words(metres, session)
    width = north_width(session) + length + scale.px(12) + metrics.horizontalAdvance(words)
    return Entry("scale", words, width, length=length, what="scale")


def metres_words(metres: float, session: Session) -> str:
    """Metres, from 1,000 on kilometres."""
    text = session.text
    return (
        text.t("map.m", n=round(metres)) if metres < 1000 else text.t("map.km", n=text.number(metres / 1000))
    )


def north_width(session: Session) -> float:
    """Px that the arrow to the north takes, with its letter."""
    letter = session.scale.metrics("small").horizontalAdvance(session.text.t("map.north"))
    return session.scale.px(ARROW + 20) + letter


def _notes(scene: Scene, camera: Camera, session: Session) -> list[Entry]:
    """What of the base map could not be read, and whose it is: in one line where that has room."""
    small, room = note_metrics(session), camera.width - 2 * session.scale.px(MARGIN)
    problems = [*scene.base.problems, *map(session.text.reason, scene.tiles.troubles)]
    notes = [session.text.t("map.problem", words=problem) for problem in problems[:2]]
    called = [BETWEEN.join(map(session.text.name, note.split(BETWEEN))) for note in scene.base.notes]
    whose = BETWEEN.join(called)
    notes += [whose] if whose and small.horizontalAdvance(whose) <= room else called
    found: list[Entry] = []
    for note in notes:
        words = elided(note, small, room)
        found.append(Entry("note", words, small.horizontalAdvance(words)))
    return found


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
