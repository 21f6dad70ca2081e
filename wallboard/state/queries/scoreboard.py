"""Scoreboards of cells and crews, and orders closed per person and shift: for a desk, never for a wall.

(d.51, d.136, d.137.) Orders count where they were done; a crew's are those that it had when they were done.
"""

from collections import Counter

import msgspec

from wallboard.domain.rows import Crew, Order, Shift
from wallboard.domain.terms import CrewStatus
from wallboard.rules.day_orders import settled_at
from wallboard.state.queries.cells import CellLine, cell_lines
from wallboard.state.tables import Tables
from wallboard.state.trays import Trays

ELSEWHERE = frozenset({None, CrewStatus.OFF_SHIFT})


class CrewScore(msgspec.Struct, frozen=True):
    """One crew. done: orders of its own that were done since the shift began."""

    crew: Crew
    done: int

    @property
    def per_person(self) -> float:
        """Orders for each of its people; of a crew whose people nobody counts, for the crew."""
        return self.done / max(1, self.crew.persons)


class Output(msgspec.Struct, frozen=True):
    """What a shift came to so far. persons: people of the crews on duty; None where nobody counts them."""

    shift: Shift
    done: int
    persons: int | None

    @property
    def per_person(self) -> float | None:
        return None if not self.persons else self.done / self.persons


class Scoreboard(msgspec.Struct, frozen=True):
    """Best first. now, before: the shift that runs, and the one before it as far as orders of it are kept."""

    cells: tuple[CellLine, ...]
    crews: tuple[CrewScore, ...]
    now: Output | None = None
    before: Output | None = None


def scoreboard(tables: Tables, trays: Trays, now: float) -> Scoreboard:
    """The boards at ``now`` (epoch s). Costs the cells, the crews and the orders."""
    lines = [line for line in cell_lines(tables, trays, now) if line.done or line.overdue]
    lines.sort(key=lambda line: (-_share(line), -line.done, line.overdue, line.cell.name))
    running, last = _shifts(tables, now)
    begins = running.starts_at if running is not None else now - 12 * 3600.0
    mine = _done_by_crew(tables, begins, now)
    scores = [
        CrewScore(crew, mine[key]) for key, crew in tables.crews.items() if crew.status not in ELSEWHERE
    ]
    scores.sort(key=lambda score: (-score.per_person, -score.done, score.crew.name))
    people = sum(score.crew.persons for score in scores)
    before = None if last is None else _done_by_crew(tables, last.starts_at, last.ends_at)
    return Scoreboard(
        tuple(lines),
        tuple(scores),
        None if running is None else Output(running, mine.total(), people or None),
        None if last is None or before is None else Output(last, before.total(), _people(last, scores)),
    )


def _share(line: CellLine) -> float:
    """Of what was done in a cell, what it solved by itself; a cell without any order stands last."""
    return line.inside / line.done if line.done else -1.0


def _shifts(tables: Tables, now: float) -> tuple[Shift | None, Shift | None]:
    """The shift that runs, and the last one that is over."""
    ranked = sorted(tables.shifts.values(), key=lambda shift: (shift.starts_at, shift.id))
    running = next((shift for shift in reversed(ranked) if shift.starts_at <= now < shift.ends_at), None)
    over = [shift for shift in ranked if shift.ends_at <= now]
    return running, over[-1] if over else None


def _people(shift: Shift, scores: list[CrewScore]) -> int | None:
    """People of a shift that is over: its crews, each with as many as crews have now."""
    if not shift.crews_on_duty or not scores:
        return None
    return round(shift.crews_on_duty * sum(score.crew.persons for score in scores) / len(scores)) or None


def _done_by_crew(tables: Tables, begins: float, ends: float) -> Counter[str]:
    """Orders that were done in a time, by the crew that had them."""
    named = {crew.name: key for key, crew in tables.crews.items() if crew.name}
    found = Counter[str]()
    for order in tables.orders.values():
        at = settled_at(order)
        if at is not None and begins <= at < ends and (crew := _crew_of(tables, order, named)):
            found[crew] += 1
    return found


def _crew_of(tables: Tables, order: Order, named: dict[str, str]) -> str:
    """The key of the crew that had it: its holder, else who the outage's owner says worked on it."""
    if order.holder in tables.crews:
        return order.holder
    outage = tables.outages.get(order.outage) if order.outage else None
    return named.get(order.holder_name or (outage.work_crew if outage is not None else ""), "")
