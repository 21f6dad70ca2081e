"""The Store: owns every table and is their only writer. The same facts always leave the same tables.

Facts arrive in the log's order (the link sees to that) or as a snapshot. A value stands until a higher
seq of its subject; a reading until a newer ``at``; entries gather by id, newest kept where a ring is set.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import islice
from math import inf
from operator import attrgetter

import msgspec

from wallboard.domain.crews import CrewPosition, VanPosition
from wallboard.domain.facts import RETIRED, Fact, FactSpec, Payload, Removed, aspect_token, spec_of
from wallboard.domain.roster import TrendSample
from wallboard.domain.rows import Outage, Row, Trend
from wallboard.domain.terms import FactKind
from wallboard.state.changes import Change, Dirty
from wallboard.state.positions import MOVING, vehicle_id
from wallboard.state.reducers import RESOLVERS
from wallboard.state.reducers.hours import hours_of
from wallboard.state.tables import Tables, Thing

RINGS: dict[str, int] = {
    "trend.sample": 1500,
    "trend.hour": 72,
    "supply.day": 800,
    "room.note": 200,
    "roster.handover": 60,
    "call.report": 5000,
    "outage.correction": 50,
    "outage.evidence": 500,
    "order.mark": 300,
    "outage.told": 200,
    "outage.message": 500,
    "outage.message_course": 2500,
    "outage.entered": 200,
}
"""How many entries of one thing are kept, newest by (at, id): the log keeps them all."""

OF_NO_ROW = frozenset({"outage.dark"})
"""Facts that no row is made from: only those read them who ask for the facts themselves."""

TOMBSTONES = 2000
"""Retired things remembered per noun, newest first, so that a late fact does not revive them."""

SLICE = 64
"""Facts, and then rows, of a snapshot that are taken in at a time."""

REMEMBERED = 128
"""Changes that a reader may catch up with one by one; one who is further behind reads everything."""

_by_place_in_log = attrgetter("seq", "at", "id")


class Store:
    """Tables and their one writer.

    ``apply`` takes facts in log order, ``load`` a snapshot; both return what changed.
    """

    def __init__(self) -> None:
        self.tables = Tables()
        self.revision = 0
        self.head = 0  # highest seq applied
        self.base = 0  # seq of the snapshot that was loaded: it holds everything up to there
        self._recent: deque[Change] = deque(maxlen=REMEMBERED)

    def apply(self, facts: Iterable[Fact]) -> Change:
        """Apply facts in log order. Repeated and late ones are counted and change nothing."""
        dirty = Dirty()
        for fact in facts:
            if 0 < fact.seq <= self.base:
                dirty.ignored += 1
                continue
            if fact.seen >= self.tables.history.turns_at:
                self._turn(fact.seen, dirty)
            self._take(fact, dirty)
        return self._settle(dirty)

    def load(self, facts: Iterable[Fact], seq: int = 0) -> Change:
        """Replace everything by a snapshot that is valid at ``seq`` (0: its own highest)."""
        change = Change(self.revision)
        for part in self.loading(facts, seq):
            change = part or change
        return change

    def loading(self, facts: Iterable[Fact], seq: int = 0) -> Iterator[Change | None]:
        """``load`` in slices: None after each, the change with the last one. What stands stays until then."""
        fresh, dirty, latest, waiting = Store(), Dirty(), -inf, iter(facts)
        while slice_ := list(islice(waiting, SLICE)):
            latest = max(latest, *(fact.seen for fact in slice_), -inf)
            for fact in slice_:
                fresh._take(fact, dirty)
            yield None
        for noun, keys in dirty.keys.items():
            named = iter(keys)
            while some := list(islice(named, SLICE)):
                if noun != "trend":
                    fresh._resolve(noun, some)
                yield None
        if "trend" in dirty.keys:
            fresh._draw_trend()
        self.tables = fresh.tables
        self.base = self.head = max(fresh.head, seq)
        self.revision += 1
        change = dirty.freeze(self.revision, reset=True)
        self._recent.append(change)
        if dirty.applied:
            self.tables.history.turn(latest)
        yield change

    def since(self, revision: int) -> list[Change] | None:
        """What changed after that revision, oldest first; None where everything must be read anew."""
        behind = self.revision - revision
        if not 0 <= behind <= len(self._recent):
            return None
        changes = [self._recent[i] for i in range(len(self._recent) - behind, len(self._recent))]
        return None if any(change.reset for change in changes) else changes

    def snapshot(self) -> list[Fact]:
        """Every fact that stands, in log order: ``load`` of it leaves the same tables."""
        things = self.tables._things
        facts = [f for keyed in things.values() for thing in keyed.values() for f in thing.facts()]
        return sorted(facts, key=_by_place_in_log)

    def walk(self, things: int = 16) -> Iterator[list[Fact]]:
        """The facts of ``snapshot``, a few things at a time and in no order of the log.

        Facts may be applied between two steps; after ``load`` the walk goes on in the former tables.
        """
        for keyed in list(self.tables._things.values()):
            keys = list(keyed)
            for at in range(0, len(keys), things):
                found = (keyed.get(key) for key in keys[at : at + things])
                yield [fact for thing in found if thing is not None for fact in thing.facts()]

    def digest(self) -> str:
        """A hash of all rows and entries, independent of seq, batching and order of arrival."""
        lines = []
        for fact in self.snapshot():
            spec = spec_of(fact.data)
            token = aspect_token(fact.data)
            head = f"{spec.noun}/{fact.key}/{token}/{fact.id if spec.kind is FactKind.ENTRY else ''}"
            lines.append(f"{head}|{float(fact.at)!r}|{fact.source}|".encode() + _plain_bytes(fact.data))
        for noun in sorted(self.tables._rows):
            for key, row in sorted(self.tables._rows[noun].items()):
                lines.append(f"{noun}={key}|".encode() + _plain_bytes(row))
        return hashlib.blake2b(b"\n".join(sorted(lines)), digest_size=16).hexdigest()

    def _take(self, fact: Fact, dirty: Dirty) -> None:
        spec = spec_of(fact.data)
        keyed = self.tables._things.setdefault(spec.noun, {})
        thing = keyed.get(fact.key)
        if thing is None:
            thing = keyed[fact.key] = Thing()
        if fact.seq > self.head:
            self.head = fact.seq
        if spec.kind is FactKind.READING and spec.noun in MOVING:
            changed = self._move(fact, thing, dirty, spec.noun)
        elif spec.kind is FactKind.ENTRY:
            changed = self._enter(thing, spec.type, spec.aspect, fact)
        else:
            changed = self._stand(thing, aspect_token(fact.data), fact, spec)
        if not changed:
            dirty.ignored += 1
            return
        dirty.applied += 1
        if spec.kind is not FactKind.READING or spec.noun not in MOVING:
            dirty.mark(spec.noun, fact.key, row=spec.type not in OF_NO_ROW or RETIRED in thing.aspects)

    @staticmethod
    def _stand(thing: Thing, token: str, fact: Fact, spec: FactSpec) -> bool:
        """A value or reading takes its place, unless what stands is newer or the very same."""
        if spec.ends and type(fact.data) is Removed:
            return False
        old = thing.aspects.get(token)
        if old is not None:
            late = (fact.at, fact.seq) < (old.at, old.seq) if spec.by_time else fact.seq < old.seq
            if late or (fact.seq == old.seq and (old is fact or old == fact)):
                return False
        elif fact.seq and fact.seq <= thing.floors.get(token, 0):
            return False
        thing.aspects[token] = fact
        return True

    @staticmethod
    def _enter(thing: Thing, type_: str, aspect: str, fact: Fact) -> bool:
        """An entry gathers by source and id; there is no taking back, and none for what is retired."""
        retired = thing.aspects.get(RETIRED)
        if type(fact.data) is Removed or (retired is not None and fact.at <= retired.at):
            return False
        return thing.enter(aspect, fact, RINGS.get(type_))

    def _move(self, fact: Fact, thing: Thing, dirty: Dirty, noun: str) -> bool:
        """A fix goes straight to the columns; the row is made again only when it may differ."""
        old = thing.aspects.get("position")
        if not self._stand(thing, "position", fact, spec_of(fact.data)):
            return False
        data, vehicle = fact.data, vehicle_id(noun, fact.key)
        if isinstance(data, (CrewPosition, VanPosition)):
            self.tables._positions.put(vehicle, data.lon, data.lat, data.heading, fact.at)
        else:
            self.tables._positions.drop(vehicle)
        dirty.moved.add(vehicle)
        if old is None or type(old.data) is not type(data) or old.source != fact.source:
            dirty.mark(noun, fact.key)
        return True

    def _settle(self, dirty: Dirty) -> Change:
        """Resolve the rows of everything that was touched, once a batch."""
        for noun, keys in dirty.keys.items():
            if noun == "trend":
                self._draw_trend()
                continue
            self._resolve(noun, [key for key, row in keys.items() if row])
        if not (dirty.keys or dirty.moved):
            return dirty.freeze(self.revision)
        self.revision += 1
        change = dirty.freeze(self.revision)
        self._recent.append(change)
        return change

    def _turn(self, seen: float, dirty: Dirty) -> None:
        """A minute is over: the history closes it with the outages as they stood before this fact."""
        self._resolve("outage", list(dirty.keys.get("outage", ())))
        self.tables.history.turn(seen)

    def _resolve(self, noun: str, keys: Iterable[str]) -> None:
        """Make these rows anew."""
        resolve = RESOLVERS.get(noun)
        rows = self.tables._rows.setdefault(noun, {})
        keyed = self.tables._things.get(noun, {})
        history = self.tables.history if noun == "outage" else None
        buried = False
        for key in keys:
            thing = keyed.get(key)
            if thing is None:  # retired, and forgotten at an earlier turn of this batch
                continue
            buried = self._bury(noun, key, thing) or buried
            row = resolve(key, thing) if resolve and _has_facts(thing) else None
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row
            if history is not None and (row is None or isinstance(row, Outage)):
                history.read(key, row)
        if buried:
            self._forget_tombstones(noun, keyed)

    def _bury(self, noun: str, key: str, thing: Thing) -> bool:
        """Let go what retirement ended; True where a tombstone is left that was not there before."""
        if RETIRED not in thing.aspects:
            return False
        retired = thing.aspects[RETIRED]
        graves = self.tables._graves.setdefault(noun, {})
        if not _retire(thing, retired):
            graves.pop(key, None)
            return False
        was = graves.get(key)
        graves[key] = retired.at
        return was is None

    def _forget_tombstones(self, noun: str, keyed: dict[str, Thing]) -> None:
        """Keep the newest tombstones only."""
        graves = self.tables._graves[noun]
        over = len(graves) - TOMBSTONES
        if over <= 0:
            return
        for key in nsmallest(over, graves, key=lambda key: (graves[key], key)):
            del graves[key], keyed[key]

    def _draw_trend(self) -> None:
        samples = [
            f
            for thing in self.tables._things["trend"].values()
            for f in thing.entries.get("sample", {}).values()
        ]
        samples.sort(key=lambda f: (f.at, f.id))
        self.tables._trend = [
            Trend(f.at, d.customers_out, d.outages, d.planned, d.orders, d.breached, d.at_least, d.about)
            for f in samples
            if isinstance(d := f.data, TrendSample)
        ]
        self.tables._hours = hours_of(self.tables._things["trend"].values())


def _retire(thing: Thing, retired: Fact) -> bool:
    """Let go what was said up to the retirement; True where nothing but the tombstone is left."""
    for token, fact in list(thing.aspects.items()):
        if fact is not retired and fact.at <= retired.at:
            del thing.aspects[token]
            thing.floors[token] = max(fact.seq, thing.floors.get(token, 0))
    thing.forget(retired.at)
    return _is_tombstone(thing)


def _plain_bytes(value: Payload | Row) -> bytes:
    """JSON with every time as a number, whether it came as ``Instant`` or as ``float``."""
    return msgspec.json.encode(value, enc_hook=_number, order="sorted")


def _number(value: object) -> float:
    if isinstance(value, float):
        return float(value)
    raise NotImplementedError(type(value))


def _has_facts(thing: Thing) -> bool:
    return bool(thing.aspects or thing.entries) and not _is_tombstone(thing)


def _is_tombstone(thing: Thing) -> bool:
    return not thing.entries and len(thing.aspects) == 1 and RETIRED in thing.aspects
