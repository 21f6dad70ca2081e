"""Frames and facts that somebody broke: seeded, so that a find can be run again."""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec

from feeds import frames
from feeds.codec import BadFact, decode_fact, encode_fact
from feeds.link import LinkCore
from wallboard.domain.clock import ClockState
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason

LIFE = 200  # inputs that one link lives through
AT = 1_795_000_000.0
LETTERS = b"0123456789aezAEZ-"
NASTY = (
    b"\x00",
    b"\xff\xfe",
    b'"\\u0000"',
    b"[" * 5_000,
    b'{"a":' * 3_000,
    b"1e400",
    b"NaN",
    b"-1",
    b"9" * 400,
    b"null",
    b'"\xe2\x80\xae"',
    b"\xed\xa0\x80",
    b'"9999-12-31T23:59:60+99:00"',
    b'"0001-01-01T00:00:00+14:00"',
)


def corpus() -> list[bytes]:
    """One good specimen of every fact type and of the frames that carry them."""
    facts = [
        encode_fact(Fact(spec.example, f"oms/{spec.noun}", AT, "oms", str(number), AT + 1), with_seq=True)
        for number, spec in enumerate(SPECS.values())
    ]
    clock = frames.to_wire(ClockState(now=AT))
    head = frames.ChannelHead(name="room", epoch="e1", first=1, last=9)
    carriers = [frames.ev_bytes("room", "e1", 10, facts[number : number + 5]) for number in (0, 5, 10)]
    welcome = frames.Welcome(version="wb.feed.v1", server="hub", clock=clock, channels=[head])
    standing = [msgspec.Raw(fact) for fact in facts[:10]]
    others: list[frames.AnyFrame] = [
        frames.Hb(clock=clock, heads={"room": "e1:9"}),
        frames.Gap(channel="room", epoch="e2", reason=Reason("slow_consumer")),
        frames.Bye(reason=Reason("restart"), retry_after=1.0),
        *(
            frames.Snap(id=n, channel="room", epoch="e1", seq=9, part=1, last=True, facts=standing)
            for n in "123"
        ),
        *([welcome] * 6),
    ]
    framed = [*carriers, *(frames.encode_frame(frame) for frame in others)]
    return [
        *facts,
        *(frame[: -frames.SUM_LENGTH] + b"}" for frame in framed),
    ]  # else the sum ends most of them


def broken(seed: int, good: list[bytes]) -> Iterator[bytes]:
    """Specimens as they are, with one letter or digit changed, or torn apart; for ever."""
    dice = random.Random(seed)
    places = [[n for n, byte in enumerate(data) if chr(byte).isalnum()] for data in good]
    pick, many = dice.random, len(good)
    while True:
        which = int(pick() * many)
        data = bytearray(good[which])
        kind = int(pick() * 4)
        if kind == 1:
            spots = places[which]
            data[spots[int(pick() * len(spots))]] = LETTERS[int(pick() * len(LETTERS))]
        elif kind:
            for _ in range(1 + int(pick() * 6)):
                tear(data, dice, good)
        yield bytes(data)


def tear(data: bytearray, dice: random.Random, good: list[bytes]) -> None:
    """Change, cut out, double or replace a piece, or go on with another specimen."""
    place = dice.randrange(len(data) + 1)
    match dice.randrange(5):
        case 0:
            data[place : place + 1] = bytes([dice.randrange(256)])
        case 1:
            del data[place : place + dice.randint(1, 40)]
        case 2:
            data[place:place] = data[place : place + dice.randint(1, 200)]
        case 3:
            data[place : place + dice.randint(0, 12)] = dice.choice(NASTY)
        case _:
            other = dice.choice(good)
            data[place:] = other[dice.randrange(len(other)) :]


class Target:
    """What the bytes are thrown at: both decoders, and one link after the other."""

    def __init__(self) -> None:
        self.now = 0.0
        self.hits = self.refused = self.taken = 0
        self.events: Counter[str] = Counter()
        good = corpus()
        self.greeting = next(data for data in good if b'"op":"welcome"' in data)
        self.picture = next(data for data in good if b'"op":"snap","id":"1"' in data)

    def hit(self, data: bytes) -> None:
        """Feed one input everywhere. Raises whatever is not a documented outcome.

        Every eighth is given the check sum of what it became, as a faulty hub would send it.
        """
        if self.hits % 8 == 0 and data:
            data = frames.with_sum(data)
        if self.hits % LIFE == 0:
            self.link = LinkCore("fuzz", "wall")
            self.link.opened(self.now)
            if self.hits % (4 * LIFE):  # most are well on their way before it begins
                self.link.received(self.greeting, self.now)
                self.link.received(self.picture, self.now)
        self.hits += 1
        self.now += 0.01
        decoders: tuple[Callable[[bytes], object], ...] = (decode_fact, frames.decode_frame)
        for decode in decoders:
            try:
                decode(data)
                self.taken += 1
            except (BadFact, frames.FrameError):
                self.refused += 1
        came = self.link.received(data, self.now, AT + self.now) + self.link.tick(self.now)
        self.events.update(type(event).__name__ for event in came)
        self.link.take_outgoing()
