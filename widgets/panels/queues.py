"""The queues that nobody may overlook: how many wait, and the oldest beside its limit (d.35, d.74)."""

from PySide6.QtWidgets import QWidget

from wallboard.domain.terms import Band
from wallboard.state.changes import Change
from wallboard.state.queries.calls import CallFace, calls
from wallboard.state.queries.queues import QueueFace, queues
from widgets.panel import PanelSpec
from widgets.parts.case_words import limit_words
from widgets.parts.glyphs import BAND_GLYPH
from widgets.parts.headline import Tile
from widgets.parts.heads import Sides
from widgets.parts.ink import Run
from widgets.parts.order_words import BAND_TONE
from widgets.parts.tile_panel import TilePanel
from widgets.session import Session

CALLS_EVERY_S = 10.0
"""Calls are read at most so often, s: thousands of them are kept."""

DAY_S = 24 * 3600.0


class Queues(TilePanel):
    """Calls of the last day, and everything that is open."""

    nouns = ("order", "source")

    def __init__(self, session: Session, options: None = None, parent: QWidget | None = None) -> None:
        super().__init__(session, options, parent)
        self._calls: CallFace | None = None
        self._calls_at: float | None = None
        self._heard = True

    def take(self, change: Change) -> bool:
        self._heard = self._heard or change.touches("call", "case")
        return self.wants(change)

    def title(self) -> Sides:
        return (), ()

    def tiles(self, now: float) -> list[Tile]:
        session = self.session
        trays = session.boards.trays()
        if self._heard and (self._calls_at is None or not 0 <= now - self._calls_at < CALLS_EVERY_S):
            self._calls, self._calls_at, self._heard = (
                calls(session.tables, trays, now - DAY_S, now),
                now,
                False,
            )
        faces = queues(session.tables, trays, session.rules, now, self._calls)
        return [self._tile(face) for face in faces]

    def _tile(self, face: QueueFace) -> Tile:
        text = self.session.text
        label = text.t(f"queue.{face.queue.value}")
        if face.n is None:
            return Tile(face.queue, label, "", tone="muted", below=(Run(text.t("no_source"), tone="muted"),))
        tone = BAND_TONE[face.band] if face.n else "muted"
        below: tuple[Run, ...] = ()
        if face.oldest is not None and face.n:
            words = text.t("queue.waited", age=text.span(face.oldest))
            below = (Run(words, tone="text" if face.band is Band.CALM else tone),)
            if face.limit is not None:
                limit = limit_words(face.limit, text, worked=face.worked)
                below = (*below, Run(limit, tone="muted", drop=1))
        glyph = BAND_GLYPH[face.band] if face.n else ""
        return Tile(
            face.queue, label, text.number(face.n), text.t("unit.orders", n=face.n), tone, glyph, below
        )


PANEL = PanelSpec("queues", Queues)
