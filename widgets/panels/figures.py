"""A short list of named figures: who was told, or what the crews do."""

from typing import Literal

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.config.values import ConfigStruct
from wallboard.domain.terms import CrewStatus
from wallboard.state.queries.crews import UNKNOWN, CrewFace
from wallboard.state.queries.handover import shifts_at
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, draw_line, draw_split


class FiguresOptions(ConfigStruct, frozen=True, kw_only=True):
    """of: ``told`` (the told gap) or ``crews`` (crews by status)."""

    of: Literal["told", "crews"] = "crews"


class Figures(CellPanel):
    """One line a figure; "no source" where nobody speaks of it."""

    nouns = ("outage", "crew", "source", "roster")
    options: FiguresOptions

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        left, wide = round(scale.px(32)), self.width() - round(scale.px(56))
        head = round(max(scale.px(56), scale.line("title")))
        step = round(scale.line("row"))
        title = text.t(f"figures.{self.options.of}")
        cells = [Cell("head", QRect(left, 0, wide, head), title, lambda p, r: self._draw_title(p, r, title))]
        rows = self._told(now) if self.options.of == "told" else self._crews(now)
        room = max(0, (self.height() - head) // step)
        for i, row in enumerate(rows[:room]):
            rect = QRect(left, head + i * step, wide, step)
            cells.append(Cell(i, rect, row, lambda p, r, row=row: self._draw_row(p, r, row)))
        return cells

    def _told(self, now: float) -> list[tuple[str, str]]:
        text, face = self.session.text, self.session.boards.told(now)
        if face is None:
            return [(text.t("no_source"), "")]
        rows = [
            (text.t("told.untold"), text.bounded(face.untold, at_least=face.at_least)),
            (text.t("told.told"), text.number(face.told)),
            (text.t("told.outages"), text.number(face.outages_untold)),
        ]
        if face.oldest_untold_age is not None:
            rows.append((text.t("told.oldest"), text.age(face.oldest_untold_age)))
        return rows

    def _crews(self, now: float) -> list[tuple[str, str]]:
        text, face = self.session.text, self.session.boards.crews()
        if face is None:
            return [(text.t("no_source"), "")]
        named = [name for name in (*CrewStatus, UNKNOWN) if face.by_status.get(name)]
        rows = [(text.t(f"crew.status.{name}"), text.number(face.by_status[name])) for name in named]
        able = sum(len(set(crew.skills)) > 1 for crew in self.session.tables.crews.values())
        many = [(text.t("crew.multi_skilled"), text.number(able))] if able else []
        return [self._on_duty(face, now), *rows, *many]

    def _on_duty(self, face: CrewFace, now: float) -> tuple[str, str]:
        """How many are on duty; beside how many were planned, where the roster says so."""
        text = self.session.text
        shift, _ = shifts_at(self.session.tables, now)
        if shift is None or shift.crews_planned is None:
            return text.t("crew.on_duty"), text.bounded(face.total, at_least=face.unknown > 0)
        present = face.total if shift.crews_on_duty is None else shift.crews_on_duty
        return text.t("crew.planned"), f"{text.number(present)} / {text.number(shift.crews_planned)}"

    def _draw_title(self, painter: QPainter, rect: QRectF, title: str) -> None:
        draw_line(painter, rect, [Run(title, "title", elide=True)], self.session.scale, self.session.theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: tuple[str, str]) -> None:
        left, right = [Run(row[0], tone="muted", elide=True)], [Run(row[1], "row")]
        draw_split(painter, rect, left, right, self.session.scale, self.session.theme)


PANEL = PanelSpec("figures", Figures, FiguresOptions)
