"""How a desk's window marks an order's row: chosen, pending, refused, acknowledged."""

from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from wallboard.domain.rows import Order
from widgets.desk import PENDING, Desk
from widgets.parts.ink import SPARE, Run
from widgets.scale import Scale
from widgets.text import Text
from widgets.theme import Theme


def desk_line(desk: Desk | None, order: Order, runs: tuple[Run, ...], text: Text) -> tuple[Run, ...]:
    """The owner's line with what a desk must not overlook in front: its own act's mark, who acknowledged."""
    if desk is None:
        return runs
    first: list[Run] = []
    mark = desk.marks.get(order.id)
    if mark is not None and mark.kind != PENDING:
        return (Run(mark.words, glyph=mark.glyph, bold=True, elide=True),)
    if mark is not None:
        first.append(Run(mark.words, glyph=mark.glyph, bold=True, elide=True))
    if order.acknowledged_by:
        words = text.t("order.acknowledged", who=order.acknowledged_by)
        runs = tuple(run for run in runs if not run.text.endswith(words))
        if order.acknowledged_at is not None:
            words = f"{words} {text.clock_time(order.acknowledged_at)}"
        first.append(Run(words, drop=1 if mark is not None else 0, elide=True))
    rest = tuple(replace(run, drop=max(SPARE, run.drop)) for run in runs) if first else runs
    return (*first, *rest)


def draw_chosen(painter: QPainter, rect: QRectF, scale: Scale, theme: Theme) -> None:
    """The ground and the bar beside a row that the desk's keys act on."""
    painter.fillRect(rect, theme.surface)
    painter.fillRect(QRectF(rect.left(), rect.top(), max(3.0, scale.px(6)), rect.height()), theme.text)
