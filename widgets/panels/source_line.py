"""One line that says whether the wall is alive: each source with its age, its state, its flags and why.

State and flag each have a shape and a word of their own; colour repeats them and never carries them.
"""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.terms import SourceState
from wallboard.state.queries import SourceFace, source_faces
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.glyphs import FLAG_GLYPH, SOURCE_GLYPH
from widgets.parts.ink import Run, draw_line, line_width, width_of

TROUBLE = (SourceState.LOST, SourceState.LATE, SourceState.QUIET, SourceState.LIVE)


class SourceLine(CellPanel):
    """Chips from the left, troubled sources first; the rule set in force at the right."""

    nouns = ("source",)

    def own_height(self) -> float:
        return max(self.session.scale.px(44), self.session.scale.line("small") * 1.12)

    def cells(self, now: float) -> list[Cell]:
        scale = self.session.scale
        margin = round(scale.px(32))
        inner = self.rect().adjusted(margin, 0, -margin, 0)
        rules = self._rules()
        taken = round(min(width_of(rules, scale) + 1, inner.width() * 0.4))
        rules_rect = QRect(inner.right() - taken + 1, 0, taken, self.height())
        cells = [Cell("rules", rules_rect, rules, lambda p, r: self._draw(p, r, (rules,), True))]
        end = rules_rect.left() - round(scale.px(32))
        faces = sorted(
            source_faces(self.session.tables, now), key=lambda f: (not f.flags, TROUBLE.index(f.state))
        )
        start = inner.left()
        link = self.session.link
        if link.fresh and link.words:  # alive, and something is to be said of it: a clock that is off
            said = (Run(link.words, glyph="question", bold=True, elide=True),)
            wide = round(min(line_width(said, scale) + 1, (end - start) * 0.4))
            rect = QRect(start, 0, wide, self.height())
            cells.append(Cell("link", rect, said, lambda p, r: self._draw(p, r, said, False)))
            start += wide + round(scale.px(36))
        return cells + self._chips(faces, start, end)

    def _chips(self, faces: list[SourceFace], x: int, end: int) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        if not faces:
            face = (Run(text.t("source.none_yet"), tone="muted", glyph="ring"),)
            rect = QRect(x, 0, end - x, self.height())
            return [Cell("none", rect, face, lambda p, r: self._draw(p, r, face, False))]
        cells: list[Cell] = []
        gap = round(scale.px(36))
        for i, source in enumerate(faces):
            rest = len(faces) - i - 1
            runs = self._chip(source)
            more = width_of(Run(text.t("more", n=rest + 1)), scale) + gap if rest else 0.0
            width = line_width(runs, scale)
            if x + width > end - more:
                if cells and x + width - end + more > 0 and not source.flags:
                    cells.append(self._more(rest + 1, x, end))
                    break
                width = max(0.0, end - more - x)
            rect = QRect(x, 0, round(width) + 1, self.height())
            cells.append(Cell(source.id, rect, runs, lambda p, r, runs=runs: self._draw(p, r, runs, False)))
            x = rect.right() + gap
        return cells

    def _more(self, n: int, x: int, end: int) -> Cell:
        face = (Run(self.session.text.t("more", n=n), tone="muted"),)
        rect = QRect(x, 0, max(0, end - x), self.height())
        return Cell("more", rect, face, lambda p, r: self._draw(p, r, face, False))

    def _chip(self, face: SourceFace) -> tuple[Run, ...]:
        text = self.session.text
        live = face.state is SourceState.LIVE
        tone = "muted" if live and not face.flags else "text"
        glyph_tone = "muted" if face.state is SourceState.LATE else "calm" if live else "text"
        age = text.t("source.no_data") if face.age is None else text.age(face.age)
        runs = [
            Run("", glyph=SOURCE_GLYPH[face.state], tone=glyph_tone, gap=8),
            Run(face.title, tone=tone, elide=True, gap=10),
        ]
        if not live:
            runs.append(Run(text.t(f"source.state.{face.state.value}"), tone=tone, bold=True, gap=10))
        runs.append(Run(age, tone="muted"))
        for flag in face.flags:
            runs.append(Run(text.t(f"source.flag.{flag.value}"), glyph=FLAG_GLYPH[flag], bold=True))
        if face.reason is not None and (face.flags or face.state is SourceState.LOST):
            runs.append(Run(text.reason(face.reason), tone="muted", drop=1, elide=True))
        return tuple(runs)

    def _rules(self) -> Run:
        text, rules = self.session.text, self.session.rules
        if rules is None:
            return Run(text.t("rules.none"), bold=True, elide=True)
        name = rules.name.get(text.lang) or next(iter(rules.name.values()), rules.id)
        return Run(text.t("rules.in_force", name=name), tone="muted", elide=True)

    def _draw(self, painter: QPainter, rect: QRectF, runs: tuple[Run, ...], right: bool) -> None:
        draw_line(painter, rect, runs, self.session.scale, self.session.theme, right=right)


PANEL = PanelSpec("source_line", SourceLine)
