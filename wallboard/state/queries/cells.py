"""Grid cells (网格), the worst first: nobody in charge, overdue work, hazards, orders (d.91-109)."""

import msgspec

from wallboard.domain.rows import GridCell
from wallboard.rules.ownership import vacancy
from wallboard.state.queries.sources import speaks
from wallboard.state.tables import Tables
from wallboard.state.trays import Tray, Trays

DAY_S = 24 * 3600.0


class CellLine(msgspec.Struct, frozen=True):
    """One cell. open: orders in it; done, inside: done within the last 24 h, and without anybody else."""

    cell: GridCell
    open: int
    done: int
    inside: int

    @property
    def vacant(self) -> bool:
        return vacant(self.cell)

    @property
    def overdue(self) -> int:
        return (self.cell.patrols_overdue or 0) + (self.cell.inspections_overdue or 0)


def vacant(cell: GridCell) -> bool:
    """A post has nobody, or nobody is on duty (d.127); not of a cell whose owners nobody named."""
    return cell.on_duty is not None and vacancy(cell) is not None


class CellTable(msgspec.Struct, frozen=True):
    """lines: the worst, as many as were asked for; vacant, owned: of total. done, inside: of all cells.

    removed: hazards removed today in all cells (d.93); None where nobody speaks of any.
    """

    lines: tuple[CellLine, ...]
    total: int
    vacant: int
    owned: int
    done: int
    inside: int
    removed: int | None


def cell_table(tables: Tables, trays: Trays, now: float, n: int) -> CellTable | None:
    """The cells at ``now`` (epoch s); None where no source speaks of cells. Costs the cells."""
    cells = tables.rows("cell")
    if not cells and not speaks(tables, "cell.owners", "cell.work"):
        return None
    lines = cell_lines(tables, trays, now)
    lines.sort(key=_worst_first)
    owned = sum(bool(line.cell.manager and line.cell.equipment) for line in lines)
    return CellTable(
        tuple(lines[:n]),
        len(lines),
        sum(line.vacant for line in lines),
        owned,
        sum(line.done for line in lines),
        sum(line.inside for line in lines),
        sum(known)
        if (known := [n for cell in cells.values() if (n := cell.hazards_removed) is not None])
        else None,
    )


def cell_lines(tables: Tables, trays: Trays, now: float) -> list[CellLine]:
    """Every cell at ``now`` (epoch s), in no order of worth."""
    return [_line(cell, trays, now) for cell in tables.rows("cell").values()]


def _line(cell: GridCell, trays: Trays, now: float) -> CellLine:
    done = trays.tray(Tray.CELL_DONE, cell.name)
    inside = trays.tray(Tray.SOLVED_IN_CELL, cell.name)
    return CellLine(
        cell,
        len(trays.tray(Tray.IN_CELL, cell.name)),
        len(done) - done.below(now - DAY_S),
        len(inside) - inside.below(now - DAY_S),
    )


def _worst_first(line: CellLine) -> tuple[bool, int, int, int, str]:
    """What changes from minute to minute (open orders) comes last, so that rows stand still."""
    return not line.vacant, -line.overdue, -(line.cell.hazards_open or 0), -line.open, line.cell.name
