"""The mapper: documents of one source in, facts out. Snapshots are diffed on raw rows, then mapped.

An outage is open at T iff its row was listed in the newest poll at or before T, or was lost by a poll
that is doubted and not yet decided (docs/mapping.md says it in full).
"""

from collections.abc import Mapping
from typing import Any

from feeds.mapping.continuity import Continuity, Thread
from feeds.mapping.dating import Dating
from feeds.mapping.doubt import Cap, is_doubtful
from feeds.mapping.fields import Compiler
from feeds.mapping.freshness import Freshness
from feeds.mapping.identity import REMEMBERED, Identity
from feeds.mapping.listings import Listings
from feeds.mapping.paths import compile_path
from feeds.mapping.problems import Problem, Problems
from feeds.mapping.records import DocumentFault, Record, Records, Unreadable, merged, truthy
from feeds.mapping.shapes import Shape
from feeds.mapping.standing import Standing
from feeds.mapping.values import ValueFault
from feeds.safe_text import safe_text
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage, Source
from wallboard.domain.terms import FactKind

EXPIRE_EVERY = 3600.0

MOST_UNREADABLE = 5
"""Documents of which it is kept why they could not be read."""

MOST_RECORDS = 50_000
"""No list of outages or orders is longer: such a document is a mistake, and would drown every wall."""


class Mapper:
    """Turns one source's documents into facts; keeps what continuity needs between them.

    ``poll`` for snapshots, ``event`` for streams, ``history`` for tables that tell their past. Never
    raises for what a document holds: bad records are counted (``problems``, ``dirt``) and the rest counts;
    so are sound ones of which an impossible value was left out (``dropped``).
    """

    def __init__(self, mapping: MappingFile, *, replayed: bool = False) -> None:
        self.mapping = mapping
        self._problems = Problems()
        self.dirt = self._problems.dirt
        self.rows_seen = self.rows_mapped = self.polls = 0
        self.unreadable: list[str] = []
        self._dating = Dating(mapping)
        compiler = Compiler(mapping, self.dirt)
        self._shapes = [Shape(rule, n, mapping, compiler) for n, rule in enumerate(mapping.fact)]
        self._stateful = any(shape.spec.kind is FactKind.VALUE for shape in self._shapes)
        self._expired = 0.0
        self._records = Records(mapping)
        self._identity = Identity(mapping, self._records, self.dirt)
        self._continuity = Continuity(mapping.source)
        self._listings = Listings(mapping, self._continuity, self._identity)
        self._standing = Standing(mapping.source, mapping.doubt)
        self._cap = Cap(mapping.cap)
        self._cap_flag = compile_path(mapping.cap.flag) if mapping.cap.flag else None
        self._op = compile_path(mapping.event.op) if mapping.event.op else None
        self._listed: dict[str, Record] = {}
        self.freshness = Freshness(mapping, replayed=replayed)

    @property
    def problems(self) -> list[Problem]:
        """The first records that did not fit."""
        return self._problems.found

    @property
    def dropped(self) -> list[Problem]:
        """The first impossible values of each kind: left out, or marked; their records are sound."""
        return self._problems.dropped

    @property
    def listed(self) -> int:
        """Records that the newest poll listed."""
        return len(self._listed)

    def records(self, document: Any) -> list[Record]:
        """The records of a document. Raises DocumentFault where there are none to be found."""
        return self._records.of(document)[0]

    def resume(
        self, outages: Mapping[str, Outage], orders: Mapping[str, Order], row: Source | None = None
    ) -> None:
        """What the Store held when the hub came back: the first poll decides what of it still stands."""
        if row is not None:
            self.freshness.resume(row)
        if self.mapping.rows == "snapshot":
            self._standing.take(outages, orders)

    # snapshots ------------------------------------------------------------------------------------

    def poll(self, document: Any, t: float, written: float | None = None) -> list[Fact]:
        """The facts of one snapshot, received at ``t`` (epoch s). An unreadable one changes no outage.

        written: when the document's file was, for documents that do not say how old they are.
        """
        self.polls += 1
        if isinstance(document, Unreadable):
            return self._unreadable(document.error, document.reason, t)
        try:
            rows, bad, total = self._records.of(document)
            named, nameless = self._identity.assign(rows)
        except DocumentFault as fault:
            return self._unreadable(str(fault), fault.reason, t)
        except ValueFault as fault:
            return self._unreadable(str(fault), Unreadable(str(fault)).reason, t)
        if total > MOST_RECORDS:
            return self.refuse(Reason("too_many_records", {"records": total, "most": MOST_RECORDS}), t)
        self.rows_seen += len(rows)
        self._problems.nameless(rows, nameless)
        if (nameless and not named) or (bad and bad == total):  # an error in place of the list
            said = f"none of {total} records has an id at {self.mapping.records.key!r}{_held(rows)}"
            return self._unreadable(said, Reason("document_without_ids", {"records": total}), t)
        before = self._listed
        gone = [name for name in before if name not in named]
        new = [name for name in named if name not in before]
        if self._identity.matches:
            gone, new = self._rematched(named, gone, new)
        capped = self._cap.observe(total, bool(gone or new), self._flagged(document))
        doubtful = is_doubtful(self.mapping.doubt, len(before), len(gone))
        self._problems.forget(gone)
        lost = {name: before[name] for name in gone}
        facts = self._listings.decide_held(named, t)
        facts += self._listings.lose(lost, len(before), t, doubtful=doubtful, capped=capped)
        facts += self._take(named, before, new, t)
        self._listed = named
        self._listings.sweep(t, self._listed.keys())
        unnamed = 0
        if self._standing.waits:
            decided, unnamed = self._standing.decide(self._continuity.keys(), t)
            facts += decided
        flags = self.freshness.poll_flags(
            before=len(before) or unnamed,
            gone=len(gone) or unnamed,
            rows=total,
            doubtful=doubtful or unnamed > 0,
            capped=capped,
        )
        bad += len(self._problems.bad) + len(nameless)
        at, undated = self._dating.of(document, t, written)
        odd = len(self._problems.odd)
        facts.append(self.freshness.fact(flags, t, bool(facts), total, bad, odd, at=at, undated=undated))
        return facts

    def _unreadable(self, error: str, reason: Reason, t: float) -> list[Fact]:
        self.dirt["unreadable_document"] += 1
        if len(self.unreadable) < MOST_UNREADABLE:
            self.unreadable.append(error)
        return self.freshness.unreadable(reason, t)

    def _rematched(
        self, named: dict[str, Record], gone: list[str], new: list[str]
    ) -> tuple[list[str], list[str]]:
        """Put records whose start or place moved back under their old names."""
        absent = [*gone, *self._listings.held()]
        found = self._identity.rematch(absent, new)
        for name, old in found.items():
            named[old] = named.pop(name)
        back = set(found.values())
        return [n for n in gone if n not in back], [
            *(n for n in new if n not in found),
            *(back - self._listed.keys()),
        ]

    def _flagged(self, document: Any) -> bool:
        try:
            return self._cap_flag is not None and truthy(self._cap_flag(document))
        except ValueFault:
            return False

    def _take(
        self, named: dict[str, Record], before: dict[str, Record], new: list[str], t: float
    ) -> list[Fact]:
        """Map what is new and what changed, and nothing else."""
        facts = self._listings.give_back(new, named.keys(), t)
        for name in new:
            facts += self._map(name, named[name], t, None)
        for name, row in named.items():
            old = before.get(name)
            if old is not None and old is not row and old != row:
                facts += self._map(name, row, t, old)
        return facts

    def refuse(self, reason: Reason, t: float) -> list[Fact]:
        """A document that may be read and is not to be taken, for this reason."""
        self.dirt[reason.code] += 1
        return self.freshness.unreadable(reason, t)

    # streams and histories --------------------------------------------------------------------------

    def event(self, document: Any, t: float) -> list[Fact]:
        """The facts of one event, received at ``t`` (epoch s): its records appear, change or go."""
        if isinstance(document, Unreadable):
            return self._unreadable(document.error, document.reason, t)
        try:
            rows, bad, _ = self._records.of(document)
        except DocumentFault as fault:
            return self._unreadable(str(fault), fault.reason, t)
        except ValueFault as fault:
            return self._unreadable(str(fault), Unreadable(str(fault)).reason, t)
        facts: list[Fact] = []
        odd = ignored = 0
        self.rows_seen += len(rows)
        for row in rows:
            word = self._word(row)
            if word in self.mapping.event.ignore:
                ignored += 1
                continue
            name = self._identity.name(row)
            if name is None:
                self._problems.nameless([row], [0])
                bad += 1
                continue
            if word in self.mapping.event.remove:
                facts += self._remove(name, t)
            else:
                facts += self._upsert(name, row, t)
                bad += name in self._problems.bad
                odd += name in self._problems.odd
        if not self._stateful:
            self._problems.bad.clear()
            self._problems.odd.clear()
        self._expire(t)
        self._listings.sweep(t, self._listed.keys())
        at, _ = self._dating.of(document, t)
        return facts + self.freshness.event(t, bool(facts), len(rows) - ignored, bad, odd, at=at)

    def history(self, rows: list[Record]) -> list[Fact]:
        """Facts of records that tell their whole past, in the order in which they happened."""
        drafts = []
        for row in rows:
            name = self._identity.name(row)
            problems: list[Problem] = []
            if name is None:
                self._problems.nameless([row], [0])
                continue
            for shape in self._shapes:
                if not self._holds(shape, row, name, problems):
                    continue
                draft = shape.build(row, name, float("inf"), problems)
                if draft is not None and draft.at < float("inf"):
                    drafts.append((draft.at, len(drafts), name, draft))
            self._problems.note(name, problems)
        self.rows_seen += len(rows)
        self.rows_mapped += len(rows)
        facts: list[Fact] = []
        for at, _, name, draft in sorted(drafts, key=lambda entry: entry[:2]):
            facts += self._continuity.settle(self._continuity.thread(name), draft, at)
        return facts

    def _word(self, row: Record) -> str:
        word = self._op(row) if self._op is not None else None
        return "" if word is None else str(word)

    def _expire(self, t: float) -> None:
        """Things of a stream of which nothing was heard for a week are forgotten."""
        if t - self._expired < EXPIRE_EVERY:
            return
        self._expired = t
        threads = self._continuity.threads
        for name in [name for name, thread in threads.items() if t - thread.last_at > REMEMBERED]:
            del threads[name]
            self._listed.pop(name, None)
            self._problems.forget([name])

    def _upsert(self, name: str, row: Record, t: float) -> list[Fact]:
        if not self._stateful:
            self._problems.forget([name])
            return self._map(name, row, t, None)
        old = self._listed.get(name)
        if old is not None and self.mapping.event.merge:
            row = merged(old, row)
        self._listed[name] = row
        facts = self._listings.give_back([name], self._listed.keys(), t) if old is None else []
        return facts + self._map(name, row, t, old)

    def _remove(self, name: str, t: float) -> list[Fact]:
        old = self._listed.pop(name, None)
        self._problems.forget([name])
        return [] if old is None else self._listings.remove(name, old, t)

    # one record -------------------------------------------------------------------------------------

    def _map(self, name: str, row: Record, t: float, old: Record | None) -> list[Fact]:
        """The facts of a row; of a changed one only those that its changed fields can touch."""
        self.rows_mapped += 1
        changed = None if old is None or self._problems.at_fault(name) else _changed(old, row)
        key = self._identity.key_of(name)
        thread = self._continuity.thread(name) if self._stateful else Thread()
        problems: list[Problem] = []
        taken: set[str] = set()
        facts: list[Fact] = []
        for shape in self._shapes:
            value = shape.spec.kind is FactKind.VALUE
            if value and shape.group in taken and not shape.rule.key:
                continue
            if changed is not None and shape.settled_without(changed, self._shapes):
                continue
            if not self._holds(shape, row, name, problems):
                continue
            taken.add(shape.group)
            draft = shape.build(row, key, t, problems)
            if draft is not None:
                facts += self._continuity.settle(thread, draft, t)
        facts += self._withdrawn(thread, taken, changed, t)
        self._problems.note(name, problems)
        return facts

    def _withdrawn(
        self, thread: Thread, taken: set[str], changed: frozenset[str] | None, t: float
    ) -> list[Fact]:
        """Values whose every ``when`` has ceased to hold."""
        facts: list[Fact] = []
        for shape in self._shapes:
            if shape.rule.when is None or shape.group in taken:
                continue
            if changed is None or not shape.settled_without(changed, self._shapes):
                facts += self._continuity.withdraw(thread, shape, t)
        return facts

    def _holds(self, shape: Shape, row: Record, name: str, problems: list[Problem]) -> bool:
        try:
            return shape.holds(row)
        except ValueFault as fault:
            problems.append(
                Problem(name, shape.spec.type, "when", repr(shape.rule.when), fault.problem, fault.remedy)
            )
            return False


def _held(rows: list[Record]) -> str:
    """The names that the first record holds, for those who look for the right one."""
    names = ", ".join(safe_text(str(name))[:20] for name in list(rows[0])[:6]) if rows else ""
    return f"; the first holds {names}" if names else ""


def _changed(old: Record, row: Record) -> frozenset[str]:
    """Names of the top-level fields that differ."""
    names = {name for name, value in row.items() if name not in old or old[name] != value}
    return frozenset(names.union(name for name in old if name not in row))
