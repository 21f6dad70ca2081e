"""Frames, facts and documents that somebody broke: seeded, so that a find can be run again."""

import json
import random
from collections.abc import Iterator
from typing import Any

import msgspec

from feeds import frames
from feeds.codec import encode_fact
from wallboard.domain.clock import ClockState
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact
from wallboard.domain.reasons import Reason

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


def specimens() -> list[bytes]:
    """One good fact of every type, as it travels."""
    return [
        encode_fact(Fact(spec.example, f"oms/{spec.noun}", AT, "oms", str(number), AT + 1), with_seq=True)
        for number, spec in enumerate(SPECS.values())
    ]


def greeting() -> bytes:
    """The welcome of a hub whose channel stands at 9."""
    head = frames.ChannelHead(name="room", epoch="e1", first=1, last=9)
    clock = frames.to_wire(ClockState(now=AT))
    return _plain(frames.Welcome(version="wb.feed.v1", server="hub", clock=clock, channels=[head]))


def picture(asked: str) -> bytes:
    """The snapshot, valid at 9, for the subscription of this id."""
    standing = [msgspec.Raw(fact) for fact in specimens()[:10]]
    return _plain(frames.Snap(id=asked, channel="room", epoch="e1", seq=9, part=1, last=True, facts=standing))


def corpus() -> list[bytes]:
    """One good specimen of every fact type, and of every frame that either end sends."""
    facts = specimens()
    clock = frames.to_wire(ClockState(now=AT))
    carriers = [
        frames.Ev(channel="room", epoch="e1", seq=10, facts=[msgspec.Raw(one) for one in facts[at : at + 5]])
        for at in range(0, len(facts), 5)
    ]
    others: list[frames.AnyFrame] = [
        frames.Hb(clock=clock, heads={"room": "e1:9"}),
        frames.Gap(channel="room", epoch="e2", reason=Reason("slow_consumer")),
        frames.Bye(reason=Reason("restart"), retry_after=1.0),
        frames.Err(reason=Reason("bad_frame", {"error": "at byte 3"})),
        frames.Ack(id="a1", accepted=True, seq=10),
        frames.Hello(name="desk", role="desk", token="", features=["gap", "hb"]),
        frames.Sub(id="1", channel="room", since="e1:9"),
        *(
            frames.Act(id=f"a{noun}", subject=f"{noun}/oms/{noun}", verb=verb, args=args, expect_seq=9)
            for noun in ("order", "outage", "alarm")
            for verb, args in (("acknowledge", {}), ("note", {"words": "on the way", "lang": "en"}))
        ),
    ]
    pictures = [picture(asked) for asked in "123"] + [greeting()] * 4
    return [*facts, *map(_plain, (*carriers, *carriers, *carriers, *others)), *pictures]


def documents() -> list[bytes]:
    """Good lists of a foreign system, as ``tests.fuzz.targets.MAPPING`` reads them."""
    rows = [problem(number) for number in range(6)]
    rows[5]["kids"] = [problem(50), problem(51)]  # they take its place
    return [json.dumps(some).encode() for some in (rows, rows[:2], rows[3:], [], {"error": "no list"})]


def problem(number: int) -> dict[str, Any]:
    """One record of such a list."""
    return {
        "id": number,
        "ref": "A",
        "at": f"2026-11-23T10:{number:02}:00+08:00",
        "x": 12_600_000.5,
        "y": "2,590,000",
        "g": {"type": "Point", "coordinates": [113.08, 22.58]},
        "p": "_p~iF~ps|U_ulLnnqC",
        "r": [113.0, 22.0, 113.1, 22.0, 113.1, 22.1, 113.0, 22.0],
        "k": "a",
        "a": "Pengjiang",
        "b": {"c": "No. 1 feeder"},
        "n": 10 * number,
        "s": "1795000000000",
    }


def _plain(frame: frames.AnyFrame) -> bytes:
    """A frame without its sum, which would end most of what is changed."""
    return frames.encode_frame(frame)[: -frames.SUM_LENGTH] + b"}"


def broken(seed: int, good: list[bytes]) -> Iterator[bytes]:
    """Specimens as they are, with one letter or digit changed, or torn apart; for ever."""
    dice = random.Random(seed)
    places = [[n for n, byte in enumerate(data) if chr(byte).isalnum()] for data in good]
    pick, many = dice.random, len(good)
    while True:
        which = int(pick() * many)
        data = bytearray(good[which])
        kind = int(pick() * 4)
        spots = places[which]
        if kind == 1 and spots:
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
