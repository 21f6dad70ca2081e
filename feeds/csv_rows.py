"""One CSV file read strictly: every fault is told with file, line, column and remedy, all of them at once."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

MOST_TOLD = 20
"""Faults that one message names."""
LARGEST = 512 << 20
"""Bytes of one CSV file."""


class NetworkError(Exception):
    """The files are no network; ``problems`` are sentences with file, line, column and remedy."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        more = len(problems) - MOST_TOLD
        shown = problems[:MOST_TOLD] + ([f"and {more} more"] if more > 0 else [])
        super().__init__("\n".join(shown))


class Rows:
    """Faults of rows are collected in ``problems``; a file that cannot be read at all raises NetworkError."""

    def __init__(self, path: Path, columns: tuple[str, ...], problems: list[str]) -> None:
        self.path, self.problems, self.line = path, problems, 1
        self._columns = columns

    def fault(self, column: str, problem: str, remedy: str) -> None:
        """Note what is wrong with the row that was read last."""
        self.problems.append(f"{self.path.name}, line {self.line}, {column}: {problem}; {remedy}")

    def cut_short(self) -> list[str]:
        """A note where the last line has no end: what was cut there may look whole."""
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - 1))
            if size and file.read(1) not in (b"\n", b"\r"):
                return [f"{self.path.name}: its last line has no end; see that the file was not cut short"]
        return []

    def __iter__(self) -> Iterator[dict[str, str]]:
        try:
            if self.path.stat().st_size > LARGEST:
                raise NetworkError([f"{self.path.name}: over {LARGEST >> 20} MiB; cut it into networks"])
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._rows(csv.DictReader(file, strict=True))
        except OSError as error:
            raise NetworkError(
                [f"{self.path.name}: cannot be read ({error.strerror}); put it there"]
            ) from error
        except UnicodeDecodeError as error:
            raise NetworkError(
                [f"{self.path.name}: is not UTF-8 (byte {error.start}); save it as UTF-8"]
            ) from error
        except csv.Error as error:
            where = f"{self.path.name}, after line {self.line}"
            raise NetworkError([f"{where}: {error}; mend the quotes, or the file is cut short"]) from error

    def _rows(self, reader: "csv.DictReader[str]") -> Iterator[dict[str, str]]:
        names = reader.fieldnames or ()
        missing = [name for name in self._columns if name not in names]
        if missing:
            needs = ", ".join(self._columns)
            raise NetworkError(
                [f"{self.path.name}: lacks {', '.join(missing)}; its first line needs {needs}"]
            )
        twice = sorted({name for name in self._columns if list(names).count(name) > 1})
        if twice:
            raise NetworkError([f"{self.path.name}: has the column {twice[0]} twice; keep one of the two"])
        for row in reader:
            self.line = reader.line_num
            if None in row or None in row.values():
                self.fault("row", "has another number of fields than the first line", "mend or remove it")
                continue
            yield row

    def number(self, row: dict[str, str], column: str, low: float, high: float, empty: float) -> float:
        """A finite number between low and high; ``empty`` where nothing stands."""
        text = row[column].strip()
        if not text:
            return empty
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.fault(column, f"{text[:40]!r} is not a number from {low:g} to {high:g}", "mend it")
            return empty
        return value
