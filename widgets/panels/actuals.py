"""What was reached today, this month and this year, beside the goal; each with what it was taken from."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from wallboard.rules.limits import Goal
from wallboard.state.queries.actuals import Actual, ActualFigure, ActualLine, Kind, Period, actuals
from widgets.panel import Cell, PanelSpec, SteadyPanel
from widgets.parts.headline import NOTHING
from widgets.parts.heads import Sides, body_sides, head_cell, head_height, note_cell
from widgets.parts.ink import Run, draw_line
from widgets.text import Text

NAME_SHARE, GOAL_SHARE = 0.3, 0.15
"""Of the width: the name of a figure, and its goal. The periods share the rest."""


@dataclass(frozen=True)
class LineFace:
    """One line: its name, a figure for each period, and the goal."""

    name: Run
    figures: tuple[tuple[Run, ...], ...]
    goal: tuple[Run, ...]


class Actuals(SteadyPanel):
    """A line a figure; lines that do not fit at the distance are counted in the head."""

    nouns = ("day",)

    def cells(self, now: float) -> list[Cell]:
        session, scale, text = self.session, self.session.scale, self.session.text
        found = actuals(session.tables, session.rules, ZoneInfo(session.room.time_zone), now)
        head, names = head_height(scale), round(scale.line("small"))
        left, wide = body_sides(self.width(), scale)
        least = round(scale.line("row") + scale.px(6))
        room = max(0, self.height() - head - names)
        shown = found.lines[: max(1, room // least)]
        cells = [
            head_cell(self._head(found.until, len(found.lines) - len(shown), now), self.width(), session)
        ]
        if found.until is None:
            cells.append(note_cell(text.t("actuals.none"), QRect(left, head, wide, least), session))
            return cells
        columns = self._columns(wide)
        over = [
            (Run(self._period(place, found.days[place]), tone="muted", elide=True),) for place in range(3)
        ]
        goal = Run(text.t("actuals.goal"), tone="muted", elide=True)
        titles = LineFace(Run(""), tuple(over), (goal,))
        place = QRect(left, head, wide, names)
        cells.append(Cell("names", place, titles, self._draw(titles, columns)))
        step = min(room // len(shown), round(least * 1.5))
        for i, line in enumerate(shown):
            face = self._face(line)
            place = QRect(left, head + names + i * step, wide, step)
            cells.append(Cell(line.actual, place, face, self._draw(face, columns)))
        return cells

    def _head(self, until: float | None, rest: int, now: float) -> Sides:
        text = self.session.text
        said: list[Run] = []
        if until is not None:
            words = text.t("actuals.until", time=text.clock_time(until, now))
            said.append(Run(words, tone="muted", elide=True))
        if rest:
            said.append(Run(text.t("measures.more", n=rest), tone="muted"))
        return (Run(text.t("actuals.title"), "title"),), tuple(said)

    def _period(self, place: int, days: int) -> str:
        period = list(Period)[place]
        words = self.session.text.t(f"actuals.{period.value}")
        return words if period is Period.TODAY else f"{words} · {self.session.text.t('actuals.days', n=days)}"

    def _columns(self, wide: int) -> list[tuple[float, float]]:
        """Left edge and width of name, periods and goal."""
        each = wide * (1 - NAME_SHARE - GOAL_SHARE) / len(Period)
        widths = [wide * NAME_SHARE, *[each] * len(Period), wide * GOAL_SHARE]
        return [(sum(widths[:i]), width) for i, width in enumerate(widths)]

    def _face(self, line: ActualLine) -> LineFace:
        text = self.session.text
        goal = (Run(NOTHING, tone="muted"),)
        if line.goal is not None:
            goal = (Run(_bound(line.goal, line.kind, text), tone="muted"),)
        figures = tuple(_figure(figure, line, text) for figure in line.figures)
        return LineFace(Run(text.t(f"actual.{line.actual.value}"), "body", elide=True), figures, goal)

    def _draw(self, face: LineFace, columns: list[tuple[float, float]]) -> Callable[[QPainter, QRectF], None]:
        scale, theme = self.session.scale, self.session.theme

        def draw(painter: QPainter, rect: QRectF) -> None:
            for (left, wide), runs in zip(columns, ((face.name,), *face.figures, face.goal), strict=True):
                place = QRectF(rect.left() + left, rect.top(), wide - scale.px(12), rect.height())
                draw_line(painter, place, runs, scale, theme, right=runs != (face.name,))
            thin = max(1.0, scale.px(1))
            painter.fillRect(QRectF(rect.left(), rect.bottom() - thin, rect.width(), thin), theme.hairline)

        return draw


def _figure(figure: ActualFigure, line: ActualLine, text: Text) -> tuple[Run, ...]:
    """The value with what it is taken from; a missed goal is said by weight and a word, never by colour."""
    if figure.n is None:
        return (Run(text.t("no_source"), tone="muted", elide=True),)
    if figure.value is None:
        return (Run(NOTHING, "row", tone="muted"),)
    missed = line.goal is not None and line.goal.missed(figure.value)
    runs = [Run(_words(figure.value, line.kind, text), "row", bold=missed, gap=8)]
    if missed:
        runs.append(Run(text.t("actuals.missed"), bold=True, gap=8))
    if line.kind is not Kind.COUNT and line.actual is not Actual.KVA_CONNECTED:
        of = "actuals.of_days" if line.actual is Actual.COMPLAINT_FREE else "measure.of"
        runs.append(Run(text.t(of, n=text.number(figure.n)), tone="muted", drop=1))
    return tuple(runs)


def _words(value: float, kind: Kind, text: Text) -> str:
    if kind is Kind.SHARE:
        return text.share(value)
    if kind is Kind.SPAN:
        return text.span(value)
    words = text.number(round(value, 1) if kind is Kind.DAYS else value)
    return words if kind is Kind.COUNT else f"{words} {text.t(f'unit.{kind.value}')}"


def _bound(goal: Goal, kind: Kind, text: Text) -> str:
    least = goal.at_least is not None
    bound = goal.at_least if goal.at_least is not None else goal.at_most or 0.0
    return f"{'≥' if least else '≤'} {_words(bound, kind, text)}"


PANEL = PanelSpec("actuals", Actuals)
