"""What a mapping makes of an input, without writing anything: the first facts, and the records that fail."""

from collections import Counter
from pathlib import Path

import msgspec

from feeds.codec import encode_fact
from feeds.mapping.folders import read
from feeds.mapping.hints import LOOKED_AT, hints
from feeds.mapping.mapper import Mapper
from feeds.mapping.problems import Problem
from feeds.mapping.records import DocumentFault, Record, Unreadable
from feeds.mapping.values import ValueFault
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact, spec_of

MOST_DOCUMENTS = 5_000
ENOUGH = 20_000
"""Records after which no further document is read: a preview takes seconds, not minutes."""


class Preview(msgspec.Struct):
    """What came out. by_type: facts a type. problems: records that do not fit. dropped: impossible values.
    hints: paths that gave nothing.     dirt: what was counted."""

    documents: int = 0
    records: int = 0
    by_type: Counter[str] = msgspec.field(default_factory=Counter)
    samples: list[Fact] = []
    problems: list[Problem] = []
    dropped: list[Problem] = []
    hints: list[str] = []
    bad_records: int = 0
    unreadable: list[str] = []
    dirt: dict[str, int] = {}

    @property
    def sound(self) -> bool:
        """Whether everything fitted, and there was something."""
        return bool(self.by_type) and not self.bad_records and not self.unreadable

    def take(self, facts: list[Fact], limit: int) -> None:
        """Count facts, and keep the first ``limit`` of each type; the source's own freshness is left out."""
        for fact in facts:
            name = spec_of(fact.data).type
            if name == "source.freshness":
                continue
            self.by_type[name] += 1
            if self.by_type[name] <= limit:
                self.samples.append(fact)

    def lines(self) -> list[str]:
        """What was read, how many facts of which type, what was counted, and the first facts."""
        types = ", ".join(f"{name} {count}" for name, count in sorted(self.by_type.items())) or "none"
        lines = [f"{self.documents} documents, {self.records} records, facts: {types}"]
        if self.dirt:
            lines.append("counted: " + ", ".join(f"{name} {count}" for name, count in self.dirt.items()))
        lines += [*self.hints, *(problem.words() for problem in self.dropped)]
        return lines + [encode_fact(fact).decode() for fact in self.samples]

    def faults(self) -> list[str]:
        """A line for every document and record that does not fit: where, what it held, the remedy."""
        faults = [problem.words() for problem in self.problems]
        more = self.bad_records - len({p.record for p in self.problems})
        if self.problems and more > 0:
            faults.append(f"and {more} more records that do not fit")
        return [*self.unreadable, *faults]


def preview(mapping: MappingFile, input_: Path, limit: int = 3) -> Preview:
    """Map the first documents of an input. Raises InputFault where it cannot be read at all.

    limit: facts of each type that are kept as samples.
    """
    seen, mapper = Preview(), Mapper(mapping, replayed=True)
    looked: list[Record] = []
    for at, document in read(mapping, input_):
        seen.documents += 1
        fault, rows = _rows(mapper, document)
        looked += rows[: max(0, LOOKED_AT - len(looked))]
        if fault:
            seen.unreadable.append(f"document {seen.documents}: {fault}")
        elif mapping.rows == "history":
            seen.take(mapper.history(rows[:ENOUGH]), limit)
        else:
            seen.take((mapper.event if mapping.rows == "events" else mapper.poll)(document, at), limit)
        if seen.documents >= MOST_DOCUMENTS or mapper.rows_seen >= ENOUGH:
            break
    seen.records, seen.problems = mapper.rows_seen, list(mapper.problems)
    seen.dropped, seen.hints = list(mapper.dropped), hints(mapping, looked)
    seen.bad_records = mapper.dirt["bad_record"]
    seen.dirt = {name: count for name, count in sorted(mapper.dirt.items()) if name != "bad_record"}
    if not seen.by_type and not seen.unreadable and not seen.bad_records:
        seen.unreadable.append("no facts; check records.path, records.where and the when of each [[fact]]")
    return seen


def _rows(mapper: Mapper, document: object) -> tuple[str, list[Record]]:
    """(why a document cannot be used, empty where it can; its records)."""
    if isinstance(document, Unreadable):
        return document.error, []
    try:
        return "", mapper.records(document)
    except (DocumentFault, ValueFault) as fault:
        return str(fault), []
