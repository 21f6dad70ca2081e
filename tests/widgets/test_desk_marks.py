"""The marks of a desk's window: what is pending is never shown as done, what was refused says why."""

import msgspec
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBitmap, QImage, QPainter, QRegion

from tests.widgets import scenes
from tests.widgets.conftest import MakePage
from wallboard.domain.rows import Order
from wallboard.domain.terms import Lane
from widgets.desk import GLYPHS, PENDING, REFUSED, UNSURE, Desk, DeskMark
from widgets.panels.lane_board import LaneBoard
from widgets.parts.desk_marks import desk_line
from widgets.parts.ink import Run, fit, line_width
from widgets.scale import Scale
from widgets.text import Text

ORDER = Order(id="o1", source="hub", lane=Lane.RESTORE, received_at=0.0)
SEEN = msgspec.structs.replace(ORDER, acknowledged_by="配网值班", acknowledged_at=1_732_060_800.0)
OWNER = (Run("抢修八组", "small"), Run("· 配网值班 已知悉", "small", drop=3))
TEXT = Text("zh")


def words(runs: tuple[Run, ...]) -> list[str]:
    return [run.text for run in runs]


def test_that_a_wall_shows_the_row_as_it_is() -> None:
    assert desk_line(None, SEEN, OWNER, TEXT) == OWNER


def test_that_who_has_seen_it_stands_first_at_a_desk_and_once() -> None:
    assert words(desk_line(Desk("07"), SEEN, OWNER, TEXT)) == ["配网值班 已知悉 08:00", "抢修八组"]


def test_that_a_pending_act_stands_before_everything_and_never_goes() -> None:
    desk = Desk("07", "o1", {"o1": DeskMark(PENDING, "待确认")})
    runs = desk_line(desk, ORDER, OWNER[:1], TEXT)
    assert words(runs) == ["待确认", "抢修八组"]
    assert (runs[0].drop, runs[0].glyph) == (0, "hourglass")
    assert all(run.drop for run in runs[1:])


@pytest.mark.parametrize("kind", [REFUSED, UNSURE])
def test_that_a_refusal_has_the_line_to_itself(kind: str) -> None:
    desk = Desk("07", "o1", {"o1": DeskMark(kind, "未执行：链路中断")})
    (run,) = desk_line(desk, SEEN, OWNER, TEXT)
    assert (run.text, run.glyph) == ("未执行：链路中断", GLYPHS[kind])


def test_that_who_has_seen_it_is_whole_before_the_rest_has_room(family: str) -> None:
    scale = Scale(1920, 1080, family=family)
    runs = desk_line(Desk("07"), SEEN, (Run("待认领"), Run("· 无预计复电")), TEXT)
    room = line_width(runs, scale) - 20
    assert words(tuple(fit(runs, room, scale))) == ["配网值班 已知悉 08:00"]


def test_that_another_rows_mark_is_not_this_ones() -> None:
    desk = Desk("07", "o2", {"o2": DeskMark(PENDING, "待确认")})
    assert desk_line(desk, ORDER, OWNER[:1], TEXT) == OWNER[:1]


def test_that_a_chosen_row_is_painted_whole_when_it_alone_is_repainted(make_page: MakePage) -> None:
    """A cell is clipped to its rectangle: the bar beside the row has to lie within."""
    page = make_page(scenes.busy())
    board = next(panel for _, panel in page.panels if isinstance(panel, LaneBoard))
    board.session.desk = Desk("07", board.shown[1])
    board.refresh()
    (cell,) = [cell for cell in board._cells.values() if getattr(cell.face, "chosen", False)]
    image = QImage(page.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    cell.draw(painter, QRectF(cell.rect))
    painter.end()
    painted = QRegion(QBitmap.fromImage(image.createAlphaMask())).boundingRect()
    assert cell.rect.contains(painted)
    middle = image.pixelColor(cell.rect.left() + 1, cell.rect.center().y() - 6)
    assert middle == board.session.theme.text, "the bar"
