"""What was wrong with the records of a source: counted all, and the first of each kind kept for a look."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

SAMPLES = 20
"""How many records that did not fit are kept for a look."""

SAMPLES_DROPPED = 5
"""How many impossible values of each kind are kept for a look."""


class Problem(msgspec.Struct, frozen=True):
    """A record that does not fit: which, where, what it held, what is wrong and what to do.

    code: set where only an impossible value was left out (or marked): the record itself is sound.
    """

    record: str
    type: str
    field: str
    raw: str
    problem: str
    remedy: str
    code: str = ""

    def words(self) -> str:
        """One line for people."""
        return f"record {self.record}: {self.type}.{self.field}: {self.raw} {self.problem}; {self.remedy}"


class Problems:
    """Counts by name (``dirt``), keeps samples, and knows which of the records listed now are at fault."""

    def __init__(self) -> None:
        self.dirt: Counter[str] = Counter()
        self.bad: set[str] = set()
        self.odd: set[str] = set()
        self.found: list[Problem] = []
        self.dropped: list[Problem] = []

    def note(self, name: str, found: list[Problem]) -> None:
        """What was found in one record, in place of what was found in it before."""
        self.forget([name])
        grave = False
        for problem in found:
            if not problem.code:
                grave = True
                self._keep(problem)
                continue
            self.odd.add(name)
            self.dirt[problem.code] += 1
            alike = [other.record for other in self.dropped if other.code == problem.code]
            if len(alike) < SAMPLES_DROPPED and name not in alike:
                self.dropped.append(problem)
        if grave:
            self.bad.add(name)
            self.dirt["bad_record"] += 1

    def nameless(self, rows: list[dict[str, Any]], places: list[int]) -> None:
        """Records without an id are counted and cannot be shown."""
        for place in places:
            self.dirt["bad_record"] += 1
            what, remedy = "has no id", "correct records.key, or give identity.match"
            self._keep(Problem(f"#{place + 1}", "records", "key", short(rows[place]), what, remedy))

    def forget(self, names: Iterable[str]) -> None:
        """These are listed no more, or read afresh."""
        self.bad.difference_update(names)
        self.odd.difference_update(names)

    def at_fault(self, name: str) -> bool:
        """Whether something was wrong with this record when it was read last."""
        return name in self.bad or name in self.odd

    def _keep(self, problem: Problem) -> None:
        if len(self.found) < SAMPLES:
            self.found.append(problem)


def short(raw: Any) -> str:
    """A raw value as it stands in a message."""
    text = repr(raw)
    return text if len(text) <= 80 else text[:79] + "…"
