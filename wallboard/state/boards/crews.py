"""Crews by status, counted once."""

from collections.abc import Iterable

from wallboard.domain.terms import CrewStatus
from wallboard.state.queries.crews import CrewFace, crews_of
from wallboard.state.tables import Tables


class CrewBoard:
    """The status of every crew (None where nobody said one), and how many have each."""

    def __init__(self) -> None:
        self._status: dict[str, CrewStatus | None] = {}
        self._counts: dict[CrewStatus | None, int] = {}

    def read(self, tables: Tables, keys: Iterable[str]) -> None:
        """Take in what became of these crews."""
        rows = tables.crews
        for key in keys:
            if key in self._status:
                self._counts[self._status.pop(key)] -= 1
            row = rows.get(key)
            if row is not None:
                self._status[key] = row.status
                self._counts[row.status] = self._counts.get(row.status, 0) + 1

    def face(self, tables: Tables) -> CrewFace | None:
        """As ``queries.crews``."""
        return crews_of(tables, {status: n for status, n in self._counts.items() if n})
