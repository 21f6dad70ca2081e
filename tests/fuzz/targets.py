"""What hostile bytes are thrown at: decoders, a link and the wall behind it, a hub's taking, a mapping.

Each target is a whole chain, so that what one part lets through reaches the next.
"""

from collections import Counter
from collections.abc import Callable

import msgspec

from feeds import frames
from feeds.codec import BadFact, decode_fact
from feeds.fact_reader import FactReader
from feeds.frames import FrameError
from feeds.hub.access import Actor
from feeds.hub.analyst import Analyst
from feeds.hub.authority import Authority, Refused
from feeds.hub.fitting import fitted
from feeds.hub.placing import Placer
from feeds.hub.publishing import own_facts
from feeds.inbox import Inbox
from feeds.link import LinkCore
from feeds.link_events import ClockCame, Ended, FactsCame, SnapshotCame
from feeds.link_parts import Phase
from feeds.mapping.input import decode_document
from feeds.mapping.mapper import Mapper
from tests.feeds.mapping.bench_feed import mapping_of
from tests.feeds.mapping.test_hostile import TEXT as MAPPING
from tests.fuzz.hostile import AT, greeting, picture
from wallboard.config.mapping_file import MappingFile
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import AnchoredClock, ClockState
from wallboard.domain.facts import Fact
from wallboard.domain.roles import Role
from wallboard.domain.terms import AreaClass
from wallboard.rules.limits import RuleSet
from wallboard.state.queries import summary
from wallboard.state.store import Store

LIFE = 400
"""Inputs that one link, its wall and one hub live through."""
BURST = 8
"""Good frames after which the wall behind the link takes what came."""
DRAINED = 2_000
"""Facts that one tick of it takes at most."""


class Wall:
    """A link in the middle of its work, its inbox, its Store and what a page reads from it."""

    def __init__(self, rules: RuleSet | None, counts: Counter[str]) -> None:
        self.rules, self.counts = rules, counts
        self.now, self.hits, self.asked = 0.0, 0, b""
        self.greeting, self.picture, self.summed = greeting(), picture("1"), False
        self._begin()

    def _begin(self) -> None:
        self.core, self.inbox, self.store = LinkCore("fuzz", "wall"), Inbox(), Store()
        self.clock = AnchoredClock(ClockState(now=AT))
        self.summed = not self.summed  # every second link is to a hub whose frames carry sums
        self._connect()

    def _connect(self) -> None:
        """As the shell does: most links are past hello and picture before it begins."""
        self.core.closed()
        self.core.opened(self.now)
        self.asked = b""
        if self.hits % 5:
            self._take(self.greeting)
            self._take(self.picture.replace(b'"id":"1"', b'"id":"%b"' % self.asked, 1))

    def hit(self, data: bytes) -> None:
        """One frame, as a faulty hub would send it: half of them at the place that comes next."""
        if self.hits % LIFE == 0:
            self._begin()
        self.hits += 1
        self.now += 0.01
        if self.hits % 2 and self.core.seq is not None:
            data = data.replace(b'"seq":10,', b'"seq":%d,' % (self.core.seq + 1), 1)
            data = data.replace(b'"id":"1"', b'"id":"%b"' % self.asked, 1)
        if self.summed and self.hits % 16 and data:
            data = frames.with_sum(data)
        if self._take(data):
            self._connect()
        if self.hits % BURST == 0:
            self._tick()

    def _take(self, data: bytes) -> bool:
        """Feed the link; whether that ended it."""
        came = self.core.received(data, self.now, AT + self.now) + self.core.tick(self.now)
        for said in self.core.take_outgoing():
            if b'"op":"sub"' in said:
                self.asked = msgspec.json.decode(said)["id"].encode()
        for event in came:
            self.counts[type(event).__name__] += 1
            match event:
                case FactsCame():
                    self.inbox.put(event.facts, event.epoch, event.seq)
                case SnapshotCame():
                    self.inbox.put_snapshot(event.facts, event.epoch, event.seq)
                case ClockCame():
                    self.clock.set(event.state)
        return any(isinstance(event, Ended) for event in came)

    def _tick(self) -> None:
        """One tick of the wall: apply what came, and read what a page shows."""
        self.counts["live"] += self.core.phase is Phase.LIVE
        batch = self.inbox.drain(DRAINED)
        if not batch.facts:
            return
        change = self.store.load(batch.facts, batch.seq) if batch.snapshot else self.store.apply(batch.facts)
        self.counts["applied"] += change.applied
        if self.hits % (4 * BURST) == 0:
            summary(self.store, self.rules, self.clock.now(), AreaClass.URBAN)
            self.counts["summaries"] += 1


class Hub:
    """What a hub does with a producer's frames and with acts, without its sockets and its file."""

    def __init__(self, counts: Counter[str]) -> None:
        self.counts, self.refused = counts, Counter[str]()
        self.now, self.hits = AT, 0
        self._begin()

    def _begin(self) -> None:
        self.store, self.placer, self.authority = Store(), Placer(), Authority()
        self.reader, self.judge = FactReader(), Analyst(None, AreaClass.URBAN)

    def publish(self, data: bytes) -> None:
        """A CloudEvent, or a frame that holds facts, of any source; then a look at the time."""
        if self.hits % LIFE == 0:
            self._begin()
        self.hits += 1
        self.now += 1.0
        facts = self._facts(data)
        if facts:
            self._write(own_facts(facts, facts[0].source, (), self.store.tables, self.refused))
        if self.hits % 50 == 0:
            self._write(self.judge.on_time(self.store, self.now))

    def _facts(self, data: bytes) -> list[Fact]:
        try:
            return [decode_fact(data)]
        except BadFact:
            self.counts["no_event"] += 1
        try:
            frame = frames.decode_frame(data)
        except FrameError:
            return []
        if isinstance(frame, frames.Act):
            self._act(frame)
        raws = frame.facts if isinstance(frame, frames.Ev | frames.Snap) else []
        return self.reader.read(raws, self.now)

    def _write(self, facts: list[Fact]) -> None:
        """As the live hub does: place, apply, judge, until the judge is silent."""
        turns = 0
        while facts and turns < 10:
            placed = self.placer.place(fitted(facts), self.now, self.store.head + 1)
            self.placer.keep(placed)
            change = self.store.apply(placed.facts)
            self.authority.remember(placed.facts)
            self.counts["taken"] += len(placed.facts)
            facts = self.judge.on_facts(self.store, change, placed.facts, self.now) if placed.facts else []
            turns += 1
        assert turns < 10, "the judge never ends"

    def _act(self, act: frames.Act) -> None:
        try:
            facts = self.authority.decide(self.store, act, Actor(Role.DESK, "desk", True), self.now)
        except Refused:
            self.counts["act_refused"] += 1
            return
        self.counts["acted"] += 1
        self._write(facts)


class Mapped:
    """A polled list and a stream, read through mappings; what they yield is applied."""

    def __init__(self, mapping: MappingFile, counts: Counter[str]) -> None:
        self.mapping, self.counts = mapping, counts
        self.hits = 0

    def hit(self, data: bytes) -> None:
        """One document, as a poll and as an event."""
        if self.hits % LIFE == 0:
            self.polled, self.streamed, self.store = Mapper(self.mapping), Mapper(self.mapping), Store()
        self.hits += 1
        at = AT + self.hits * 60.0
        document = decode_document(self.mapping, data)
        facts = self.polled.poll(document, at) + self.streamed.event(document, at)
        self.counts["mapped"] += len(facts)
        self.store.apply(facts)


class Target:
    """All chains. counts: what came through, so that a run shows how deep it went."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.hits = self.refused = self.taken = 0
        self.wall, self.hub = Wall(load_rule_set("state-grid-2022"), self.counts), Hub(self.counts)
        self.mapped = Mapped(mapping_of(MAPPING), self.counts)

    def document(self, data: bytes) -> None:
        """One document of a foreign system. Raises whatever is not a documented outcome."""
        self.hits += 1
        self.mapped.hit(data)

    def decode(self, data: bytes) -> None:
        """A frame or a fact, fed to both decoders. Raises whatever is not a documented outcome."""
        self.hits += 1
        decoders: tuple[Callable[[bytes], object], ...] = (decode_fact, frames.decode_frame)
        for decode in decoders:
            try:
                decode(data)
                self.taken += 1
            except (BadFact, FrameError):
                self.refused += 1

    def hit(self, data: bytes) -> None:
        """The same, and all that stands behind the decoders."""
        self.decode(data)
        self.wall.hit(data)
        self.hub.publish(data)
