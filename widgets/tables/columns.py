"""What a table at a desk is made of: columns with what they say, sort and filter by, as declarations.

One file declares one table, ``widgets.tables`` lists them. Nothing here draws or keeps anything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wallboard.state.changes import Change
from wallboard.state.tables import Tables
from widgets.parts.ink import Run
from widgets.scale import Scale
from widgets.text import Text

MARGIN, BETWEEN = 20.0, 12.0
"""Study px at the sides of the table, and between two columns."""

Line = Any
"""A row and what is shown with it, as its table's ``line`` makes it."""

Value = str | float | None
"""What a slot holds: words, a choice's key, a number, an instant (epoch s); None: nobody says."""


class Kind(StrEnum):
    """How a column is filtered and exported."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    TIME = "time"


@dataclass(frozen=True)
class TableColumn:
    """name: of its head; share: of the width that is left; least: study px; drop: goes when room lacks.

    value: what it is filtered and exported by; words: what stands in the row. rank: what it is sorted by
    where that is not its value. usual: shown until somebody chooses columns. look: how it is drawn, where not
    plain.
    """

    name: str
    value: Callable[[Line], Value]
    words: Callable[[Line, Text, float], str]
    kind: Kind = Kind.TEXT
    share: float = 0.5
    least: float = 70.0
    rank: Callable[[Line], Any] | None = None
    look: Callable[[Line, Text, float], Run] | None = None
    drop: int = 0
    right: bool = False
    quiet: bool = False
    usual: bool = True

    def runs(self, line: Line, text: Text, now: float) -> tuple[Run, ...]:
        """What stands in a row."""
        if self.look is not None:
            return (self.look(line, text, now),)
        return (Run(self.words(line, text, now), tone="muted" if self.quiet else "text", elide=True),)

    def order(self, line: Line) -> tuple[bool, Any]:
        """What a line is sorted by: what nobody says comes last."""
        value = self.rank(line) if self.rank is not None else self.value(line)
        return value is None or value == "", 0 if value is None or value == "" else value


@dataclass(frozen=True)
class Table:
    """One table. noun: of its rows; line: of one key; kept: which rows it is of; sort: its usual order.

    order_of: the order that a line leads to, "" none; place_of: where on the map, None nowhere. touched: keys
    whose lines a change of other nouns may have altered. by_clock: its lines are orders with their clocks.
    notes: lines below the table about the row that is chosen; summary: lines above it about them all.
    """

    name: str
    columns: tuple[TableColumn, ...]
    noun: str
    line: Callable[[Tables, str], Line]
    sort: str
    down: bool = False
    kept: Callable[[Line], bool] = lambda line: True
    order_of: Callable[[Line], str] = lambda line: ""
    place_of: Callable[[Line, Tables], tuple[float, float] | None] = lambda line, tables: None
    touched: Callable[[Change, Tables], Iterable[str]] = lambda change, tables: ()
    by_clock: bool = False
    notes: Callable[[Line, Text, float], tuple[tuple[Run, ...], ...]] | None = None
    summary: Callable[[Tables, Text, float], tuple[tuple[Run, ...], ...]] | None = None
    nouns: tuple[str, ...] = field(default=())

    def column(self, name: str) -> TableColumn | None:
        """A column by its name; None where it has none of that name."""
        return next((column for column in self.columns if column.name == name), None)


Placed = list[tuple[TableColumn, int, int]]
"""Columns with left edge and width, window px."""


SQUEEZED = 0.6
"""Of their least width, to which columns that are to stay are squeezed before one of them goes."""


def columns_for(columns: Iterable[TableColumn], width: int, scale: Scale, grown: float = 1.0) -> Placed:
    """The columns that fit into a table of that width; those that may go first go first.

    grown: how much larger its text is than at a desk.
    """
    kept = list(columns)
    room = width - 2 * scale.px(MARGIN)
    while True:
        gaps = scale.px(BETWEEN) * grown * (len(kept) - 1)
        least = sum(scale.px(column.least) for column in kept) * grown
        worst = max(reversed(kept), key=lambda column: column.drop)
        narrow = 1.0 if worst.drop else SQUEEZED
        if len(kept) == 1 or least * narrow + gaps <= room:
            break
        kept.remove(worst)
    squeeze = min(1.0, max(0.0, room - gaps) / least) if least else 1.0
    spare, shares = max(0.0, room - gaps - least), sum(column.share for column in kept) or 1.0
    found, left = [], scale.px(MARGIN)
    for column in kept:
        wide = scale.px(column.least) * grown * squeeze + spare * column.share / shares
        found.append((column, round(left), round(wide)))
        left += wide + scale.px(BETWEEN) * grown
    return found


class Turned:
    """A rank the other way round: what is large sorts first."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: "Turned") -> bool:
        return other.value < self.value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Turned) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)


def ranked_by(keys: Iterable[tuple[TableColumn, bool]]) -> Callable[[Line], tuple[Any, ...]]:
    """The rank of a line by several columns, the first first; True: turned round, what is empty last too."""
    wanted = tuple(keys)

    def rank(line: Line) -> tuple[Any, ...]:
        found: list[Any] = []
        for column, down in wanted:
            lacking, value = column.order(line)
            found += [lacking, Turned(value) if down and not lacking else value]
        return tuple(found)

    return rank


def time_words(value: Callable[[Line], float | None]) -> Callable[[Line, Text, float], str]:
    """An instant as the room's clock shows it."""

    def words(line: Line, text: Text, now: float) -> str:
        at = value(line)
        return "" if at is None else text.clock_time(at, now)

    return words


def number_words(value: Callable[[Line], float | None]) -> Callable[[Line, Text, float], str]:
    """A number, nothing where nobody says one."""

    def words(line: Line, text: Text, now: float) -> str:
        number = value(line)
        return "" if number is None else text.number(number)

    return words


def name_words(value: Callable[[Line], str]) -> Callable[[Line, Text, float], str]:
    """A name in the viewer's language."""

    def words(line: Line, text: Text, now: float) -> str:
        said = value(line)
        return text.name(said) if said else ""

    return words


def choice_words(value: Callable[[Line], Value], prefix: str) -> Callable[[Line, Text, float], str]:
    """A choice by its key in the catalogue, else as it was said."""

    def words(line: Line, text: Text, now: float) -> str:
        said = value(line)
        if said is None or said == "":
            return ""
        return text.t(f"{prefix}.{said}") if text.has(f"{prefix}.{said}") else str(said)

    return words


def number(name: str, value: Callable[[Line], float | None], least: float = 64.0, **more: Any) -> TableColumn:
    """A column of numbers."""
    return TableColumn(name, value, number_words(value), Kind.NUMBER, 0.2, least, right=True, **more)


def instant(
    name: str, value: Callable[[Line], float | None], least: float = 108.0, **more: Any
) -> TableColumn:
    """A column of instants."""
    return TableColumn(name, value, time_words(value), Kind.TIME, 0.2, least, right=True, quiet=True, **more)


def named(name: str, value: Callable[[Line], str], least: float = 92.0, **more: Any) -> TableColumn:
    """A column of names."""
    return TableColumn(name, value, name_words(value), Kind.TEXT, more.pop("share", 1.0), least, **more)


def choice(
    name: str, value: Callable[[Line], Value], prefix: str, least: float = 74.0, **more: Any
) -> TableColumn:
    """A column of choices. prefix: of their words in the catalogue."""
    return TableColumn(name, value, choice_words(value, prefix), Kind.CHOICE, 0.4, least, **more)
