"""Alarms of cells that nobody answers for (d.107, d.127): what the analyst says of each, when it changes.

A post that nobody holds is an alarm by itself; owners who are all off duty are a graver one, while an order
of their cell is open. No clock, no I/O.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from feeds.hub.alarms import Alarms, news
from wallboard.domain.alarms import AlarmKind
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import GridCell
from wallboard.rules.ownership import vacancy
from wallboard.state.followed import News
from wallboard.state.tables import Tables

ALARM = "vacancy/"


def alarm_key(cell: str) -> str:
    """The key of a cell's vacancy alarm."""
    return ALARM + cell


class Vacancies:
    """Looks at the cells that changed, or of which an order came or went, and at those that it spoke of last:
    what it says may be refused."""

    def __init__(self) -> None:
        self._cell_of: dict[str, str] = {}  # the cell that an open order names, by order
        self._waiting: Counter[str] = Counter()  # open orders by that
        self._named: dict[str, set[str]] = {}  # cells (keys) by id and by name
        self._looks: set[str] = set()  # cells (keys)

    def read(self, tables: Tables, news: News) -> None:
        """Take in what became of cells, orders and alarms."""
        cells: Mapping[str, GridCell] = tables.rows("cell")
        for key in news.of("cell"):
            if key in cells:
                for name in (cells[key].id, cells[key].name):
                    self._named.setdefault(name, set()).add(key)
        self._looks.update(news.of("cell"))
        self._looks.update(key.removeprefix(ALARM) for key in news.of("alarm") if key.startswith(ALARM))
        for name in self._turned(tables, news.of("order")):
            self._looks |= self._named.get(name, set())

    def _turned(self, tables: Tables, orders: Iterable[str]) -> set[str]:
        """The cells, as orders name them, of which an order came or went."""
        turned: set[str] = set()
        for key in orders:
            order = tables.orders.get(key)
            before, now = self._cell_of.pop(key, ""), order.cell if order is not None and order.open else ""
            if now:
                self._cell_of[key] = now
            if now != before:
                self._waiting.update([now] if now else [])
                self._waiting.subtract([before] if before else [])
                turned |= {before, now}
        return turned

    def said(self, tables: Tables, now: float) -> Alarms:
        """Alarms to be raised, changed or taken back at ``now`` (epoch s), by key."""
        cells: Mapping[str, GridCell] = tables.rows("cell")
        looks = [cells[key] for key in sorted(self._looks) if key in cells]
        each = ((alarm_key(cell.id), self._why(cell), f"cell/{cell.id}") for cell in looks)
        said = news(tables, each, now)
        self._looks = {name.removeprefix(ALARM) for name, _ in said}
        return said

    def _why(self, cell: GridCell) -> Reason | None:
        why = vacancy(cell)
        if why is not None and why.code == AlarmKind.OFF_DUTY:
            return why if self._waiting[cell.name] > 0 or self._waiting[cell.id] > 0 else None
        return why
