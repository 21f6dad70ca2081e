"""Foreign documents -> a recording: mapper, Store and analyst, by the same code as the hub's (issue 2).

Several mappings over one input are several sources of one recording, each polled at its own instants.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from feeds.hub.analyst import Analyst
from feeds.mapping.folders import chosen
from feeds.mapping.input import Document, InputFault, Meter, read_input
from feeds.mapping.mapper import Mapper
from feeds.mapping.problems import Problem
from feeds.mapping.records import DocumentFault, Record, Unreadable
from feeds.mapping.values import ValueFault
from feeds.recording import Manifest, RecordingWriter
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact, format_instant, spec_of
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import AreaClass, SourceFlag
from wallboard.rules.limits import RuleSet
from wallboard.state.changes import Change
from wallboard.state.store import Store

Progress = Callable[[float, str], None]
"""Told now and then: the share that is done, 0 to 1, and the instant reached, RFC 3339."""


class ConvertError(Exception):
    """The input cannot be converted; the message names it and the remedy."""


STEP = 600.0
"""In a silence the analyst is asked this often, s: what is late becomes late in between."""

SPACING = 5_000
"""Facts between two checkpoints at least; half of what stands where that is more."""

LONGEST_SILENCE = 2 * 86400.0  # beyond it the silence is one step


class SourceReport(msgspec.Struct):
    """What was read of one source, and what was strange in it."""

    source: str
    input: str = ""  # the file that was chosen from the folder that was given
    polls: int = 0
    rows: int = 0
    mapped: int = 0
    facts: int = 0
    doubtful: int = 0
    capped: int = 0
    bad_records: int = 0
    dirt: dict[str, int] = {}
    problems: list[Problem] = []
    dropped: list[Problem] = []
    unreadable: list[str] = []


class ConvertReport(msgspec.Struct):
    """What a conversion made."""

    out: str
    facts: int
    by_type: dict[str, int]
    sources: list[SourceReport]
    first_at: float | None = None
    last_at: float | None = None

    def words(self) -> str:
        """The report for people: one line for the whole, one a source, then what did not fit."""
        kinds = ", ".join(f"{name} {n}" for name, n in self.by_type.items())
        lines = [f"{self.out}: {self.facts} facts ({kinds})"]
        for one in self.sources:
            line = f"{one.source}: {one.polls} polls, {one.rows} rows, {one.mapped} mapped, {one.facts} facts"
            flags = {
                "doubtful polls": one.doubtful,
                "capped polls": one.capped,
                "bad records": one.bad_records,
            }
            told = [f"{n} {what}" for what, n in flags.items() if n]
            lines.append(", ".join([line, *told, *([f"from {one.input}"] if one.input else [])]))
            lines += [f"  {what}: {n}" for what, n in one.dirt.items() if what != "bad_record"]
            lines += [f"  unreadable: {said}" for said in one.unreadable]
            lines += [f"  {problem.words()}" for problem in (*one.problems[:5], *one.dropped[:5])]
        return "\n".join(lines)


class _Feed:
    """One source of the conversion: its mapper, and its facts in order of time."""

    def __init__(self, mapping: MappingFile, input_: Path) -> None:
        self.mapping = mapping
        self.mapper = Mapper(mapping, replayed=True)
        self.report = SourceReport(mapping.source)
        self.meter = Meter()
        self._input = chosen(mapping, input_)
        self.report.input = self._input.name if self._input != input_ else ""
        self._things = 0

    def batches(self) -> Iterator[tuple[float, list[Fact]]]:
        """(received at, facts) for every poll, event or minute of a history."""
        documents = read_input(self.mapping, self._input, self.meter)
        if self.mapping.rows == "history":
            yield from self._history(documents)
            return
        take = self.mapper.event if self.mapping.rows == "events" else self.mapper.poll
        for at, document in documents:
            facts = take(document, at)
            self._count(facts)
            yield at, facts

    def nothing(self) -> str:
        """Why not one document or record of this source could be read; empty where one could."""
        mapper, polls = self.mapper, self.report.polls
        if self._things:
            return ""
        if mapper.unreadable and not mapper.freshness.delivered:
            return f"none of {polls} documents could be read as {self.mapping.source}: {mapper.unreadable[0]}"
        if mapper.problems:
            said = f"none of {mapper.rows_seen} records could be read as {self.mapping.source}"
            return f"{said}: {mapper.problems[0].words()}"
        return ""

    def finish(self) -> SourceReport:
        report, mapper = self.report, self.mapper
        report.rows, report.mapped = mapper.rows_seen, mapper.rows_mapped
        report.bad_records = mapper.dirt["bad_record"]
        report.dirt = dict(sorted(mapper.dirt.items()))
        report.problems, report.dropped = list(mapper.problems), list(mapper.dropped)
        report.unreadable = list(mapper.unreadable)
        return report

    def _history(self, documents: Iterator[Document]) -> Iterator[tuple[float, list[Fact]]]:
        """The facts of a table, received as they happened, gathered by the minute."""
        rows: list[Record] = []
        for _, document in documents:
            if isinstance(document, Unreadable):
                raise InputFault(f"{self._input}: {document.error}")
            try:
                rows += self.mapper.records(document)
            except (DocumentFault, ValueFault) as fault:
                raise InputFault(f"{self._input}: {fault}; check records.path") from fault
        batch: list[Fact] = []
        for fact in self.mapper.history(rows):
            if batch and fact.at // 60 != batch[0].at // 60:
                yield self._minute(batch)
                batch = []
            batch.append(fact)
        if batch:
            yield self._minute(batch)

    def _minute(self, batch: list[Fact]) -> tuple[float, list[Fact]]:
        at = batch[-1].at
        facts = [msgspec.structs.replace(fact, seen=at) for fact in batch]
        facts += self.mapper.freshness.event(at, True, len(batch), 0)
        self._count(facts)
        return at, facts

    def _count(self, facts: list[Fact]) -> None:
        self.report.polls += 1
        self.report.facts += len(facts)
        self._things += sum(not isinstance(fact.data, SourceFreshness) for fact in facts)
        flags = self.mapper.freshness.flags
        self.report.doubtful += SourceFlag.DOUBTFUL in flags
        self.report.capped += SourceFlag.CAPPED in flags


class _Log:
    """Writes facts in log order and lets the analyst add its own behind them."""

    def __init__(self, writer: RecordingWriter, analyst: Analyst) -> None:
        self.writer, self.analyst = writer, analyst
        self.store = Store()
        self.first: float | None = None
        self.now: float | None = None
        self.by_type: Counter[str] = Counter()
        self._marked = self._standing = 0

    def take(self, facts: list[Fact], now: float) -> None:
        """Facts received at ``now``; the silence before them is walked through first."""
        self._silence(now)
        self.now = now
        self.first = now if self.first is None else self.first
        placed, change = self._append(facts)
        self._append(self.analyst.on_facts(self.store, change, placed, now))
        self._append(self.analyst.on_time(self.store, now))
        self._mark()

    def _mark(self) -> None:
        """A checkpoint now and then, so that whoever seeks in the recording need not replay it all."""
        if self.writer.count - self._marked < max(SPACING, self._standing // 2):
            return
        standing = self.store.snapshot()
        self.writer.checkpoint(standing)
        self._marked, self._standing = self.writer.count, len(standing)

    def _silence(self, now: float) -> None:
        if self.now is None or now - self.now > LONGEST_SILENCE:
            return
        at = self.now + STEP
        while at < now:
            self._append(self.analyst.on_time(self.store, at))
            at += STEP

    def _append(self, facts: list[Fact]) -> tuple[list[Fact], Change]:
        placed = self.writer.append(facts)
        self.by_type.update(spec_of(fact.data).type for fact in placed)
        return placed, self.store.apply(placed)


def convert(
    mappings: list[Path],
    input_: Path,
    out: Path,
    progress: Progress | None = None,
    rules: RuleSet | None = None,
    area_class: AreaClass = AreaClass.URBAN,
) -> ConvertReport:
    """Write a recording of what the input says under each mapping.

    rules: the rule set by whose limits the analyst judges. Raises ConfigError for a mapping, ConvertError
    for an input and RecordingError for an output that cannot be used; bad records are in the report.
    """
    try:
        return _convert(mappings, input_, out, progress, rules, area_class)
    except InputFault as fault:
        raise ConvertError(str(fault)) from fault


def _convert(
    mappings: list[Path],
    input_: Path,
    out: Path,
    progress: Progress | None,
    rules: RuleSet | None,
    area_class: AreaClass,
) -> ConvertReport:
    feeds = [_Feed(load_mapping(path), input_) for path in mappings]
    analyst = Analyst(rules, area_class)
    with RecordingWriter(out) as writer:
        log = _Log(writer, analyst)
        for done, (at, facts) in enumerate(_in_time(feed.batches() for feed in feeds), 1):
            log.take(facts, at)
            if progress is not None and done % 20 == 0:
                progress(0.99 * sum(feed.meter.share for feed in feeds) / len(feeds), format_instant(at))
        _refuse_nothing(feeds, input_, writer.count)
        writer.finish(_manifest([feed.mapping for feed in feeds], rules))
    if progress is not None:
        progress(1.0, format_instant(log.now or 0.0))
    return ConvertReport(
        out=str(out),
        facts=writer.count,
        by_type=dict(sorted(log.by_type.items())),
        sources=[feed.finish() for feed in feeds],
        first_at=log.first,
        last_at=log.now,
    )


def _refuse_nothing(feeds: list[_Feed], input_: Path, written: int) -> None:
    """A recording of nothing would look like a calm night. Raises InputFault."""
    why = [said for feed in feeds if (said := feed.nothing())]
    if written and len(why) < len(feeds):
        return
    said = "; ".join(why[:3]) or "yields no facts"
    remedy = f"correct the mapping; `check MAPPING --input {input_.name}` says what it finds"
    raise InputFault(f"{input_}: {said}; {remedy}")


def _in_time(feeds: Iterable[Iterator[tuple[float, list[Fact]]]]) -> Iterator[tuple[float, list[Fact]]]:
    """All sources' batches in order of time; at the same instant the first mapping speaks first."""
    keyed = [_numbered(n, feed) for n, feed in enumerate(feeds)]
    last = float("-inf")
    for at, _, facts in heapq.merge(*keyed, key=lambda entry: entry[:2]):
        last = max(last, at)
        yield last, facts if at == last else [msgspec.structs.replace(fact, seen=last) for fact in facts]


def _numbered(n: int, feed: Iterator[tuple[float, list[Fact]]]) -> Iterator[tuple[float, int, list[Fact]]]:
    for at, facts in feed:
        yield at, n, facts


def _manifest(mappings: list[MappingFile], rules: RuleSet | None) -> Manifest:
    return Manifest(
        title=", ".join(dict.fromkeys(mapping.title or mapping.source for mapping in mappings)),
        sources=[mapping.source for mapping in mappings],
        attribution="; ".join(dict.fromkeys(m.attribution for m in mappings if m.attribution)),
        expect_every={m.source: float(m.expect_every) for m in mappings if m.expect_every},
        rules=rules.id if rules is not None else "",
    )
