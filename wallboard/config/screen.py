"""A screen file: which panels stand where on one page."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec

from wallboard.config.errors import ConfigError, one_of
from wallboard.config.explain import explain
from wallboard.config.load import (
    ConfigStruct,
    Words,
    at_fault,
    decode_value,
    find_file,
    load_toml,
)

T = TypeVar("T")

Proportion = Annotated[float, msgspec.Meta(gt=0, le=10000)]
Proportions = Annotated[list[Proportion], msgspec.Meta(min_length=1, max_length=48)]
Cell = Annotated[int, msgspec.Meta(ge=0, le=47)]
Cells = Annotated[int, msgspec.Meta(ge=1, le=48)]


class PanelEntry(ConfigStruct, frozen=True, kw_only=True):
    """One panel. at: (row, column) of its first cell, from 0. span: rows and columns that it takes.

    options: what its kind declares; typed by ``panel_options``.
    """

    kind: str
    at: tuple[Cell, Cell]
    span: tuple[Cells, Cells] = (1, 1)
    options: dict[str, Any] = {}


class Screen(ConfigStruct, frozen=True, kw_only=True):
    """One page. columns, rows: proportions, in px of the 1920 x 1080 study canvas. wall: safe for a wall.

    page: it stands for itself; else it shows what something else asks for, and nobody chooses it by name.
    """

    name: str
    title: Words
    columns: Proportions
    rows: Proportions
    panel: Annotated[list[PanelEntry], msgspec.Meta(min_length=1, max_length=64)]
    wall: bool = True
    page: bool = True


def load_screen(name_or_path: str | Path, root: Path | None = None) -> Screen:
    """A screen by name or path. Raises ConfigError where a panel lies outside or on another."""
    path = find_file("screens", name_or_path, root)
    screen = load_toml(path, Screen)
    rows, columns = len(screen.rows), len(screen.columns)
    taken: dict[tuple[int, int], int] = {}
    for index, panel in enumerate(screen.panel):
        place = f"panel[{index}]"
        (row, column), (down, across) = panel.at, panel.span
        if row >= rows or column >= columns:
            raise at_fault(
                path,
                f"{place}.at",
                f"[{row}, {column}] lies outside the {rows} rows and {columns} columns",
                f"rows go from 0 to {rows - 1}, columns from 0 to {columns - 1}",
            )
        if row + down > rows or column + across > columns:
            raise at_fault(
                path,
                f"{place}.span",
                f"[{down}, {across}] from [{row}, {column}] reaches outside",
                f"at most [{rows - row}, {columns - column}] from there",
            )
        for cell in ((r, c) for r in range(row, row + down) for c in range(column, column + across)):
            if (other := taken.setdefault(cell, index)) != index:
                problem = f"{panel.kind} covers cell [{cell[0]}, {cell[1]}], which panel[{other}] has"
                raise at_fault(path, f"{place}.at", problem, "move it or make one of the two smaller")
    return screen


def check_screen(screen: Screen, kinds: Collection[str], file: Path | None = None) -> None:
    """Check a screen's panels against the kinds that the program has.

    file: where the screen was read from, for the message. Raises ConfigError for a kind that is not known.
    """
    for index, panel in enumerate(screen.panel):
        if panel.kind not in kinds:
            known = one_of(sorted(kinds), panel.kind)
            raise _fault(screen, file, f"panel[{index}].kind", f'no panel of kind "{panel.kind}"', known)


def panel_options(screen: Screen, index: int, cls: type[T] | None, file: Path | None = None) -> T | None:
    """The options of a screen's panel as the struct that its kind declares; None where it takes none.

    Raises ConfigError for an option that is not known or not of its type.
    """
    given, place = screen.panel[index].options, f"panel[{index}].options"
    if cls is None:
        if given:
            problem = f"{screen.panel[index].kind} takes no options"
            raise _fault(screen, file, place, problem, "remove the table")
        return None

    def convert(tree: Any) -> T:
        return msgspec.convert(tree, cls, dec_hook=decode_value)

    try:
        return convert(given)
    except msgspec.ValidationError as error:
        said = explain(error, given, cls, convert)
        where = f"{place}.{said.path}" if said.path else place
        raise _fault(screen, file, where, said.problem, said.remedy) from error


def _fault(screen: Screen, file: Path | None, path: str, problem: str, remedy: str) -> ConfigError:
    if file is not None:
        return at_fault(file, path, problem, remedy)
    return ConfigError(f"screen {screen.name}", path, problem, remedy)
