"""The rows of a desk's table of orders: which are left, and in what order."""

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band, OrderStage
from wallboard.rules.sla import Clocks
from wallboard.state.queries import OrderLine
from wallboard.state.queries.responses import in_force
from widgets.desk_actions import VIEWS
from widgets.parts.table_columns import COLUMNS
from widgets.session import Session

WAITS = frozenset({OrderStage.WAITING, OrderStage.ESCALATED, OrderStage.SUSPENDED})


class TableRows:
    """view: one of ``VIEWS``; words: what every row must hold; sort: a column's name; down: turned round."""

    def __init__(self) -> None:
        self.view, self.words = VIEWS[0], ""
        self.sort, self.down = "clock", False
        self._lines: list[OrderLine] | None = None
        self._read_at = 0.0
        self._said: dict[str, tuple[Order, Outage | None, str]] = {}  # what was made of each row, in words

    def forget(self) -> None:
        """Orders changed, or another view is wanted."""
        self._lines = None

    def sort_by(self, column: str) -> None:
        """By that column; by it already: the other way round."""
        self.down = not self.down if column == self.sort else False
        self.sort = column

    def of(self, session: Session, now: float) -> list[OrderLine]:
        """The rows that are left, in order; clocks are read anew as the time goes on."""
        if self._lines is None or now != self._read_at:
            self._lines, self._read_at = self._all(session, now), now
        seat = session.desk.name if session.desk is not None else ""
        kept = [line for line in self._lines if self._in_view(line, seat)]
        if wanted := self.words.casefold().split():
            kept = [line for line in kept if all(word in self._whole(line, session, now) for word in wanted)]
        column = next(column for column in COLUMNS if column.name == self.sort)
        kept.sort(key=lambda line: (*column.rank(line), line.order.id), reverse=self.down)
        return kept

    def _all(self, session: Session, now: float) -> list[OrderLine]:
        tables = session.tables
        clocks = Clocks(session.rules, session.room.area_class, in_force(tables))
        found: list[OrderLine] = []
        for order in tables.orders.values():
            if order.open is not (self.view == "closed"):
                outage = tables.outages.get(order.outage) if order.outage else None
                found.append(OrderLine(order, clocks.of(order, now, None, outage), outage))
        return found

    def _in_view(self, line: OrderLine, seat: str) -> bool:
        order = line.order
        if self.view == "mine":
            return bool(seat) and seat in (order.holder, order.holder_name, order.first_inquirer)
        if self.view == "late":
            return line.clock.band in (Band.WARNING, Band.BREACHED)
        if self.view == "unclaimed":
            return not (order.holder or order.holder_name)
        return self.view != "waiting" or order.stage in WAITS

    def _whole(self, line: OrderLine, session: Session, now: float) -> str:
        """All that stands in a row but its running clock; made again once its order or outage is another."""
        made = self._said.get(line.order.id)
        if made is None or made[0] is not line.order or made[1] is not line.outage:
            parts = (column.words(line, session.text, now) for column in COLUMNS if column.name != "clock")
            made = self._said[line.order.id] = line.order, line.outage, " ".join(parts).casefold()
        return made[2]
