"""What one person has made of a desk: its tables' columns, sorting and filters, sizes, commands used lately.

A TOML file of our own for each seat, written by the program and mended by hand where somebody likes.
"""

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec

from wallboard.config.errors import one_of, raise_all
from wallboard.config.load import ConfigStruct, at_fault, load_toml

LARGEST = 1.0, 2.0
"""A desk's text and lines grow by a factor between these."""

Grown = Annotated[float, msgspec.Meta(ge=LARGEST[0], le=LARGEST[1])]
Sizes = Annotated[list[Annotated[float, msgspec.Meta(gt=0, le=10_000)]], msgspec.Meta(max_length=48)]
Names = Annotated[list[str], msgspec.Meta(max_length=64)]


class Sign(StrEnum):
    """How a filter compares. Of texts ``has``, of choices ``is``, of numbers and instants the others."""

    HAS = "has"
    IS = "is"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    NONE = "none"


class Filter(ConfigStruct, frozen=True):
    """One condition on one column. values: words, choices' keys, numbers or instants (epoch s)."""

    column: str
    sign: Sign
    values: list[str | float] = []


class SortKey(ConfigStruct, frozen=True):
    """One key of a sorting; down: the largest first."""

    column: str
    down: bool = False


class TableLayout(ConfigStruct, frozen=True):
    """One table: its columns from left to right ([]: the usual ones), its keys, its filters, its view."""

    columns: Names = []
    sort: list[SortKey] = []
    filters: list[Filter] = []
    view: str = "all"


class PaneSizes(ConfigStruct, frozen=True):
    """The sizes of one screen's columns and rows, as proportions; usual ones where it has others."""

    columns: Sizes = []
    rows: Sizes = []


class DeskLayout(ConfigStruct, frozen=True):
    """All of a seat. table: the one that was shown last; scale: of text and lines; recent: commands.

    panes: of each screen, by its name, where the seat made them other than usual.
    """

    table: str = "orders"
    scale: Grown = 1.0
    recent: Names = []
    tables: dict[str, TableLayout] = {}
    panes: dict[str, PaneSizes] = {}

    def of(self, table: str) -> TableLayout:
        """The layout of one table, the usual one where nobody chose."""
        return self.tables.get(table) or TableLayout()

    def with_table(self, table: str, layout: TableLayout) -> "DeskLayout":
        """The same with another layout of one table."""
        return msgspec.structs.replace(self, tables={**self.tables, table: layout})


def load_layout(path: Path, known: Mapping[str, Iterable[str]]) -> DeskLayout:
    """Read a layout. known: the columns of each table, by its name.

    Raises ConfigError naming file, field and remedy, for tables and columns that there are not too.
    """
    layout = load_toml(path, DeskLayout)
    columns = {table: list(names) for table, names in known.items()}
    raise_all([at_fault(path, place, said, remedy) for place, said, remedy in _strangers(layout, columns)])
    return layout


def _strangers(layout: DeskLayout, known: dict[str, list[str]]) -> Iterable[tuple[str, str, str]]:
    if layout.table not in known:
        yield "table", f'"{layout.table}" is no table', one_of(list(known), layout.table)
    for table, one in layout.tables.items():
        if table not in known:
            yield f"tables.{table}", "is no table", one_of(list(known), table)
            continue
        place = f"tables.{table}"
        named = [(f"{place}.columns[{n}]", name) for n, name in enumerate(one.columns)]
        named += [(f"{place}.sort[{n}].column", key.column) for n, key in enumerate(one.sort)]
        named += [(f"{place}.filters[{n}].column", each.column) for n, each in enumerate(one.filters)]
        for where, name in named:
            if name not in known[table]:
                yield where, f'"{name}" is no column of it', one_of(known[table], name)


def layout_text(layout: DeskLayout) -> str:
    """The layout as TOML; ``load_layout`` of it gives the same."""
    lines = [
        f"table = {_text(layout.table)}",
        f"scale = {layout.scale!r}",
        f"recent = {_value(layout.recent)}",
    ]
    for name, table in layout.tables.items():
        lines += ["", f"[tables.{_text(name)}]", f"view = {_text(table.view)}"]
        lines.append(f"columns = {_value(table.columns)}")
        lines.append(f"sort = {_value([msgspec.structs.asdict(key) for key in table.sort])}")
        lines.append(f"filters = {_value([msgspec.structs.asdict(each) for each in table.filters])}")
    for name, panes in layout.panes.items():
        lines += ["", f"[panes.{_text(name)}]", f"columns = {_value(panes.columns)}"]
        lines.append(f"rows = {_value(panes.rows)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            raise ValueError(f"{value} has no place in a layout")
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in value.items()) + " }"
    return _text(str(value))


def _text(words: str) -> str:
    """A basic string of TOML."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
