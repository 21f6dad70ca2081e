"""What the people of the cells spend their day on, whom they visit, who learns his post (d.39-48, d.108)."""

import msgspec

from wallboard.domain.rows import GridCell
from wallboard.domain.terms import CellTask
from wallboard.state.tables import Tables

OTHER = "other"
"""Kinds of task for which the room has no word, together."""


class CellTasksFace(msgspec.Struct, frozen=True):
    """All cells together; None or empty where no source speaks of it.

    hours: of today, by kind of task, in the order of ``CellTask``; reporting: cells that told theirs today.
    visited: mean share of customers visited this year; last_visit, longest: when the cell that has waited
    longest was visited (epoch s), and its name. publicity: acts this month. trained, in_training: holders of
    posts of whom it is known.
    """

    hours: dict[str, float] = {}
    reporting: int = 0
    cells: int = 0
    visited: float | None = None
    last_visit: float | None = None
    longest: str = ""
    publicity: int | None = None
    trained: int = 0
    in_training: int = 0


def cell_tasks(tables: Tables, today: float) -> CellTasksFace:
    """The face of all cells. today: when the room's calendar day began, epoch s. Costs the cells."""
    cells: list[GridCell] = list(tables.rows("cell").values())
    hours = dict.fromkeys([*CellTask, OTHER], 0.0)
    told, reporting = any(cell.hours for cell in cells), 0
    for cell in cells:
        if cell.hours and (cell.worked_at or 0.0) >= today:
            reporting += 1
            for task, spent in cell.hours.items():
                hours[task if task in hours else OTHER] += spent
    visited = [cell.visited for cell in cells if cell.visited is not None]
    waits = [(cell.last_visit_at, cell.name) for cell in cells if cell.last_visit_at is not None]
    known = [cell.publicity for cell in cells if cell.publicity is not None]
    posts = [each for cell in cells for each in (cell.manager_trained, cell.equipment_trained)]
    last, longest = min(waits, default=(None, ""))
    return CellTasksFace(
        hours={str(task): spent for task, spent in hours.items() if told and (spent or task != OTHER)},
        reporting=reporting,
        cells=len(cells),
        visited=sum(visited) / len(visited) if visited else None,
        last_visit=last,
        longest=longest,
        publicity=sum(known) if known else None,
        trained=posts.count(True),
        in_training=posts.count(False),
    )
