"""Every source in a row of its own: state, age, what is wrong with it and whose it is."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.terms import ClockMode, SourceState
from wallboard.state.queries import SourceFace, source_faces
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, badge, draw_line, draw_split
from widgets.parts.severity import WELL, severity

Lines = tuple[tuple[Run, ...], tuple[Run, ...], tuple[Run, ...]]


class Sources(CellPanel):
    """Two lines a source: name, state and age; then flags and reason, or whose data it is."""

    nouns = ("source",)
    _ages = ""  # the longest age that stands here

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        left, wide = round(scale.px(32)), self.width() - round(scale.px(56))
        head = round(max(scale.px(56), scale.line("title")))
        title = text.t("source.title")
        cells = [Cell("head", QRect(left, 0, wide, head), title, lambda p, r: self._draw_title(p, r, title))]
        known = source_faces(self.session.tables, self.session.present())
        rows = self._rows(known, self.height() - head)
        self._ages = max((self._age(face) for face in known), key=len, default="")
        y = head
        for source, high in rows:
            face = self._lines(source, high < self._tall())
            rect = QRect(left, y, wide, high)
            cells.append(Cell(source.id, rect, face, lambda p, r, face=face: self._draw_source(p, r, face)))
            y += high
        if not known or len(rows) < len(known):
            words = text.t("source.none_yet")
            if known:
                words = text.t("more.sources", n=len(known) - len(rows))
            rect = QRect(left, y, wide, self._low())
            cells.append(Cell("more", rect, words, lambda p, r: self._draw_note(p, r, words)))
        return cells

    def _tall(self) -> int:
        """Px of a source with what is wrong with it below."""
        return round(self.session.scale.line("small") * 2 + self.session.scale.px(14))

    def _low(self) -> int:
        """Px of a source that is well, where room lacks."""
        return round(self.session.scale.line("small") + self.session.scale.px(14))

    def _rows(self, known: list[SourceFace], room: int) -> list[tuple[SourceFace, int]]:
        """The sources that are shown, by name, with their heights.

        Where room lacks those in trouble stand first, and those that are well have one line.
        """
        tall, low = self._tall(), self._low()
        if tall * len(known) <= room:
            airy = min(tall * 6 // 5, room // max(1, len(known)))
            return [(face, airy) for face in known]
        ranked = sorted(known, key=lambda face: (severity(face), face.id))
        rows = [(face, low if severity(face) >= WELL else tall) for face in ranked]
        if sum(high for _, high in rows) <= room:
            return rows
        shown: list[tuple[SourceFace, int]] = []
        for face, high in rows:
            if sum(tall for _, tall in shown) + high + low > room:
                break
            shown.append((face, high))
        return shown

    def _lines(self, face: SourceFace, short: bool) -> Lines:
        text = self.session.text
        fine = face.state is SourceState.LIVE
        word = text.t(f"source.state.{face.state.value}")
        state = badge(face.state.value, word, tone="muted" if fine else "text")
        title = text.t("source.hub") if face.id == "hub" else text.name(face.title)
        top = (Run(title, bold=True, elide=True),)
        below: list[Run] = []
        if face.replayed and self.session.clock.state().mode is ClockMode.LIVE:
            below.append(badge("replay", text.t("health.replay")))
        for flag in face.flags:
            below.append(badge(flag.value, text.t(f"source.flag.{flag.value}")))
        said = text.reason(face.reason) if face.reason is not None else face.attribution
        if not said and face.expect_every:
            said = text.t("source.every", span=text.age(face.expect_every))
        below.append(Run(said, tone="muted", elide=True))
        if face.dropped:
            words = text.t("source.dropped", n=text.number(face.dropped))
            below.append(Run(words, tone="muted", drop=1))
        right = (state, Run(self._age(face), tone="muted", room=self._ages))
        return ((*top, *below), right, ()) if short else (top, right, tuple(below))

    def _age(self, face: SourceFace) -> str:
        text = self.session.text
        return text.t("source.no_data") if face.age is None else text.age(face.age)

    def _draw_title(self, painter: QPainter, rect: QRectF, title: str) -> None:
        draw_line(painter, rect, [Run(title, "title", elide=True)], self.session.scale, self.session.theme)

    def _draw_source(self, painter: QPainter, rect: QRectF, face: Lines) -> None:
        scale, theme = self.session.scale, self.session.theme
        line = scale.line("small")
        draw_split(
            painter, QRectF(rect.left(), rect.top(), rect.width(), line), face[0], face[1], scale, theme
        )
        draw_line(
            painter,
            QRectF(rect.left(), rect.top() + line + scale.px(6), rect.width(), line),
            face[2],
            scale,
            theme,
        )

    def _draw_note(self, painter: QPainter, rect: QRectF, words: str) -> None:
        draw_line(
            painter, rect, [Run(words, tone="muted", elide=True)], self.session.scale, self.session.theme
        )


PANEL = PanelSpec("sources", Sources)
