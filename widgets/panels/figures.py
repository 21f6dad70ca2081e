"""A short list of named figures: who was told, or what the crews do."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.config.values import ConfigStruct
from wallboard.domain.terms import CrewStatus
from wallboard.state.queries.crews import UNKNOWN, CrewFace
from wallboard.state.queries.handover import shifts_at
from wallboard.state.queries.skills import skills
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.ink import Run, draw_line, draw_split

AIR = 1.25
"""Heights of a line of text between two figures, where there is room."""


LEAST, BETWEEN = 280.0, 56.0
"""Study px of the narrowest column (times the text's growth), and between two, where one has no room."""


class Row(NamedTuple):
    """One figure: what it is, how much, and of what."""

    name: str
    value: str
    unit: str = ""


class FiguresOptions(ConfigStruct, frozen=True, kw_only=True):
    """of: ``told`` (the told gap) or ``crews`` (crews by status)."""

    of: Literal["told", "crews"] = "crews"


class Figures(CellPanel):
    """One line a figure; "no source" where nobody speaks of it."""

    nouns = ("outage", "order", "crew", "source", "roster")
    options: FiguresOptions

    def cells(self, now: float) -> list[Cell]:
        scale, text = self.session.scale, self.session.text
        left, wide = round(scale.px(32)), self.width() - round(scale.px(56))
        head = round(max(scale.px(56), scale.line("title")))
        title = text.t(f"figures.{self.options.of}")
        cells = [Cell("head", QRect(left, 0, wide, head), title, lambda p, r: self._draw_title(p, r, title))]
        rows = self._told(now) if self.options.of == "told" else self._crews(now)
        least, room = round(scale.line("row")), max(0, self.height() - head)
        lines, between = room // least, round(scale.px(BETWEEN))
        beside = 2 if len(rows) > lines and wide >= 2 * scale.px(LEAST) * scale.growth + between else 1
        fit = lines * beside
        if len(rows) > fit > 0:  # what has no room is counted
            more = text.t("measures.more", n=len(rows) - fit + 1)
            rows = [*rows[: fit - 1], Row(more, "")]
        lines = min(lines, -(-len(rows) // beside))
        step = min(round(least * AIR), room // lines) if lines else 0
        across = (wide - (beside - 1) * between) // beside
        for i, row in enumerate(rows[:fit]):
            column, line = divmod(i, lines)
            rect = QRect(left + column * (across + between), head + line * step, across, step)
            cells.append(Cell(i, rect, row, lambda p, r, row=row: self._draw_row(p, r, row)))
        return cells

    def _told(self, now: float) -> list[Row]:
        text, face = self.session.text, self.session.boards.told(now)
        if face is None:
            return [Row(text.t("no_source"), "")]
        customers = text.t("unit.customers")
        rows = [
            Row(text.t("told.untold"), text.bounded(face.untold, at_least=face.at_least), customers),
            Row(text.t("told.told"), text.number(face.told), customers),
            Row(text.t("told.outages"), text.number(face.outages_untold), text.t("unit.outages")),
        ]
        if face.oldest_untold_age is not None:
            rows.append(Row(text.t("told.oldest"), text.age(face.oldest_untold_age)))
        return rows

    def _crews(self, now: float) -> list[Row]:
        text, face = self.session.text, self.session.boards.crews()
        if face is None:
            return [Row(text.t("no_source"), "")]
        named = [name for name in (*CrewStatus, UNKNOWN) if face.by_status.get(name)]
        rows = [self._crew_row(f"crew.status.{name}", face.by_status[name]) for name in named]
        able = sum(len(set(crew.skills)) > 1 for crew in self.session.tables.crews.values())
        many = [self._crew_row("crew.multi_skilled", able)] if able else []
        return [self._on_duty(face, now), *self._skills(), *rows, *many]

    def _skills(self) -> list[Row]:
        """What the waiting orders ask for, beside the crews on duty that have learnt it (d.34)."""
        text, rows = self.session.text, list[Row]()
        for face in skills(self.session.tables):
            known = text.has(f"skill.{face.skill}")
            skill = text.t(f"skill.{face.skill}") if known else face.skill
            needed, there = text.number(face.needed), text.number(face.there)
            rows.append(Row(skill, text.t("skill.needed", needed=needed, there=there)))
        return rows

    def _crew_row(self, key: str, n: int) -> Row:
        text = self.session.text
        return Row(text.t(key), text.number(n), text.t("unit.crews", n=n))

    def _on_duty(self, face: CrewFace, now: float) -> Row:
        """How many are on duty; beside how many were planned, where the roster says so."""
        text = self.session.text
        shift, _ = shifts_at(self.session.tables, now)
        if shift is None or shift.crews_planned is None:
            words, unit = (
                text.bounded(face.total, at_least=face.unknown > 0),
                text.t("unit.crews", n=face.total),
            )
            return Row(text.t("crew.on_duty"), words, unit)
        present = face.total if shift.crews_on_duty is None else shift.crews_on_duty
        words = f"{text.number(present)} / {text.number(shift.crews_planned)}"
        return Row(text.t("crew.planned"), words)

    def _draw_title(self, painter: QPainter, rect: QRectF, title: str) -> None:
        draw_line(painter, rect, [Run(title, "title", elide=True)], self.session.scale, self.session.theme)

    def _draw_row(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        left = [Run(row.name, tone="muted", elide=True)]
        right = [Run(row.value, "row", gap=6), Run(row.unit, tone="muted")]
        draw_split(painter, rect, left, right, self.session.scale, self.session.theme)


PANEL = PanelSpec("figures", Figures, FiguresOptions)
