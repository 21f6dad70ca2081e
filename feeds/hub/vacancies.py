"""Alarms of cells that nobody answers for (d.107, d.127): what the analyst says of each, when it changes.

A post that nobody holds is an alarm by itself; owners who are all off duty are a graver one, while an order
of their cell is open. Pure: no clock, no I/O.
"""

from collections import Counter
from collections.abc import Mapping

from feeds.hub.alarms import changed
from wallboard.domain.alarms import AlarmKind, AlarmState
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import GridCell
from wallboard.rules.ownership import vacancy
from wallboard.state.tables import Tables


def alarm_key(cell: str) -> str:
    """The key of a cell's vacancy alarm."""
    return f"vacancy/{cell}"


def vacancy_alarms(tables: Tables, now: float) -> list[tuple[str, AlarmState]]:
    """Alarms to be raised, changed or taken back at ``now`` (epoch s), by key."""
    cells: Mapping[str, GridCell] = tables.rows("cell")
    if not cells:
        return []
    waiting = Counter(order.cell for order in tables.orders.values() if order.cell and order.open)
    said: list[tuple[str, AlarmState]] = []
    for key, cell in sorted(cells.items()):
        state = changed(tables, alarm_key(key), _why(cell, waiting), f"cell/{cell.id}", now)
        if state is not None:
            said.append((alarm_key(key), state))
    return said


def _why(cell: GridCell, waiting: Counter[str]) -> Reason | None:
    why = vacancy(cell)
    if why is not None and why.code == AlarmKind.OFF_DUTY and not (waiting[cell.name] or waiting[cell.id]):
        return None
    return why
