"""Rows as tab-separated text for a clipboard; nothing in it is taken for a formula where it is pasted."""

from collections.abc import Iterable, Sequence

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet would reckon with; the last four are wide signs of a Chinese
keyboard."""


def tsv(rows: Iterable[Sequence[str]]) -> str:
    """One line a row. Tabs and line ends inside a cell become spaces."""
    return "\n".join("\t".join(harmless(cell) for cell in row) for row in rows)


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe stands before what would begin a formula, blanks before it or not."""
    flat = " ".join(cell.replace("\t", " ").split())
    return f"'{flat}" if cell.startswith(RISKY) or flat.startswith(RISKY) else flat
