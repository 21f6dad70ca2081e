"""MV one stop (一站妥): projects with their clock and four departments; the blocking one is lit (d.122)."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.terms import CUSTOMER_STEPS, Band, Lane
from wallboard.rules.connecting import DEPARTMENTS, Part, blocking, departments_of
from wallboard.rules.groups import Group
from wallboard.state.queries import OrderLine
from widgets.panel import Cell, CellPanel, PanelSpec
from widgets.parts.bars import draw_clock_bar
from widgets.parts.case_words import used_runs
from widgets.parts.heads import body_sides, head_cell, head_height, note_cell
from widgets.parts.ink import Run, draw_line, draw_split, width_of
from widgets.parts.lane_words import count_runs, lane_runs
from widgets.parts.order_words import bar_share, clock_run, title_runs

NAME_SHARE = 0.44
"""Part of the width that a project's name and clock take; the departments share the rest."""


@dataclass(frozen=True)
class ProjectFace:
    """One project: its own two lines with the clock's bar, and a run for each department."""

    left: tuple[Run, ...]
    clock: Run
    below: tuple[Run, ...]
    beyond: tuple[Run, ...]
    share: int | None
    band: Band
    departments: tuple[Run, ...]


class DepartmentLanes(CellPanel):
    """Worst clock first; a department's cell says its open tasks and for how many days."""

    nouns = ("order", "source")

    def cells(self, now: float) -> list[Cell]:
        session, scale, text = self.session, self.session.scale, self.session.text
        head, line = head_height(scale), round(scale.line("small"))
        row = round(max(scale.px(88), scale.line("row") + scale.line("small") + scale.px(11)))
        room = max(0, self.height() - head - line)
        area = session.room.area_class
        face = session.boards.lane(Lane.CONNECT, session.rules, now, area, room // row, Group.MV)
        title = lane_runs(Lane.CONNECT, text, words=text.t("case.title.mv"))
        cells = [
            head_cell((title, count_runs(face, len(face.rows), text, rest_drop=0)), self.width(), session)
        ]
        left, wide = body_sides(self.width(), scale)
        if not face.rows:
            if face.sourced:
                cells.append(note_cell(text.t("case.none"), QRect(left, head, wide, row), session))
            return cells
        names = tuple(Run(text.t(f"department.{name}"), tone="muted", elide=True) for name in DEPARTMENTS)
        cells.append(Cell("names", QRect(left, head, wide, line), names, self._draw_names(names)))
        spare = (room - len(face.rows) * row) // len(face.rows)
        tall = row + max(0, min(row // 5, spare))
        for i, each in enumerate(face.rows):
            place = QRect(left, head + line + i * tall, wide, tall)
            shown = self._row(each, now)
            cells.append(
                Cell((i, each.order.id), place, shown, lambda p, r, shown=shown: self._draw_row(p, r, shown))
            )
        return cells

    def _row(self, line: OrderLine, now: float) -> ProjectFace:
        text, order = self.session.text, line.order
        manager = (order.project.manager if order.project is not None else "") or order.holder_name
        return ProjectFace(
            title_runs(order, None, text),
            clock_run(line.clock, text, now),
            (Run(text.name(manager) or text.t("order.unclaimed"), drop=2),),
            (*self._step(line), *used_runs(line.clock, text, now)),
            bar_share(line.clock),
            line.clock.band,
            self._departments(line, now),
        )

    def _departments(self, line: OrderLine, now: float) -> tuple[Run, ...]:
        """Each of the four, the one that the project waits for lit."""
        waits, order = blocking(line.order, now), line.order
        said = {task.department for task in order.departments}
        parts = departments_of(order, now)[: len(DEPARTMENTS)]
        return tuple(
            self._department(part, said=part.department in said, lit=part == waits) for part in parts
        )

    def _department(self, part: Part, *, said: bool, lit: bool) -> Run:
        """Its open tasks and since how many days; a dash where it said nothing, a tick where all is done."""
        text = self.session.text
        if not said:
            return Run("–", tone="muted")
        if not part.open_tasks:
            return Run("", tone="muted", glyph="tick")
        days = "" if part.since is None else text.t("department.days", n=part.days)
        words = text.t("department.tasks", n=part.open_tasks, days=days).strip()
        return Run(words, bold=lit, plate="solid" if lit else "", tone="text" if lit else "muted")

    def _step(self, line: OrderLine) -> tuple[Run, ...]:
        """The step that the project is at; in some the customer acts, and nobody here blocks it."""
        text, course = self.session.text, line.order.course
        if not course:
            return ()
        step = course[-1].step
        key = f"step.{step.value}" if step in CUSTOMER_STEPS else f"target.{step.value}"
        return (Run(text.t(key), tone="muted", drop=1, gap=14),)

    def _columns(self, rect: QRectF) -> tuple[float, float]:
        """Where the departments begin, and how wide each is."""
        begin = rect.left() + rect.width() * NAME_SHARE + self.session.scale.px(24)
        return begin, (rect.right() - begin) / len(DEPARTMENTS)

    def _draw_names(self, names: tuple[Run, ...]) -> Callable[[QPainter, QRectF], None]:
        def draw(painter: QPainter, rect: QRectF) -> None:
            begin, step = self._columns(rect)
            for i, run in enumerate(names):
                self._draw_middle(painter, QRectF(begin + i * step, rect.top(), step, rect.height()), run)

        return draw

    def _draw_row(self, painter: QPainter, rect: QRectF, row: ProjectFace) -> None:
        scale, theme = self.session.scale, self.session.theme
        begin, step = self._columns(rect)
        wide = begin - rect.left() - scale.px(24)
        above = QRectF(rect.left(), rect.top(), wide, scale.line("row"))
        track = QRectF(rect.left(), above.bottom(), wide, max(3.0, scale.px(5)))
        below = QRectF(rect.left(), track.bottom() + scale.px(1), wide, scale.line("small"))
        draw_split(painter, above, row.left, row.below, scale, theme, gap=14)
        draw_split(painter, below, (row.clock,), row.beyond, scale, theme, gap=14)
        share = None if row.share is None else row.share / 1000
        draw_clock_bar(painter, track, share, theme.band(row.band), theme)
        for i, run in enumerate(row.departments):
            high = above.height() + track.height() + below.height()
            self._draw_middle(painter, QRectF(begin + i * step, rect.top(), step, high), run)

    def _draw_middle(self, painter: QPainter, rect: QRectF, run: Run) -> None:
        """A run in the middle of its column."""
        scale = self.session.scale
        room = rect.adjusted(scale.px(4), 0, -scale.px(4), 0)
        spare = max(0.0, room.width() - width_of(run, scale)) / 2
        draw_line(painter, room.adjusted(spare, 0, 0, 0), (run,), scale, self.session.theme)


PANEL = PanelSpec("department_lanes", DepartmentLanes)
