"""The rows of a desk's table of orders: which are left, and in what order."""

from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import Band, OrderStage
from wallboard.state.boards.order_list import OrderList, Question
from wallboard.state.queries import OrderLine
from widgets.desk_actions import VIEWS
from widgets.parts.table_columns import COLUMNS
from widgets.session import Session

WAITS = frozenset({OrderStage.WAITING, OrderStage.ESCALATED, OrderStage.SUSPENDED})


class TableRows:
    """view: one of ``VIEWS``; words: what every row must hold; sort: a column's name; down: turned round.

    orders: the ids of the rows that are left, in order.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.view, self.words = VIEWS[0], ""
        self.sort, self.down = "clock", False
        self._said: dict[str, tuple[Order, Outage | None, str]] = {}  # what was made of each row, in words
        self.orders = OrderList(self._question())

    def narrow(self, view: str) -> None:
        """Show one of ``VIEWS``."""
        self.view = view
        self._ask()

    def find(self, words: str) -> None:
        """Show the rows that hold all of these words."""
        self.words = words
        if not words.strip():
            self._said = {}
        self._ask()

    def sort_by(self, column: str) -> None:
        """By that column; by it already: the other way round."""
        self.down = not self.down if column == self.sort else False
        self.sort = column
        self._ask()

    def forget(self) -> None:
        """The words of the rows may be others: another language, other names."""
        self._said = {}
        self._ask()

    def read(self, now: float, begin: int = 0, end: int | None = None) -> list[OrderLine]:
        """Bring the rows up to ``now`` (epoch s); the lines from one place to before another."""
        session = self._session
        return session.boards.listed(
            self.orders, session.rules, now, session.room.area_class, begin=begin, end=end
        )

    def _ask(self) -> None:
        self.orders.ask(self._question())

    def _question(self) -> Question:
        column = next(column for column in COLUMNS if column.name == self.sort)
        return Question(self._kept, column.rank, self.down)

    def _kept(self, line: OrderLine) -> bool:
        if line.order.open is (self.view == "closed") or not self._in_view(line):
            return False
        wanted = self.words.casefold().split()
        return not wanted or all(word in self._whole(line) for word in wanted)

    def _in_view(self, line: OrderLine) -> bool:
        order, desk = line.order, self._session.desk
        if self.view == "mine":
            seat = desk.name if desk is not None else ""
            return bool(seat) and seat in (order.holder, order.holder_name, order.first_inquirer)
        if self.view == "late":
            return line.clock.band in (Band.WARNING, Band.BREACHED)
        if self.view == "unclaimed":
            return not (order.holder or order.holder_name)
        return self.view != "waiting" or order.stage in WAITS

    def _whole(self, line: OrderLine) -> str:
        """All that stands in a row but its running clock; made again once its order or outage is another."""
        made = self._said.get(line.order.id)
        if made is None or made[0] is not line.order or made[1] is not line.outage:
            text, now = self._session.text, self._session.now()
            parts = (column.words(line, text, now) for column in COLUMNS if column.name != "clock")
            made = self._said[line.order.id] = line.order, line.outage, " ".join(parts).casefold()
        return made[2]
